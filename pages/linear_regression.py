"""A line through points: the least-squares line, found by descending ½ mean square error."""

from gdapp.page import draw_model_page

draw_model_page("linear_regression")
