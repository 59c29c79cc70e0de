"""The plane while there are not yet enough points on it to learn from."""

import numpy as np
import streamlit as st

from gdapp.figures import frame
from gdapp.figures.points import class_trace
from gdapp.own import drawing
from gdapp.own.changes import offered_classes
from gdapp.own.file import Drawn, File
from gdapp.player import Scene, deflated
from gdapp.player.component import player
from gdapp.shell import Frame
from gdcore.data import Task


def draw_plane(at: Frame, file: File, trouble: str) -> None:
    """The points that there are, and the plane to draw more on."""
    rows, model, key = file.drawn, at.page.run.model, f"plane:{at.page.address}"
    assert rows is not None, "only drawn points have a plane of their own"
    most = drawing.most_classes(model)
    with at.stage:
        kind = drawing.draw_tools(file, rows.cells, model)
        label = kind if model.task is Task.CLASSIFICATION else None
        player(
            deflated(bare_scene(rows, model.task, most, f"Not enough to learn from yet: {trouble}")),
            key=key,
            last=0,
            at=0,
            label="Plane to draw points on",
            hide=["controls"],
            draw="remove" if kind is None else "add",
            on_change=lambda: drawing.apply(file, model.task, rows, drawing.change_of(key), label),
        )


def bare_scene(rows: Drawn, task: Task, most: int, sentence: str) -> Scene:
    """Points on a plane, and nothing that was learned."""
    sketch = frame.Sketch()
    if task is Task.REGRESSION:
        points = np.array(rows.cells, float).reshape(-1, 2)
        marker = {"size": 8, "color": frame.class_colour(0)}
        trace = {"x": points[:, 0], "y": points[:, 1], "mode": "markers", "marker": marker}
        sketch.add({**trace, "name": "training points", "showlegend": True})
    else:
        for k, name in enumerate(offered_classes(rows.cells, most)):
            points = np.array([row[:2] for row in rows.cells if row[2] == name], float).reshape(-1, 2)
            sketch.add(class_trace(points, k, name, rows.columns))
    left, right, low, high = st.session_state.get(drawing.PLANE, drawing.EMPTY)
    square = {"scaleanchor": "x", "constrain": "domain"}
    axes = frame.axis(rows.columns[0], (left, right)), frame.axis(rows.columns[1], (low, high), **square)
    panel = frame.Drawn("Examples", "", axes)
    figure = {"data": sketch.traces, "layout": frame.layout(panel)}
    return Scene(figure, sketch.tracks, [sentence], (), [panel.panel])
