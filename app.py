"""Gradient descent: the update rule itself on curves and surfaces, and the way to the models."""

from gdapp import home, runs, shell, view

page = shell.open_page("app")
run = home.choose_run()
look = view.choose_look(page, run)

results = runs.results_of(run)
view.draw_player(page, page.picture(results, look))
home.draw_ending(results.history)

home.draw_cards()
home.draw_lesson(page, results.history)
runs.store().make_room(run)
