"""What each step of a lesson says is to be seen, as checks of its run. The checks themselves are in outcomes_*.py, one a lesson.

A check is registered under (lesson, title). It gets a `Seen`: the history of the step's own run, that after its one changed knob,
other runs of the same page to compare with, and all its texts. `says("24.7", value)` holds a number of the text to the value that
it stands for, `holds("0.258", loss < 0.258)` to a statement; numbers with a decimal point that no check has accounted for fail
the test.
"""

import re
from dataclasses import dataclass, field

import numpy as np

from gdapp import catalogue, runs
from gdapp.lessons.record import Step
from gdcore import Run, Settings
from gdcore.functions import FUNCTIONS, NoData, PlainFunction
from gdcore.programs import begun, chosen_optimizer

CHECKS = {}
NUMBER = re.compile(r"\d[\d,]*\.\d+(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")
SETTING = re.compile(r"[αλC] = \d+(?:\.\d+)?")
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def outcome(lesson, title, answer):
    """Register a check under the name of the lesson and the title of the step; it was written for this answer."""

    def register(check):
        assert (lesson, title) not in CHECKS
        CHECKS[lesson, title] = (answer, check)
        return check

    return register


def asked_of(name, chosen):
    """The Run that the page is asked for with these knobs, all others as the article or the chosen data set has them."""
    page = catalogue.page(name)
    data = page.data_sets[chosen.get("data", next(iter(page.data_sets)))]
    values = {**page.default_values(data), **chosen}
    run = page.vary(data, {knob.field: values[knob.key] for knob in (*page.knobs, *page.data_knobs(data))})
    return from_place(run, chosen["start"]) if "start" in chosen else run


def from_place(run, place):
    """The run from two numbers, "1.5,-0.3", for the two parameters that the landscape has across and up."""
    theta = run.history().theta[0].copy()
    theta[list(run.model.landscape_axes(run.data).entries)] = [float(number) for number in place.split(",")]
    return begun(run, tuple(theta.tolist()))


def at_home(chosen):
    """The Run that the home page makes of these knobs."""
    function = chosen.get("f", "parabola")
    known = FUNCTIONS[function]
    begin = tuple(chosen.get(key, usual) for key, usual in zip(("x0", "y0"), known.start, strict=False))
    optimizer = chosen_optimizer(chosen.get("opt", "gradient_descent"))(chosen.get("lr", known.learning_rate))
    return Run(
        NoData(), PlainFunction(function, begin), optimizer, Settings(chosen.get("epochs", known.steps))
    )


def run_of(name, chosen):
    """The Run that the page makes of these knobs; none that it would cut short."""
    if catalogue.page(name).program is None:
        return at_home(chosen)
    run, message = runs.affordable(asked_of(name, chosen))
    assert not message, message
    return run


def value_of(text):
    """A number of the text as (value, half a unit of its last digit)."""
    digits, _, power = text.replace(",", "").partition("·10")
    scale = 10.0 ** int(power.translate(RAISED)) if power else 1.0
    decimals = len(digits.partition(".")[2])
    return float(digits) * scale, 0.5 * 10.0**-decimals * scale


@dataclass
class Seen:
    """The outcome of one step, with its text."""

    experiment: Step
    said: set = field(default_factory=set)

    def __post_init__(self):
        self.page = self.experiment.page
        self.history = self.after({})

    def after(self, changed):
        """The history of the step's run with some knobs changed, which are texts of a link."""
        return run_of(
            self.page, catalogue.page(self.page).values({**self.experiment.run, **changed})
        ).history()

    @property
    def text(self):
        """All that the reader reads about it, the guesses apart."""
        step = self.experiment
        texts = [step.question, step.answer, step.look, step.explain]
        return " ".join(texts + ([step.then.question, step.then.look] if step.then else []))

    def then(self):
        """The history after the one knob was changed."""
        return self.after(self.experiment.then.run)

    def other(self, **knobs):
        """The history of another run of this page; without knobs that of the article."""
        return run_of(self.page, knobs).history()

    def says(self, shown, value):
        """The text shows this number, without its sign, and the value rounds to it."""
        assert re.search(rf"(?<![\d.]){re.escape(shown)}(?![\d·])", self.text), f"{shown} is not in the text"
        expected, slack = value_of(shown)
        assert abs(abs(float(value)) - expected) <= 1.0001 * slack, (
            f"the text says {shown}, it is {float(value):.6g}"
        )
        self.said.add(shown)

    def holds(self, shown, true):
        """The text shows this number, and what it says about it is true."""
        assert shown in NUMBER.findall(self.text), f"{shown} is not in the text"
        assert true, f"what the text says about {shown} is not true"
        self.said.add(shown)

    def unsaid(self):
        """The numbers of the text that no check has held to a value."""
        return set(NUMBER.findall(SETTING.sub("", self.text))) - self.said


def rises(values):
    """The epochs after which a curve is higher than before."""
    return np.flatnonzero(np.diff(values) > 0)


def margins(history, epoch=-1):
    """y · score of every training point, y being −1 or +1."""
    X, y = history.training
    return (2 * y - 1) * history.scores(X, epoch)


def updates(history):
    """How many updates had been made after each epoch, counted here and not read off: a short last batch is one too."""
    n, size = len(history.training.y), history.run.settings.batch_size
    return np.arange(len(history)) * (-(-n // size) if size else 1)


def least_squares(history):
    """(w, b) of the line of least squares, and half its mean square error."""
    X, y = history.training
    inputs = np.c_[X, np.ones(len(y))]
    theta = np.linalg.lstsq(inputs, y, rcond=None)[0]
    return theta, 0.5 * np.mean((inputs @ theta - y) ** 2)


def gradient(history, theta):
    """The gradient over the training rows at a θ."""
    model, data = history.run.model, history.run.data
    return model.objective(
        theta, model.inputs(history.training.X, data), model.targets(history.training.y, data)
    ).gradient()
