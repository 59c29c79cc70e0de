"""What to try next: one knob and a value within its range, from what is known about the run. The verdicts' other half."""

from math import floor, log10
from typing import Any

from gdcore.curvature import stability
from gdcore.models.linear_regression import LinearRegression
from gdcore.models.logistic_regression import LogisticRegression
from gdcore.models.neural_network import NeuralNetwork
from gdcore.models.softmax_regression import SoftmaxRegression
from gdcore.optimizers import GradientDescent
from gdcore.run import History

Remedy = tuple[dict[str, Any], str]
"""A knob with its value (or nothing), and the same in words."""

ROUND = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
"""The round values of a decade that a suggested learning rate is one of."""

LEAST_RATE, MOST_RATE = 1e-4, 10.0
MOST_EPOCHS = 1000
MOST_UNITS = 64
BATCHES = (1, 2, 4, 8, 16, 32, 64, 128, 256)

SAFE = 0.5
"""A suggested rate is at most this share of the largest stable one."""

NOTHING: Remedy = ({}, "")


def shown(number: float, digits: int = 2) -> str:
    """A number in few digits, with a real minus sign: 0.31, 12, 2.1e−7."""
    text = f"{number:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        text = f"{number:.0f}" if 0 <= int(exponent) < 5 else f"{mantissa}e{int(exponent)}"
    return text.replace("-", "−")


def apart(low: float, high: float) -> str:
    """Two numbers, "0.436 and 0.439", in as many digits as it takes to tell them apart, three at least."""
    digits = next((count for count in range(3, 16) if shown(low, count) != shown(high, count)), 3)
    return f"{shown(low, digits)} and {shown(high, digits)}"


def round_rate(rate: float) -> float:
    """The largest round learning rate that is not above `rate`, within the knob's range."""
    clipped = min(max(rate, LEAST_RATE), MOST_RATE)
    exponent = floor(log10(clipped) + 1e-12)
    steps = [step for step in ROUND if step <= clipped / 10**exponent * (1 + 1e-9)]
    return float(f"{steps[-1] if steps else 1.0}e{exponent}")


def largest_rate(history: History) -> float | None:
    """The largest stable rate where it holds for the whole run and promises descent: of the smooth convex models."""
    promised = isinstance(history.run.model, (LinearRegression, LogisticRegression, SoftmaxRegression))
    return stability(history).largest_rate if promised else None


def lower_rate(history: History, times: float) -> Remedy:
    """A learning rate `times` lower, or as low as is known to be needed; the fastest one where that is known and lower."""
    now, most = history.run.optimizer.learning_rate, largest_rate(history)
    wanted = now / times
    if most is not None:
        fastest = stability(history).fastest_rate
        wanted = fastest if fastest is not None and fastest < now else min(wanted, SAFE * most)
    rate = round_rate(wanted)
    if rate >= now:
        return NOTHING
    return {"learning_rate": rate}, f"Lower the learning rate to {shown(rate)}."


def higher_rate(history: History, times: float) -> Remedy:
    """A learning rate `times` higher, but a safe share of the largest stable one; if it is there already, more epochs."""
    now, most = history.run.optimizer.learning_rate, largest_rate(history)
    wanted = now * times if most is None else min(now * times, SAFE * most)
    rate = round_rate(wanted)
    if rate <= now * 1.01:
        return more_epochs(history)
    return {"learning_rate": rate}, f"Raise the learning rate to {shown(rate)}."


def longer_or_faster(history: History) -> Remedy:
    """A higher rate where one at least twice as high is known to be safe, else more epochs."""
    most = largest_rate(history)
    if most is not None and SAFE * most >= 2 * history.run.optimizer.learning_rate:
        return higher_rate(history, float("inf"))
    return more_epochs(history)


def more_epochs(history: History) -> Remedy:
    """Twice as many epochs, up to the most there are; then momentum, which gets farther in as many."""
    now = history.run.settings.epochs
    epochs = min(2 * now, MOST_EPOCHS)
    if epochs > now:
        return {"epochs": epochs}, f"Run {epochs:,} epochs."
    plain = isinstance(history.run.optimizer, GradientDescent)
    return (
        ({"optimizer": "momentum"}, "Take momentum: it gets farther in as many epochs.") if plain else NOTHING
    )


def fewer_epochs(epoch: int) -> Remedy:
    """Stop where the held-out loss was least (early stopping, Prechelt 1998)."""
    epochs = max(epoch, 1)
    return {"epochs": epochs}, f"Stop at epoch {epochs:,}."


def more_units(history: History) -> Remedy:
    """Twice as many hidden units, up to the most there are."""
    model = history.run.model
    if not isinstance(model, NeuralNetwork) or model.hidden_units >= MOST_UNITS:
        return NOTHING
    units = min(2 * model.hidden_units, MOST_UNITS)
    return {"hidden_units": units}, f"Take {units} hidden units."


def short_last_batch(history: History) -> int:
    """The size of an epoch's last batch if it is at most a quarter of the others, else 0."""
    n = len(history.training.y)
    size = history.run.settings.batch_size or n
    rest = n % size
    return rest if 0 < rest <= size / 4 else 0


def another_batch_size(history: History) -> Remedy:
    """The next larger batch size whose last batch is at least half full, else the whole set."""
    n, size = len(history.training.y), history.run.settings.batch_size or 1
    for larger in BATCHES:
        if size < larger < n and (n % larger == 0 or n % larger >= larger / 2):
            return {
                "batch_size": larger
            }, f"Take batches of {larger}: the last one then has {n % larger or larger}."
    return {"batch_size": None}, "Take the whole set as the batch."
