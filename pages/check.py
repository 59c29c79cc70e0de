"""Hand-ins of a class, each run trained again."""

from gdapp.check.page import draw_page

draw_page()
