"""Below the picture: what to try, the idea, the code that ran, the numbers, and what can be taken away."""

import inspect
import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from gdapp import away_tab, column, compare_tab, data_tab, experiments, hand_tab, why
from gdapp.answers.picture import Rest
from gdapp.answers.texts import Snippet
from gdapp.lessons.library import steps_of
from gdapp.office.asking import ask
from gdapp.view import View
from gdapp.visit import TAB, Visit
from gdcore import Run, descent, losses
from gdcore.settings import Setup

TABS = ("Try this", "Compare", "Why", "By hand", "Idea", "Code that ran", "Data and history", "Take away")


def draw_tabs(visit: Visit, run: Run, rest: Rest, view: View) -> None:
    """The tabs of a model's page. Only the open one is worked out."""
    page = visit.page
    contents = (
        lambda: experiments.draw_experiments(visit, partial(column.set_knobs, page)),
        lambda: compare_tab.draw_comparison(page, run, view, rest.epoch),
        lambda: why.draw_tab(run, rest.epoch, view.base),
        lambda: hand_tab.draw_tab(run, rest),
        lambda: draw_idea(run),
        lambda: draw_code(run),
        lambda: data_tab.draw_data(page, run, rest.epoch),
        lambda: away_tab.draw_tab(visit, run, view),
    )
    shown = list(zip(TABS, contents, strict=True))[
        0 if steps_of(page.address) and visit.taught is None else 1 :
    ]
    draw_open(visit, shown)


def draw_open(visit: Visit, contents: Sequence[tuple[str, Callable[[], object]]]) -> None:
    """Tabs by their titles, of which only the open one is drawn; a link may say which that is."""
    titles = [title for title, _ in contents]
    if visit.link.get(TAB) in titles:
        st.session_state.setdefault(TAB, visit.link[TAB])
    places = st.tabs(titles, key=TAB, on_change="rerun")
    for place, (_, draw) in zip(places, contents, strict=True):
        if place.open:
            with place:
                draw()


def draw_idea(run: Run) -> None:
    """The mathematics, as the model's own file has it."""
    text = inspect.getdoc(sys.modules[type(run.model).__module__]) or ""
    st.markdown(displayed(text))


def displayed(text: str) -> str:
    """A text in which each displayed formula stands on lines of its own, which is how Streamlit knows one."""
    return re.sub(r"\$\$(.+?)\$\$", r"\n\n$$\n\1\n$$\n\n", text, flags=re.DOTALL)


def draw_code(run: Run) -> None:
    """The functions that trained this run, and the lines that train it again."""
    model = type(run.model)
    st.markdown("**This run, from a notebook.** `gdcore` needs only NumPy.")
    st.code(ask(Snippet(run), st.empty()), language="python")
    st.markdown("**Value and gradient**, as they ran, and below them the functions that they call:")
    st.code(inspect.getsource(model), language="python")
    st.code("\n\n".join(map(inspect.getsource, called_by(model))), language="python")
    draw_rule(run)


def draw_rule(run: Setup) -> None:
    """The optimizer's step and the loop, which are the same for all models."""
    optimizer = type(run.optimizer)
    st.markdown(f"**The step** of {optimizer.name.replace('_', ' ')}: {inspect.getdoc(optimizer)}")
    st.code(inspect.getsource(optimizer), language="python")
    st.markdown("**The loop**, the same for everything that is trained here:")
    st.code(inspect.getsource(descent.epochs_of), language="python")


def called_by(model: type) -> list[Callable[..., Any]]:
    """The functions of gdcore.losses, and of the model's own file, that the model's methods name."""
    methods = filter(inspect.isfunction, vars(model).values())
    names = {name for method in methods for name in method.__code__.co_names}
    return [
        function
        for module in (losses, sys.modules[model.__module__])
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if name in names and function.__module__ == module.__name__
    ]
