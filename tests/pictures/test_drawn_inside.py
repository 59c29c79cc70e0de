"""Inside an epoch: the rows of the next batch are lit, and its own gradient and loss stand beside those of all rows."""

import numpy as np
import pytest
from cases import small
from oracle import Picture
from reading import agrees, as_set, numbers, slope
from scenes import PAGES

from gdapp.figures.frame import Compared, Look
from gdapp.player import pack
from gdapp.results import Results
from gdcore.analysis.landscape import landscape
from gdcore.inside import inside

BEGAN = 2
RINGS = {"name": "next batch", "kind": "markers"}


@pytest.fixture(params=PAGES, scope="module")
def looked(request):
    """A window of a short run of a page, and its picture."""
    rate = {} if request.param == "matrix_factorization" else {"batch_size": 16}
    history = small(request.param, held_out=0.3, **rate).history()
    rows, kept = inside(history, BEGAN), inside(small(request.param, rate=0.01, **rate).history(), BEGAN)
    look = Look(inside=BEGAN, clock="updates", compared=(Compared("kept run", kept, 0),))
    results = Results(rows)
    scene = PAGES[request.param].picture(results, look)
    return rows, results, Picture(pack(scene)), scene


def test_the_lit_points_are_those_of_the_next_batch(looked):
    rows, _, picture, _ = looked
    X, y = rows.training
    places = (
        X[:, ::-1] if picture.axis("x")["title"]["text"] == "item" else np.c_[X, y] if X.shape[1] == 1 else X
    )
    for row in (0, 1, len(rows) // 2, len(rows) - 2):
        (lit,) = picture.find(row, **RINGS)
        shown = lit.points[~np.isnan(lit.points).any(axis=1)]
        np.testing.assert_allclose(
            as_set(shown), as_set(places[rows.looks.members[row]]), rtol=1e-5, atol=1e-5
        )
    (none,) = picture.find(len(rows) - 1, **RINGS)
    assert np.isnan(none.points).any(axis=-1).all(), "after the last update there is no next one"


def test_the_arrow_of_the_batch_goes_down_the_batch_s_own_loss(looked):
    rows, results, picture, _ = looked
    best = results.optimum
    land = landscape(rows, points=2, also=None if best.theta is None else best.nearest(rows.theta[-1]))
    X, y = rows.examples
    (entry,) = [trace for trace in picture.find(0, "5") if trace.name.startswith("downhill")]
    times = numbers(entry.name.partition("×")[2])
    scale = (times[0] if times else 1) * rows.run.optimizer.learning_rate
    side = np.ptp(picture.field("5").extent[:2])
    for row in (0, 3, len(rows) - 2):
        arrow = picture.one(row, "5", name="of the batch alone").points
        which = rows.looks.members[row]

        def along(way, theta=rows.theta[row], which=which):
            return slope(
                lambda t: float(rows.run.model.objective(theta + t * way, X[which], y[which]).value), 1e-5
            )

        down = -scale * np.array([along(way) for way in land.directions])
        length = np.linalg.norm(down)
        down *= min(1, 0.22 * side / length) if length else 1
        np.testing.assert_allclose(arrow[1] - arrow[0], down, rtol=2e-3, atol=1e-5 * side)


def test_the_losses_of_the_batches_stand_on_the_clock_of_updates(looked):
    rows, _, picture, scene = looked
    own = picture.one(0, "2", name="batch’s own loss").points
    made = BEGAN * rows.batches.updates + np.arange(len(rows))
    np.testing.assert_allclose(own[:, 0], made[:-1])
    np.testing.assert_allclose(own[:, 1], rows.looks.losses[:-1], rtol=1e-5)
    dot = picture.one(4, "2", kind="markers", colour="accent").points
    np.testing.assert_allclose(dot, [[made[4], rows.loss[4]]], rtol=1e-5)
    (mark,) = picture.find(5, "2", kind="markers", colour="kept-0")
    assert mark.points[0, 0] == made[5], "the kept run has made as many updates"
    assert scene.unit == "update" and scene.last == len(rows) - 1


def test_the_sentence_says_how_many_updates_of_which_epoch_and_the_next_batch_s_loss(looked):
    rows, _, _, scene = looked
    updates = rows.batches.updates
    for row in (1, updates, updates + 1):
        whole, more = divmod(row, updates)
        begin = f"Epoch {BEGAN + whole}" + (f" and {more} of {updates} updates" if more else "")
        assert scene.sentences[row].startswith(begin + ": loss ")
        said = numbers(scene.sentences[row].rpartition("loss ")[2])[0]
        assert agrees(said, rows.looks.losses[row])
    assert "next" not in scene.sentences[-1]


def test_one_rating_changes_its_user_s_row_and_its_item_s_column():
    rows = inside(small("matrix_factorization").history(), BEGAN)
    picture = Picture(
        pack(PAGES["matrix_factorization"].picture(Results(rows), Look(inside=BEGAN, clock="updates")))
    )
    for row in (0, 7):
        before, after = (
            (rows.params[name][row] for name in "PQ"),
            (rows.params[name][row + 1] for name in "PQ"),
        )
        moved = [np.flatnonzero((a != b).any(axis=1)) for a, b in zip(before, after, strict=True)]
        frame = picture.one(row, "3", kind="lines").points
        around_row, around_column = frame[:5], frame[6:]
        assert sorted(set(around_row[:, 1])) == [moved[0][0] - 0.5, moved[0][0] + 0.5]
        assert sorted(set(around_column[:, 0])) == [moved[1][0] - 0.5, moved[1][0] + 0.5]
