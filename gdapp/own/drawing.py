"""Points drawn by hand: into an empty plane, or among the rows that there are. Each change trains again at once."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import streamlit as st

from gdapp import knobs
from gdapp.catalogue import Page
from gdapp.own.changes import changed, offered_classes
from gdapp.own.file import FILE, Cells, Drawn, File, drawn
from gdapp.turning import turn
from gdcore import Run
from gdcore.arrays import Array
from gdcore.data import Dataset, Task
from gdcore.models.base import Model

DRAWING, PLANE, CLICK = "own_drawing", "own_plane", "own_click"
EMPTY = (-5.0, 5.0, -5.0, 5.0)
MARGIN = 0.3
"""Beside the points, this share of their extent is shown while points are drawn."""
MOST_ROWS = 1_000
"""Of more rows none is changed by hand."""
MOST_UNDONE = 50
MOST_CLASSES = 5
"""So many classes have a colour of their own."""
REMOVE = "remove"

Plane = tuple[float, float, float, float]


def begin(page: Page) -> None:
    """An empty plane is to be drawn on."""
    task = page.run.model.task
    columns = ("x", "y") if task is Task.REGRESSION else ("x1", "x2", "class")
    st.session_state.update(
        {FILE: drawn("drawn points", task, Drawn(columns, [])), DRAWING: True, PLANE: EMPTY}
    )


def adopt(page: Page, run: Run, columns: tuple[str, ...], cells: Cells) -> None:
    """The rows of a made-up data set become a person's own; nothing else about the run changes."""
    file = drawn("changed rows", run.data.task, Drawn(columns, cells))
    file.opened[page.address] = None
    st.session_state[FILE] = file
    turn({knobs.DATA.key: knobs.OWN})


def take_back() -> None:
    """All changes by hand are taken back."""
    file: File | None = st.session_state.get(FILE)
    if file is not None:
        st.session_state[FILE] = file.origin
        turn({})


def stop() -> None:
    """No more points are drawn."""
    for key in (DRAWING, PLANE, CLICK):
        st.session_state.pop(key, None)


def offer(data: Dataset) -> None:
    """The button that begins to change rows by hand, where they are few enough and have a plane."""
    if data.task is Task.RATINGS or data.expected_rows > MOST_ROWS or st.session_state.get(DRAWING):
        return
    X, y = data.split(0).training
    points = np.c_[X, y] if X.shape[1] == 1 else X
    low, high = points.min(axis=0), points.max(axis=0)
    room = MARGIN * (high - low)
    plane = tuple(np.stack([low - room, high + room], axis=1).ravel().tolist())
    st.button(
        "Draw points",
        on_click=st.session_state.update,
        args=({DRAWING: True, PLANE: plane},),
        width="stretch",
    )


def is_drawing(file: File, task: Task) -> bool:
    """Whether rows that are not yet enough are shown, for more to be drawn."""
    return file.drawn is not None and file.ordered is task and bool(st.session_state.get(DRAWING))


def plane_of(run: Run) -> Plane | None:
    """The least of the plane that is shown, while points are drawn on it."""
    data = run.data.unscaled
    drawing = st.session_state.get(DRAWING) and data.own and data.task is not Task.RATINGS
    return st.session_state.get(PLANE) if drawing else None


def rows_of(file: File, run: Run) -> Drawn:
    """The rows that a run learns from, to be changed."""
    data = run.data.unscaled
    return file.drawn or Drawn(data.columns, data.cells(data.split(0).training))


def replace_rows(file: File, task: Task, columns: tuple[str, ...], cells: Cells) -> None:
    """Other rows take the place of those that there are; the page is drawn anew."""
    st.session_state[FILE] = after = drawn(file.name, task, Drawn(columns, cells), file)
    for _ in range(MOST_UNDONE):
        if after.before is None:
            break
        after = after.before
    after.before = None
    turn({})


def most_classes(model: Model) -> int:
    """How many classes can be drawn for a model."""
    return min(model.class_limit or MOST_CLASSES, MOST_CLASSES)


def draw_tools(file: File, cells: Cells, model: Model) -> str | None:
    """What a click does, undo, and done; return the class that a click adds, "" where there is none, or None to remove."""
    with st.container(horizontal=True, vertical_alignment="center", key="drawing"):
        classes = offered_classes(cells, most_classes(model)) if model.task is Task.CLASSIFICATION else [""]
        kinds = [*classes, REMOVE]
        words = {name: f"Add {name}" if name else "Add" for name in classes} | {REMOVE: "Remove"}
        if st.session_state.get(CLICK) not in kinds:
            st.session_state[CLICK] = kinds[0]
        kind = st.segmented_control(
            "A click",
            kinds,
            format_func=words.__getitem__,
            key=CLICK,
            label_visibility="collapsed",
            required=True,
        )
        st.button("Undo", on_click=undo, disabled=file.before is None)
        st.button("Done", on_click=done)
        st.caption("Drag a point to move it.")
    return None if kind == REMOVE else kind


def undo() -> None:
    """The last change by hand is taken back."""
    file: File | None = st.session_state.get(FILE)
    if file is not None and file.before is not None:
        st.session_state[FILE] = file.before
        turn({})


def done() -> None:
    """No more points are drawn; the page is drawn anew."""
    stop()
    turn({})


class Draws(NamedTuple):
    """What a press on the plane does ("add", "remove", or "" for nothing), and what hears of it."""

    does: str = ""
    hears: Callable[[], None] = lambda: None


def draw_for(run: Run, key: str) -> Draws:
    """While points are drawn: the tools, and what the player under a key is told."""
    file: File | None = st.session_state.get(FILE)
    if file is None or plane_of(run) is None:
        return Draws()
    kind = draw_tools(file, rows_of(file, run).cells, run.model)
    return Draws("remove" if kind is None else "add", lambda: take(key, run, kind or None))


def take(key: str, run: Run, label: str | None) -> None:
    """A change that the browser reports of the picture of a run."""
    file, change = st.session_state.get(FILE), change_of(key)
    if file is None or not run.data.unscaled.own:
        return
    units = run.data.units(run.settings.seed, run.settings.held_out)
    assert units is not None, "own rows have the units of their file"
    d = len(units.shift)
    factor, shift = np.ones(2), np.zeros(2)
    factor[:d], shift[:d] = units.factor, units.shift
    apply(file, run.data.task, rows_of(file, run), in_file(change, factor, shift), label)


def change_of(key: str) -> Mapping[str, Any]:
    """What a player reported; {} where it is nothing."""
    change = dict(st.session_state.get(key) or {}).get("change")
    return change if isinstance(change, Mapping) else {}


def in_file(change: Mapping[str, Any], factor: Array, shift: Array) -> dict[str, Any]:
    """A change in the units of the file."""
    found = dict(change)
    for end in ("from", "to"):
        if isinstance(change.get(end), list | tuple) and len(change[end]) == 2:
            found[end] = [float(n) / f + s for n, f, s in zip(change[end], factor, shift, strict=True)]
    return found


def apply(file: File, task: Task, rows: Drawn, change: Mapping[str, Any], label: str | None) -> None:
    """Change the rows, and draw the page anew."""
    plane = np.array(st.session_state.get(PLANE, EMPTY)).reshape(2, 2)
    cells = changed(rows.cells, change, label, plane[:, 1] - plane[:, 0])
    if cells is not None:
        replace_rows(file, task, rows.columns, cells)
