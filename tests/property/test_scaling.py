"""Features on another scale: the rows are what they are said to be, and all else is the original's."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gdcore
from gdcore import Run
from gdcore.curvature import stability
from gdcore.datasets import Blobs, Dataset, LinearTrend, Moons, OutlierTrend
from gdcore.own import own_classes
from gdcore.ratings import Ratings
from gdcore.scaling import HOW, Scaled

DATA: list[Dataset] = [LinearTrend(30), OutlierTrend(30), Blobs(30, 1.0, 3), Moons(30)]
every_data = pytest.mark.parametrize("data", DATA, ids=repr)


@every_data
@settings(max_examples=10)
@given(seed=st.integers(0, 2**32 - 1), factor=st.floats(0.01, 100), how=st.sampled_from(HOW))
def test_only_the_features_change(data: Dataset, seed: int, factor: float, how: str) -> None:
    plain, scaled = data.split(seed, 0.5), Scaled(data, how, factor).split(seed, 0.5)
    assert plain.held_out is not None and scaled.held_out is not None
    np.testing.assert_array_equal(plain.training.y, scaled.training.y)
    np.testing.assert_array_equal(plain.held_out.y, scaled.held_out.y)
    assert plain.stream.randint(2**31) == scaled.stream.randint(2**31)
    if how == "raw":
        np.testing.assert_array_equal(plain.training.X, scaled.training.X)
    if how == "stretched":
        times = [factor] + [1.0] * (data.features - 1)
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
    assert scaled.classes == 2 and scaled.class_names == ("a", "b")
    assert not hasattr(scaled, "users")
    assert pickle.loads(pickle.dumps(scaled)) == scaled and hash(scaled) == hash(replace(scaled))
    assert Scaled(Blobs(), "raw") != Scaled(Blobs(), "standardised")


@pytest.mark.parametrize("how", HOW)
def test_a_run_over_it_is_a_run(how: str) -> None:
    run = replace(gdcore.article("softmax_regression", epochs=3, held_out=0.2), data=Scaled(Blobs(60), how))
    assert run == replace(run) and len({run, replace(run)}) == 1
    np.testing.assert_array_equal(run.history().loss, replace(run).history().loss)


def largest_rate(run: Run) -> float:
    """The largest stable rate of a run."""
    found = stability(run.history()).largest_rate
    assert found is not None
    return found


def test_stretching_moves_the_largest_rate_and_standardising_gives_2() -> None:
    run = gdcore.article("linear_regression", epochs=1)
    stretched, standardised = (
        replace(run, data=Scaled(run.data, how)) for how in ("stretched", "standardised")
    )
    assert largest_rate(stretched) == pytest.approx(largest_rate(run) / 25)
    assert largest_rate(standardised) == pytest.approx(2)
    assert stability(standardised.history()).condition == pytest.approx(1)


def test_what_is_not_possible_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"how = 'twisted'.*standardised"):
        Scaled(Blobs(), "twisted")
    with pytest.raises(ValueError, match="factor = 0"):
        Scaled(Blobs(), "stretched", 0)
    with pytest.raises(ValueError, match="Ratings are not scaled"):
        Scaled(Ratings())
