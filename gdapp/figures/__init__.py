"""From a History to what the player plays: pure functions, no Streamlit."""
