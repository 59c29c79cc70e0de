"""A small table as a text that fits into a link, and back."""

import base64
import binascii
import csv
import io
import zlib
from collections.abc import Iterable

from gdcore.data.reading.sheet import Bad, Sheet

MOST_CHARACTERS = 6_000
"""Longer links are cut by some programs that people send them with."""
MOST_BYTES = 200_000
"""A text that unfolds to more than this was not made here."""


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
    squeezed = zlib.compress(text.getvalue().encode(), 9)
    found = base64.urlsafe_b64encode(squeezed).decode().rstrip("=")
    return found if len(found) <= MOST_CHARACTERS else ""


def unpacked(text: str) -> bytes | None:
    """The table in a link, as the bytes of a file; None where there is none."""
    try:
        squeezed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        opened = zlib.decompressobj()
        content = opened.decompress(squeezed, MOST_BYTES)
    except (ValueError, binascii.Error, zlib.error):
        return None
    return content if content and opened.eof else None
