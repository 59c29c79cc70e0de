"""The six optimizers against two steps worked out by hand, on a quadratic, and as pure functions.

The hand-worked steps use α = 0.1, decays of one half or three quarters and, where there is one, ε = 1, so that the
place of ε shows and most roots are whole. Each row gives the gradients g₁, g₂ of a problem with two parameters.
"""

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Any, NamedTuple

import numpy as np
import pytest

import gdcore
from gdcore._checks import Range, constant
from gdcore.optimizers import (
    AdaGrad,
    Adam,
    GradientDescent,
    Momentum,
    Nesterov,
    Optimizer,
    RMSProp,
    optimizers,
)

EVERY = sorted(optimizers().values(), key=lambda kind: kind.name)
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
        step, state = worked.optimizer.update(np.array(gradient, float), state, np.zeros(2))
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
    optimizer, theta = kind(RATES.get(kind.name, 0.05)), np.array([1.0, -1.0])
    state = optimizer.init(theta)
    for _ in range(3000):
        step, state = optimizer.update(CURVATURE * theta, state, theta)
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
        step, state = optimizer.update(CURVATURE * theta, state, theta)
        theta = theta + step
        np.testing.assert_allclose(theta, phi + mu * v, rtol=1e-12, atol=1e-15)


def test_first_step_of_adam_is_the_learning_rate_whatever_the_gradient() -> None:
    """The bias correction makes the first m̂/√v̂ the sign of the gradient."""
    step, _ = Adam(0.1).update(np.array([1e-3, -5.0, 1e4]), Adam(0.1).init(np.zeros(3)), np.zeros(3))
    np.testing.assert_allclose(step, [-0.1, 0.1, -0.1], rtol=1e-4)


@every_optimizer
def test_init_and_update_are_pure(kind: Any) -> None:
    """Nothing handed in is changed, nothing handed back depends on it later, and asking twice gives the same."""
    optimizer, theta, gradient = kind(0.1), np.array([1.0, -2.0]), np.array([0.5, 3.0])
    _, state = optimizer.update(np.array([1.0, 1.0]), optimizer.init(theta), theta)
    before = [np.copy(value) for value in state]
    step, after = optimizer.update(gradient, state, theta)
    again, after_again = optimizer.update(gradient, state, theta)
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
    step, _ = optimizer.update(np.zeros(2), optimizer.init(np.zeros(2)), np.zeros(2))
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


def test_the_six_are_found_without_a_list_in_the_order_in_which_they_are_taught() -> None:
    known = list(optimizers())
    assert known[:6] == ["gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam"]
    assert all(kind.name == name for name, kind in optimizers().items())


def steps_of(optimizer: Optimizer, gradients: Any) -> Any:
    """The steps `(k, p)` that an optimizer makes of gradients `(k, p)`, always at θ = 0."""
    theta = np.zeros(len(gradients[0]))
    state, steps = optimizer.init(theta), []
    for gradient in gradients:
        step, state = optimizer.update(np.array(gradient, float), state, theta)
        steps.append(step)
    return np.array(steps)


@every_optimizer
def test_a_plain_rate_is_one_whose_steps_are_that_many_gradients(kind: Any) -> None:
    gradients = np.array([[2.0, -4.0], [3.0, 1.0], [-1.0, 0.5]])
    optimizer = kind(0.1)
    plain = np.allclose(steps_of(optimizer, gradients), -0.1 * gradients, rtol=1e-12)
    assert optimizer.plain_rate == (0.1 if plain else None)


@every_optimizer
def test_an_adaptive_optimizer_does_not_see_the_size_of_the_gradient(kind: Any) -> None:
    gradients = np.array([[2.0, -4.0], [3.0, 1.0], [-1.0, 0.5]])
    steps, of_larger = steps_of(kind(0.1), gradients), steps_of(kind(0.1), 1000 * gradients)
    np.testing.assert_allclose(of_larger, steps if kind.adaptive else 1000 * steps, rtol=1e-6)
    assert not (kind.adaptive and kind(0.1).stable_product is not None)


@pytest.mark.parametrize(
    "optimizer", [GradientDescent(0.01), Momentum(0.01), Momentum(0.01, 0.5), Nesterov(0.01, 0.8)]
)
def test_along_a_constant_slope_the_steps_add_up_to_so_many_plain_ones(optimizer: Optimizer) -> None:
    last = steps_of(optimizer, np.ones((400, 1)))[-1, 0]
    assert last == pytest.approx(-0.01 * optimizer.summed_steps, rel=1e-12)


def multiplies_by(optimizer: Optimizer, curvature: float) -> float:
    """By what an update multiplies in the long run, on ½ κ θ²: the largest eigenvalue of the very update.

    Point and velocity after it are linear in those before it; each column is the update of one of them being 1.
    """
    state = optimizer.init(np.zeros(1))
    columns = []
    for theta, *memory in np.eye(1 + len(state)):
        before = type(state)(*(np.array([value]) for value in memory))
        at = np.array([theta])
        step, after = optimizer.update(curvature * at, before, at)
        columns.append([*(at + step), *(value[0] for value in after)])
    return float(np.abs(np.linalg.eigvals(np.array(columns).T)).max())


