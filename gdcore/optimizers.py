r"""Six optimizers: how a gradient becomes a step. Leaves out schedules and weight decay.

Each is a frozen record with two pure functions, `state = optimizer.init(theta)` and
`step, state = optimizer.update(gradient, state)`; the caller then sets θ ← θ + step. A state is a NamedTuple, declared just
above its optimizer, of arrays of θ's shape `(p,)`, so that momentum and squared gradients can be drawn beside the path.

| symbol | code | meaning |
| --- | --- | --- |
| $\alpha$ | `learning_rate` | step size, above 0 |
| $g$ | `gradient` | $\nabla L(\theta)$, `(p,)` |
| $\mu,\ \beta_1$ | `momentum`, `beta1` | decay of the running mean of gradients, in [0, 1) |
| $\rho,\ \beta_2$ | `decay`, `beta2` | decay of the running mean of squared gradients, in [0, 1) |
| $\epsilon$ | `epsilon` | keeps a division by a zero root finite, above 0 |
"""

from dataclasses import dataclass, fields
from typing import Any, ClassVar, NamedTuple

import numpy as np

from gdcore import _checks
from gdcore.arrays import Array


@dataclass(frozen=True)
class Optimizer:
    """What all six share: the learning rate, and the check of every constant."""

    name: ClassVar[str]
    learning_rate: float

    def __post_init__(self) -> None:
        for field in fields(self):
            value, top = getattr(self, field.name), 1.0 - 1e-9
            if field.name == "learning_rate":
                checked = _checks.real(field.name, value, 0, 1e6, "Try 0.1.", open_below=True)
            elif field.name == "epsilon":
                checked = _checks.real(field.name, value, 0, 1, "Try 1e-8.", open_below=True)
            else:
                checked = _checks.real(field.name, value, 0, top, "Try 0.9.")
            _checks.store(self, field.name, checked)

    def init(self, theta: Array) -> Any:
        """The state before the first step."""
        raise NotImplementedError

    def update(self, gradient: Array, state: Any) -> tuple[Array, Any]:
        """The step to add to θ, and the state after it."""
        raise NotImplementedError


class NoState(NamedTuple):
    """Plain gradient descent remembers nothing."""


@dataclass(frozen=True)
class GradientDescent(Optimizer):
    r"""$\theta \leftarrow \theta - \alpha g$ (Cauchy 1847)."""

    name = "gradient_descent"

    def init(self, theta: Array) -> NoState:
        return NoState()

    def update(self, gradient: Array, state: NoState) -> tuple[Array, NoState]:
        return -self.learning_rate * gradient, state


class Velocity(NamedTuple):
    """The running sum of past gradients, each step's weight decayed by μ."""

    velocity: Array


@dataclass(frozen=True)
class Momentum(Optimizer):
    r"""$v \leftarrow \mu v - \alpha g$, $\theta \leftarrow \theta + v$ (Polyak 1964, the heavy ball)."""

    name = "momentum"
    momentum: float = 0.9

    def init(self, theta: Array) -> Velocity:
        return Velocity(np.zeros_like(theta))

    def update(self, gradient: Array, state: Velocity) -> tuple[Array, Velocity]:
        velocity = self.momentum * state.velocity - self.learning_rate * gradient
        return velocity, Velocity(velocity)


@dataclass(frozen=True)
class Nesterov(Optimizer):
    r"""Momentum that looks ahead: $v \leftarrow \mu v - \alpha g$, $\theta \leftarrow \theta + \mu v - \alpha g$.

    Nesterov 1983 as written by Sutskever et al. 2013, followed at the point ahead, $\theta + \mu v$, where the gradient is
    taken (Bengio et al. 2013); so the gradient asked for is always the one at the point shown.
    """

    name = "nesterov"
    momentum: float = 0.9

    def init(self, theta: Array) -> Velocity:
        return Velocity(np.zeros_like(theta))

    def update(self, gradient: Array, state: Velocity) -> tuple[Array, Velocity]:
        descent = -self.learning_rate * gradient
        velocity = self.momentum * state.velocity + descent
        return self.momentum * velocity + descent, Velocity(velocity)


class SquareSum(NamedTuple):
    """The sum of all squared gradients so far."""

    square_sum: Array


@dataclass(frozen=True)
class AdaGrad(Optimizer):
    r"""$G \leftarrow G + g^2$, $\theta \leftarrow \theta - \alpha\, g / (\sqrt{G} + \epsilon)$ (Duchi et al. 2011)."""

    name = "adagrad"
    epsilon: float = 1e-8

    def init(self, theta: Array) -> SquareSum:
        return SquareSum(np.zeros_like(theta))

    def update(self, gradient: Array, state: SquareSum) -> tuple[Array, SquareSum]:
        square_sum = state.square_sum + gradient * gradient
        return -self.learning_rate * gradient / (np.sqrt(square_sum) + self.epsilon), SquareSum(square_sum)


class SquareMean(NamedTuple):
    """The running mean of squared gradients."""

    square_mean: Array


@dataclass(frozen=True)
class RMSProp(Optimizer):
    r"""$s \leftarrow \rho s + (1-\rho) g^2$, $\theta \leftarrow \theta - \alpha\, g / (\sqrt{s} + \epsilon)$.

    Tieleman and Hinton 2012, lecture 6.5.
    """

    name = "rmsprop"
    decay: float = 0.9
    epsilon: float = 1e-8

    def init(self, theta: Array) -> SquareMean:
        return SquareMean(np.zeros_like(theta))

    def update(self, gradient: Array, state: SquareMean) -> tuple[Array, SquareMean]:
        square_mean = self.decay * state.square_mean + (1 - self.decay) * (gradient * gradient)
        return -self.learning_rate * gradient / (np.sqrt(square_mean) + self.epsilon), SquareMean(square_mean)


class Moments(NamedTuple):
    """Running means of the gradient (m) and of its square (v), and the number of steps made (t)."""

    mean: Array
    square_mean: Array
    steps: int


@dataclass(frozen=True)
class Adam(Optimizer):
    r"""RMSProp with momentum and with the bias of both means corrected (Kingma and Ba 2015, algorithm 1)."""

    name = "adam"
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8

    def init(self, theta: Array) -> Moments:
        return Moments(np.zeros_like(theta), np.zeros_like(theta), 0)

    def update(self, gradient: Array, state: Moments) -> tuple[Array, Moments]:
        t = state.steps + 1
        m = self.beta1 * state.mean + (1 - self.beta1) * gradient
        v = self.beta2 * state.square_mean + (1 - self.beta2) * (gradient * gradient)
        m_hat = m / (1 - self.beta1**t)
        v_hat = v / (1 - self.beta2**t)
        return -self.learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon), Moments(m, v, t)
