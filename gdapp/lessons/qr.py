"""A link as a QR code, for paper: a phone reads it, and nobody types."""

import segno

LEAST_SIDE = 34.0
"""mm; a short link has a code of this size at least,"""
MODULE = 0.42
"""and each square of a long one this side: what a phone's camera still tells apart."""


def qr_svg(text: str) -> str | None:
    """The code as an SVG element that needs nothing else, as large as paper wants it; None where a text is too long for any."""
    try:
        code = segno.make_qr(text, error="l")  # raised where there is room for more without a larger code
    except segno.DataOverflowError:
        return None
    columns, _ = code.symbol_size(border=4)
    side = max(LEAST_SIDE, MODULE * columns)
    drawn = code.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None)
    return drawn.replace(
        "<svg ", f'<svg role="img" aria-label="QR code of the link" style="width:{side:.1f}mm" ', 1
    )
