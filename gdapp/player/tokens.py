"""The colours of the theme, for those who draw in Python."""

import json
from functools import cache
from pathlib import Path


@cache
def tokens() -> dict[str, dict[str, str]]:
    """Return the colour of each token, without its `--gd-` prefix, for "light" and "dark"."""
    table: dict[str, dict[str, str]] = json.loads((Path(__file__).parent / "theme.json").read_text("utf-8"))
    return table
