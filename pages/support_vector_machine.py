"""The widest street between two classes, by descending the hinge loss."""

from gdapp.page import draw_model_page

draw_model_page("support_vector_machine")
