"""A text squeezed until it fits into a link, and back."""

import base64
import binascii
import zlib

MOST_CHARACTERS = 6_000
"""Longer links are cut by some programs that people send them with."""
MOST_BYTES = 200_000
"""A text that unfolds to more than this was not made here."""


def squeeze(content: bytes) -> str:
    """Bytes, deflated, in letters that a link may have."""
    return base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")


def unfold(text: str, most: int = MOST_BYTES) -> bytes | None:
    """What was squeezed; None where a text is nothing of the kind, or unfolds to more than so many bytes."""
    try:
        squeezed = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
        opened = zlib.decompressobj()
        content = opened.decompress(squeezed, most)
    except (ValueError, binascii.Error, zlib.error):
        return None
    return content if content and opened.eof else None
