"""The files of `tests/tables`, each of a kind that people have: what is read from it is what was written down beside it by hand."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from gdcore.data import Task
from gdcore.data.reading.choice import BadRows, choose
from gdcore.data.reading.sheet import read_sheet

FOLDER = Path(__file__).parents[1] / "tables"
READINGS = tomllib.loads((FOLDER / "readings.toml").read_text(encoding="utf-8"))
SAME, FILES = READINGS["same"], READINGS["files"]
TASKS = {"regression": Task.REGRESSION, "classification": Task.CLASSIFICATION, "ratings": Task.RATINGS}


def sheet_in(name):
    return read_sheet((FOLDER / name).read_bytes())


def numbers(data):
    """The numbers that are learned from, a row each."""
    return np.c_[data.rows().X, data.rows().y].tolist()


def test_every_file_has_a_reading():
    assert {path.name for path in FOLDER.iterdir()} == {"readings.toml", *SAME["sentences"], *FILES}


@pytest.mark.parametrize("name", SAME["sentences"])
def test_the_same_numbers_however_they_are_written(name):
    sheet = sheet_in(name)
    assert sheet.sentence == SAME["sentences"][name]
    assert numbers(choose(sheet, Task.REGRESSION).data) == SAME["rows"]


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_as_it_is_meant(name):
    expected = FILES[name]
    sheet, task = sheet_in(name), TASKS[expected["task"]]
    assert expected.get("sentence", "") in sheet.sentence
    asked, bad = tuple(expected.get("asked", ())), expected.get("bad", [])
    if "trouble" in expected:
        with pytest.raises(ValueError) as trouble:
            choose(sheet, task)
        assert expected["trouble"] in str(trouble.value)
    if bad:
        with pytest.raises(BadRows) as caught:
            choose(sheet, task, asked)
        assert [[row.line, row.column] for row in caught.value.bad] == [row[:2] for row in bad]
        for row, (_, _, reason) in zip(caught.value.bad, bad, strict=True):
            assert reason in row.reason
        assert str(caught.value).endswith("or leave them out.")
    if "rows" in expected:
        found = choose(sheet, task, asked, skip=bool(bad))
        assert list(found.columns) == expected.get("columns", list(asked) or list(found.columns))
        assert numbers(found.data) == expected["rows"] and len(found.bad) == len(bad)
