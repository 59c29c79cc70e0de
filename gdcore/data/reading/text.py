"""The bytes of a file as text."""

import codecs

KNOWN = (
    (b"PK\x03\x04", "a spreadsheet or an archive"),
    (b"\xd0\xcf\x11\xe0", "a spreadsheet"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
"""How files begin that are no text, and what they are."""

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
SOME = 4_000
"""So many bytes show whether every other one is 0."""


def decode(content: bytes) -> tuple[str, str]:
    """The text, its lines ended by a line feed alone, and the name of its encoding. ValueError says what to do with no text."""
    for mark, what in KNOWN:
        if content.startswith(mark):
            raise ValueError(
                f"this is {what}, not a text. Open it where it was made and save the table as CSV."
            )
    text, name = decoded(content)
    if "\0" in text:
        raise ValueError("this is not a text. Save the table as CSV and try again.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), name


def decoded(content: bytes) -> tuple[str, str]:
    """By the mark at its start; by zeros, which UTF-16 has and no other text; as UTF-8; or as what old programs write."""
    for mark, codec, name in MARKS:
        if content.startswith(mark):
            return content.decode(codec, errors="replace"), name
    even, odd = content[:SOME:2].count(0), content[1:SOME:2].count(0)
    if max(even, odd) > len(content[:SOME]) / 5:
        return content.decode("utf-16-le" if odd > even else "utf-16-be", errors="replace"), "UTF-16"
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "Windows-1252"
