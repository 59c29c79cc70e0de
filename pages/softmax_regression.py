"""Several classes at once, by descending the cross-entropy."""

from gdapp.page import draw_model_page

draw_model_page("softmax_regression")
