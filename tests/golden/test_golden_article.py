"""The numbers of article.json against the plain programs of this folder, and against the engine."""

from functools import cache
from typing import Any

import numpy as np
import pytest
from article_programs import LOSSES, PROGRAMS, RECORDED_AFTER_THE_EPOCH, Program
from recorded import recorded

import gdcore

MODELS = sorted(recorded())


@cache
def program(name: str) -> Program:
    return PROGRAMS[name]()


@cache
def engine(name: str) -> gdcore.History:
    return gdcore.article(name).history()


def by_epoch(golden: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """Every recorded epoch, the start and the end included: epoch -> parameter -> value."""
    last = golden["settings"].get("epochs", len(golden["losses_as_printed"]))
    between = {int(epoch): values for epoch, values in golden["params_after_epoch"].items()}
    return {0: golden["initial_params"], **between, last: golden["final_params"]}


def check_params(params: dict[str, Any], golden: dict[str, Any]) -> None:
    """Every parameter at every recorded epoch; the article's one slope `w` is a plain number there."""
    for epoch, values in by_epoch(golden).items():
        assert set(params) == set(values)
        for name, value in values.items():
            shown = np.reshape(params[name][epoch], np.shape(value))
            np.testing.assert_allclose(shown, value, rtol=1e-9, atol=1e-12, err_msg=f"{name}, epoch {epoch}")


def check_data(X: Any, y: Any, golden: dict[str, Any]) -> None:
    """The same rows: their number and the first of them."""
    if "observed_ratings" in golden:
        assert len(y) == golden["observed_ratings"]
        first = {j: rating for j, rating in enumerate(golden["first_row_R"]) if rating}
        row = X[:, 0] == 0
        assert X[row, 1].tolist() == list(first)
        np.testing.assert_allclose(y[row], list(first.values()), rtol=1e-12)
    else:
        assert len(y) == golden["n"]
        np.testing.assert_allclose(X[:3], golden["first_rows_X"], rtol=1e-14)
        np.testing.assert_allclose(y[:3], golden["first_y"], rtol=1e-14)


@pytest.mark.parametrize("name", MODELS)
def test_plain_program_has_the_articles_data_parameters_and_losses(name: str) -> None:
    golden, made = recorded()[name], program(name)
    check_data(made.X, made.y, golden)
    check_params(made.params, golden)
    np.testing.assert_allclose(made.losses, golden["losses_as_printed"], rtol=1e-9)


@pytest.mark.parametrize("name", MODELS)
def test_engine_has_the_articles_data(name: str) -> None:
    rows = engine(name).training
    check_data(rows.X, rows.y, recorded()[name])


@pytest.mark.parametrize("name", MODELS)
def test_engine_has_the_articles_parameters_at_every_recorded_epoch(name: str) -> None:
    check_params(engine(name).params, recorded()[name])


@pytest.mark.parametrize("name", MODELS)
def test_engines_parameters_give_the_losses_that_the_article_prints(name: str) -> None:
    history, later = engine(name), name in RECORDED_AFTER_THE_EPOCH
    printed = recorded()[name]["losses_as_printed"]
    assert len(history) == len(printed) + 1
    X, y = history.training
    for entry, value in enumerate(printed):
        params = {key: values[entry + later] for key, values in history.params.items()}
        assert LOSSES[name](params, X, y) == pytest.approx(value, rel=1e-9), f"entry {entry}"
