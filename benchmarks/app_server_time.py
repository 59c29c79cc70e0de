"""What one interaction costs the server besides training: the whole script of a page, less the time inside the engine.

Processor time of the thread that runs the script, so that other programs on the machine do not count.
"""

from statistics import median
from time import thread_time
from typing import Any

from streamlit.testing.v1 import AppTest

from gdapp import catalogue, runs, shell, tabs
from scripts.app_server import ROOT

RATES = (0.02, 0.025, 0.03, 0.04, 0.015, 0.012, 0.01)


def outside_training(name: str) -> float:
    """Milliseconds of a page's script outside `runs.results_of`, the median over moves of the learning rate."""
    spent = {"began": 0.0, "trained": 0.0, "ended": 0.0}
    open_page, results_of, draw_tabs = shell.open_page, runs.results_of, tabs.draw_tabs

    def begins(*args: Any) -> Any:
        spent.update(began=thread_time(), trained=0.0)
        return open_page(*args)

    def trains(*args: Any) -> Any:
        began = thread_time()
        results = results_of(*args)
        spent["trained"] += thread_time() - began
        return results

    def ends(*args: Any) -> None:
        draw_tabs(*args)
        spent["ended"] = thread_time()

    shell.open_page, runs.results_of, tabs.draw_tabs = begins, trains, ends
    try:
        test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        test.switch_page(catalogue.page(name).file).run()
        times = []
        for rate in RATES:
            next(slider for slider in test.select_slider if slider.key == "lr").set_value(rate).run()
            times.append(spent["ended"] - spent["began"] - spent["trained"])
    finally:
        shell.open_page, runs.results_of, tabs.draw_tabs = open_page, results_of, draw_tabs
    return 1000 * median(times)
