"""The axes on which a run is predicted, with what is known of it beforehand and no more; the untouched start is known.

They are those of the page: the same rows, limits and landscape. Where a run has no one straight line, or no plane of its own
parameters, there are no such axes: None. (The plane of a network's landscape is made from its path, which is what is asked for.)
"""

from dataclasses import replace

import numpy as np

from gdapp.figures import points, regression
from gdapp.figures.frame import Look
from gdapp.predict.axes import Axes, Points, Range
from gdapp.results import Results
from gdcore import History, Run
from gdcore.analysis.prediction.events import TOP
from gdcore.history import CLOCKS

MOST_POINTS = 600
"""More data points are no better picture, and many bytes."""
ON_FIELD = "The stronger the colour, the lower the loss."


def opening(run: Run) -> History:
    """The untouched start of a run, as a history of one row."""
    return History.of(run, [next(run.descend())])


def axes_of_curve(run: Run, clock: str = CLOCKS[0]) -> Axes:
    """Empty axes for the loss curve, by one of CLOCKS: up to TOP times the loss of the start, which is marked.

    A curve that leaves at the top runs away. A start that is not above 0, as a function's may be, is in the middle all the same.
    """
    begin = opening(run)
    loss = float(begin.loss[0])
    room = (TOP - 1.0) * (abs(loss) or 1.0)
    end = float(begin.seen(clock, np.array([run.settings.epochs]))[0])
    title = "epoch" if clock == CLOCKS[0] else clock
    return Axes((0.0, end), (min(0.0, loss - room), loss + room), title, "loss", start=(0.0, loss))


def axes_of_line(run: Run) -> Axes | None:
    """The data points, for the line of predictions of one feature, or for the boundary between two classes in the plane."""
    known = run.model.landscape_axes(run.data)
    features = run.data.features
    if known is None or run.parameter_count != features + 1:
        return None
    begin = opening(run)
    if run.model.linear_predictions and features == 1:
        (across, up), kinds = regression.limits(begin, Look()), targets(begin)
        labels = run.data.feature_names[0], run.data.target_name
    elif run.model.class_limit == 2 and features == 2:
        (across, up), kinds = points.feature_limits(begin, Look()), classes(begin)
        labels = run.data.feature_names[0], run.data.feature_names[1]
    else:
        return None
    every = -(-sum(len(kind.x) for kind in kinds) // MOST_POINTS)
    note = f"Every {ordinal(every)} row is drawn." if every > 1 else ""
    thin = tuple(replace(kind, x=kind.x[::every], y=kind.y[::every]) for kind in kinds)
    return Axes(opened(across), opened(up), *labels, points=thin, note=note)


def ordinal(count: int) -> str:
    """ "2nd", "3rd", "11th"."""
    last = {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count:,}{'th' if count % 100 in (11, 12, 13) else last}"


def opened(ends: Range) -> Range:
    """The ends of an axis, apart: a column of a file may be the same in every row."""
    low, high = ends
    least = 1e-6 * max(abs(low), abs(high)) or 1.0
    return ends if high - low > least else (low - least, high + least)


def targets(begin: History) -> list[Points]:
    """The rows of one feature, their number to predict upwards; those held out hollow."""
    return [
        Points(rows.X[:, 0], rows.y, 0, name, hollow)
        for rows, name, hollow in ((begin.training, "points", False), (begin.held_out, "held out", True))
        if rows is not None
    ]


def classes(begin: History) -> list[Points]:
    """The rows of two features, a kind a class; those held out hollow."""
    return [
        Points(rows.X[rows.y == k, 0], rows.X[rows.y == k, 1], k, name, hollow)
        for rows, hollow in ((begin.training, False), (begin.held_out, True))
        if rows is not None
        for k, name in enumerate(begin.run.data.class_names)
    ]


def axes_of_place(run: Run, results: Results | None = None, base: History | None = None) -> Axes | None:
    """The landscape of the page, with the start marked, and neither path nor optimum.

    results: those of the run, where they are known; else it is trained here. base: the run whose start was another, as for
    `Results.landscape`.
    """
    if run.model.landscape_axes(run.data) is None:
        return None
    land = (results or Results(run.history())).landscape(base=base)
    start = float(land.path[0, 0]), float(land.path[0, 1])
    across, up = ((float(side[0]), float(side[-1])) for side in (land.x, land.y))
    return Axes(across, up, *land.labels, field=land.heights, start=start, one_scale=True, note=ON_FIELD)
