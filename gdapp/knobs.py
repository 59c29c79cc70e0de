"""Each knob once: its name in the URL, what it sets, its label, its values and its help.

A knob's `key` is at once the widget's key and the URL's parameter; `field` is the engine's name for it (`gdcore.article`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from gdapp.place import read_place
from gdcore.analysis.verdict.wishes import Wish
from gdcore.data.scaling import SCALINGS
from gdcore.digits import ROUND
from gdcore.functions import FUNCTIONS
from gdcore.history import CLOCKS
from gdcore.optimizers import optimizers

ALL = "all"
OWN = "own"
"""The data set of a person's own rows."""


def log_scale(low: int, high: int) -> list[float]:
    """Ten round values a decade from 10^low up to and with 10^high."""
    values = [float(f"{step}e{exponent}") for exponent in range(low, high) for step in ROUND]
    return [*values, float(f"1e{high}")]


MOST_TRIED = 100
"""A knob with more values than this is not searched through."""

Value = float | int


@dataclass(frozen=True)
class Knob:
    """A knob: a slider through `options`, or from `low` to `high` in `step`; a list or a row of buttons; a switch."""

    key: str
    field: str
    label: str
    help: str
    kind: Literal["steps", "slider", "number", "list", "buttons", "switch", "place"]
    options: tuple[Any, ...] = ()
    low: float = 0
    high: float = 0
    step: float = 1
    promised: bool = True
    """Whether its name in a link keeps its meaning for good."""

    def allows(self, value: Any, options: Sequence[Any] = ()) -> bool:
        """Whether a widget can hold this value; `options` are those of the page, where they are not the knob's own."""
        if self.kind == "switch":
            return isinstance(value, bool)
        if self.kind == "place":
            return value == "" or (isinstance(value, str) and read_place(value) is not None)
        if options or self.options:
            return value in (options or self.options)
        return isinstance(value, (int, float)) and self.low <= value <= self.high

    def read(self, text: str, options: Sequence[Any] = ()) -> Any | None:
        """The value that a text in a link means; None where the knob cannot have it. Between two steps a slider may stand."""
        if self.kind == "switch":
            return {"true": True, "false": False}.get(text)
        if self.kind == "place":
            return text if self.allows(text) else None
        for option in options or self.options:
            if text in (in_link(option), str(option)):
                return option
        if not NUMBER.fullmatch(text):
            return None
        number = float(text)
        value = int(number) if self.whole and abs(number) < MOST_WHOLE else number
        return value if self.allows(value, options) else None

    @property
    def whole(self) -> bool:
        """Whether its values are whole numbers."""
        return self.kind in ("slider", "number") and isinstance(self.step, int)

    @property
    def numbers(self) -> list[Value]:
        """The numbers that it can have, from small to large; none where its values are no numbers, or too many to try each."""
        if self.kind == "steps":
            return [option for option in self.options if isinstance(option, int | float)]
        count = round((self.high - self.low) / self.step) + 1
        if self.kind not in ("slider", "number") or count > MOST_TRIED:
            return []
        kind: type = int if self.whole else float
        return [kind(round(self.low + k * self.step, 9)) for k in range(count)]

    def can_grant(self, wish: Wish) -> bool:
        """Whether this knob has a value that would do."""
        return (wish.value is None and ALL in self.options) or self.grant(wish) is not None

    def grant(self, wish: Wish) -> Any | None:
        """The engine's value of this knob that comes nearest to a wish; None where there is none, or where None is the value."""
        if wish.value is None:
            return None
        if self.kind == "list":
            return wish.value if wish.value in self.options else None
        if self.kind == "steps":
            numbers = [float(option) for option in self.options if option != ALL]
            nearest = wish.nearest(numbers)
            return int(nearest) if nearest is not None and ALL in self.options else nearest
        nearest = wish.nearest([min(max(wish.value, self.low), self.high)])
        return None if nearest is None else type(self.step)(nearest)

    def shown_value(self, value: Any) -> Any:
        """An engine's value as the widget holds it."""
        return (ALL if value is None else str(value)) if ALL in self.options else value


