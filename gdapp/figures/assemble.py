"""The finished scene of a model page: what is learned, the landscape, the loss, the sentence and the figures, on one clock."""

from collections.abc import Sequence

import numpy as np

from gdapp.figures import frame, landscape
from gdapp.figures.frame import Drawn, Look, Sketch
from gdapp.figures.loss import draw_accuracy, draw_loss
from gdapp.figures.predicted import draw_predicted
from gdapp.player import Readout, Scene
from gdapp.results import Results
from gdcore import History
from gdcore.arrays import Array
from gdcore.digits import above_rounding, number, numbers, percent
from gdcore.history import Looks


def complete_scene(
    sketch: Sketch,
    results: Results,
    learned: Drawn | Sequence[Drawn],
    sentences: Sequence[str],
    look: Look,
    accuracy: bool = True,
) -> Scene:
    """The scene: what is on the sketch as the panel, or the panels, of what is learned, and all that every page has beside it.

    accuracy: whether it is drawn beside the loss, where it is the model's metric.
    """
    history = results.history
    panels = [learned] if isinstance(learned, Drawn) else list(learned)
    draw_predicted(sketch, look.predicted, "")
    unit = "epoch" if history.looks is None else "update"
    loss = Drawn(f"Loss, {unit} by {unit}", "2", draw_loss(sketch, history, results.optimum, look))
    if look.landscape:
        panels.append(Drawn("Loss over the parameters", "5", landscape.draw(sketch, results, look)))
        draw_predicted(sketch, look.predicted, "5")
    panels.append(loss)
    whole = frame.layout(*panels)
    if history.run.model.metric_is_share and accuracy:
        draw_accuracy(sketch, history, whole, look)
    return Scene(
        {"data": sketch.traces, "layout": whole},
        sketch.tracks,
        sentences,
        readouts(history, distance(results)),
        [drawn.panel for drawn in panels],
        unit,
        sketch.handle,
    )


def metric_texts(history: History) -> list[str]:
    """The model's metric at every epoch, in percent where it is a share."""
    share = history.run.model.metric_is_share
    return list(map(percent, history.metric)) if share else numbers(history.metric)


def sentences(history: History, more: Sequence[str] = ()) -> list[str]:
    """What each epoch is, in words: loss, metric, what the model says of its parameters, and `more` of each epoch."""
    model, rest, units = history.run.model, more or [""] * len(history), history.units
    rows = zip(
        numbers(history.loss), metric_texts(history), held_out(history), history.theta, rest, strict=True
    )
    lines = []
    for row, (loss, metric, held, theta, extra) in enumerate(rows):
        parts = [f"loss {loss}", f"{model.metric_name} {metric}", held]
        in_units = "" if units is None else model.in_units(theta, units)
        parts += [model.equation(theta)] if units is None or units.scaled or not in_units else []
        parts += [in_units]
        if history.looks is not None:
            parts.append(next_batch(history.looks, row))
        lines.append(f"{history.moment(row)}: {', '.join(part for part in parts if part)}{extra}")
    return lines


def next_batch(looks: Looks, row: int) -> str:
    """What the next update looks at, in words; nothing after the last one."""
    size = int(looks.members[row].sum())
    return f"next batch of {size:,}: loss {number(looks.losses[row])}" if size else ""


def held_out(history: History) -> list[str]:
    """The metric on the held-out rows at every epoch: of a share its standard error too, or the count where all are alike."""
    metric, rows = history.held_out_metric, history.held_out
    if metric is None or rows is None:
        return [""] * len(history)
    if not history.run.model.metric_is_share:
        return [f"held-out {history.run.model.metric_name} {text}" for text in numbers(metric)]
    n = len(rows.y)
    return [
        f"held out {share * n:.0f} of {n}"
        if share in (0, 1)
        else f"held out {100 * share:.1f} ± {percent(np.sqrt(share * (1 - share) / n))}"
        for share in metric.tolist()
    ]


def readouts(history: History, distances: Array | None) -> list[Readout]:
    """The four figures under the plot: loss, the model's metric, distance to the optimum or slope, updates made."""
    if distances is None:
        slope = numbers(above_rounding(np.linalg.norm(history.gradient, axis=1)))
        third = Readout(
            "Slope ‖∇L‖", slope, "Length of the gradient over all training rows: 0 where the loss is flat."
        )
    else:
        third = Readout(
            "Distance to optimum",
            numbers(above_rounding(distances)),
            "Length of θ − θ*; of many optima, the nearest.",
        )
    return [
        Readout(
            "Loss",
            numbers(history.loss),
            "The objective that is descended, penalty included.",
        ),
        Readout(
            history.run.model.metric_name.replace("accuracy", "Accuracy"),
            metric_texts(history),
            "On the training rows.",
        ),
        third,
        Readout("Updates made", [f"{count:,}" for count in history.updates], "Changes of θ so far."),
    ]


def distance(results: Results) -> Array | None:
    """`(E+1,)` how far θ is from the nearest optimum, or None where none is known."""
    best = results.optimum
    return None if best.theta is None else best.distance(results.history.theta)
