"""Predictions before a run: the axes that they are drawn on, as SVG for page and paper, and the pad that takes them."""