def shown(value: Any) -> str:
    """A value as its widget shows it, which is also how the URL writes it: numbers in as few digits as they need."""
    return f"{value:g}" if isinstance(value, float) else str(value).replace("_", " ")


def in_link(value: Any) -> str:
    """A value as a link writes it: to the last digit."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.15g}" if isinstance(value, float) else shown(value)


NUMBER = re.compile(r"[+-]?(\d{1,30}\.?\d{0,30}|\.\d{1,30})([eE][+-]?\d{1,3})?", re.ASCII)
MOST_WHOLE = 1e15

LEARNING_RATE = Knob(
    "lr", "learning_rate", "Learning rate α", "How far one step goes: α times the gradient.", "steps",
    tuple(log_scale(-4, 1)),
)  # fmt: skip
EPOCHS = Knob(
    "epochs", "epochs", "Epochs", "One epoch is one pass over all training examples.", "slider", (), 1, 1000, 1,
)  # fmt: skip
BATCH = Knob(
    "batch", "batch_size", "Batch size",
    "Examples behind one update. “all” takes the whole set: one update an epoch.", "steps",
    ("1", "2", "4", "8", "16", "32", "64", "128", "256", ALL),
)  # fmt: skip
L2 = Knob(
    "reg",
    "regularization",
    "Regularization λ",
    "Strength of the penalty ½ λ ‖weights‖². Biases are never penalised.",
    "steps",
    (0.0, *log_scale(-4, 1)),
)
C = Knob(
    "reg",
    "regularization",
    "Regularization C",
    "Weight of the hinge loss against the width of the street: a large C is strict, a small one forgives.",
    "steps",
    tuple(log_scale(-3, 3)),
)
RATING_L2 = Knob(
    "reg",
    "regularization",
    "Regularization λ",
    "Strength of the penalty λ (‖Pᵢ‖² + ‖Qⱼ‖²) on each rating's factors.",
    "steps",
    (0.0, *log_scale(-4, 1)),
)
OPTIMIZER = Knob(
    "opt", "optimizer", "Optimizer", "How the gradient becomes a step.", "list", tuple(optimizers())
)
DATA = Knob("data", "data", "Data set", "The first is the article's own.", "list")
SCALING = Knob(
    "scaling",
    "scaling",
    "Feature scaling",
    "As it is, the first feature times 5, or each with mean 0 and variance 1. The axes say which.",
    "list",
    SCALINGS,
)
POINTS = Knob("n", "n", "Points", "Number of training examples.", "slider", (), 20, 1000, 10)
NOISE = Knob(
    "noise",
    "noise",
    "Noise",
    "Standard deviation of the noise, in units of the axes.",
    "slider",
    (),
    0.0,
    4.0,
    0.05,
)
SEED = Knob(
    "seed", "seed", "Seed", "The same seed gives the same data, start and shuffles.", "number", (), 0, 9999, 1
)
HELD_OUT = Knob(
    "held", "held_out", "Held-out share",
    "Further examples, as a share of the training ones, that are only judged and never trained on (hollow marks).",
    "slider", (), 0.0, 0.5, 0.05,
)  # fmt: skip
CLASSES = Knob("classes", "classes", "Classes", "Number of clouds, each a class.", "slider", (), 2, 5, 1)
HIDDEN_UNITS = Knob(
    "units", "hidden_units", "Hidden units", "Units of the hidden layer.", "slider", (), 1, 64, 1
)
RANK = Knob("rank", "rank", "Rank k", "Number of factors a user and an item.", "slider", (), 1, 12, 1)
TRUE_RANK = Knob(
    "truth", "true_rank", "True rank", "Rank of the matrix behind the ratings.", "slider", (), 1, 12, 1
)
DENSITY = Knob(
    "density", "density", "Density", "Share of the cells that is rated.", "slider", (), 0.05, 1.0, 0.05
)
USERS = Knob("users", "users", "Users", "Rows of the matrix.", "slider", (), 5, 60, 1)
ITEMS = Knob("items", "items", "Items", "Columns of the matrix.", "slider", (), 5, 60, 1)

DATA_KNOBS = (HELD_OUT, SCALING, SEED, DENSITY, NOISE, POINTS, CLASSES, TRUE_RANK, USERS, ITEMS)
"""The knobs of the data in their order; each page has those that its data set knows."""

FUNCTION = Knob(
    "f", "function", "Function", "Curves in one variable, then surfaces in two.", "list", tuple(FUNCTIONS)
)
STARTS = (
    Knob("x0", "x0", "Start x", "Where the descent begins.", "slider", (), -4.0, 4.0, 0.05),
    Knob("y0", "y0", "Start y", "Where the descent begins.", "slider", (), -4.0, 4.0, 0.05),
)
STEPS = Knob("epochs", "epochs", "Steps", "How many times the rule is applied.", "slider", (), 1, 1000, 1)
HOME = (FUNCTION, *STARTS, LEARNING_RATE, STEPS, OPTIMIZER)
"""The knobs of the home page in their order."""

LOSS_AXIS = Knob(
    "scale", "loss_axis", "Loss axis", "Logarithmic where the loss falls by several powers of ten.", "buttons",
    ("auto", "linear", "log"),
)  # fmt: skip
LANDSCAPE = Knob(
    "land", "landscape", "Loss landscape",
    "The loss over the parameters, with the path of this run on it: contours, downhill, and the step taken.",
    "switch",
)  # fmt: skip
ONE_BIAS = Knob(
    "bias", "one_bias", "Landscape with the bias of this epoch",
    "Instead of the best bias at every point: where the height was at the epoch at which the player rests.",
    "switch", promised=False,
)  # fmt: skip
UNIT_LINES = Knob(
    "lines", "unit_lines", "Lines of the hidden units", "Where each hidden unit switches on.", "switch"
)
TURNING = Knob(
    "turn", "turning", "Where descent turns",
    "On classes that a line separates, and without a penalty, the weights grow for ever and their direction turns to one line: "
    "that of the longest margin with the bias counted as a weight. The widest street is another line.",
    "switch",
)  # fmt: skip

NETWORK = Knob(
    "net", "network", "The network",
    "Inputs, hidden units and outputs: a line for each weight, as wide as it is large, coloured by its sign. Each hidden unit is "
    "a small map of its output over the data: point at it to see it large.",
    "switch",
)  # fmt: skip
HIDDEN_SPACE = Knob(
    "space", "hidden_space", "Space of the hidden units",
    "Examples at the outputs that two or three hidden units have for them: there straight lines part the classes. Three units "
    "are seen from the side from which the borders are lines; of more than three classes there is no such side, and none is drawn.",
    "switch",
)  # fmt: skip
START = Knob("start", "start", "Start", "Where the run begins on the plane of its landscape.", "place")
TYPED = f"{START.key}:typed"
"""The widget in which a start is typed."""

INSIDE = Knob(
    "inside", "inside", "Every update a frame",
    "Looks inside the epochs: each batch lit, its own gradient beside that of all rows, and its loss.",
    "switch",
)  # fmt: skip
BEGAN = Knob(
    "from", "began", "From epoch", "The first updates shown are those after this epoch.", "number", (), 0, 999, 1,
)  # fmt: skip
CLOCK = Knob(
    "clock", "clock", "What goes on alike",
    "Runs beside one another go on by this clock: after as many epochs, updates, or examples seen.",
    "list", CLOCKS,
)  # fmt: skip

VIEW_KNOBS = (
    LOSS_AXIS,
    LANDSCAPE,
    ONE_BIAS,
    NETWORK,
    HIDDEN_SPACE,
    UNIT_LINES,
    TURNING,
    INSIDE,
    BEGAN,
    CLOCK,
)
"""The knobs of the picture in their order. They change nothing about a run."""
