"""`python -m gdapp`, with Streamlit's own options: the app, its workers at work before the first visitor comes."""

import sys
from pathlib import Path

from streamlit.web import cli

from gdapp.office.office import office


def main() -> None:
    """Hire the workers, then serve as `streamlit run app.py` does."""
    office()
    sys.argv = ["streamlit", "run", str(Path(__file__).parents[1] / "app.py"), *sys.argv[1:]]
    cli.main(prog_name="streamlit")


if __name__ == "__main__":
    main()
