"""The pieces of a script put together for a run."""

import base64
import json
from dataclasses import fields
from pathlib import Path
from textwrap import fill
from typing import Any, NamedTuple

import numpy as np

from gdcore import History
from gdcore.arrays import Array
from gdcore.data import Task

HERE = Path(__file__).parent
WIDTH = 118


class Section(NamedTuple):
    """A part of the script, and a cell of the notebook: a title and lines of Python."""

    title: str
    code: str


def has_script(model: str, optimizer: str) -> bool:
    """Whether there are pieces for a model and an optimizer."""
    return all((HERE / place).is_file() for place in (f"models/{model}.txt", f"optimizers/{optimizer}.txt"))


def sections(history: History) -> list[Section]:
    """The script of a run, part by part."""
    run = history.run
    plot = "plot_ratings.txt" if run.data.task is Task.RATINGS else "plot_points.txt"
    return [
        Section("The rows", rows(history)),
        Section("Settings", settings(history)),
        Section("The start", start(history)),
        Section("The model", piece(f"models/{run.model.name}.txt")),
        Section("The optimizer", piece(f"optimizers/{run.optimizer.name}.txt")),
        Section("The loop", shuffles(history) + piece("loop.txt")),
        Section("The plots", piece(plot)),
    ]


def piece(path: str) -> str:
    """The text of a piece."""
    return (HERE / path).read_text("utf-8").strip() + "\n"


def script(title: str, parts: list[Section]) -> str:
    """All parts as one file."""
    about = f'"""{title}: gradient descent in plain NumPy. It trains this run again and draws it."""\n\n'
    return about + "\n\n".join(part.code for part in parts)


def notebook(title: str, parts: list[Section]) -> str:
    """All parts as a notebook of the format nbformat 4.5, a cell each."""
    texts = [
        ("markdown", f"# {title}\n\nGradient descent in plain NumPy. It trains this run again and draws it.")
    ]
    for part in parts:
        texts += [("markdown", f"## {part.title}"), ("code", part.code.rstrip("\n"))]
    cells = []
    for number, (kind, text) in enumerate(texts):
        cell: dict[str, Any] = {"id": f"cell-{number}", "cell_type": kind, "metadata": {}}
        cell["source"] = text.splitlines(keepends=True)
        cells.append(cell | ({"execution_count": None, "outputs": []} if kind == "code" else {}))
    whole = {
        "cells": cells,
        "metadata": {"language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def rows(history: History) -> str:
    """The training rows as they are learned from, every digit."""
    data, training = history.run.data, history.training
    columns = (
        "user, item, rating"
        if data.task is Task.RATINGS
        else ", ".join((*data.feature_names, data.columns[-1]))
    )
    lines = ["import numpy as np", "", f"# {len(training.y)} rows: {comment(columns)}"]
    lines += [literal("X", training.X), literal("y", training.y)]
    if data.class_count:
        lines.append(f"# classes: {comment(', '.join(data.class_names))}")
    return "\n".join(lines) + "\n"


def comment(text: str) -> str:
    """A text on one line of Python that is a comment, whatever is in it."""
    return " ".join(text.split())


def settings(history: History) -> str:
    """The knobs of the run."""
    run = history.run
    lines = [f"epochs = {history.last}", f"batch_size = {history.batches.size}"]
    lines += [f"{known.name} = {getattr(run.optimizer, known.name)!r}" for known in fields(run.optimizer)]
    if run.model.strength is not None:
        lines.append(f"{run.model.strength} = {getattr(run.model, run.model.strength)!r}")
    return "\n".join([*lines, f"metric_name = {run.model.metric_name!r}"]) + "\n"


def start(history: History) -> str:
    """Every parameter before the first step."""
    lines = ["params = {}"]
    lines += [literal(f'params["{name}"]', values[0]) for name, values in history.params.items()]
    return "\n".join(lines) + "\n"


def shuffles(history: History) -> str:
    """Where batches are drawn: the random stream as it stands after the start, and how it puts the rows in a new order."""
    if history.whole_set:
        return ""
    run = history.run
    stream = run.data.split(run.settings.seed, run.settings.held_out).stream
    run.model.start(run.data, stream)
    _, key, position, *_ = stream.get_state()
    packed = base64.b64encode(np.asarray(key, "<u4").tobytes()).decode()
    quoted = "\n".join(f'    "{packed[at : at + 100]}"' for at in range(0, len(packed), 100))
    afresh = "    return rng.permutation(len(order))"
    again = "    order = order.copy()\n    rng.shuffle(order)\n    return order"
    body = again if run.data.task is Task.RATINGS else afresh
    return (
        "import base64\n\n# The random stream as it stands after the start.\n"
        f"state = (\n{quoted}\n)\n"
        "rng = np.random.RandomState()\n"
        f'rng.set_state(("MT19937", np.frombuffer(base64.b64decode(state), "<u4"), {position}))\n\n\n'
        f"def new_order(order):\n{body}\n\n\n"
    )


def literal(name: str, values: Array) -> str:
    """An array as a line of Python that makes it again, to the last digit."""
    text = json.dumps(np.asarray(values).tolist())
    return f"{name} = np.array(\n{fill(text, WIDTH, initial_indent='    ', subsequent_indent='    ', break_long_words=False)}\n)"
