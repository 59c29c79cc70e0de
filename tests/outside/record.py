"""What is appended to the catalogue: one record."""

from gdcore.data.counts import Counts
from gdcore.models.poisson_regression import PoissonRegression

from gdapp import knobs
from gdapp.catalogue import PAGES, USUAL, Page
from gdapp.figures import regression
from gdcore import Run, Settings
from gdcore.optimizers import GradientDescent
from gdcore.programs import Program

PAGES.append(
    Page(
        "poisson_regression",
        "Poisson regression",
        "A curve through counts: the Poisson loss.",
        regression.scene,
        r"\tfrac1n\sum \big(e^{s_i} - y_i s_i\big)",
        Program(Run(Counts(100), PoissonRegression(), GradientDescent(0.05), Settings(200)), "counts"),
        (*USUAL, knobs.L2, knobs.OPTIMIZER),
        moment="?at=20",
        most_bytes=60_000,
    )
)
