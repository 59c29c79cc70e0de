"""The knobs of `article`: what is set where, and that an impossible value is named with what to do about it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import gdcore
from gdcore import Run, Settings
from gdcore.data.ratings import Ratings
from gdcore.data.shapes import Blobs, Moons
from gdcore.data.trends import LinearTrend
from gdcore.models.linear_regression import LinearRegression
from gdcore.models.logistic_regression import LogisticRegression
from gdcore.models.matrix_factorization import MatrixFactorization
from gdcore.models.neural_network import NeuralNetwork
from gdcore.models.support_vector_machine import SupportVectorMachine
from gdcore.optimizers import GradientDescent
from gdcore.programs import PROGRAMS

NAMES = [
    "linear_regression",
    "logistic_regression",
    "softmax_regression",
    "neural_network",
    "support_vector_machine",
    "matrix_factorization",
]

BAD = [
    ("linear_regression", "learning_rate", 0, "above 0 to 1e+06"),
    ("linear_regression", "learning_rate", -0.1, "above 0"),
    ("linear_regression", "learning_rate", float("nan"), "above 0"),
    ("linear_regression", "learning_rate", float("inf"), "above 0"),
    ("linear_regression", "learning_rate", "fast", "above 0"),
    ("linear_regression", "learning_rate", None, "above 0"),
    ("linear_regression", "learning_rate", 1 + 2j, "above 0"),
    ("linear_regression", "learning_rate", 10**400, "above 0"),
    ("linear_regression", "epochs", 0, "a whole number from 1 to 100,000"),
    ("linear_regression", "epochs", 10.5, "a whole number from 1"),
    ("linear_regression", "epochs", 10.0, "a whole number from 1"),
    ("linear_regression", "epochs", 10**9, "a whole number from 1"),
    ("linear_regression", "batch_size", 0, "a whole number from 1"),
    ("linear_regression", "batch_size", "all", "a whole number from 1"),
    ("linear_regression", "seed", -1, "a whole number from 0 to 4,294,967,295"),
    ("linear_regression", "seed", 2**32, "a whole number from 0"),
    ("linear_regression", "held_out", 0.95, "a number from 0 to 0.9"),
    ("linear_regression", "regularization", -1e-9, "a number from 0 to 1e+06"),
    ("linear_regression", "n", 1, "a whole number from 4 to 100,000"),
    ("linear_regression", "noise", -0.1, "a number from 0 to 100"),
    ("linear_regression", "optimizer", "adm", "gradient_descent"),
    ("linear_regression", "optimizer", None, "gradient_descent"),
    ("linear_regression", "optimizer", ["adam"], "gradient_descent"),
    ("linear_regression", "classes", 3, "one of the knobs of linear_regression: "),
    ("linear_regression", "l2", 0.1, "one of the knobs of linear_regression: "),
    ("logistic_regression", "classes", 3, "one of the knobs of logistic_regression: "),
    ("softmax_regression", "classes", 1, "a whole number from 2 to 10"),
    ("softmax_regression", "hidden_units", 8, "one of the knobs of softmax_regression: "),
    ("softmax_regression", "lr", 0.1, "learning_rate"),
    ("neural_network", "hidden_units", 0, "a whole number from 1 to 1,024"),
    ("neural_network", "n", [1], "a whole number from 4"),
    ("support_vector_machine", "regularization", 0, "a number above 0"),
    ("support_vector_machine", "C", 2.0, "one of the knobs of support_vector_machine: "),
    ("matrix_factorization", "rank", 51, "a whole number from 1 to 50"),
    ("matrix_factorization", "true_rank", 0, "a whole number from 1 to 50"),
    ("matrix_factorization", "density", 1.5, "a number above 0 to 1"),
    ("matrix_factorization", "users", 1, "a whole number from 2 to 2,000"),
    ("matrix_factorization", "items", 10_000, "a whole number from 2 to 2,000"),
    ("matrix_factorization", "n", 200, "one of the knobs of matrix_factorization: "),
]


def refusal(name: str, **values: Any) -> str:
    """The message with which a value is refused: one line that ends in a remedy."""
    with pytest.raises(ValueError) as error:
        gdcore.article(name, **values)
    message = str(error.value)
    assert "\n" not in message
    assert message.endswith((".", "?"))
    return message


@pytest.mark.parametrize(("name", "knob", "value", "allowed"), BAD)
def test_impossible_values_are_refused_by_knob_value_allowed_and_remedy(
    name: str, knob: str, value: Any, allowed: str
) -> None:
    message = refusal(name, **{knob: value})
    assert message.startswith(knob)
    assert f" = {value!r} is not possible: allowed is " in message
    after = message.split("allowed is ", 1)[1]
    assert allowed in after
    assert after.rsplit(". ", 1)[1].startswith(("Try ", "Did you mean ", "Check the spelling"))


@pytest.mark.parametrize("name", NAMES)
def test_bools_are_not_numbers(name: str) -> None:
    for knob in PROGRAMS[name].knobs():
        for value in (True, np.True_):
            assert f"{value!r} is not possible" in refusal(name, **{knob: value})


@pytest.mark.parametrize("name", NAMES)
def test_numpy_numbers_are_numbers(name: str) -> None:
    """They give the same Run, with Python's own numbers in it."""
    plain = {
        "seed": 9,
        "epochs": 7,
        "batch_size": 5,
        "learning_rate": 0.25,
        "regularization": 0.5,
        "noise": 0.75,
    }
    exotic = {knob: np.int64(v) if isinstance(v, int) else np.float32(v) for knob, v in plain.items()}
    one, two = gdcore.article(name, **plain), gdcore.article(name, **exotic)
    assert one == two
    assert repr(one) == repr(two)
    assert hash(one) == hash(two)


