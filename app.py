"""Gradient descent: the update rule itself on curves and surfaces, and the way to the models."""

from gdapp import home, shell, view
from gdapp.hills import function_run_of

frame = shell.open_page("app")
run = home.choose_run(frame)
chosen = view.choose_view(frame, run, function_run_of)
frame.visit.write()
with frame.stage:
    home.draw_run(frame, run, chosen)
    home.draw_cards()
    home.draw_lesson(frame, run, chosen)
