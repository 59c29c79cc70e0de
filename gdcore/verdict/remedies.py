"""What to try next: one knob and a value within its range, from what is known about the run. The verdicts' other half."""

from math import floor, log10
from typing import Any

import numpy as np

from gdcore.article import ARTICLE
from gdcore.curvature import SMOOTH, any_batch_rate, limit, size_of_batch, stability, whole_set
from gdcore.datasets import Task
from gdcore.models.matrix_factorization import MatrixFactorization
from gdcore.models.neural_network import NeuralNetwork
from gdcore.models.support_vector_machine import SupportVectorMachine
from gdcore.optimizers import GradientDescent
from gdcore.run import History
from gdcore.scaling import Scaled

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

SMALL_L2 = 0.01
"""A penalty that ends what has no end, and hardly changes what is predicted."""

NOTHING: Remedy = ({}, "")


def round_rate(rate: float) -> float:
    """The largest round learning rate that is not above `rate`, within the knob's range."""
    clipped = min(max(rate, LEAST_RATE), MOST_RATE)
    exponent = floor(log10(clipped) + 1e-12)
    steps = [step for step in ROUND if step <= clipped / 10**exponent * (1 + 1e-9)]
    return float(f"{steps[-1] if steps else 1.0}e{exponent}")


def promised_rate(history: History) -> float | None:
    """The largest rate that holds for the whole run and promises descent: of the smooth convex models, whatever the batch."""
    if not isinstance(history.run.model, SMOOTH):
        return None
    return stability(history).largest_rate if whole_set(history) else any_batch_rate(history)


def penalty_curvature(history: History) -> float:
    """The curvature of the penalty alone: of a support vector machine 1, of ratings up to 2λ, of all others λ."""
    model = history.run.model
    if isinstance(model, SupportVectorMachine):
        return 1.0
    strength = float(getattr(model, model.strength))
    return 2 * strength if isinstance(model, MatrixFactorization) else strength


def ceiling(history: History) -> float | None:
    """What a suggested rate keeps well below: the rate that promises descent, or else the one that the penalty alone allows."""
    if isinstance(history.run.model, SMOOTH):
        return promised_rate(history)
    reach, curvature = limit(history.run.optimizer), penalty_curvature(history)
    return reach / curvature if reach is not None and curvature else None


def quicker_lower_rate(history: History) -> float | None:
    """The fastest rate, where it is known and lower than the run's: beyond it, being quicker along costs more across."""
    fastest = stability(history).fastest_rate if promised_rate(history) and whole_set(history) else None
    return fastest if fastest is not None and fastest < history.run.optimizer.learning_rate else None


def usual_rate(history: History) -> float:
    """A rate at which a network or a factorization hardly ever runs away: the article's, times how much larger the batch is.

    (The linear scaling rule of Goyal et al. 2017.) Momentum adds up to 1 / (1 − μ) steps, so its rate is as much lower. Where a
    rating r is fitted, its own loss is curved by 4|r| + 2λ at least: by 2(‖p‖² + ‖q‖²) + 2λ, and ‖p‖² + ‖q‖² ≥ 2|p·q|.
    """
    run, penalty = history.run, penalty_curvature(history)
    article = ARTICLE[run.model.name]
    rate = article.optimizer.learning_rate
    if isinstance(run.model, MatrixFactorization):
        rate = min(rate, SAFE * 2 / (4 * float(np.abs(history.training.y).max()) + penalty))
    rate *= max(1.0, size_of_batch(history) / (article.settings.batch_size or 1))
    rate *= 1.0 - getattr(run.optimizer, "momentum", 0.0)
    return min(rate, SAFE * 2 / penalty) if penalty else rate


def after_divergence(history: History) -> Remedy:
    """The fastest rate where it is known, else one that is safe; where it is below the knob's range, features of one scale."""
    now, most = history.run.optimizer.learning_rate, ceiling(history)
    safe = now if most is None else SAFE * most
    if isinstance(history.run.model, (NeuralNetwork, MatrixFactorization)):
        safe = usual_rate(history)
        if now <= safe and standardised(history) != NOTHING:
            return standardised(history)  # as a rule this rate is short enough, so the features are too large
    return lower(history, quicker_lower_rate(history) or min(now / 4, safe))


def lower_rate(history: History, times: float) -> Remedy:
    """A learning rate `times` lower, or the fastest one where that is known; features of one scale if none is safe as they are."""
    most = ceiling(history)
    if most is not None and SAFE * most < LEAST_RATE and standardised(history) != NOTHING:
        return standardised(history)
    return lower(history, quicker_lower_rate(history) or history.run.optimizer.learning_rate / times)


def lower(history: History, wanted: float) -> Remedy:
    """The round rate below the one wanted; where the knob holds none that low, features of one scale."""
    rate = round_rate(wanted)
    if wanted < LEAST_RATE or rate >= history.run.optimizer.learning_rate:
        return standardised(history)
    return {"learning_rate": rate}, f"Lower the learning rate to {rate:g}."


def standardised(history: History) -> Remedy:
    """Features with mean 0 and variance 1, if there are features and they are not so already."""
    data = history.run.data
    if data.task is Task.RATINGS or (isinstance(data, Scaled) and data.how == "standardised"):
        return NOTHING
    return {
        "scaling": "standardised"
    }, "Standardise the features: features of this size allow no rate on the slider."


def higher_rate(history: History, times: float) -> Remedy:
    """A learning rate `times` higher, but a safe share of the largest stable one; if it is there already, more epochs."""
    now, most = history.run.optimizer.learning_rate, ceiling(history)
    if most is not None and now >= most:
        return lower_rate(history, 2)
    wanted = now * times if most is None else min(now * times, SAFE * most)
    rate = round_rate(wanted)
    if rate <= now * 1.01:
        return more_epochs(history)
    return {"learning_rate": rate}, f"Raise the learning rate to {rate:g}."


def longer_or_faster(history: History) -> Remedy:
    """A higher rate where one at least twice as high is known to be safe, else more epochs."""
    most = promised_rate(history)
    if most is not None and SAFE * most >= 2 * history.run.optimizer.learning_rate:
        return higher_rate(history, float("inf"))
    return more_epochs(history)


def a_penalty() -> Remedy:
    """A small λ gives a loss without a lowest point one."""
    return {
        "regularization": SMALL_L2
    }, f"Take λ = {SMALL_L2}: with any penalty on long weights there is a lowest point."


def more_epochs(history: History) -> Remedy:
    """Twice as many epochs, up to the most there are; then momentum, which gets farther in as many."""
    now = history.run.settings.epochs
    epochs = min(2 * now, MOST_EPOCHS)
    if epochs > now:
        return {"epochs": epochs}, f"Run {epochs:,} epochs."
    plain = isinstance(history.run.optimizer, GradientDescent) and whole_set(history)
    if plain and not isinstance(history.run.model, (NeuralNetwork, MatrixFactorization)):
        return {"optimizer": "momentum"}, "Take momentum: it gets farther in as many epochs."
    return NOTHING


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