@pytest.mark.parametrize("name", NAMES)
def test_without_knobs_the_articles_run_comes_back(name: str) -> None:
    assert gdcore.article(name) == PROGRAMS[name].run
    assert list(PROGRAMS) == NAMES


def test_every_knob_reaches_its_place() -> None:
    run = gdcore.article(
        "neural_network",
        seed=9,
        learning_rate=0.5,
        epochs=7,
        batch_size=None,
        regularization=0.25,
        n=50,
        noise=0.75,
        classes=4,
        hidden_units=6,
        held_out=0.2,
    )
    assert run == Run(
        Blobs(50, 0.75, 4), NeuralNetwork(0.25, 6), GradientDescent(0.5), Settings(7, None, 9, held_out=0.2)
    )
    ratings = gdcore.article(
        "matrix_factorization", users=9, items=8, density=0.5, true_rank=3, rank=2, noise=0.1
    )
    assert ratings.data == Ratings(0, 0.1, 9, 8, 0.5, 3)
    assert ratings.model == MatrixFactorization(0.1, 2)
    assert gdcore.article("support_vector_machine", regularization=3).model == SupportVectorMachine(C=3.0)


@pytest.mark.parametrize("name", ["momentum", "nesterov", "adagrad", "rmsprop", "adam", "gradient_descent"])
def test_optimizer_is_chosen_by_name_and_keeps_the_learning_rate(name: str) -> None:
    run = gdcore.article("logistic_regression", optimizer=name)
    assert (run.optimizer.name, run.optimizer.learning_rate) == (name, 0.2)
    assert (
        gdcore.article("logistic_regression", optimizer=name, learning_rate=0.3).optimizer.learning_rate
        == 0.3
    )


@pytest.mark.parametrize(
    "name", ["softmax", "linear-regression", "", "perceptron", 5, None, ["linear_regression"]]
)
def test_unknown_model_is_named_with_the_six(name: Any) -> None:
    message = refusal(name)
    assert message.startswith(f"model = {name!r} is not possible: allowed is {', '.join(NAMES)}. ")


def test_misspelt_names_are_guessed() -> None:
    assert refusal("softmax_regresion").endswith("Did you mean softmax_regression?")
    assert refusal("neural_network", learing_rate=0.1).endswith("Did you mean learning_rate?")
    assert refusal("neural_network", optimizer="adma").endswith("Did you mean adam?")


@pytest.mark.parametrize(
    ("data", "model", "words"),
    [
        (Blobs(), LinearRegression(), ["Blobs", "linear_regression", "a class", "a number", "Choose"]),
        (LinearTrend(), LogisticRegression(), ["LinearTrend", "logistic_regression", "Choose"]),
        (Ratings(), NeuralNetwork(), ["Ratings", "neural_network", "rating of an item", "Choose"]),
        (Moons(), MatrixFactorization(), ["Moons", "matrix_factorization", "Choose"]),
        (Blobs(classes=3), LogisticRegression(), ["classes = 3", "exactly 2", "softmax regression"]),
        (Blobs(classes=4), SupportVectorMachine(), ["classes = 4", "exactly 2", "softmax regression"]),
    ],
)
def test_model_and_data_that_do_not_go_together_are_refused(data: Any, model: Any, words: list[str]) -> None:
    with pytest.raises(ValueError) as error:
        Run(data, model, GradientDescent(0.1))
    assert all(word in str(error.value) for word in words)


def test_records_are_frozen() -> None:
    run = gdcore.article("linear_regression")
    for record, knob in ((run, "data"), (run.data, "n"), (run.model, "l2"), (run.settings, "epochs")):
        with pytest.raises(AttributeError):
            setattr(record, knob, 5)


def test_minus_zero_is_zero() -> None:
    """Or two equal Runs could differ in a bit."""
    one, two = (gdcore.article("linear_regression", noise=zero) for zero in (0.0, -0.0))
    assert one == two
    assert repr(one) == repr(two)
    assert replace(one).history().theta.tobytes() == two.history().theta.tobytes()
