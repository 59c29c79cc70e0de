"""What a page may ask about a run, and how each question is answered: pictures, numbers, texts, what to try next.

A question is a record; it is answered away from the page, as a rule in another process (`gdapp.office`), so nothing here knows
Streamlit. The answer is what the page shows and no more: bytes, sentences, rows of numbers.
"""
