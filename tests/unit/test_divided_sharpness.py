"""The curvature that an adaptive optimizer's own scaling sees, against NumPy's eigenvalues of a Hessian made by differences."""

from typing import Any

import numpy as np
import pytest

import gdcore
from gdcore import History
from gdcore.analysis.curvature import sharpness


def hessian(history: History, epoch: int) -> Any:
    """`(p, p)` by central differences of the gradient, one parameter at a time."""
    X, y = history.examples
    theta, size = history.theta[epoch], 1e-5
    columns = [
        (history.run.model.objective(theta + aside, X, y).gradient()
         - history.run.model.objective(theta - aside, X, y).gradient()) / (2 * size)
        for aside in size * np.eye(len(theta))
    ]  # fmt: skip
    return (np.array(columns) + np.array(columns).T) / 2


def divisors(history: History, epoch: int) -> Any:
    """What the gradient of the optimizer's next step is divided by, run again here from the gradients alone (full batch)."""
    optimizer, gradients = history.run.optimizer, history.gradient[:epoch]
    if optimizer.name == "adagrad":
        return np.sqrt((gradients**2).sum(axis=0)) + optimizer.epsilon
    share = optimizer.decay if optimizer.name == "rmsprop" else optimizer.beta2
    mean = np.zeros(gradients.shape[1])
    for gradient in gradients:
        mean = share * mean + (1 - share) * gradient**2
    if optimizer.name == "rmsprop":
        return np.sqrt(mean) + optimizer.epsilon
    return (1 - optimizer.beta1**epoch) * (np.sqrt(mean / (1 - share**epoch)) + optimizer.epsilon)


MODELS: list[tuple[str, dict[str, Any]]] = [
    ("softmax_regression", {"n": 60}),
    ("logistic_regression", {"n": 60, "regularization": 0.1}),
    ("matrix_factorization", {"users": 6, "items": 5, "rank": 2}),
    ("neural_network", {"n": 60, "hidden_units": 4}),
]


@pytest.mark.parametrize(("name", "chosen"), MODELS, ids=[name for name, _ in MODELS])
@pytest.mark.parametrize("optimizer", ["adam", "rmsprop", "adagrad"])
@pytest.mark.parametrize("epoch", [1, 2, 15])
def test_it_is_the_largest_eigenvalue_of_the_scaled_hessian(
    name: str, chosen: dict[str, Any], optimizer: str, epoch: int
) -> None:
    history = gdcore.article(
        name, optimizer=optimizer, batch_size=None, epochs=15, learning_rate=0.01, **chosen
    ).history()
    H, D = hessian(history, epoch), divisors(history, epoch)
    expected = np.linalg.eigvalsh(H / np.sqrt(np.outer(D, D)))[-1]
    found = sharpness(history, [epoch], divided=True)
    assert found.shape == (1,) and found[0] == pytest.approx(expected, rel=1e-3)
    assert sharpness(history, [epoch])[0] == pytest.approx(np.linalg.eigvalsh(H)[-1], rel=1e-3)


@pytest.mark.parametrize("optimizer", ["gradient_descent", "momentum", "nesterov"])
def test_what_divides_by_nothing_sees_the_hessian_itself(optimizer: str) -> None:
    history = gdcore.article("softmax_regression", optimizer=optimizer, epochs=5).history()
    np.testing.assert_array_equal(sharpness(history, [0, 5], divided=True), sharpness(history, [0, 5]))
