"""The catalogue: one record a page. Whatever needs the pages reads it: the pages themselves, the list of them, the home page,
links, screenshots, benchmarks and tests. Nothing lists the pages again; a page that is not here does not exist.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from gdapp import knobs
from gdapp.figures import boundary, function, ratings, regions, regression
from gdapp.figures.frame import Look
from gdapp.knobs import ALL, Knob
from gdapp.player import Scene
from gdapp.results import Results
from gdcore import Run
from gdcore.data import Dataset
from gdcore.data.scaling import SCALINGS
from gdcore.programs import PROGRAMS, Program

Picture = Callable[[Results, Look], Scene]
"""What draws the scene of a page."""


@dataclass(frozen=True)
class Page:
    """A page: where it is, what it is called, what it shows in one sentence, what it trains and how that is drawn."""

    address: str
    """Its path in the app; `app` is the home page. For a model's page it is the model's name."""
    title: str
    sentence: str
    picture: Picture
    formula: str = ""
    """The loss in LaTeX, as short as can be."""
    program: Program | None = None
    """What it trains before anybody moves a knob, and what may be varied; None for the home page."""
    knobs: tuple[Knob, ...] = ()
    """The knobs of the run that are always in sight, in their order."""
    unit_lines: bool = False
    """Whether the picture can show the lines of hidden units."""
    turning: bool = False
    """Whether the picture can show where descent turns on separable data."""
    moment: str = ""
    """The end of a link to where the picture says most, for pictures of the page."""
    most_bytes: int = 150_000
    """What one interaction may send, compressed, at 300 epochs: a map; lines alone take less, a matrix may take more."""

    @property
    def file(self) -> str:
        """The page's script."""
        return "app.py" if self.program is None else f"pages/{self.address}.py"

    @property
    def is_home(self) -> bool:
        """Whether it is the home page."""
        return self.program is None

    @property
    def settable(self) -> dict[str, Knob]:
        """Every knob that a link can set here, by its name: of the run, of the data, and of the picture."""
        if self.program is None:
            own: tuple[Knob, ...] = knobs.HOME
        else:
            drawn = dict.fromkeys(knob for data in self.data_sets.values() for knob in self.data_knobs(data))
            own = (*self.knobs, knobs.DATA, *drawn, knobs.START)
        return {knob.key: knob for knob in (*knobs.VIEW_KNOBS, *own)}

    def values(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """The values of knobs whose texts a link has; those that mean nothing here are left out."""
        known = self.settable
        read = {
            key: known[key].read(text, tuple(self.data_sets) if key == knobs.DATA.key else ())
            for key, text in texts.items()
            if key in known
        }
        return {key: value for key, value in read.items() if value is not None}

    @property
    def run(self) -> Run:
        """The run that a model's page begins with."""
        assert self.program is not None, "the home page has no program"
        return self.program.run

    @property
    def data_sets(self) -> dict[str, Dataset]:
        """The data sets of a model's page by their names, its own first."""
        return {} if self.program is None else self.program.data_sets

    def data_knobs(self, data: Dataset) -> tuple[Knob, ...]:
        """The knobs of a data set on this page, in their order."""
        known = {} if self.program is None else self.program.knobs(data)
        return tuple(knob for knob in knobs.DATA_KNOBS if knob.field in known)

    def default_values(self, data: Dataset) -> dict[str, Any]:
        """The value of every knob before anybody moves it, by its key: the program's, and the data set's own."""
        run = self.run
        values = {
            field.name: getattr(record, field.name)
            for record in (run.settings, run.optimizer, run.model)
            for field in fields(record)
        }
        values |= {knob: getattr(data, knob) for knob in data.knobs}
        values["batch_size"] = ALL if run.settings.batch_size is None else str(run.settings.batch_size)
        values |= {"optimizer": run.optimizer.name, "scaling": SCALINGS[0]}
        if run.model.strength is not None:
            values["regularization"] = getattr(run.model, run.model.strength)
        return {knob.key: values[knob.field] for knob in (*self.knobs, *self.data_knobs(data))}

    def vary(self, data: Dataset, values: dict[str, Any]) -> Run:
        """The run with this data set and these values of knobs, by the engine's names."""
        assert self.program is not None, "the home page has no program"
        chosen = dict(values)
        if "batch_size" in chosen:
            chosen["batch_size"] = None if chosen["batch_size"] == ALL else int(chosen["batch_size"])
        return self.program.vary(data=data, **chosen)


USUAL = (knobs.LEARNING_RATE, knobs.EPOCHS, knobs.BATCH)

PAGES: list[Page] = [
    Page(
        "app",
        "Gradient descent",
        "One rule, w ← w − α ∂L/∂w: look at the slope, take a step downhill, repeat.",
        function.scene,
    ),
    Page(
        "linear_regression",
        "Linear regression",
        "A line finds its way through the points: ½ mean square error.",
        regression.scene,
        r"\tfrac{1}{2n}\sum (\hat y_i - y_i)^2",
        PROGRAMS["linear_regression"],
        (*USUAL, knobs.L2, knobs.OPTIMIZER),
        moment="?at=24",
        most_bytes=60_000,
    ),
    Page(
        "logistic_regression",
        "Logistic regression",
        "Two classes, one straight boundary: binary cross-entropy.",
        boundary.probability,
        r"-\tfrac1n\sum \big[y_i \log p_i + {(1-y_i)\log(1-p_i)}\big]",
        PROGRAMS["logistic_regression"],
        (*USUAL, knobs.L2, knobs.OPTIMIZER),
        turning=True,
        moment="?at=60",
    ),
    Page(
        "softmax_regression",
        "Softmax regression",
        "Several classes share the plane: cross-entropy.",
        regions.softmax,
        r"-\tfrac1n\sum \log p_{i y_i}",
        PROGRAMS["softmax_regression"],
        (*USUAL, knobs.L2, knobs.OPTIMIZER),
        moment="?at=80",
    ),
    Page(
        "neural_network",
        "Neural network",
        "A hidden layer bends the boundary: backpropagation in mini-batches.",
        regions.network,
        r"-\tfrac1n\sum \log \mathrm{softmax}(z_i)_{y_i}",
        PROGRAMS["neural_network"],
        (*USUAL, knobs.L2, knobs.HIDDEN_UNITS, knobs.OPTIMIZER),
        unit_lines=True,
        moment="?data=moons&at=90",
    ),
    Page(
        "support_vector_machine",
        "Support vector machine",
        "The widest street between two classes: hinge loss.",
        boundary.street,
        r"\tfrac12\lVert w\rVert^2 + \tfrac Cn \sum \max(0, 1 - y_i s_i)",
        PROGRAMS["support_vector_machine"],
        (*USUAL, knobs.C, knobs.OPTIMIZER),
        moment="?at=120",
        most_bytes=60_000,
    ),
    Page(
        "matrix_factorization",
        "Matrix factorization",
        "A table with holes, filled in: squared error on the known ratings.",
        ratings.scene,
        r"\tfrac1{|\Omega|}\sum \big[(r_{ij} - P_i^\top Q_j)^2 + {\lambda(\lVert P_i\rVert^2 + \lVert Q_j\rVert^2)}\big]",
        PROGRAMS["matrix_factorization"],
        (*USUAL, knobs.RATING_L2, knobs.RANK, knobs.OPTIMIZER),
        moment="?at=40",
        most_bytes=200_000,
    ),
]
"""In the order in which they are listed."""


@dataclass(frozen=True)
class Tool:
    """A page that trains nothing: for lessons and what is handed in."""

    address: str
    title: str
    sentence: str

    is_home = False
    """Whether it is the home page."""

    @property
    def file(self) -> str:
        """The page's script."""
        return f"pages/{self.address}.py"

    @property
    def settable(self) -> dict[str, Knob]:
        """It has no knobs."""
        return {}


TOOLS: list[Tool] = [
    Tool("lessons", "Lessons", "Predict, run, compare, change one knob, explain."),
    Tool(
        "diagnose",
        "What is wrong with this trainer?",
        "Each program was written from scratch, ran to its end, and drew this curve. Find out what is wrong with it, if anything "
        "is: from the curve, one update by hand, and the gradient check.",
    ),
    Tool("check", "Check hand-ins", "Every run is trained again, and every goal and prediction checked."),
]
"""In the order in which they are listed; the first stands in the bar."""


def tool(address: str) -> Tool:
    """The tool at an address."""
    return next(entry for entry in TOOLS if entry.address == address)


DIAGNOSE = "diagnose"
"""The address of the tool on which a step of a lesson may take place."""


def place(address: str) -> Page | Tool:
    """The page or the tool at an address."""
    every: list[Page | Tool] = [*PAGES, *TOOLS]
    return next(entry for entry in every if entry.address == address)


def page(address: str) -> Page:
    """The page at an address."""
    return next(entry for entry in PAGES if entry.address == address)


def model_pages() -> list[Page]:
    """The pages that train a model."""
    return [entry for entry in PAGES if entry.program is not None]
