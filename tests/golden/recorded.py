"""Reads article.json, the copy in this folder and no other: what the tests hold to is part of the clone."""

import json
from functools import cache
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).resolve().with_name("article.json")


@cache
def recorded() -> dict[str, Any]:
    """What the article's programs computed, by model."""
    return json.loads(RECORDED.read_text(encoding="utf-8"))
