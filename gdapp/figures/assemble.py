"""The finished scene of a model page: what is learned, the landscape, the loss, the sentence and the figures, on one clock."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from gdapp.figures import frame, terrain
from gdapp.figures.frame import Axes, Look, Sketch
from gdapp.figures.loss import draw_accuracy, draw_loss
from gdapp.figures.text import number, percent
from gdapp.player import Readout, Scene
from gdapp.reference import Optimum
from gdcore import History
from gdcore.arrays import Array


def finished(
    sketch: Sketch,
    history: History,
    left: Axes,
    sentences: Sequence[str],
    best: Optimum,
    look: Look,
    accuracy: bool = True,
    arrange: Callable[[dict[str, Any], dict[str, Any]], None] | None = None,
) -> Scene:
    """The scene: what is on the sketch as the left panel with these axes, and all that every page has beside it.

    accuracy: whether it is drawn beside the loss, where it is the model's metric.
    arrange: changes the layout, and its overrides on a narrow screen, where a page needs more than one panel of its own.
    """
    panels = [("", left), ("2", draw_loss(sketch, history, best, look))]
    if look.landscape:
        panels.append(("5", terrain.draw(sketch, history, best, look)))
    whole = frame.layout(*panels)
    if history.run.model.metric_name == "accuracy" and accuracy:
        draw_accuracy(sketch, history, whole)
    figures = readouts(history, distance(history, best))
    narrow = frame.narrow(*(name for name, _ in panels))
    if arrange is not None:
        arrange(whole, narrow)
    return Scene({"data": sketch.traces, "layout": whole}, sketch.tracks, sentences, figures, narrow)


def updates(history: History) -> Array:
    """`(E+1,)` how many updates had been made after each epoch."""
    n, size = len(history.training.y), history.run.settings.batch_size
    a_pass = 1 if size is None else -(-n // min(size, n))
    return np.arange(len(history)) * a_pass


def readouts(history: History, apart: Array | None) -> list[Readout]:
    """The four figures under the plot: loss, the model's metric, distance to the optimum or slope, updates made."""
    if apart is None:
        slope = [number(value) for value in np.linalg.norm(history.gradient, axis=1)]
        third = Readout(
            "Slope ‖∇L‖", slope, "Length of the gradient over all training rows: 0 where the loss is flat."
        )
    else:
        third = Readout("Distance to optimum", [number(value) for value in apart], "Length of θ − θ*.")
    shares = history.run.model.metric_name == "accuracy"
    metric = [percent(value) if shares else number(value) for value in history.metric]
    return [
        Readout(
            "Loss",
            [number(value) for value in history.loss],
            "The objective that is descended, penalty included.",
        ),
        Readout(
            history.run.model.metric_name.replace("accuracy", "Accuracy"), metric, "On the training rows."
        ),
        third,
        Readout("Updates made", [f"{count:,}" for count in updates(history)], "Changes of θ so far."),
    ]


def distance(history: History, best: Optimum) -> Array | None:
    """`(E+1,)` the length of θ − θ*, or None where θ* is not known."""
    return None if best.theta is None else np.asarray(np.linalg.norm(history.theta - best.theta, axis=1))
