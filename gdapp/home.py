"""The knobs of the home page: which function, from where, how far, how often, by which optimizer."""

import inspect
from collections.abc import Mapping
from typing import Any

import streamlit as st

from gdapp import experiments, knobs
from gdapp.ending import ending
from gdapp.knobs import Knob
from gdapp.lesson import rule
from gdapp.shell import PAGES
from gdcore import History, Run, Settings
from gdcore.article import named_optimizer
from gdcore.functions import FUNCTIONS, NoData, PlainFunction

FUNCTION = Knob(
    "f", "function", "Function", "Curves in one variable, then surfaces in two.", "list", tuple(FUNCTIONS)
)
STARTS = (
    Knob("x0", "x0", "Start x", "Where the descent begins.", "slider", (), -4.0, 4.0, 0.05),
    Knob("y0", "y0", "Start y", "Where the descent begins.", "slider", (), -4.0, 4.0, 0.05),
)
STEPS = Knob("epochs", "epochs", "Steps", "How many times the rule is applied.", "slider", (), 1, 1000, 1)


def usual(function: str) -> dict[str, Any]:
    """The value of every knob before anybody moves it."""
    known = FUNCTIONS[function]
    starts = {knob.key: value for knob, value in zip(STARTS, known.start, strict=False)}
    return {**starts, "lr": known.learning_rate, "epochs": known.steps, "opt": "gradient_descent"}


def put(values: Mapping[str, Any]) -> None:
    """Set knobs by their keys; all others go to what is usual for the function."""
    function = values.get("f", FUNCTION.options[0])
    for key, value in {**usual(function), "f": function, **values}.items():
        st.session_state[key] = value


def choose() -> Run:
    """Draw the knobs in the sidebar and return the Run that they describe."""
    with st.sidebar:
        function = FUNCTION.draw(FUNCTION.options[0], on_change=lambda: put({"f": st.session_state["f"]}))
        values = usual(function)
        rate = knobs.LEARNING_RATE.draw(values["lr"])
        begin = tuple(knob.draw(values[knob.key]) for knob in STARTS if knob.key in values)
        steps = STEPS.draw(values["epochs"])
        optimizer = knobs.OPTIMIZER.draw(values["opt"])
        st.button("Reset", on_click=put, args=({"f": function},), width="stretch")
    return Run(NoData(), PlainFunction(function, begin), named_optimizer(optimizer)(rate), Settings(steps))


FORMULAS = {
    "linear_regression": r"\tfrac{1}{2n}\sum (\hat y_i - y_i)^2",
    "logistic_regression": r"-\tfrac1n\sum \big[y_i \log p_i + {(1-y_i)\log(1-p_i)}\big]",
    "softmax_regression": r"-\tfrac1n\sum \log p_{i y_i}",
    "neural_network": r"-\tfrac1n\sum \log \mathrm{softmax}(z_i)_{y_i}",
    "support_vector_machine": r"\tfrac12\lVert w\rVert^2 + \tfrac Cn \sum \max(0, 1 - y_i s_i)",
    "matrix_factorization": r"\tfrac1{|\Omega|}\sum \big[(r_{ij} - P_i^\top Q_j)^2"
    r" + {\lambda(\lVert P_i\rVert^2 + \lVert Q_j\rVert^2)}\big]",
}


def cards() -> None:
    """The way to the six models: what each learns, and the loss that it descends."""
    st.subheader("Six models, one rule", anchor=False)
    for row in (PAGES[1:4], PAGES[4:7]):
        for place, page in zip(st.columns(3), row, strict=True):
            with place, st.container(border=True, height="stretch"):
                st.page_link(page.file, label=f"**{page.title}**")
                st.caption(page.sentence)
                st.markdown(f"$L = {FORMULAS[page.name]}$")


def say(history: History) -> None:
    """One line under the picture: how the descent ended, and the numbers that say so."""
    well, sentence = ending(history)
    with st.container(key="verdict"):
        st.markdown(f"{'●' if well else '▲'} {sentence}")


def lesson(history: History) -> None:
    """What to try, the idea, and the code that ran."""
    attempts, idea, code = st.tabs(("Try this", "Idea", "Code that ran"))
    with attempts:
        experiments.draw("app", put)
    with idea:
        st.markdown(IDEA)
    with code:
        model = history.run.model
        st.markdown("**Value and gradient**, as they ran:")
        st.code(inspect.getsource(FUNCTIONS[model.function].function), language="python")  # type: ignore[attr-defined]
        rule(history.run)


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
