"""Tables that other programs keep in a form of their own, as CSV: records of JSON, and the ARFF of Weka."""

import csv
import io
import json
import re
from collections.abc import Iterable
from typing import Any

ATTRIBUTE = re.compile(r"^\s*@attribute\s+('(?:[^'\\]|\\.)*'|\"[^\"]*\"|\S+)\s", re.IGNORECASE)
DATA = re.compile(r"^[ \t]*@data[ \t]*\n", re.IGNORECASE | re.MULTILINE)


def as_csv(text: str) -> tuple[str, str]:
    """The text as CSV, and the name of the form that it had; itself and "" where it has none of these."""
    begin = text.lstrip()[:1]
    if begin in ("[", "{"):
        records = records_in(text)
        if records:
            return written(records), "JSON"
    if begin in ("@", "%"):
        data = DATA.search(text)
        names = [found[1].strip("'\"") for line in text.split("\n") if (found := ATTRIBUTE.match(line))]
        if data and names:
            header = io.StringIO()
            csv.writer(header, lineterminator="\n").writerow(names)
            return header.getvalue() + text[data.end() :].replace("'", '"'), "ARFF"
    return text, ""


def records_in(text: str) -> list[dict[str, Any]]:
    """The records of JSON: a list of them, one a line, a list by column, or a list under some name; [] where there are none."""
    try:
        found = json.loads(text)
    except RecursionError:
        return []
    except ValueError:
        try:
            found = [json.loads(line) for line in text.split("\n") if line.strip()]
        except (ValueError, RecursionError):
            return []
    if isinstance(found, dict):
        columns = {name: values for name, values in found.items() if isinstance(values, list)}
        if columns and all(isinstance(value, dict) for value in next(iter(columns.values()))):
            found = next(iter(columns.values()))
        elif len({len(values) for values in columns.values()}) == 1:
            found = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    if isinstance(found, list) and found and all(isinstance(row, list) for row in found):
        found = [{f"column {place}": cell for place, cell in enumerate(row, start=1)} for row in found]
    return found if isinstance(found, list) and all(isinstance(row, dict) for row in found) else []


def written(records: Iterable[dict[str, Any]]) -> str:
    """Records as CSV, with every name that any of them has and that holds no further records."""
    rows = list(records)
    names = dict.fromkeys(
        name for row in rows for name, value in row.items() if not isinstance(value, dict | list)
    )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([cell(row.get(name)) for name in names] for row in rows)
    return text.getvalue()


def cell(value: Any) -> str:
    """A value of JSON as the text of a cell."""
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
