"""A model's page from top to bottom: knobs, run, picture, verdict, tabs."""

from gdapp import runs, shell, sidebar, tabs, view, why


def draw_model_page(address: str) -> None:
    """Draw the page at an address, as its record in the catalogue says."""
    page = shell.open_page(address)
    run, mark = sidebar.choose_run(page)
    look = view.choose_look(page, run)

    results = runs.results_of(run)
    why.draw_rate_mark(mark, results)
    epoch = view.draw_player(page, page.picture(results, look))
    place = why.draw_verdict(page, results)

    tabs.draw_tabs(page, results, epoch)
    why.draw_remedy(page, results, place)
    runs.store().make_room(run)
