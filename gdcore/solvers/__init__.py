"""Ways to a lowest point other than descent, to check descent by, and to the largest curvature. One method a file.

SciPy and scikit-learn are imported where they are used: without them those functions raise ImportError, and the rest works.
Nothing here asks which model it works for: a model hands itself in, and is asked for its objective and its Hessian.
"""

from gdcore.solvers.bias import logistic_bias
from gdcore.solvers.lanczos import local_curvature
from gdcore.solvers.least_squares import least_squares, null_space
from gdcore.solvers.newton import MOST_ROWS, cross_entropy_lowest, newton
from gdcore.solvers.street import hard_margin, least_hinge_subgradient, widest_street

__all__ = [
    "MOST_ROWS",
    "cross_entropy_lowest",
    "hard_margin",
    "least_hinge_subgradient",
    "least_squares",
    "local_curvature",
    "logistic_bias",
    "newton",
    "null_space",
    "widest_street",
]
