"""What the tests of pictures share: numbers read off a text, slopes taken by differences, points compared as sets."""

import re

import numpy as np

from gdcore import History

RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
NUMBER = r"−?\d[\d,]*(?:\.\d+)?(?:·10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"


def read(text: str) -> float:
    """The number that a text says: "−1,234", "93.5 %", "8.78·10⁻⁶"."""
    found = re.fullmatch(rf"({NUMBER})(?: %)?", text)
    assert found, f"{text!r} is not a number"
    mantissa, _, power = found[1].replace(",", "").replace("−", "-").partition("·10")
    return float(mantissa) * 10.0 ** int(power.translate(RAISED) or 0)


def numbers(text: str) -> list[float]:
    """All numbers in a text, in their order; a hyphen or letter before a digit is part of a word."""
    return [read(found) for found in re.findall(rf"(?<![\w⁰¹²³⁴⁵⁶⁷⁸⁹])({NUMBER})", text)]


def agrees(said: float, value: float, room: float = 1e-12) -> bool:
    """Whether a number that was read is a value: to three digits, or to `room` where it has few decimals."""
    return abs(said - value) <= max(0.0051 * abs(value), room)


def slope(f, h: float = 1e-3) -> float:
    """The derivative of f at 0 by the five-point difference."""
    return (f(-2 * h) - 8 * f(-h) + 8 * f(h) - f(2 * h)) / (12 * h)


def derivative(history: History, theta: np.ndarray, way: np.ndarray) -> float | None:
    """The objective's derivative along a way, or None where two differences disagree: there is a kink within reach."""
    size = 1e-4 * (1 + float(np.abs(theta).max()))
    wide, close = (slope(lambda t: objective(history, theta + t * way), h) for h in (size, size / 5))
    return wide if abs(wide - close) <= 1e-4 * (abs(wide) + 1e-3) else None


def objective(history: History, theta: np.ndarray) -> float:
    """The objective over the training rows at any θ, by the model itself."""
    return history.run.model.objective(theta, *history.prepared(history.training)).value


def as_set(points: np.ndarray) -> np.ndarray:
    """Points `(m, 2)` in an order of their own, so that two equal sets of them are equal arrays."""
    points = np.asarray(points, float).reshape(-1, 2)
    return points[np.lexsort(np.round(points, 4).T)]


def same_points(drawn: np.ndarray, wanted: np.ndarray) -> None:
    """Two sets of points are equal, as far as float32 tells."""
    drawn, wanted = as_set(drawn), as_set(wanted)
    assert len(drawn) == len(wanted)
    np.testing.assert_allclose(drawn, wanted, rtol=1e-5, atol=1e-5)


def on_axis(axis: dict, values: np.ndarray) -> np.ndarray:
    """Which values lie between the ends of an axis, its own rounding allowed for."""
    low, high = sorted(axis["range"])
    values = np.log10(values) if axis.get("type") == "log" else np.asarray(values)
    room = 1e-5 * (high - low)
    return (values >= low - room) & (values <= high + room)


def crosses(picture, ends):
    """Whether both ends of a line are outside of the panel."""
    inside = [
        (ends[:, k] > min(picture.axis(side)["range"])) & (ends[:, k] < max(picture.axis(side)["range"]))
        for k, side in enumerate("xy")
    ]
    return not (inside[0] & inside[1]).any()
