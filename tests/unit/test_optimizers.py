"""The six optimizers against two steps worked out by hand, on a quadratic, and as pure functions.

The hand-worked steps use α = 0.1, decays of one half or three quarters and, where there is one, ε = 1, so that the
place of ε shows and most roots are whole. Each row gives the gradients g₁, g₂ of a problem with two parameters.
"""

from math import sqrt
from typing import Any, NamedTuple

import numpy as np
import pytest

from gdcore import optimizers
from gdcore.optimizers import AdaGrad, Adam, GradientDescent, Momentum, Nesterov, RMSProp

EVERY = sorted(
    (kind for kind in vars(optimizers).values() if isinstance(kind, type) and hasattr(kind, "name")),
    key=lambda kind: str(kind.name),
)
every_optimizer = pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.name)


class Worked(NamedTuple):
    """An optimizer, two gradients, the two steps and the last state that the paper's recurrence gives."""

    optimizer: Any
    gradients: list[list[float]]
    steps: list[list[float]]
    state: list[Any]


BY_HAND = [
    # θ ← θ − αg
    Worked(GradientDescent(0.1), [[2, -4], [3, 1]], [[-0.2, 0.4], [-0.3, -0.1]], []),
    # Polyak: v ← μv − αg. First parameter: v₁ = −0.2, v₂ = 0.5·(−0.2) − 0.3 = −0.4; second: 0.4, then 0.2 − 0.1.
    Worked(Momentum(0.1, 0.5), [[2, -4], [3, 1]], [[-0.2, 0.4], [-0.4, 0.1]], [[-0.4, 0.1]]),
    # Nesterov: v as above; the step is μv − αg. First: −0.1 − 0.2, then −0.2 − 0.3; second: 0.2 + 0.4, then 0.05 − 0.1.
    Worked(Nesterov(0.1, 0.5), [[2, -4], [3, 1]], [[-0.3, 0.6], [-0.5, -0.05]], [[-0.4, 0.1]]),
    # Duchi: G ← G + g², −αg/(√G + ε). First: G = 9, then 9 + 16 = 25; second: 25, then 25 + 144 = 169.
    Worked(
        AdaGrad(0.1, epsilon=1),
        [[3, -5], [4, 12]],
        [[-0.3 / (3 + 1), 0.5 / (5 + 1)], [-0.4 / (5 + 1), -1.2 / (13 + 1)]],
        [[25, 169]],
    ),
    # Hinton: s ← ρs + (1−ρ)g², ρ = ¾. First: s = ¼·4 = 1, then ¾ + ¼ = 1; second: ¼·36 = 9, then ¾·9 + ¼·9 = 9.
    Worked(
        RMSProp(0.1, decay=0.75, epsilon=1),
        [[2, -6], [1, 3]],
        [[-0.2 / (1 + 1), 0.6 / (3 + 1)], [-0.1 / (1 + 1), -0.3 / (3 + 1)]],
        [[1, 9]],
    ),
    # Kingma and Ba, algorithm 1, β₁ = ½, β₂ = ¾. After one step m̂ = g and v̂ = g². After two, 1 − β₁² = ¾ and
    # 1 − β₂² = 7/16. First: m = ½·2 + ½·2 = 2, v = ¾·4 + ¼·4 = 4; second: m = −¼ + 3/2 = 5/4, v = 3/16 + 9/4 = 39/16.
    Worked(
        Adam(0.1, beta1=0.5, beta2=0.75, epsilon=1),
        [[4, -1], [2, 3]],
        [
            [-0.4 / (4 + 1), 0.1 / (1 + 1)],
            [-0.1 * (8 / 3) / (8 / sqrt(7) + 1), -0.1 * (5 / 3) / (sqrt(39 / 7) + 1)],
        ],
        [[2, 5 / 4], [4, 39 / 16], 2],
    ),
]


@pytest.mark.parametrize("worked", BY_HAND, ids=lambda worked: worked.optimizer.name)
def test_two_steps_worked_out_by_hand(worked: Worked) -> None:
    state = worked.optimizer.init(np.zeros(2))
    for gradient, expected in zip(worked.gradients, worked.steps, strict=True):
        step, state = worked.optimizer.update(np.array(gradient, float), state)
        np.testing.assert_allclose(step, expected, rtol=1e-14, atol=1e-15)
    assert len(state) == len(worked.state)
    for value, expected_value in zip(state, worked.state, strict=True):
        np.testing.assert_allclose(value, expected_value, rtol=1e-14)


def test_every_optimizer_is_worked_out_by_hand() -> None:
    assert {worked.optimizer.name for worked in BY_HAND} == {kind.name for kind in EVERY}


