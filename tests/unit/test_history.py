"""What a History and an Epoch show, by the names and in the shapes of the article."""

from typing import Any

import numpy as np
import pytest

import gdcore

SHAPES: dict[str, dict[str, tuple[int, ...]]] = {
    "linear_regression": {"w": (1,), "b": ()},
    "logistic_regression": {"w": (2,), "b": ()},
    "softmax_regression": {"W": (2, 3), "b": (3,)},
    "neural_network": {"W1": (2, 32), "b1": (32,), "W2": (32, 3), "b2": (3,)},
    "support_vector_machine": {"w": (2,), "b": ()},
    "matrix_factorization": {"P": (30, 4), "Q": (25, 4)},
}


@pytest.mark.parametrize("name", SHAPES)
def test_parameters_have_the_articles_names_and_shapes(name: str) -> None:
    """In a History with a first axis of epochs 0 to E; in an Epoch, where a scalar bias has no axis, without."""
    run = gdcore.article(name, epochs=4)
    history = run.history()
    assert len(history) == 5
    assert {key: value.shape for key, value in history.params.items()} == {
        key: (5, *shape) for key, shape in SHAPES[name].items()
    }
    for epoch in run.descend():
        assert {key: value.shape for key, value in epoch.params.items()} == SHAPES[name]
        for key, value in epoch.params.items():
            np.testing.assert_array_equal(value, history.params[key][epoch.index])
    columns: list[Any] = [history.loss, history.data_loss, history.penalty, history.metric]
    assert [column.shape for column in columns] == [(5,)] * 4


@pytest.mark.parametrize(
    ("name", "loss", "metric"),
    [
        ("logistic_regression", np.log(2), 0.5),
        ("softmax_regression", np.log(3), 1 / 3),
        ("support_vector_machine", 1.0, 0.5),
    ],
)
def test_at_the_start_of_zeros_every_class_is_as_likely(name: str, loss: float, metric: float) -> None:
    """Log 2, log K, and a hinge of 1 for every example; one class is guessed for all, so accuracy is 1/K."""
    epoch = next(gdcore.article(name).descend())
    history = gdcore.article(name, epochs=1).history()
    assert (epoch.index, epoch.penalty, epoch.status) == (0, 0.0, gdcore.Status.RUNNING)
    assert epoch.loss == pytest.approx(loss, rel=1e-14)
    assert history.metric[0] == pytest.approx(metric)


def test_at_the_start_of_zeros_a_line_explains_less_than_the_mean() -> None:
    """Loss is half the mean square of y, and R² is 1 - sum y² / sum (y - mean)²."""
    history = gdcore.article("linear_regression", epochs=1).history()
    y = history.training.y
    assert history.loss[0] == pytest.approx(0.5 * np.mean(y**2), rel=1e-14)
    assert history.metric[0] == pytest.approx(1 - np.sum(y**2) / np.sum((y - y.mean()) ** 2), rel=1e-12)


def test_network_starts_with_the_variances_of_he() -> None:
    """W1 with variance 2/d, W2 with 2/H, biases zero (He et al. 2015)."""
    start = next(gdcore.article("neural_network", hidden_units=1000, n=20).descend()).params
    assert start["W1"].var() == pytest.approx(2 / 2, rel=0.1)
    assert start["W2"].var() == pytest.approx(2 / 1000, rel=0.1)
    assert not start["b1"].any() and not start["b2"].any()


def test_accuracy_of_two_classes_counts_the_sign_of_the_score() -> None:
    """A score of exactly 0 counts as class 1."""
    model = gdcore.article("logistic_regression").model
    scores, y = np.array([-1.0, 0.0, 2.0, 3.0]), np.array([0.0, 1.0, 1.0, 0.0])
    assert model.predict(scores).tolist() == [0, 1, 1, 1]
    assert model.metric(scores, y) == 0.75


def test_first_lines_of_the_package_hold() -> None:
    """The example of the package's own docstring, and the sentence that names the epoch."""
    history = gdcore.article("linear_regression").history()
    assert history.status is gdcore.Status.FINISHED
    assert history.status.value == "Finished: all epochs were run."
    assert "'Finished: all epochs were run.'" in str(gdcore.__doc__)
    assert history.sentence == "Finished: all 200 epochs were run."
