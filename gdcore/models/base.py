"""What every model is: a frozen record with a start, an objective with its gradient, scores, predictions and a metric.

All parameters of a model lie in **one flat vector θ** `(p,)`, so that an optimizer is a few array operations whatever the
model; `shapes` says which stretch of θ is which parameter. Inputs have a last column of ones wherever a model has a bias.
`objective` and `scores` take one θ, or a stack of them `(m, p)` and then give `(m,)` values: so the same lines train a model
and draw its landscape.

Beside its mathematics a model holds **what is true of it**. Every such fact is None here, which means *not known*: then nothing
is said about it, on no page and in no verdict. `facts.py` has the records that some facts come as.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.random import RandomState

from gdcore import _checks, solvers
from gdcore.arrays import Array, with_ones
from gdcore.by_hand.paper import Batch, Work
from gdcore.data.base import Task
from gdcore.data.units import Units
from gdcore.models.facts import Axes, Curvature, CurvatureKind, Lowest
from gdcore.optimizers import Optimizer

Shapes = dict[str, tuple[int, ...]]

Pass = Callable[[Array, Array, Array], Array]
"""θ after one pass over the rows X, y in their order, one example a step."""


class Objective(NamedTuple):
    """The function that is descended, at θ: data loss + penalty, and its gradient `(…, p)`. Each is worked out when called."""

    loss: Callable[[], Any]
    penalty: Any
    gradient: Callable[[], Array]
    scores: Array
    """The model's scores of the examples, which it passed on the way."""
    each: Callable[[], Array] | None = None
    """`(…, n)` the data loss of each example, of which `loss` is the mean; None where that is not known."""

    @property
    def data_loss(self) -> Any:
        """The mean loss over the examples."""
        return self.loss()

    @property
    def value(self) -> Any:
        """The height of the curve that is plotted."""
        return self.loss() + self.penalty


