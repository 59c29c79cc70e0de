"""A small table as a text that fits into a link, and back."""

import base64
import binascii
import csv
import io
import zlib

from gdcore.data.reading.sheet import Sheet

MOST_CHARACTERS = 6_000
"""Longer links are cut by some programs that people send them with."""
MOST_BYTES = 200_000
"""A text that unfolds to more than this was not made here."""


def packed(sheet: Sheet, columns: tuple[str, ...]) -> str:
    """Some columns of a sheet, to the digits of the file; "" where they are too many for a link."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=sheet.separator, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*(sheet.cells(name) for name in columns), strict=True))
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
