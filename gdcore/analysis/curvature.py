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

How far each optimizer goes stands in `optimizers.py`; the curvature of a model, in its own file. The model is asked what it
knows, and where it knows nothing, nothing is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gdcore.arrays import Array, read_only
from gdcore.history import History
from gdcore.models.facts import CurvatureKind
from gdcore.solvers import local_curvature

TINY = 1e-9
"""Eigenvalues below this share of the largest count as 0, and steps below this share of θ as rounding."""


@dataclass(frozen=True)
class Stability:
    """What the curvature says about the learning rate. None where there is no such number."""

    kind: CurvatureKind
    """What is known of the curvature."""
    largest_rate: float | None
    """The learning rate above which this optimizer runs away along the most curved direction."""
    largest_curvature: float
    """κmax of the Hessian, or its bound."""
    smallest_curvature: float | None
    """κmin of the Hessian, where that is known exactly."""
    condition: float | None
    """κmax / κmin: how much longer the valley is than wide."""
    fastest_rate: float | None
    """2 / (κmax + κmin), the one rate with which plain descent shrinks all distances fastest."""
    contraction: float | None
    """By what the slowest direction's distance to the optimum is multiplied each update, at the run's own rate."""
    note: str
    """What these numbers are and what they do not promise, in one line for the reader."""

    @property
    def is_bound(self) -> bool:
        """Whether the curvature is only bounded from above: below `largest_rate` the loss falls, above it, it still may."""
        return self.kind is CurvatureKind.BOUND

    @property
    def is_local(self) -> bool:
        """Whether the numbers belong to one epoch."""
        return self.kind is CurvatureKind.LOCAL


def stability(history: History, epoch: int = -1) -> Stability | None:
    """What the curvature of a run's objective says about its learning rate; None where the model knows nothing about it.

    `epoch` matters where curvature is local. Elsewhere it depends on the data and the penalty alone.
    """
    model, optimizer = history.run.model, history.run.optimizer
    X, y = history.examples
    found, kind = model.curvature(history.theta[epoch], X, y), model.curvature_kind
    if found is None or kind is None:
        return None
    largest = float(found.eigenvalues[-1])
    if largest <= 0:
        flat = "No direction curves upwards here, so nothing limits the rate."
        return Stability(kind, None, largest, None, None, None, None, flat)
    exact = kind is CurvatureKind.EXACT
    smallest = max(float(found.eigenvalues[0]), 0.0) if exact else None
    curved = smallest is not None and smallest > TINY * largest
    product = optimizer.stable_product
    return Stability(
        kind,
        largest_rate=None if product is None else product / largest,
        largest_curvature=largest,
        smallest_curvature=smallest,
        condition=largest / smallest if curved and smallest else None,
        fastest_rate=2 / (largest + smallest)
        if optimizer.plain_rate is not None and curved and smallest
        else None,
        contraction=optimizer.contraction(found.eigenvalues[found.eigenvalues > TINY * largest])
        if exact
        else None,
        note=note(history, epoch, kind, found.words, found.source),
    )


def note(history: History, epoch: int, kind: CurvatureKind, words: str, source: str) -> str:
    """What the numbers about the rate are, for this optimizer and these batches."""
    optimizer = history.run.optimizer
    if optimizer.stable_product is None:
        why = ", which rescales each gradient: no limit of this kind applies" if optimizer.adaptive else ""
        return f"It does not hold for {optimizer.name}{why}."
    if kind is CurvatureKind.BOUND and optimizer.plain_rate is None:
        text = f"A bound{source} on the curvature; with {optimizer.name} it guides, but promises nothing."
    elif kind is CurvatureKind.BOUND:
        text = f"A bound{source}: {words}"
    elif kind is CurvatureKind.LOCAL:
        text = f"Local: the curvature at epoch {epoch if epoch >= 0 else len(history) + epoch:,}. {words}"
    else:
        text = words
    if history.whole_set or kind is CurvatureKind.PENALTY:
        return text
    return f"{text} Mini-batches see other curvatures: they may need a smaller rate."


def any_batch_rate(history: History) -> float | None:
    """A rate below which every update of plain descent lowers the loss of its own batch, whatever rows that batch holds.

    With momentum, which adds up 1 / (1 − μ) steps, it is as much lower, and a guide only. None where there is no such bound.
    """
    optimizer, found = (
        history.run.optimizer,
        history.run.model.curvature(history.theta[-1], *history.examples),
    )
    if found is None or found.steepest_row is None or optimizer.stable_product is None:
        return None
    return 2.0 / (optimizer.summed_steps * found.steepest_row)


def measured_factor(history: History, last: float = 0.5) -> float | None:
    """By what the length of an epoch's step was multiplied an epoch, over the last half of the epochs that still moved.

    For linear convergence it is the factor of the distance to the optimum, and needs no optimum. It is the slope of the
    logarithm of the lengths, by least squares. None if fewer than four steps are longer than rounding. `last`: another share.
    """
    steps = np.sqrt((np.diff(history.theta, axis=0) ** 2).sum(axis=1))
    moved = steps > TINY * (1.0 + np.sqrt((history.theta[1:] ** 2).sum(axis=1)))
    ending = len(steps) if moved.all() else int(np.argmin(moved))
    lengths = steps[int(ending * (1 - last)) : ending]
    if len(lengths) < 4:
        return None
    return float(np.exp(np.polyfit(np.arange(len(lengths)), np.log(lengths), 1)[0]))


def settled_factor(history: History) -> float | None:
    """The measured factor where it has settled: over the last quarter it is, to 1 %, what it is over the last half.

    Elsewhere quicker directions still have their part in it, and it is lower than the slowest direction's. None then.
    """
    half, quarter = measured_factor(history), measured_factor(history, 0.25)
    if half is None or quarter is None or abs(quarter - half) > 0.01 * quarter:
        return None
    return quarter


def sharpness(history: History, epochs: Sequence[int] | Array, *, divided: bool = False) -> Array:
    """`(k,)` the largest eigenvalue of the Hessian at each epoch (Cohen et al. 2021), over all training rows.

    divided: as an adaptive optimizer sees it, each gradient divided by what its state at that epoch divides it by (Cohen et al.
    2022); where it divides by nothing, the Hessian's own.
    """
    run, (X, y) = history.run, history.examples
    found = []
    for epoch in epochs:
        divisors = run.optimizer.divisors(history.optimizer_states[epoch]) if divided else None
        found.append(local_curvature(run.model, history.theta[epoch], X, y, divisors).eigenvalues[-1])
    return read_only(np.array(found))
