"""What would have come of other rates, knobs and seeds: the numbers of the charts are those of runs one by one."""

from dataclasses import replace

import numpy as np
import pytest

import gdcore
from gdapp.answers.sweeps import SEEDS, Band, KnobMap, RateSweep, Seeds
from gdapp.compare_tab import LOOKS, stops
from gdapp.figures import sweeps
from gdapp.office.worker import answer
from gdcore import Status
from gdcore.arrays import with_ones
from gdcore.programs import PROGRAMS


def end(history):
    """The loss at the end of a run, NaN where it diverged."""
    return np.nan if history.status is Status.DIVERGED else np.median(history.loss[-5:])


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_look_of_every_page(visit, name):
    page = visit(name, tab="Compare", epochs="4")
    offered = LOOKS if "batch" in page.widgets() else (LOOKS[0], *LOOKS[2:])
    for look in offered:
        page.at.session_state[f"look:{name}"] = look
        page.again()
        assert page.at.get("plotly_chart") and not page.at.exception


def test_the_ends_for_many_rates_are_those_of_runs_one_by_one():
    run = gdcore.article("linear_regression", epochs=30, held_out=0.3)
    rates = (0.001, 0.05, 0.6, 5.0)
    found = answer(RateSweep(run, rates))
    for place, rate in enumerate(rates):
        history = gdcore.article("linear_regression", epochs=30, held_out=0.3, learning_rate=rate).history()
        np.testing.assert_allclose(found.training[place], end(history), rtol=1e-9)
    assert np.isnan(found.training[3]) and np.isfinite(found.held_out[:3]).all()
    moments = with_ones(run.history().training.X)
    stable = 2 / np.linalg.eigvalsh(moments.T @ moments / len(moments))[-1]
    assert found.limit[1] == pytest.approx(stable)
    chart = sweeps.rate_chart(found, 0.05)
    away = next(trace for trace in chart["data"] if trace["name"] == "ran away")
    assert list(away["x"]) == [5.0]


def test_a_map_over_rates_and_batch_sizes_is_that_of_runs_one_by_one():
    run = gdcore.article("softmax_regression", epochs=6)
    rates, sizes = (0.01, 0.3), (16, None)
    ends = answer(KnobMap(run, rates, "batch_size", sizes))
    for row, size in zip(ends, sizes, strict=True):
        for value, rate in zip(row, rates, strict=True):
            history = gdcore.article(
                "softmax_regression", epochs=6, learning_rate=rate, batch_size=size
            ).history()
            assert value == pytest.approx(end(history), rel=1e-9)
    chart = sweeps.knob_map(ends, rates, ["16", "all"], "batch")
    cells = chart["data"][0]
    assert sorted(zip(cells["x"].tolist(), cells["y"].tolist(), strict=True)) == [
        (0, 0),
        (0, 1),
        (1, 0),
        (1, 1),
    ]
    np.testing.assert_allclose(10.0 ** cells["marker"]["color"], ends.ravel())


def test_a_map_says_which_of_its_runs_end_early(visit):
    """450 rows one by one for 60 epochs are 27,000 updates, and no run of a map makes more than 20,000."""
    page = visit("neural_network", epochs="60", tab="Compare")
    page.at.session_state["look:neural_network"] = LOOKS[1]
    page.again()
    (note,) = [note.value for note in page.at.caption if "the darker the lower" in note.value]
    assert note.endswith("To save time some runs end early, those of batch size 1 after 44 epochs.")
    assert note.startswith("The median loss of the last 5 epochs")
    assert stops([50, 60], ["1", "2"], 60, "batch size").endswith("batch size 1 after 50 epochs.")
    assert stops([1_000] * 3, "abc", 2_000, "x") == " To save time all runs end after 1,000 epochs."
    assert not stops([60, 60], ["1", "2"], 60, "batch size")


def test_twenty_seeds_make_a_band():
    run = gdcore.article("neural_network", epochs=5, seed=40)
    band = answer(Seeds(run))
    losses = [replace(run, settings=replace(run.settings, seed=40 + k)).history().loss for k in range(SEEDS)]
    np.testing.assert_allclose(band.median, np.median(losses, axis=0), rtol=1e-9)
    np.testing.assert_allclose(band.quarter, np.quantile(losses, 0.25, axis=0), rtol=1e-9)
    np.testing.assert_allclose(band.high, np.max(losses, axis=0), rtol=1e-9)
    assert band.failures == 0 and len(band.ends) == SEEDS


def test_or_of_the_start_and_the_shuffles_alone():
    run = gdcore.article("neural_network", epochs=5, seed=40, n=60)
    X, y = run.history().examples
    first = []
    for seed in range(40, 40 + SEEDS):
        model, stream = run.model, run.data.split(seed).stream
        first.append(model.objective(model.start(run.data, stream), X, y).value)
    band = answer(Seeds(run, rows=False))
    assert band.median[0] == pytest.approx(np.median(first), rel=1e-12)
    assert band.high[0] == pytest.approx(max(first), rel=1e-12)


@pytest.mark.parametrize(
    ("ends", "failures", "said"),
    [
        ((0.1,) * 17 + (0.35,) * 3, 0,
         "17 of 20 end between 0.100 and 0.100; the median is 0.100; 3 at more than twice that, up to 0.350."),
        ((0.1, 0.12), 18, "2 of 20 end between 0.100 and 0.120; the median is 0.110; 18 ran away."),
        ((), 20, "All 20 ran away."),
    ],
)  # fmt: skip
def test_failures_are_counted(ends, failures, said):
    nothing = np.zeros(1)
    assert Band(nothing, nothing, nothing, nothing, nothing, ends, failures).sentence == said


def test_a_long_run_is_swept_over_its_first_epochs():
    run = gdcore.article("matrix_factorization", epochs=900)
    found = answer(RateSweep(run, (0.01, 0.02)))
    updates = run.settings.batches(run.data.expected_rows).updates
    assert found.epochs == 20_000 // updates < 900
