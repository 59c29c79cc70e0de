"""The engine against the article's programs for other seeds and other knobs, at every epoch."""

from typing import Any

import numpy as np
import pytest
from article_programs import LOSSES, PROGRAMS, RECORDED_AFTER_THE_EPOCH

import gdcore

CASES: list[tuple[str, dict[str, Any]]] = [
    ("linear_regression", {"seed": 7}),
    ("linear_regression", {"seed": 11, "n": 37, "noise": 2.5, "learning_rate": 0.2, "epochs": 90}),
    ("linear_regression", {"seed": 12, "noise": 0.0, "regularization": 0.3, "epochs": 60}),
    ("logistic_regression", {"seed": 100}),
    ("logistic_regression", {"seed": 21, "n": 41, "noise": 4.0, "learning_rate": 0.03, "epochs": 120}),
    ("logistic_regression", {"seed": 22, "noise": 3.0, "regularization": 0.05, "epochs": 80}),
    ("softmax_regression", {"seed": 102, "learning_rate": 0.02, "classes": 5}),
    ("softmax_regression", {"seed": 31, "n": 47, "noise": 3.0, "classes": 4, "epochs": 100}),
    ("softmax_regression", {"seed": 32, "classes": 2, "regularization": 0.1, "epochs": 60}),
    ("neural_network", {"seed": 103, "epochs": 60}),
    ("neural_network", {"seed": 41, "n": 128, "batch_size": 32, "hidden_units": 8, "classes": 4}),
    ("neural_network", {"seed": 42, "n": 45, "batch_size": 1, "learning_rate": 0.01, "epochs": 20}),
    ("neural_network", {"seed": 43, "n": 50, "batch_size": 7, "regularization": 0.02, "epochs": 40}),
    ("neural_network", {"seed": 44, "n": 60, "batch_size": 1000, "hidden_units": 5, "classes": 2}),
    ("support_vector_machine", {"seed": 104}),
    ("support_vector_machine", {"seed": 51, "n": 53, "noise": 5.0, "regularization": 10.0, "epochs": 150}),
    ("support_vector_machine", {"seed": 52, "learning_rate": 0.1, "regularization": 0.2, "epochs": 80}),
    ("matrix_factorization", {"seed": 105}),
    ("matrix_factorization", {"seed": 61, "users": 9, "items": 14, "density": 0.7, "true_rank": 2}),
    ("matrix_factorization", {"seed": 62, "users": 40, "items": 6, "noise": 0.0, "rank": 1, "epochs": 30}),
    ("matrix_factorization", {"seed": 63, "regularization": 0.0, "learning_rate": 0.03, "epochs": 40}),
    ("matrix_factorization", {"seed": 64, "density": 1.0, "rank": 7, "regularization": 0.5, "epochs": 25}),
]


def case_name(case: object) -> str:
    """A readable name of a case's knobs."""
    return ",".join(f"{key}={value}" for key, value in case.items()) if isinstance(case, dict) else str(case)


@pytest.mark.parametrize(("name", "knobs"), CASES, ids=case_name)
def test_engine_equals_the_articles_program(name: str, knobs: dict[str, Any]) -> None:
    program, history = PROGRAMS[name](**knobs), gdcore.article(name, **knobs).history()
    X, y = history.training
    np.testing.assert_array_equal(X, program.X)
    np.testing.assert_allclose(y, program.y, rtol=1e-13, atol=1e-13)
    assert set(history.params) == set(program.params)
    for key, values in program.params.items():
        np.testing.assert_allclose(history.params[key], values, rtol=1e-9, atol=1e-11, err_msg=key)


@pytest.mark.parametrize(("name", "knobs"), CASES, ids=case_name)
def test_last_printed_loss_follows_from_the_engines_parameters(name: str, knobs: dict[str, Any]) -> None:
    knobs = {**knobs, "epochs": 12}
    program, history = PROGRAMS[name](**knobs), gdcore.article(name, **knobs).history()
    params = {key: values[11 + (name in RECORDED_AFTER_THE_EPOCH)] for key, values in history.params.items()}
    weighted = name in ("support_vector_machine", "matrix_factorization") and "regularization" in knobs
    strength = (knobs["regularization"],) if weighted else ()
    assert LOSSES[name](params, *history.training, *strength) == pytest.approx(program.losses[-1], rel=1e-9)


def test_every_model_has_cases() -> None:
    assert {name for name, _ in CASES} == set(PROGRAMS)