CURVATURE = np.array([1.0, 10.0])

RATES = {
    "gradient_descent": 0.1,
    "momentum": 0.02,
    "nesterov": 0.02,
    "adagrad": 0.5,
    "rmsprop": 0.001,
    "adam": 0.05,
}


@every_optimizer
def test_each_solves_a_quadratic(kind: Any) -> None:
    """½(θ₁² + 10 θ₂²) from (1, −1); its value falls from 5.5 to less than a thousandth of that."""
    optimizer, theta = kind(RATES[kind.name]), np.array([1.0, -1.0])
    state = optimizer.init(theta)
    for _ in range(3000):
        step, state = optimizer.update(CURVATURE * theta, state)
        theta = theta + step
    assert 0.5 * CURVATURE @ theta**2 < 5.5e-3


def test_nesterov_is_the_classical_method_seen_from_the_point_ahead() -> None:
    """Sutskever et al. 2013: v ← μv − α∇f(φ + μv), φ ← φ + v; what is followed here is θ = φ + μv."""
    alpha, mu, phi, v = 0.05, 0.8, np.array([1.0, -1.0]), np.zeros(2)
    optimizer, theta = Nesterov(alpha, mu), phi.copy()
    state = optimizer.init(theta)
    for _ in range(25):
        v = mu * v - alpha * CURVATURE * (phi + mu * v)
        phi = phi + v
        step, state = optimizer.update(CURVATURE * theta, state)
        theta = theta + step
        np.testing.assert_allclose(theta, phi + mu * v, rtol=1e-12, atol=1e-15)


def test_first_step_of_adam_is_the_learning_rate_whatever_the_gradient() -> None:
    """The bias correction makes the first m̂/√v̂ the sign of the gradient."""
    step, _ = Adam(0.1).update(np.array([1e-3, -5.0, 1e4]), Adam(0.1).init(np.zeros(3)))
    np.testing.assert_allclose(step, [-0.1, 0.1, -0.1], rtol=1e-4)


@every_optimizer
def test_init_and_update_are_pure(kind: Any) -> None:
    """Nothing handed in is changed, nothing handed back depends on it later, and asking twice gives the same."""
    optimizer, theta, gradient = kind(0.1), np.array([1.0, -2.0]), np.array([0.5, 3.0])
    _, state = optimizer.update(np.array([1.0, 1.0]), optimizer.init(theta))
    before = [np.copy(value) for value in state]
    step, after = optimizer.update(gradient, state)
    again, after_again = optimizer.update(gradient, state)
    kept = [np.copy(value) for value in (step, *after)]
    np.testing.assert_array_equal(theta, [1.0, -2.0])
    np.testing.assert_array_equal(gradient, [0.5, 3.0])
    gradient[:] = 99.0
    theta[:] = 99.0
    for now, then in zip((*state, step, *after), (*before, *kept), strict=True):
        np.testing.assert_array_equal(now, then)
    for one, two in zip((step, *after), (again, *after_again), strict=True):
        np.testing.assert_array_equal(one, two)


@every_optimizer
def test_state_begins_at_zero_with_the_shape_of_the_parameters(kind: Any) -> None:
    for value in kind(0.1).init(np.ones(3)):
        np.testing.assert_array_equal(value, np.zeros(np.shape(value)))
        assert np.shape(value) in ((3,), ())


@every_optimizer
def test_zero_gradient_at_the_start_is_no_step(kind: Any) -> None:
    """Where every square so far is 0, ε keeps the division finite."""
    optimizer = kind(0.1)
    step, _ = optimizer.update(np.zeros(2), optimizer.init(np.zeros(2)))
    np.testing.assert_array_equal(step, [0.0, 0.0])


@pytest.mark.parametrize(
    ("kind", "constants", "knob"),
    [
        (GradientDescent, {"learning_rate": 0.0}, "learning_rate"),
        (Momentum, {"learning_rate": 0.1, "momentum": 1.0}, "momentum"),
        (Nesterov, {"learning_rate": 0.1, "momentum": -0.1}, "momentum"),
        (AdaGrad, {"learning_rate": 0.1, "epsilon": 0.0}, "epsilon"),
        (RMSProp, {"learning_rate": 0.1, "decay": 1.5}, "decay"),
        (Adam, {"learning_rate": 0.1, "beta1": 1.0}, "beta1"),
        (Adam, {"learning_rate": 0.1, "beta2": float("nan")}, "beta2"),
    ],
)
def test_impossible_constants_are_refused(kind: Any, constants: dict[str, float], knob: str) -> None:
    with pytest.raises(ValueError, match=rf"^{knob} = .* is not possible: allowed is a number .*\. Try "):
        kind(**constants)
