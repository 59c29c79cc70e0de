r"""How large a learning rate this data allows, from the curvature of the objective.

Where the Hessian of $L$ has largest eigenvalue $\kappa_{max}$, a step of plain descent multiplies the distance along that
direction by $1 - \alpha\kappa_{max}$, which grows without end as soon as $\alpha > 2/\kappa_{max}$ (Polyak 1964).

| model | curvature | what it is |
| --- | --- | --- |
| linear regression | $\frac1n X^\top X + \lambda D$ | exact, the same everywhere |
| logistic regression | $\frac1{4n} X^\top X + \lambda D$ | an upper bound, reached where every p is ½ |
| softmax regression | $\frac1{2n} X^\top X + \lambda D$ | an upper bound (Böhning 1992) |
| support vector machine | 1, of the penalty ½‖w‖² | of the smooth part only: the hinge has kinks in place of curvature |
| neural network, factorization | the Hessian at one θ | local: it changes along the way (Cohen et al. 2021) |

$X$ has a last column of ones, and $D$ is 1 for weights and 0 for the bias. All of it is for updates over the whole set.

| optimizer | largest rate | source |
| --- | --- | --- |
| gradient descent | $2 / \kappa_{max}$ | Polyak 1964 |
| momentum | $2 (1 + \mu) / \kappa_{max}$ | Polyak 1964 |
| Nesterov | $2 (1 + \mu) / ((1 + 2\mu)\, \kappa_{max})$ | from its characteristic equation, below |
| AdaGrad, RMSProp, Adam | none of this kind: they rescale each gradient | |
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from gdcore.arrays import Array, read_only
from gdcore.models.base import Model
from gdcore.models.linear_regression import LinearRegression
from gdcore.models.logistic_regression import LogisticRegression
from gdcore.models.softmax_regression import SoftmaxRegression
from gdcore.models.support_vector_machine import SupportVectorMachine
from gdcore.optimizers import GradientDescent, Momentum, Nesterov, Optimizer
from gdcore.run import History

DIFFERENCE = 1e-8
"""The length of the step over which two gradients are compared, in units of max(1, ‖θ‖): short, to cross hardly any kink."""

LANCZOS_STEPS = 40
"""Hessian-vector products an epoch. The largest eigenvalue settles long before that; fewer are made if p is smaller."""

SETTLED = 1e-6
"""The largest eigenvalue has settled when another product changes it by less than this share."""

TINY = 1e-9
"""Eigenvalues below this share of the largest count as 0, and steps below this share of θ as rounding."""


SHARES: dict[type[Model], int] = {LinearRegression: 1, LogisticRegression: 4, SoftmaxRegression: 2}
"""A row x alone has a curvature of at most ‖(x, 1)‖² divided by this."""

SMOOTH = (LinearRegression, LogisticRegression, SoftmaxRegression)
"""The smooth convex models: what is said of their curvature holds everywhere."""


@dataclass(frozen=True)
class Stability:
    """What the curvature says about the learning rate. None where there is no such number."""

    largest_rate: float | None
    """The learning rate above which this optimizer runs away along the most curved direction."""
    is_bound: bool
    """Whether the curvature is only bounded from above: below `largest_rate` the loss falls, above it, it still may."""
    largest_curvature: float
    """κmax of the Hessian, or its bound."""
    smallest_curvature: float | None
    """κmin of the Hessian, where that is known exactly."""
    condition: float | None
    """κmax / κmin: how much longer the valley is than wide."""
    fastest_rate: float | None
    """2 / (κmax + κmin), the one rate with which plain descent shrinks all distances fastest."""
    factor: float | None
    """By what the slowest direction's distance to the optimum is multiplied each update, at the run's own rate."""
    note: str
    """What these numbers are and what they do not promise, in one line for the reader."""


def stability(history: History, epoch: int = -1) -> Stability:
    """What the curvature of a run's objective says about its learning rate; `epoch` matters where curvature is local.

    For the four convex models it depends on the data and the penalty alone; for the others it is the Hessian at one epoch.
    """
    model, optimizer, rows = history.run.model, history.run.optimizer, history.training
    X = model.inputs(rows.X, history.run.data)
    n = len(X)
    smallest, exact, is_bound = None, None, True
    if isinstance(model, LinearRegression):
        exact = np.linalg.eigvalsh(X.T @ X / n + model.l2 * weights_only(X.shape[1]))
        largest, smallest, is_bound = float(exact[-1]), max(float(exact[0]), 0.0), False
        note = "Exact: the curvature of linear regression is the same everywhere."
    elif isinstance(model, (LogisticRegression, SoftmaxRegression)):
        share = SHARES[type(model)]
        source = " (Böhning 1992)" if isinstance(model, SoftmaxRegression) else ""
        largest = float(np.linalg.eigvalsh(X.T @ X / (share * n) + model.l2 * weights_only(X.shape[1]))[-1])
        note = f"A bound{source}: below it every update lowers the loss; above it, it may too, where the curvature is less."
        if not isinstance(optimizer, GradientDescent):
            note = f"A bound{source} on the curvature; with {optimizer.name} it guides, but promises nothing."
    elif isinstance(model, SupportVectorMachine):
        largest, is_bound = 1.0, False
        note = "From the penalty alone: above it w runs away; below it w stays bounded, yet wobbles across the hinge's kinks."
    else:
        at = epoch if epoch >= 0 else len(history) + epoch
        largest, is_bound = float(sharpness(history, [epoch])[0]), False
        note = f"Local: the curvature at epoch {at:,}. It changes along the way, and a run ends where it allows its rate."
    if largest <= 0:
        flat = "No direction curves upwards here, so nothing limits the rate."
        return Stability(None, is_bound, largest, smallest, None, None, None, flat)
    reach = limit(optimizer)
    plain = isinstance(optimizer, GradientDescent)
    if reach is None:
        note = f"It does not hold for {optimizer.name}, which rescales each gradient: no limit of this kind applies."
    elif size_of_batch(history) < n and not isinstance(model, SupportVectorMachine):
        note += " Mini-batches see other curvatures: they may need a smaller rate."
    curved = smallest is not None and smallest > TINY * largest
    return Stability(
        largest_rate=None if reach is None else reach / largest,
        is_bound=is_bound,
        largest_curvature=largest,
        smallest_curvature=smallest,
        condition=largest / smallest if curved and smallest else None,
        fastest_rate=2 / (largest + smallest) if plain and curved and smallest else None,
        factor=None if exact is None else factor(optimizer, exact),
        note=note,
    )


def any_batch_rate(history: History) -> float | None:
    """A rate below which every update of plain descent lowers the loss of its own batch, whatever rows that batch holds.

    A batch's curvature is a mean over its rows, so it is at most that of the most curved row, c ‖(x, 1)‖² + λ, with c as in the
    table above. With momentum, which adds up 1 / (1 − μ) steps, it is as much lower, and a guide only. None where there is no
    such bound.
    """
    model, optimizer = history.run.model, history.run.optimizer
    if not isinstance(model, SMOOTH) or limit(optimizer) is None:
        return None
    X = model.inputs(history.training.X, history.run.data)
    steepest = float((X**2).sum(axis=1).max()) / SHARES[type(model)] + model.l2
    return 2.0 * (1.0 - getattr(optimizer, "momentum", 0.0)) / steepest


def weights_only(size: int) -> Array:
    """D `(d+1, d+1)`: the identity without its last entry, which belongs to the bias."""
    return np.diag([1.0] * (size - 1) + [0.0])


def size_of_batch(history: History) -> int:
    """Examples an update."""
    n = len(history.training.y)
    return min(history.run.settings.batch_size or n, n)


def whole_set(history: History) -> bool:
    """Whether every update looks at all training rows."""
    return size_of_batch(history) == len(history.training.y)


def limit(optimizer: Optimizer) -> float | None:
    """The largest stable α · κmax of an optimizer on a quadratic; None if it has no limit of this kind."""
    if isinstance(optimizer, GradientDescent):
        return 2.0
    if isinstance(optimizer, Momentum):
        return 2.0 * (1.0 + optimizer.momentum)
    if isinstance(optimizer, Nesterov):
        return 2.0 * (1.0 + optimizer.momentum) / (1.0 + 2.0 * optimizer.momentum)
    return None


def factor(optimizer: Optimizer, eigenvalues: Array) -> float | None:
    r"""The largest modulus by which an update multiplies the distance along any eigenvector `(p,)` of a quadratic.

    Plain descent: |1 − ακ|. Momentum: the roots of z² − (1 + μ − ακ) z + μ (Polyak 1964). Nesterov: those of
    z² − (1 + μ)(1 − ακ) z + μ (1 − ακ). Directions of no curvature are left out: nothing
    ever moves along them.
    """
    curved = eigenvalues[eigenvalues > TINY * eigenvalues.max()]
    kept = 1.0 - optimizer.learning_rate * curved
    if isinstance(optimizer, GradientDescent):
        return float(np.abs(kept).max())
    if isinstance(optimizer, Momentum):
        middle, product = kept + optimizer.momentum, np.full_like(kept, optimizer.momentum)
    elif isinstance(optimizer, Nesterov):
        middle, product = (1.0 + optimizer.momentum) * kept, optimizer.momentum * kept
    else:
        return None
    root = np.sqrt(middle.astype(complex) ** 2 - 4 * product)
    return float(np.maximum(np.abs(middle + root), np.abs(middle - root)).max() / 2)


def measured_factor(history: History) -> float | None:
    """By what the length of an epoch's step was multiplied an epoch, over the last half of the epochs that still moved.

    For linear convergence it is the factor of the distance to the optimum, and needs no optimum. It is the slope of the
    logarithm of the lengths, by least squares. None if fewer than four steps are longer than rounding.
    """
    steps = np.sqrt((np.diff(history.theta, axis=0) ** 2).sum(axis=1))
    moved = steps > TINY * (1.0 + np.sqrt((history.theta[1:] ** 2).sum(axis=1)))
    ending = len(steps) if moved.all() else int(np.argmin(moved))
    lengths = steps[ending // 2 : ending]
    if len(lengths) < 4:
        return None
    return float(np.exp(np.polyfit(np.arange(len(lengths)), np.log(lengths), 1)[0]))


def sharpness(history: History, epochs: Sequence[int] | Array) -> Array:
    """`(k,)` the largest eigenvalue of the Hessian at each epoch (Cohen et al. 2021), over all training rows.

    The Hessian is never formed: its product with a vector is a central difference of two gradients (Pearlmutter 1994), and
    Lanczos' method (1950), every vector made orthogonal to all before, finds its largest eigenvalue. The first vector is
    always the same, so the result is. A kink of a ReLU has no curvature; one that lies within DIFFERENCE of θ shows as a spike.
    """
    model, rows = history.run.model, history.training
    X, y = history.prepared(rows)

    def largest(theta: Array) -> float:
        step = DIFFERENCE * max(1.0, float(np.linalg.norm(theta)))

        def product(direction: Array) -> Array:
            ahead, behind = (
                model.objective(theta + sign * step * direction, X, y).gradient() for sign in (1, -1)
            )
            return (ahead - behind) / (2 * step)

        return largest_eigenvalue(product, len(theta))

    return read_only(np.array([largest(history.theta[epoch]) for epoch in epochs]))


def largest_eigenvalue(product: Callable[[Array], Array], size: int) -> float:
    """The largest eigenvalue (not: in absolute value) of a symmetric operator on vectors `(size,)`, by Lanczos' method."""
    vector = np.random.RandomState(0).randn(
        size
    )  # any fixed vector that no eigenvector is likely to be orthogonal to
    basis = [vector / np.linalg.norm(vector)]
    diagonal: list[float] = []
    beside: list[float] = []
    value = 0.0
    for _ in range(min(LANCZOS_STEPS, size)):
        rest = product(basis[-1])
        diagonal.append(float(rest @ basis[-1]))
        before, value = (
            value,
            float(np.linalg.eigvalsh(np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1))[-1]),
        )
        known = np.array(basis)
        for _ in range(2):  # twice is enough to be orthogonal to the last bit (Kahan, in Parlett 1980)
            rest = rest - known.T @ (known @ rest)
        length = float(np.linalg.norm(rest))
        if length <= TINY * abs(value) or (len(diagonal) > 4 and abs(value - before) <= SETTLED * abs(value)):
            break
        beside.append(length)
        basis.append(rest / length)
    return value
