"""A table of ratings with holes, by descending the squared error of the known ones."""

from gdapp.page import draw_model_page

draw_model_page("matrix_factorization")
