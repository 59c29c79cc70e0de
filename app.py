"""Gradient descent: the update rule itself on curves and surfaces, and the way to the models."""

from gdapp import home, shell, view

page = shell.open_page("app")
run = home.choose_run()
home.draw_run(page, run, view.choose_view(page, run))

home.draw_cards()
home.draw_lesson(page, run)
