"""Axes with what came out on them: a curve or a line, or a mark at one place."""

from collections.abc import Sequence

from gdapp.predict.axes import TEXT, Axes, colour, frame_box, svg, words

FAR = 1e4
"""What lies farther out, in sizes of the frame, is drawn there: no reader of an SVG has to take larger numbers."""
CROSS = "m-7-7l14 14m0-14l-14 14"


def svg_with(axes: Axes, points: Sequence[tuple[float, float]], width: float, height: float) -> str:
    """The SVG of the axes, of this size in px, with points in their units: joined, or where there is one, a cross named "end".

    What lies outside of the frame is cut off.
    """
    box = frame_box(axes, width, height)
    spans = axes.x[1] - axes.x[0], axes.y[1] - axes.y[0]
    places = [
        (
            bounded((x - axes.x[0]) / spans[0]) * box.width,
            bounded((axes.y[1] - y) / spans[1]) * box.height,
        )
        for x, y in points
    ]
    if not places:
        return svg(axes, width, height)
    frame = f'x="{box.left:.1f}" y="{box.top:.1f}" width="{box.width:.1f}" height="{box.height:.1f}"'
    (x, y), *others = places
    path = f"M{x:.1f} {y:.1f}" + ("".join(f"L{x:.1f} {y:.1f}" for x, y in others) if others else CROSS)
    drawn = (
        f'<path d="{path}" style="fill:none;stroke:{colour("ink")};stroke-width:3;stroke-linejoin:round"/>'
    )
    if not others:
        side, step = ("end", -12) if x > box.width - 60 else ("start", 12)
        level = y - 8 if y > TEXT + 12 else y + 22
        halo = f"font-weight:bold;stroke:{colour('paper')};stroke-width:4;paint-order:stroke"
        drawn += words(x + step, level, "end", side, halo)
    return svg(axes, width, height).removesuffix("</g></svg>") + f"<svg {frame}>{drawn}</svg></g></svg>"


def bounded(share: float) -> float:
    """A number no farther from 0 than FAR."""
    return min(max(share, -FAR), FAR)