@dataclass(frozen=True)
class Model:
    """The interface of a model; the mathematics is in each model's own file."""

    name: ClassVar[str]
    task: ClassVar[Task]
    metric_name: ClassVar[str]
    metric_is_share: ClassVar[bool] = False
    """Whether the metric is a share from 0 to 1, to be written in percent."""
    strength: ClassVar[str | None] = None
    """The field that the knob `regularization` sets, if there is one."""
    capacity: ClassVar[str | None] = None
    """The field, a whole number, that makes the model able to fit more, if there is one."""
    class_limit: ClassVar[int | None] = None
    """How many classes the model can tell apart; None where there is no limit."""

    weights: ClassVar[tuple[str, ...] | None] = None
    """The parameters that are weights, the only ones that a penalty touches."""
    convex: ClassVar[bool | None] = None
    """Whether the objective has no other flat places than its lowest points."""
    smooth: ClassVar[bool | None] = None
    """Whether a short gradient is what a lowest point has: not where a hinge is."""
    linear_predictions: ClassVar[bool | None] = None
    """Whether a prediction is the inputs times θ."""
    curvature_kind: ClassVar[CurvatureKind | None] = None
    """What `curvature` knows."""

    def opens_own_rows_with(self, n: int) -> dict[str, Any]:
        """Knobs of `gdcore.article` with which n rows of somebody's own are best begun, where theory or use has an answer."""
        return {}

    def check(self, data: Any) -> None:
        """ValueError if this model cannot learn from this data set."""
        if data.task is not self.task:
            raise ValueError(
                f"data = {type(data).__name__} is not possible for {self.name}: it asks for {data.task.value}, the model "
                f"predicts {self.task.value}. Choose a data set that asks for {self.task.value}."
            )
        if self.class_limit is not None and data.class_count != self.class_limit:
            remedy = "Choose a data set with two classes, or softmax regression for more."
            raise _checks.invalid(
                "classes", data.class_count, f"exactly {self.class_limit} for {self.name}", remedy
            )

    def accepts(self, data: Any) -> bool:
        """Whether this model can learn from this data set."""
        try:
            self.check(data)
        except ValueError:
            return False
        return True

    def shapes(self, data: Any) -> Shapes:
        """The parameters' names and shapes, in their order in θ."""
        raise NotImplementedError

    def start(self, data: Any, stream: RandomState) -> Array:
        """θ before the first step: zeros, unless a model must break a symmetry."""
        return np.zeros(sum(prod(shape) for shape in self.shapes(data).values()))

    def inputs(self, X: Array, data: Any) -> Array:
        """What the scores are computed from, one row an example: X with a last column of ones."""
        return with_ones(X)

    def targets(self, y: Array, data: Any) -> Array:
        """y as the loss wants it, one row an example."""
        return y.astype(float)

    def scores(self, theta: Array, X: Array) -> Array:
        """The raw scores of the inputs X: `(…, n)`, or `(…, K, n)` with one row a class."""
        raise NotImplementedError

    def objective(self, theta: Array, X: Array, y: Array) -> Objective:
        """Data loss, penalty and gradient over the examples X, y (both as `inputs` and `targets` make them)."""
        raise NotImplementedError

    def predict(self, scores: Array) -> Array:
        """`(n,)` predictions: numbers, or classes from 0."""
        raise NotImplementedError

    def metric(self, scores: Array, y: Array) -> float:
        """How good the scores are for the targets y, in the terms of `metric_name`; always finite."""
        raise NotImplementedError

    def shuffle(self, order: Array, stream: RandomState) -> Array:
        """The order of the examples in the next epoch: drawn afresh."""
        return stream.permutation(len(order))

    # Facts. None: not known.

    def weight_entries(self, data: Any) -> Array | None:
        """`(p,)` which entries of θ are weights, as True and False."""
        if self.weights is None:
            return None
        shapes = self.shapes(data)
        return np.concatenate([np.full(prod(shape), name in self.weights) for name, shape in shapes.items()])

    def constant_loss(self, y: Array) -> float | None:
        """The data loss of the best prediction that looks at no input, for targets y."""
        return None

    def curvature(self, theta: Array, X: Array, y: Array) -> Curvature | None:
        """What is known about the second derivatives of the objective, at θ where they change from place to place."""
        return None

    def penalty_curvature(self) -> float | None:
        """The largest curvature of the penalty alone."""
        return None

    def hardly_diverging_rate(self, optimizer: Optimizer, batch: int, y: Array) -> float | None:
        """A rate at which runs with batches of this size hardly ever diverge, known from experience."""
        return None

    def unchanging_directions(self, theta: Array, X: Array, data: Any) -> Array | None:
        """`(q, p)` the directions in which θ can move, to first order, without any change of the objective over inputs X."""
        return None

    def lowest(self, X: Array, y: Array, data: Any) -> Lowest | None:
        """The lowest point of the objective, by a solver that may need SciPy or scikit-learn (ImportError without them)."""
        return None

    def approached_loss(self, theta: Array, X: Array, y: Array) -> float | None:
        """Where θ can be scaled up so that the loss falls for ever, the number that it then approaches; None where not known."""
        return None

    def least_subgradient(self, theta: Array, X: Array, y: Array) -> float:
        """The length of the shortest subgradient at θ: of a smooth objective, of its gradient."""
        return float(np.linalg.norm(self.objective(theta, X, y).gradient()))

    def turning_lines(self, X: Array, y: Array) -> tuple[Array, Array] | None:
        """Where the direction of θ turns in the long run without a penalty, and the widest street; None where neither is known."""
        return None

    def landscape_axes(self, data: Any) -> Axes | None:
        """Which parameters span the plane that the landscape is drawn in; None: the directions that a path has."""
        return None

    def best_bias(self, W: Array, X: Array, y: Array) -> Array:
        """`(m,)` the bias that makes the objective least at each w of a stack `(m, d)`; of an interval of them, its middle."""
        raise NotImplementedError

    def single_example_pass(self, optimizer: Optimizer) -> Pass | None:
        """A quicker way through one pass over single examples with the same result, where there is one."""
        return None

    def dead_units(self, theta: Array, X: Array) -> tuple[Any, int] | None:
        """How many hidden units give 0 on every row (`(m,)` for a stack), and how many there are; None where there are none."""
        return None

    def by_hand(self, batch: Batch) -> Work | None:
        """What a reader with pencil and paper works out of some examples; None where nobody has written it down."""
        return None

    def class_shares(self, scores: Array) -> Array | None:
        """`(K, n)` the probability of each class, one column an example; None where scores say nothing of the kind."""
        return None

    def equation(self, theta: Array) -> str:
        """What θ says, in a few words for the reader; "" where that would be too long or nothing is known."""
        return ""

    def in_units(self, theta: Array, units: Units) -> str:
        """What θ says of the columns of a file, as they stand there; "" as for `equation`."""
        return ""


