"""On which line of a lesson's file a field stands."""

import re


def line_of(text: str, number: int, name: str) -> int:
    """The line, counted from 1, of a field of a step, or of the lesson itself, which is step 0.

    name: "run", or with the table that it stands in: "then.run". Where there is no such field it is the line at which its table or
    its step begins.
    """
    lines = text.split("\n")
    heads = [k for k, line in enumerate(lines) if re.match(r"\s*\[\[\s*step\s*\]\]", line)]
    begin = heads[number - 1] if 0 < number <= len(heads) else 0
    end = next((k for k in heads if k > begin), len(lines)) if number else (heads or [len(lines)])[0]
    opens = {k: re.match(r"\s*\[\s*step\.(\w+)", lines[k]) for k in range(begin, end)}
    tables = {found[1]: k for k, found in opens.items() if found}
    table, _, key = name.rpartition(".")
    if table in tables:
        begin = tables[table]
    elif table or key in tables:  # the table stands in a line of its step, or is itself what is meant
        key, begin = table or key, tables.get(key, begin)
    end = min([k for k in tables.values() if k > begin], default=end)
    own = (k for k in range(begin, end) if re.match(rf"\s*{re.escape(key)}\s*[=.]", lines[k]))
    return next(own, begin) + 1
