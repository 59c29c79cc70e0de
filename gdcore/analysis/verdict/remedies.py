"""What to try next, from what is known about the run: wishes, the best one first. The verdicts' other half."""

from dataclasses import replace

import numpy as np

from gdcore.analysis.curvature import any_batch_rate, stability
from gdcore.analysis.verdict.wishes import Wish, exactly
from gdcore.digits import round_down
from gdcore.history import History
from gdcore.models.facts import CurvatureKind
from gdcore.programs import changed
from gdcore.settings import Setup

Wishes = tuple[Wish, ...]
"""What would help, the best first; nothing where nothing is known to help."""

PROMISING = (CurvatureKind.EXACT, CurvatureKind.BOUND)
"""Curvatures that hold everywhere, so that they promise descent below a rate."""

SAFE = 0.5
"""A suggested rate is at most this share of the largest stable one."""

MORE = 1.01
"""A rate is higher than another only if it is this many times as high."""

MOST_CONDITION = 100.0
"""Inputs, the column of ones among them, whose curvatures differ by more than this are badly scaled;"""

LARGE, SMALL = 20.0, 0.05
"""so are features larger or smaller than this, in root mean square."""


ADAPTIVE_RATE = 0.05
"""A rate that suits an optimizer whose steps are about as long as its rate, on features of variance 1; above 1 none does."""


def promised_rate(history: History) -> float | None:
    """The largest rate that holds for the whole run and promises descent, whatever the batch; None where there is none."""
    if history.run.model.curvature_kind not in PROMISING:
        return None
    known = stability(history)
    return None if known is None else known.largest_rate if history.whole_set else any_batch_rate(history)


def highest_rate(history: History) -> float | None:
    """What a suggested rate keeps well below: the rate that promises descent, or else the one that the penalty alone allows."""
    model, product = history.run.model, history.run.optimizer.stable_product
    if model.curvature_kind in PROMISING:
        return promised_rate(history)
    curvature = model.penalty_curvature()
    return product / curvature if product is not None and curvature else None


def quicker_lower_rate(history: History) -> float | None:
    """The fastest rate, where it is known and lower than the run's: beyond it, being quicker along costs more across."""
    if not history.whole_set or not promised_rate(history):
        return None
    known = stability(history)
    fastest = None if known is None else known.fastest_rate
    return fastest if fastest is not None and fastest < history.run.optimizer.learning_rate else None


def hardly_diverging_rate(history: History) -> float | None:
    """A rate at which such runs hardly ever diverge, where the model knows one."""
    size, (_, y) = history.batches.size, history.examples
    return history.run.model.hardly_diverging_rate(history.run.optimizer, size, y)


def after_divergence(history: History) -> Wishes:
    """The fastest rate where it is known, else one that is safe, and then ever lower ones; badly scaled features come first."""
    now, highest = history.run.optimizer.learning_rate, highest_rate(history)
    usual = hardly_diverging_rate(history)
    safe = usual if usual is not None else now if highest is None else SAFE * highest
    wanted = quicker_lower_rate(history) or min(now / 4, safe)
    lower = [lower_rate(history, wanted / times) for times in (1, 4, 16, 64)]
    first = well_scaled(history)
    return (*first, *lower, *(() if first else standardised(history)))


def calmer(history: History, times: float) -> Wishes:
    """Of a run that goes up and down: the fastest rate where that is known, else one `times` lower; badly scaled features first."""
    now, fastest = history.run.optimizer.learning_rate, quicker_lower_rate(history)
    if fastest is not None:
        return (*well_scaled(history), lower_rate(history, fastest))
    lower = [lower_rate(history, now / several) for several in (times, times**2)]
    return (*well_scaled(history), *lower)


def lower_rate(history: History, wanted: float) -> Wish:
    """A rate that is at most the one wanted."""
    now = history.run.optimizer.learning_rate

    def fits(rate: float) -> bool:
        return rate <= wanted * (1 + 1e-9) and rate < now

    return Wish("learning_rate", round_down(wanted), "Lower the learning rate to {}.", fits)


def standardised(history: History) -> Wishes:
    """Features with mean 0 and variance 1, with a rate that suits them; nothing where there are none or they are so already."""
    run = history.run
    if not run.data.can_be_scaled or run.data.standardised:
        return ()
    scaled = changed(run, {"scaling": "standardised"})
    words = "Standardise the features, α = {1}: {0} features allow longer steps along every direction."
    return tuple(
        replace(exactly("scaling", "standardised", words), also=(rate_wish(rate),))
        for rate in suitable_rates(scaled, history.batches.size)
    )


def suitable_rates(run: Setup, batch: int) -> list[float]:
    """Rates at which a run may do well, the one that is known best first."""
    model, optimizer = run.model, run.optimizer
    rows = run.data.split(run.settings.seed, run.settings.held_out).training
    X, y = model.inputs(rows.X, run.data), model.targets(rows.y, run.data)
    usual = model.hardly_diverging_rate(optimizer, batch, y)
    if usual is not None:
        return [round_down(usual * times) for times in (1.0, 4.0)]
    if optimizer.adaptive:
        now = optimizer.learning_rate
        return [ADAPTIVE_RATE] if now > 1.0 else [now, ADAPTIVE_RATE]
    known = model.curvature(np.zeros(model.start(run.data, np.random.RandomState(0)).shape), X, y)
    product = optimizer.stable_product
    if known is None or product is None:
        return [optimizer.learning_rate]
    steepest = known.steepest_row if batch < len(y) and known.steepest_row else float(known.eigenvalues[-1])
    best = round_down(SAFE * product / optimizer.summed_steps / steepest)
    return [best] if model.smooth else [round_down(best / 10), round_down(best / 100)]


