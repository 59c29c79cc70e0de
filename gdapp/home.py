"""The knobs of the home page: which function, from where, how far, how often, by which optimizer."""

import inspect
from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from gdapp import away_tab, catalogue, experiments, knobs, view
from gdapp.hills import function_run, function_run_of, function_values
from gdapp.lessons.asking import Asking
from gdapp.played import play_again
from gdapp.shell import Frame
from gdapp.tabs import draw_open, draw_rule
from gdapp.turning import part_begins, turn
from gdapp.view import Presses, View
from gdcore import Run
from gdcore.functions import FUNCTIONS


def set_knobs(values: Mapping[str, Any]) -> None:
    """Set knobs by their keys; all others go to the function's own."""
    function = values.get("f", knobs.FUNCTION.options[0])
    turn({**function_values(function), "f": function, **values})


def set_own_values() -> None:
    """Another function has its own start, rate and number of steps."""
    if "f" in st.session_state:  # not so while the visitor goes from page to page
        set_knobs({"f": st.session_state["f"]})


def choose_run(frame: Frame) -> Run:
    """Draw the knobs in their column and return the Run that they describe."""
    visit = frame.visit
    with frame.knobs:
        function = visit.draw(
            knobs.FUNCTION,
            knobs.FUNCTION.options[0],
            on_change=set_own_values,
        )
        values = function_values(function)
        rate = visit.draw(knobs.LEARNING_RATE, values["lr"])
        begin = tuple(visit.draw(knob, values[knob.key]) for knob in knobs.STARTS if knob.key in values)
        steps = visit.draw(knobs.STEPS, values["epochs"])
        optimizer = visit.draw(knobs.OPTIMIZER, values["opt"])
        if visit.shows("reset"):
            st.button("Reset", on_click=set_knobs, args=({"f": function},), width="stretch")
    return function_run(function, begin, optimizer, rate, steps)


def draw_cards() -> None:
    """The way to the models: what each learns, and the loss that it descends."""
    pages = catalogue.model_pages()
    st.header(f"{count_words(len(pages))} models, one rule", anchor=False)
    for first in range(0, len(pages), 3):
        for place, page in zip(st.columns(3), pages[first : first + 3], strict=False):
            with place, st.container(border=True, height="stretch"):
                st.page_link(page.file, label=f"**{page.title}**")
                st.caption(page.sentence)
                st.markdown(f"$L = {page.formula}$")


def start_at(variables: int, *place: float) -> None:
    """The point of a function of so many variables starts at a place that was pressed, and is played from there."""
    starts = list(zip(knobs.STARTS, place, strict=True))[:variables]
    turn({knob.key: min(max(round(at, 2), knob.low), knob.high) for knob, at in starts})
    play_again()


def count_words(count: int) -> str:
    """A small number in words."""
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    return words[count] if count < len(words) else str(count)


@st.fragment
def draw_run(frame: Frame, run: Run, chosen: View) -> None:
    """Draw the picture, and one line under it: how the descent ended. When the player comes to rest, only this is drawn again."""
    part_begins()
    asking = Asking(frame.visit, function_run_of, set_knobs)
    if not asking.draw_question(run):
        return
    drawn = view.picture_of(frame.visit, run, chosen)
    view.draw_player(frame.visit, drawn, presses=Presses("x", partial(start_at, run.parameter_count)))
    view.draw_outcome(frame.visit, run, drawn, asking)


@st.fragment
def draw_lesson(frame: Frame, run: Run, chosen: View) -> None:
    """What to try, the idea, the code that ran, and what can be taken away."""
    part_begins()
    if not frame.visit.shows("tabs"):
        return
    visit = frame.visit
    contents = (
        ("Try this", lambda: experiments.draw_experiments(visit, set_knobs)),
        ("Idea", lambda: st.markdown(IDEA)),
        ("Code that ran", lambda: draw_code(run)),
        ("Take away", lambda: away_tab.draw_tab(visit, run, chosen)),
    )
    draw_open(visit, contents)


def draw_code(run: Run) -> None:
    """The function that was descended, the optimizer's step and the loop."""
    st.markdown("**Value and gradient**, as they ran:")
    st.code(inspect.getsource(FUNCTIONS[run.model.function].function), language="python")  # type: ignore[attr-defined]
    draw_rule(run)


IDEA = r"""
A function $L(w)$ says how bad the parameters $w$ are. Its gradient $\partial L / \partial w$ points in the direction in which
$L$ grows fastest, so the opposite direction is the steepest way down. **Gradient descent** takes a step that way, again and again:

$$
w \leftarrow w - \alpha\, \frac{\partial L}{\partial w}
$$

| symbol | meaning |
| --- | --- |
| $w$ | the parameters: here the point $x$, or $(x, y)$ |
| $\partial L / \partial w$ | the gradient: the slope at this point |
| $\alpha$ | the learning rate: how far a step goes for a given slope |

The step is short where the slope is small, so near a minimum it slows down by itself; on a plateau it does so too, far from any
minimum. On a parabola of curvature $\kappa$ each step multiplies the distance to the minimum by $1 - \alpha\kappa$: below
$\alpha = 1/\kappa$ it creeps in from one side, beyond it jumps across, and beyond $2/\kappa$ every jump is longer than the last.
Gradient descent knows only the slope where it stands. It stops wherever that is zero: at a global minimum, a local one, a saddle.
"""
