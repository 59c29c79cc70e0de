"""A number that was said beforehand, and the one that came out."""

from gdcore.analysis.prediction.words import Comparison, bounded, finite
from gdcore.digits import number, percent

TIMES = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
FROM = 1.75
"""From this ratio on a number is said to be so many times too large or too small."""
MOST = 1_000.0
WHOLE = 0.05
"""Within this share of a whole number a ratio is that number."""


def compare_numbers(said: float, true: float, tolerance: float = 0.1) -> Comparison:
    """Compare a number with the true one. distance: the difference as a share of the true number's size; of 0, itself.

    tolerance: what counts as right, as such a share. ValueError where a number is not finite.
    """
    said, true, tolerance = finite("numbers", (said, true, tolerance), (3,)).tolist()
    size = abs(true) or 1.0
    distance = bounded(abs(said / size - true / size))
    beside = f"you said {number(said)}, it is {number(true)}."
    if said == true:
        return Comparison(f"You said {number(said)}, and so it is.", 0.0)
    if true and distance <= tolerance:
        share = percent(tolerance).replace(".0 ", " ")
        return Comparison(f"Within {share}: {beside}", distance)
    return Comparison(f"{off(said, true)}: {beside}", distance)


def off(said: float, true: float) -> str:
    """How a number is wrong: "Three times too large", or where it is near, or below 0, "Too small by 0.20"."""
    way = "large" if said > true else "small"
    if said > 0 and true > 0:
        ratio = bounded(max(said, true) / min(said, true))
        if ratio >= FROM:
            return f"{times(ratio)} times too {way}"
    return f"Too {way} by {number(bounded(abs(said - true)), 2)}"


def times(ratio: float) -> str:
    """A ratio as a word."""
    if ratio > MOST:
        return f"More than {number(MOST)}"
    near = round(ratio)
    if near < len(TIMES) and abs(ratio - near) <= WHOLE * near:
        return TIMES[near].capitalize()
    return f"About {number(ratio, 2)}"
