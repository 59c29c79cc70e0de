r"""Six optimizers: how a gradient becomes a step. Leaves out schedules and weight decay.

Each is a frozen record with two pure functions, `state = optimizer.init(theta)` and
`step, state = optimizer.update(gradient, state, theta)`; the caller then sets θ ← θ + step. A state is a NamedTuple, declared
just above its optimizer, of arrays of θ's shape `(p,)`, so that momentum and squared gradients can be drawn beside the path.

| symbol | code | meaning |
| --- | --- | --- |
| $\alpha$ | `learning_rate` | step size, above 0 |
| $g$ | `gradient` | $\nabla L(\theta)$, `(p,)` |
| $\mu,\ \beta_1$ | `momentum`, `beta1` | decay of the running mean of gradients, in [0, 1) |
| $\rho,\ \beta_2$ | `decay`, `beta2` | decay of the running mean of squared gradients, in [0, 1) |
| $\epsilon$ | `epsilon` | keeps a division by a zero root finite, above 0 |

What is known of an optimizer stands with it: up to which $\alpha\kappa$ it is stable on a quadratic function of curvature
$\kappa$, and by which factor one update then multiplies the distance to the optimum.

| optimizer | stable up to $\alpha\kappa$ | an update multiplies the distance by the largest root of |
| --- | --- | --- |
| gradient descent | $2$ (Polyak 1964) | $z - (1 - \alpha\kappa)$ |
| momentum | $2 (1 + \mu)$ (Polyak 1964) | $z^2 - (1 + \mu - \alpha\kappa)\, z + \mu$ |
| Nesterov | $2 (1 + \mu) / (1 + 2\mu)$ | $z^2 - (1 + \mu)(1 - \alpha\kappa)\, z + \mu (1 - \alpha\kappa)$ |
| AdaGrad, RMSProp, Adam | none; for the curvature that their divisions leave, 2, 2, $2 (1 + \beta_1) / (1 - \beta_1)$ | |
"""

from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np

from gdcore._checks import Range, check_constants, constant
from gdcore.arrays import Array, factor

RATE = Range(0.0, 1e6, "0.1", open_below=True)
DECAY = Range(0.0, 1.0 - 1e-9, "0.9")
EPSILON = Range(0.0, 1.0, "1e-8", open_below=True)


@dataclass(frozen=True)
class Optimizer:
    """What all of them share: the learning rate, the check of every constant, and what may be asked about stability."""

    name: ClassVar[str]
    adaptive: ClassVar[bool] = False
    """Whether each entry of the gradient is divided by a size of its own, so that no curvature alone limits the rate."""
    shrinks: ClassVar[bool] = False
    """Whether its steps get ever shorter, so that noise dies away in the end."""
    learning_rate: float = constant(RATE)

    def __post_init__(self) -> None:
        check_constants(self)

    def init(self, theta: Array) -> Any:
        """The state before the first step."""
        raise NotImplementedError

    def update(self, gradient: Array, state: Any, theta: Array) -> tuple[Array, Any]:
        """The step to add to θ, and the state after it; `gradient` was taken at `theta`."""
        raise NotImplementedError

    @property
    def plain_rate(self) -> float | None:
        """α if a step is −α times the gradient and nothing else; otherwise None."""
        return None

    @property
    def stable_product(self) -> float | None:
        """The largest α · κ at which it is stable on a quadratic of curvature κ; None where no such number is known."""
        return None

    @property
    def divided_product(self) -> float | None:
        """The same for the curvature of what its divisors leave: of D^(−½) H D^(−½), with D held still (Cohen et al. 2022)."""
        return None

    @property
    def summed_steps(self) -> float:
        """To how many plain steps the steps along a constant slope add up, as far as that is known."""
        return 1.0

    def divisors(self, state: Any) -> Array | None:
        """`(p,)` what each entry of a gradient is divided by after this state; None of an optimizer that divides by nothing."""
        return None

    def contraction(self, curvatures: Array) -> float | None:
        """By what an update multiplies the slowest distance to the optimum of a quadratic, its curvatures `(p,)` all above 0."""
        return None