@dataclass(frozen=True)
class L2(Model):
    """A model whose penalty is ½ · l2 · the sum of squared weights. A bias is never penalised."""

    strength = "l2"
    l2: float = 0.0

    def __post_init__(self) -> None:
        _checks.store(self, "l2", _checks.real("regularization", self.l2, 0, 1e6, "Try 0.01, or 0 for none."))

    def penalty_curvature(self) -> float:
        return self.l2

    def input_curvature(self, X: Array, share: int) -> tuple[Array, float]:
        """The eigenvalues of XᵀX/(share · n), with λ added for each weight, and at most what any one row of X has in its place."""
        penalty = np.append(np.full(X.shape[1] - 1, self.l2), 0.0)
        values = np.linalg.eigvalsh(X.T @ X / (share * len(X)) + np.diag(penalty))
        return values, float((X**2).sum(axis=1).max()) / share + self.l2


class LinearScore(Model):
    """A model with one score an example, s = Xw + b, and θ = (w, b)."""

    weights = ("w",)

    def shapes(self, data: Any) -> Shapes:
        return {"w": (data.features,), "b": ()}

    def unchanging_directions(self, theta: Array, X: Array, data: Any) -> Array:
        """θ that all inputs multiply to 0: where a feature is constant, or one is a multiple of another. Any penalty ends that."""
        return solvers.null_space(X) if not self.penalty_curvature() else np.zeros((0, X.shape[1]))

    def scores(self, theta: Array, X: Array) -> Array:
        return theta.dot(X.T)


class TwoSided(LinearScore):
    """An affine model of two classes: the sign of the score decides."""

    class_limit = 2
    metric_name = "accuracy"
    metric_is_share = True

    def predict(self, scores: Array) -> Array:
        return (scores >= 0).astype(int)

    def metric(self, scores: Array, y: Array) -> float:
        return np.count_nonzero((scores >= 0) == (y > 0)) / len(y)

    def landscape_axes(self, data: Any) -> Axes | None:
        if data.features != 2:
            return None
        return Axes((0, 1), ("w₁", "w₂"), "The bias is the best one at every point.", bias=2)


class OneHot(Model):
    """A model of K classes with one row of scores a class: the largest score decides."""

    metric_name = "accuracy"
    metric_is_share = True

    def targets(self, y: Array, data: Any) -> Array:
        """`(n, K)`: 1 in the column of the example's class, else 0."""
        return np.eye(data.class_count)[y]

    def predict(self, scores: Array) -> Array:
        return scores.argmax(axis=-2)

    def class_shares(self, scores: Array) -> Array:
        e = np.exp(scores - scores.max(axis=-2, keepdims=True))
        return np.asarray(e / e.sum(axis=-2, keepdims=True))

    def metric(self, scores: Array, y: Array) -> float:
        return np.count_nonzero(scores.argmax(axis=0) == y.argmax(axis=1)) / len(y)

    def constant_loss(self, y: Array) -> float:
        """The entropy of the shares of the classes: each is predicted with its share."""
        shares = y.mean(axis=0)[y.any(axis=0)]
        return float(-(shares * np.log(shares)).sum())
