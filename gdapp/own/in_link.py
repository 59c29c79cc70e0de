"""A small table as a text that fits into a link."""

import csv
import io
from collections.abc import Iterable

from gdapp.squeezed import MOST_CHARACTERS, squeeze
from gdcore.data.reading.sheet import Bad, Sheet


def packed(sheet: Sheet, columns: tuple[str, ...], bad: Iterable[Bad] = (), wide: bool = False) -> str:
    """Some columns of a sheet, to the digits of the file, without what cannot be used; "" where they are too many for a link.

    wide: each column but the first is an item, so that only a bad cell is left out, and not its row.
    """
    lines = {(row.line, row.column) if wide else row.line for row in bad}
    text = io.StringIO()
    writer = csv.writer(text, delimiter=sheet.separator, lineterminator="\n")
    writer.writerow(columns)
    rows = zip(*(sheet.cells(name) for name in columns), strict=True)
    for line, cells in zip(sheet.lines.tolist(), rows, strict=True):
        if wide:
            writer.writerow(
                "" if (line, name) in lines else cell for name, cell in zip(columns, cells, strict=True)
            )
        elif line not in lines:
            writer.writerow(cells)
    found = squeeze(text.getvalue().encode())
    return found if len(found) <= MOST_CHARACTERS else ""