def optimizers() -> dict[str, type[Optimizer]]:
    """Every optimizer by its name, in the order of their definitions: a new one needs no entry anywhere."""
    return {kind.name: kind for kind in subclasses(Optimizer)}


def subclasses(kind: type[Optimizer]) -> list[type[Optimizer]]:
    """All classes below a class that have a name, each after those that it builds on."""
    direct = kind.__subclasses__()
    found = [below for below in direct if hasattr(below, "name")]
    return found + [deeper for below in direct for deeper in subclasses(below)]


def largest_root(middle: Array, product: Array) -> float:
    """The largest modulus of the roots of z² − `middle` z + `product`, over all entries `(p,)`."""
    root = np.sqrt(middle.astype(complex) ** 2 - 4 * product)
    return float(np.maximum(np.abs(middle + root), np.abs(middle - root)).max() / 2)


class NoState(NamedTuple):
    """Plain gradient descent remembers nothing."""


@dataclass(frozen=True)
class GradientDescent(Optimizer):
    r"""$\theta \leftarrow \theta - \alpha g$ (Cauchy 1847)."""

    name = "gradient_descent"

    def init(self, theta: Array) -> NoState:
        return NoState()

    def update(self, gradient: Array, state: NoState, theta: Array) -> tuple[Array, NoState]:
        return factor(-self.learning_rate) * gradient, state

    @property
    def plain_rate(self) -> float:
        return self.learning_rate

    @property
    def stable_product(self) -> float:
        return 2.0

    def contraction(self, curvatures: Array) -> float:
        return float(np.abs(1.0 - self.learning_rate * curvatures).max())


class Velocity(NamedTuple):
    """The running sum of past gradients, each step's weight decayed by μ."""

    velocity: Array


@dataclass(frozen=True)
class Momentum(Optimizer):
    r"""$v \leftarrow \mu v - \alpha g$, $\theta \leftarrow \theta + v$ (Polyak 1964, the heavy ball)."""

    name = "momentum"
    momentum: float = constant(DECAY, 0.9)

    def init(self, theta: Array) -> Velocity:
        return Velocity(np.zeros_like(theta))

    def update(self, gradient: Array, state: Velocity, theta: Array) -> tuple[Array, Velocity]:
        velocity = self.momentum * state.velocity - self.learning_rate * gradient
        return velocity, Velocity(velocity)

    @property
    def stable_product(self) -> float:
        return 2.0 * (1.0 + self.momentum)

    @property
    def summed_steps(self) -> float:
        return 1.0 / (1.0 - self.momentum)

    def contraction(self, curvatures: Array) -> float:
        rest = 1.0 - self.learning_rate * curvatures
        return largest_root(rest + self.momentum, np.full_like(rest, self.momentum))


@dataclass(frozen=True)
class Nesterov(Optimizer):
    r"""Momentum that looks ahead: $v \leftarrow \mu v - \alpha g$, $\theta \leftarrow \theta + \mu v - \alpha g$.

    Nesterov 1983 as written by Sutskever et al. 2013, followed at the point ahead, $\theta + \mu v$, where the gradient is
    taken (Bengio et al. 2013); so the gradient asked for is always the one at the point shown.
    """

    name = "nesterov"
    momentum: float = constant(DECAY, 0.9)

    def init(self, theta: Array) -> Velocity:
        return Velocity(np.zeros_like(theta))

    def update(self, gradient: Array, state: Velocity, theta: Array) -> tuple[Array, Velocity]:
        descent = -self.learning_rate * gradient
        velocity = self.momentum * state.velocity + descent
        return self.momentum * velocity + descent, Velocity(velocity)

    @property
    def stable_product(self) -> float:
        return 2.0 * (1.0 + self.momentum) / (1.0 + 2.0 * self.momentum)

    @property
    def summed_steps(self) -> float:
        return 1.0 / (1.0 - self.momentum)

    def contraction(self, curvatures: Array) -> float:
        rest = 1.0 - self.learning_rate * curvatures
        return largest_root((1.0 + self.momentum) * rest, self.momentum * rest)