LINEAR = [GradientDescent(0.1)]
LINEAR += [kind(0.1, momentum) for kind in (Momentum, Nesterov) for momentum in (0.0, 0.3, 0.9, 0.99)]


@pytest.mark.parametrize("optimizer", LINEAR, ids=repr)
def test_the_contraction_is_the_largest_eigenvalue_of_the_update(optimizer: Optimizer) -> None:
    for curvatures in ([0.01], [3.0], [12.0], [40.0], [0.5, 2.0, 11.0]):
        expected = max(multiplies_by(optimizer, curvature) for curvature in curvatures)
        assert optimizer.contraction(np.array(curvatures)) == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize("optimizer", LINEAR, ids=repr)
def test_the_stable_product_parts_updates_that_shrink_from_those_that_grow(optimizer: Optimizer) -> None:
    limit = optimizer.stable_product
    assert limit is not None
    for share in (1e-3, 0.3, 0.9, 0.999):
        assert multiplies_by(optimizer, share * limit / 0.1) < 1
    for share in (1.001, 1.5, 10.0):
        assert multiplies_by(optimizer, share * limit / 0.1) > 1


@every_optimizer
def test_what_is_known_of_one_is_known_in_whole(kind: Any) -> None:
    """A stable product goes with a contraction; where neither is known nothing is said, and no number is made up."""
    optimizer = kind(0.1)
    known = optimizer.contraction(np.array([1.0, 2.0]))
    assert (known is None) == (optimizer.stable_product is None)
    assert optimizer.summed_steps >= 1


def new_optimizer() -> type[Optimizer]:
    """One that the package does not have, with a constant of its own."""

    @dataclass(frozen=True)
    class AdamW(Adam):
        """Loshchilov and Hutter 2019, algorithm 2."""

        name = "adamw"
        weight_decay: float = constant(Range(0.0, 1.0, "0.01"), 0.01)

        def update(self, gradient: Any, state: Any, theta: Any) -> Any:
            step, state = super().update(gradient, state, theta)
            return step - self.learning_rate * self.weight_decay * theta, state

    return AdamW


@pytest.fixture
def forgotten() -> Iterator[None]:
    """An optimizer that a test defines is known everywhere, so it must be gone when the test is over."""
    before = optimizers()
    yield
    gc.collect()
    assert optimizers() == before


@pytest.mark.usefixtures("forgotten")
def test_a_new_optimizer_is_found_and_its_constants_are_knobs() -> None:
    kind = new_optimizer()
    assert optimizers()["adamw"] is kind
    run = gdcore.article("linear_regression", optimizer="adamw", weight_decay=0.1)
    assert run.optimizer == kind(0.05, weight_decay=0.1)
    assert run.optimizer != kind(0.05) and hash(run) == hash(
        gdcore.article("linear_regression", optimizer="adamw", weight_decay=0.1)
    )
    with pytest.raises(
        ValueError, match=r"^weight_decay = 0\.1 is not possible: allowed is one of the knobs"
    ):
        gdcore.article("linear_regression", optimizer="adam", weight_decay=0.1)


@pytest.mark.usefixtures("forgotten")
@pytest.mark.parametrize("value", [-1, 1.5, float("nan"), "much"])
def test_a_new_constant_is_checked_by_its_own_range_and_has_its_own_remedy(value: Any) -> None:
    new = new_optimizer()
    for make in (
        lambda: new(0.1, weight_decay=value),
        lambda: gdcore.article("linear_regression", optimizer="adamw", weight_decay=value),
    ):
        with pytest.raises(ValueError) as error:
            make()
        expected = f"weight_decay = {value!r} is not possible: allowed is a number from 0 to 1. Try 0.01."
        assert str(error.value) == expected
    with pytest.raises(ValueError, match=r"^beta1 = 2 is not possible: .* Try 0\.9\.$"):
        new(0.1, beta1=2)


@pytest.mark.usefixtures("forgotten")
def test_a_new_optimizer_descends_as_its_paper_says() -> None:
    """Algorithm 2 written out: the decay does not pass through the gradient."""
    new_optimizer()
    history = gdcore.article(
        "linear_regression", optimizer="adamw", weight_decay=0.1, learning_rate=0.03, epochs=150
    ).history()
    x, y = history.training.X[:, 0], history.training.y
    theta, m, v = np.zeros(2), np.zeros(2), np.zeros(2)
    for t, shown in enumerate(history.theta[1:], start=1):
        error = theta[0] * x + theta[1] - y
        g = np.array([np.mean(error * x), np.mean(error)])
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
        theta = theta - 0.03 * (m_hat / (np.sqrt(v_hat) + 1e-8) + 0.1 * theta)
        np.testing.assert_allclose(shown, theta, rtol=1e-9, atol=1e-12)
    plain = gdcore.article("linear_regression", optimizer="adam", learning_rate=0.03, epochs=150).history()
    assert np.linalg.norm(history.theta[-1]) < np.linalg.norm(plain.theta[-1])
    assert history.status is gdcore.Status.FINISHED
