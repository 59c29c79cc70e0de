"""What is wrong with this trainer: programs to diagnose from the curve, one update by hand and the gradient check."""

from gdapp.diagnose.page import draw_page

draw_page()
