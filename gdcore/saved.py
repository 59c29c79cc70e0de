"""A run as a file of JSON, of which the same run is made again, to the last bit: `python -m gdcore --run FILE`.

| key | meaning |
| --- | --- |
| `format` | "gdcore run 1" |
| `model` | the name of a program, as `gdcore.article` knows it |
| `knobs` | every knob by `article`'s name, with its value; `data` is the name of a data set, or own rows: `columns` and `rows` |
"""

import json
from typing import Any

from gdcore.data import Dataset, Task
from gdcore.data.own import own_rows
from gdcore.programs import PROGRAMS, Program
from gdcore.settings import Setup

FORMAT = "gdcore run 1"


def saved(program: Program, run: Setup) -> str:
    """The text of the file, a knob on each line. ValueError where the data have no name in the program and are not own rows."""
    knobs = program.values(run) | {"data": data_of(program, run)}
    lines = ",\n".join(
        f"    {json.dumps(knob)}: {json.dumps(value, ensure_ascii=False)}" for knob, value in knobs.items()
    )
    head = f'  "format": {json.dumps(FORMAT)},\n  "model": {json.dumps(program.name)},\n'
    return f'{{\n{head}  "knobs": {{\n{lines}\n  }}\n}}\n'


def data_of(program: Program, run: Setup) -> Any:
    """The name of the data set; own rows as a table, before any scaling."""
    raw = run.data.unscaled
    if raw.own:
        return {"columns": list(raw.columns), "rows": raw.cells(raw.split(run.settings.seed).training)}
    for name, known in program.data_sets.items():
        if (
            known.knobs == raw.knobs
            and known.varied(**{knob: getattr(raw, knob) for knob in raw.knobs}) == raw
        ):
            return name
    raise ValueError(f"{raw} has no name among the data sets of {program.name}. Take one of them.")


def restored(text: str) -> tuple[str, dict[str, Any]]:
    """The model's name and the knobs for `article`. ValueError says what is wrong with the file, and what to do."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("is no JSON. Give a file that was saved as a run.") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ValueError(
            f"is no saved run: there is no format {FORMAT!r}. Give a file that was saved as a run."
        )
    name, knobs = found.get("model"), found.get("knobs")
    if not isinstance(name, str) or name not in PROGRAMS:
        raise ValueError(f"model is {name!r}; allowed is one of {', '.join(PROGRAMS)}.")
    if not isinstance(knobs, dict) or "data" not in knobs:
        raise ValueError("knobs, data among them, are missing. Give a file that was saved as a run.")
    if isinstance(knobs.get("data"), dict):
        knobs["data"] = rows_in(knobs["data"], PROGRAMS[name].run.model.task)
    return name, knobs


def rows_in(table: dict[str, Any], task: Task) -> Dataset:
    """Own rows as a data set."""
    names, rows = table.get("columns"), table.get("rows")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError("data.columns must be a list of names.")
    if not isinstance(rows, list) or not rows:
        raise ValueError("data.rows must be a list of rows.")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, list) or len(row) != len(names):
            raise ValueError(f"data.rows: row {number} must be a list of {len(names)} cells, one a column.")
    return own_rows(task, list(zip(*rows, strict=True)), tuple(names))