class SquareSum(NamedTuple):
    """The sum of all squared gradients so far."""

    square_sum: Array


@dataclass(frozen=True)
class AdaGrad(Optimizer):
    r"""$G \leftarrow G + g^2$, $\theta \leftarrow \theta - \alpha\, g / (\sqrt{G} + \epsilon)$ (Duchi et al. 2011)."""

    name = "adagrad"
    adaptive = True
    shrinks = True
    epsilon: float = constant(EPSILON, 1e-8)

    def init(self, theta: Array) -> SquareSum:
        return SquareSum(np.zeros_like(theta))

    def update(self, gradient: Array, state: SquareSum, theta: Array) -> tuple[Array, SquareSum]:
        square_sum = state.square_sum + gradient * gradient
        return -self.learning_rate * gradient / (np.sqrt(square_sum) + self.epsilon), SquareSum(square_sum)

    @property
    def divided_product(self) -> float:
        return 2.0

    def divisors(self, state: SquareSum) -> Array:
        return np.sqrt(state.square_sum) + self.epsilon


class SquareMean(NamedTuple):
    """The running mean of squared gradients."""

    square_mean: Array


@dataclass(frozen=True)
class RMSProp(Optimizer):
    r"""$s \leftarrow \rho s + (1-\rho) g^2$, $\theta \leftarrow \theta - \alpha\, g / (\sqrt{s} + \epsilon)$.

    Tieleman and Hinton 2012, lecture 6.5.
    """

    name = "rmsprop"
    adaptive = True
    decay: float = constant(DECAY, 0.9)
    epsilon: float = constant(EPSILON, 1e-8)

    def init(self, theta: Array) -> SquareMean:
        return SquareMean(np.zeros_like(theta))

    def update(self, gradient: Array, state: SquareMean, theta: Array) -> tuple[Array, SquareMean]:
        square_mean = self.decay * state.square_mean + (1 - self.decay) * (gradient * gradient)
        return -self.learning_rate * gradient / (np.sqrt(square_mean) + self.epsilon), SquareMean(square_mean)

    @property
    def divided_product(self) -> float:
        return 2.0

    def divisors(self, state: SquareMean) -> Array:
        return np.sqrt(state.square_mean) + self.epsilon


class Moments(NamedTuple):
    """Running means of the gradient (m) and of its square (v), and the number of steps made (t)."""

    mean: Array
    square_mean: Array
    steps: int


@dataclass(frozen=True)
class Adam(Optimizer):
    r"""RMSProp with momentum and with the bias of both means corrected (Kingma and Ba 2015, algorithm 1)."""

    name = "adam"
    adaptive = True
    beta1: float = constant(DECAY, 0.9)
    beta2: float = constant(DECAY, 0.999)
    epsilon: float = constant(EPSILON, 1e-8)

    def init(self, theta: Array) -> Moments:
        return Moments(np.zeros_like(theta), np.zeros_like(theta), 0)

    def update(self, gradient: Array, state: Moments, theta: Array) -> tuple[Array, Moments]:
        t = state.steps + 1
        m = self.beta1 * state.mean + (1 - self.beta1) * gradient
        v = self.beta2 * state.square_mean + (1 - self.beta2) * (gradient * gradient)
        m_hat = m / (1 - self.beta1**t)
        v_hat = v / (1 - self.beta2**t)
        return -self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon), Moments(m, v, t)

    @property
    def divided_product(self) -> float:
        return 2.0 * (1.0 + self.beta1) / (1.0 - self.beta1)

    def divisors(self, state: Moments) -> Array:
        """With the correction of the mean's bias, 1 − β₁ᵗ, which divides the step too."""
        t = max(state.steps, 1)
        return (1 - self.beta1**t) * (np.sqrt(state.square_mean / (1 - self.beta2**t)) + self.epsilon)
