"""The run of the home page: a point goes down a function, as its knobs say."""

from collections.abc import Mapping
from typing import Any

from gdapp import knobs
from gdcore import Run, Settings
from gdcore.functions import FUNCTIONS, NoData, PlainFunction
from gdcore.programs import chosen_optimizer


def function_values(function: str) -> dict[str, Any]:
    """The value of every knob of the home page before anybody moves it: each function has its own."""
    known = FUNCTIONS[function]
    starts = {knob.key: value for knob, value in zip(knobs.STARTS, known.start, strict=False)}
    return {**starts, "lr": known.learning_rate, "epochs": known.steps, "opt": "gradient_descent"}


def function_run(function: str, begin: tuple[float, ...], optimizer: str, rate: float, steps: int) -> Run:
    """The run of a point down a function."""
    return Run(NoData(), PlainFunction(function, begin), chosen_optimizer(optimizer)(rate), Settings(steps))


def function_run_of(texts: Mapping[str, str]) -> Run:
    """The run of the home page that texts describe."""
    function = knobs.FUNCTION.read(texts.get("f", "")) or knobs.FUNCTION.options[0]
    values = function_values(function)
    for knob in knobs.HOME[1:]:
        value = knob.read(texts.get(knob.key, ""))
        if knob.key in values and value is not None:
            values[knob.key] = value
    begin = tuple(values[knob.key] for knob in knobs.STARTS if knob.key in values)
    return function_run(function, begin, values["opt"], values["lr"], values["epochs"])
