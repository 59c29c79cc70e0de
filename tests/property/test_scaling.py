"""Features on another scale: the rows are what they are said to be, and all else is the original's."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gdcore
from gdcore import Run
from gdcore.analysis.curvature import stability
from gdcore.data import Dataset
from gdcore.data.own import own_classes
from gdcore.data.ratings import Ratings
from gdcore.data.scaling import SCALINGS, Scaled
from gdcore.data.shapes import Blobs, Moons
from gdcore.data.trends import LinearTrend, OutlierTrend

DATA: list[Dataset] = [LinearTrend(30), OutlierTrend(30), Blobs(30, 1.0, 3), Moons(30)]
every_data = pytest.mark.parametrize("data", DATA, ids=repr)


@every_data
@settings(max_examples=10)
@given(seed=st.integers(0, 2**32 - 1), stretch=st.floats(0.01, 100), scaling=st.sampled_from(SCALINGS))
def test_only_the_features_change(data: Dataset, seed: int, stretch: float, scaling: str) -> None:
    plain, scaled = data.split(seed, 0.5), Scaled(data, scaling, stretch).split(seed, 0.5)
    assert plain.held_out is not None and scaled.held_out is not None
    np.testing.assert_array_equal(plain.training.y, scaled.training.y)
    np.testing.assert_array_equal(plain.held_out.y, scaled.held_out.y)
    assert plain.stream.randint(2**31) == scaled.stream.randint(2**31)
    if scaling == "raw":
        np.testing.assert_array_equal(plain.training.X, scaled.training.X)
    if scaling == "stretched":
        times = [stretch] + [1.0] * (data.features - 1)
        np.testing.assert_array_equal(plain.training.X * times, scaled.training.X)
        np.testing.assert_array_equal(plain.held_out.X * times, scaled.held_out.X)


@every_data
def test_standardised_rows_have_mean_0_and_variance_1_and_held_out_rows_the_same_scale(data: Dataset) -> None:
    plain, scaled = data.split(1, 0.5), Scaled(data, "standardised").split(1, 0.5)
    np.testing.assert_allclose(scaled.training.X.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(scaled.training.X.var(axis=0), 1)
    assert plain.held_out is not None and scaled.held_out is not None
    X = plain.training.X
    np.testing.assert_allclose(scaled.held_out.X * X.std(axis=0) + X.mean(axis=0), plain.held_out.X)


def test_it_stands_for_the_original_in_everything_else() -> None:
    data = own_classes([0, 1, 2, 3], [1, 0, 2, 3], ["a", "b", "a", "b"])
    scaled = Scaled(data, "standardised")
    assert (scaled.n, scaled.noise, scaled.task, scaled.features) == (
        data.n,
        data.noise,
        data.task,
        data.features,
    )
    assert scaled.class_count == 2 and scaled.class_names == ("a", "b")
    assert (scaled.user_count, scaled.item_count) == (0, 0) == (data.user_count, data.item_count)
    assert scaled.own and scaled.columns == data.columns and scaled.expected_rows == data.expected_rows
    assert scaled.knobs == data.knobs == () and scaled.can_be_scaled and scaled.parts == (data,)
    assert scaled.cells(data.split(0).training) == data.cells(data.split(0).training)
    assert pickle.loads(pickle.dumps(scaled)) == scaled and hash(scaled) == hash(replace(scaled))
    assert Scaled(Blobs(), "raw") != Scaled(Blobs(), "standardised")


@pytest.mark.parametrize("scaling", SCALINGS)
def test_a_run_over_it_is_a_run(scaling: str) -> None:
    run = replace(
        gdcore.article("softmax_regression", epochs=3, held_out=0.2), data=Scaled(Blobs(60), scaling)
    )
    assert run == replace(run) and len({run, replace(run)}) == 1
    np.testing.assert_array_equal(run.history().loss, replace(run).history().loss)


@every_data
def test_it_tells_whether_it_is_standardised_and_names_the_features_so(data: Dataset) -> None:
    assert [Scaled(data, scaling).standardised for scaling in SCALINGS] == [False, False, True]
    raw, stretched, standardised = (Scaled(data, scaling).feature_names for scaling in SCALINGS)
    assert raw == data.feature_names and all("standardised" in name for name in standardised)
    assert "5" in stretched[0] and stretched[1:] == data.feature_names[1:]


@every_data
def test_more_rows_are_more_rows_of_the_original(data: Dataset) -> None:
    more = Scaled(data, "stretched", 3.0).with_rows(50)
    assert more == Scaled(data.with_rows(50), "stretched", 3.0) and len(more.split(0).training.y) == 50


def largest_rate(run: Run) -> float:
    """The largest stable rate of a run."""
    found = stability(run.history()).largest_rate
    assert found is not None
    return found


def test_stretching_moves_the_largest_rate_and_standardising_gives_2() -> None:
    run = gdcore.article("linear_regression", epochs=1)
    stretched, standardised = (
        replace(run, data=Scaled(run.data, scaling)) for scaling in ("stretched", "standardised")
    )
    assert largest_rate(stretched) == pytest.approx(largest_rate(run) / 25)
    assert largest_rate(standardised) == pytest.approx(2)
    assert stability(standardised.history()).condition == pytest.approx(1)


def test_what_is_not_possible_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"^scaling = 'twisted' is not possible.*standardised"):
        Scaled(Blobs(), "twisted")
    with pytest.raises(ValueError, match=r"^stretch = 0 is not possible"):
        Scaled(Blobs(), "stretched", 0)
    with pytest.raises(ValueError, match="Ratings are not scaled"):
        Scaled(Ratings())


@pytest.mark.parametrize("scaling", SCALINGS)
def test_the_article_can_be_told_the_scaling_by_its_name(scaling: str) -> None:
    run = gdcore.article("logistic_regression", scaling=scaling, data="moons", n=60)
    plain = gdcore.article("logistic_regression", data="moons", n=60)
    same = plain if scaling == "raw" else replace(plain, data=Scaled(plain.data, scaling))
    assert run == same
    with pytest.raises(ValueError, match=r"^scaling = 'twisted' is not possible.*Try standardised"):
        gdcore.article("logistic_regression", scaling="twisted")
    with pytest.raises(ValueError, match=r"^scaling = 'standardised' is not possible: .* knobs of matrix"):
        gdcore.article("matrix_factorization", scaling="standardised")


def test_the_knobs_of_scaled_data_are_those_of_the_original_and_can_be_set() -> None:
    run = gdcore.article("linear_regression", data=Scaled(LinearTrend(30), "stretched", 3.0), n=50, noise=0.2)
    assert run.data == Scaled(LinearTrend(50, 0.2), "stretched", 3.0)
