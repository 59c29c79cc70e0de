"""Two classes and the probability of one of them, by descending the binary cross-entropy."""

from gdapp.page import draw_model_page

draw_model_page("logistic_regression")
