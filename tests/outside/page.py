"""A count for each x: the Poisson loss."""

from gdapp.page import draw_model_page

draw_model_page("poisson_regression")