def rate_wish(rate: float) -> Wish:
    """A rate near to one that suits."""
    return Wish("learning_rate", rate, "{}", lambda other: rate / 2 <= other <= 1.2 * rate)


def well_scaled(history: History) -> Wishes:
    """Standardised features where their sizes or the condition number call for it, which then comes before everything else."""
    run = history.run
    if not run.data.can_be_scaled or run.data.standardised:
        return ()
    X = run.model.inputs(history.training.X, run.data)
    values = np.linalg.eigvalsh(X.T @ X / len(X))
    sizes = np.sqrt((history.training.X**2).mean(axis=0))
    badly = values[-1] > MOST_CONDITION * values[0] or sizes.max() > LARGE or sizes.min() < SMALL
    return standardised(history) if badly else ()


def higher_rate(history: History, times: float) -> Wishes:
    """A learning rate `times` higher, but a safe share of the largest stable one; then more epochs."""
    now, highest = history.run.optimizer.learning_rate, highest_rate(history)
    if highest is not None and now >= highest:
        return (lower_rate(history, now / 2),)
    wanted = now * times if highest is None else min(now * times, SAFE * highest)

    def fits(rate: float) -> bool:
        return MORE * now < rate <= wanted * (1 + 1e-9)

    value = round_down(wanted)
    words, promised = "Raise the learning rate to {}.", promises_descent(history)
    raised = (Wish("learning_rate", value, words, fits, promised=promised),) if fits(value) else ()
    return (*raised, *more_epochs(history))


def promises_descent(history: History) -> bool:
    """Whether every further update surely lowers the loss: plain steps over the whole set, of a loss whose curvature is known."""
    plain = history.run.optimizer.plain_rate
    rate = (
        promised_rate(history)
        if plain is not None and history.whole_set and history.held_out is None
        else None
    )
    return rate is not None and plain is not None and plain <= rate


def longer_or_faster(history: History) -> Wishes:
    """Badly scaled features first; a higher rate where one at least twice as high is known to be safe; else more epochs."""
    most = promised_rate(history)
    first = well_scaled(history)
    if most is not None and SAFE * most >= 2 * history.run.optimizer.learning_rate:
        return (*first, *higher_rate(history, float("inf")))
    return (*first, *more_epochs(history))


def a_smaller_penalty(history: History) -> Wishes:
    """A tenth of the penalty, and a hundredth."""
    strength = history.run.model.strength
    now = float(getattr(history.run.model, strength)) if strength is not None else 0.0
    return tuple(
        at_most("regularization", round_down(now / times), "Lower λ to {}.") for times in (10, 100) if now
    )


def more_epochs(history: History) -> Wishes:
    """Twice as many epochs; where so many cannot be had, momentum, which gets farther in as many."""
    now, run = history.run.settings.epochs, history.run
    longer = Wish(
        "epochs", 2 * now, "Run {} epochs.", lambda epochs: epochs > now, promised=promises_descent(history)
    )
    if run.optimizer.plain_rate is None or not history.whole_set or not run.model.convex:
        return (longer,)
    return longer, exactly("optimizer", "momentum", "Take momentum: it gets farther in as many epochs.")


def fewer_epochs(epoch: int) -> Wishes:
    """Stop where the held-out loss was least (early stopping, Prechelt 1998)."""
    return (exactly("epochs", max(epoch, 1), "Stop at epoch {}."),)


def more_units(history: History) -> Wishes:
    """Twice as much of what makes the model able to fit more, then four times."""
    knob = history.run.model.capacity
    if knob is None:
        return ()
    now, words = int(getattr(history.run.model, knob)), f"Take {{}} {knob.replace('_', ' ')}."
    return tuple(at_most(knob, times * now, words, above=times * now // 2) for times in (2, 4))


def at_most(knob: str, value: float, words: str, above: float = 0.0) -> Wish:
    """A wish that any value up to the one wished for fulfils."""
    return Wish(knob, value, words, lambda other: above < other <= value * (1 + 1e-9))


def short_last_batch(history: History) -> int:
    """The size of an epoch's last batch if it is at most a quarter of the others, else 0."""
    size, _, last = history.batches
    return last if last <= size / 4 else 0


def another_batch_size(history: History) -> Wishes:
    """A larger batch size whose last batch is at least half full, as near to the present one as can be; else the whole set."""
    n, size = len(history.training.y), history.batches.size

    def last(larger: int) -> int:
        return n % larger or larger

    def fits(larger: int) -> bool:
        return size < larger < n and last(larger) >= larger / 2

    doubled = [size * 2**times for times in range(1, int(np.log2(n / size)) + 1)]
    found = next((larger for larger in doubled if fits(larger)), None)
    whole = exactly("batch_size", None, "Take the whole set as the batch.")
    if found is None:
        return (whole,)
    words = "Take batches of {}: then the last one is at least half full."
    return Wish("batch_size", found, words, fits), whole
