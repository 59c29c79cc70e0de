"""How often verdicts and suggestions are true: `python -m benchmarks.verdicts [runs] [processes]`.

Random runs over all models, data sets, rates, batches, optimizers and held-out shares. Each verdict is held against a judge that
does not ask the rules: the run continued ten times as long, 20,000 fresh rows, a solver. Each chain of suggestions is followed and
its end compared with its beginning. The table belongs in docs/verdict.md.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np

from gdcore import History, Run
from gdcore.analysis.advice import advice, measure
from gdcore.analysis.optimum import optimum
from gdcore.analysis.verdict import verdict
from gdcore.analysis.verdict.kinds import Kind
from gdcore.history import Status
from gdcore.optimizers import optimizers
from gdcore.programs import PROGRAMS

RUNS, SEED, PRESSES, LONGER, FRESH = 1000, 7, 6, 10, 20_000
MOVED = 0.05
"""At rest, or at a noise floor: ten times as long a run is lower by no more than this share."""

SETTLED = 0.002
"""Converged, or practically done: the same, as a share of all that the loss has fallen."""

WORSE = 0.02
"""A chain ends worse if its end is higher than its beginning by this share."""


def samples(count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Programs with random knobs: settings that a person might try."""
    chance = Random(SEED)
    for place in range(count):
        program = list(PROGRAMS.values())[place % len(PROGRAMS)]
        name = chance.choice(list(program.data_sets))
        knobs: dict[str, Any] = {
            "data": name,
            "seed": chance.randrange(1000),
            "learning_rate": chance.choice([1e-3, 0.01, 0.03, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0]),
            "epochs": chance.choice([20, 50, 100, 200, 400]),
            "batch_size": chance.choice([None, None, 8, 32, 64]),
            "optimizer": chance.choice(
                [*optimizers(), "gradient_descent", "gradient_descent", "gradient_descent"]
            ),
            "held_out": chance.choice([0.0, 0.0, 0.3]),
        }
        known = program.knobs(program.data_sets[name])
        if "scaling" in known:
            knobs["scaling"] = chance.choice(["raw", "raw", "stretched", "standardised"])
        if "n" in known:
            knobs["n"] = chance.choice([40, 100, 300])
        knobs["noise"] = program.data_sets[name].noise * chance.choice([0.5, 1.0, 1.0, 2.0])
        strength = program.run.model.strength
        knobs["regularization"] = chance.choice(
            [0.01, 1.0, 30.0] if strength == "C" else [0.0, 0.0, 0.01, 0.3]
        )
        if "hidden_units" in known:
            knobs["hidden_units"] = chance.choice([2, 4, 16, 32])
        yield program.name, knobs


def continued(run: Run, times: int) -> History:
    """The same run, so many times as long."""
    return replace(run, settings=replace(run.settings, epochs=times * run.settings.epochs)).history()


def tail_level(history: History) -> float:
    """The middle of the last tenth of a run's losses."""
    return float(np.median(history.loss[-max(5, len(history) // 10) :]))


def fresh_rise(history: History, best: int) -> float:
    """By how much the loss on fresh rows is higher at the end than at another epoch."""
    run = history.run
    rows = run.data.split(run.settings.seed, FRESH / max(1, run.data.expected_rows)).held_out
    if rows is None:
        return 0.0
    X, y = history.prepared(rows)
    losses = [float(run.model.objective(history.theta[epoch], X, y).data_loss) for epoch in (best, -1)]
    return losses[1] - losses[0]


def is_true(history: History, kind: Kind, epoch: int | None) -> bool | None:
    """Whether a verdict holds, by another way to know; None where there is nothing to judge."""
    if kind is Kind.DIVERGED:
        return history.status is Status.DIVERGED
    if kind is Kind.OVERFITTING:
        return fresh_rise(history, epoch or 0) > 0
    if kind is Kind.DIVERGING:
        later = continued(history.run, 2)  # type: ignore[arg-type]
        return later.status is Status.DIVERGED or later.loss[-1] > history.loss[-1]
    if kind in (Kind.CONVERGED, Kind.DONE, Kind.AT_REST, Kind.NOISE_FLOOR, Kind.ENDLESS):
        later = continued(history.run, LONGER)  # type: ignore[arg-type]
        if later.status is Status.DIVERGED:
            return False
        now, then = tail_level(history), tail_level(later)
        if kind is Kind.ENDLESS:
            return then < now
        if kind in (Kind.AT_REST, Kind.NOISE_FLOOR):
            return then > (1 - MOVED) * now
        return then > now - SETTLED * max(history.loss[0] - now, 1e-12) - 1e-9
    if kind is Kind.DESCENDING:
        later = continued(history.run, 2)  # type: ignore[arg-type]
        return tail_level(later) < tail_level(history)
    return None


def judged(sample: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    """One run: its verdict, whether that is true, and what became of the chain."""
    name, knobs = sample
    run = PROGRAMS[name].vary(**knobs)
    first = history = run.history()
    found = verdict(history, optimum(run))
    told = {
        "name": name,
        "knobs": knobs,
        "kind": found.kind.value,
        "true": is_true(history, found.kind, found.epoch),
    }
    seen, presses, circle, kind = {run}, 0, False, found.kind
    while presses < PRESSES:
        help = advice(history, found, optimum(history.run))
        if help is None:
            break
        presses += 1
        circle = circle or help.run in seen
        seen.add(help.run)
        history = help.run.history()
        found = verdict(history, optimum(history.run))
    worse = presses > 0 and first.status is not Status.DIVERGED and kind is not Kind.DIVERGING
    worse = worse and measure(history) > measure(first) + WORSE * abs(measure(first))
    return told | {"presses": presses, "circle": circle, "worse": bool(worse), "end": found.kind.value}


def main() -> int:
    """The table, and every run whose verdict was false or whose chain went wrong."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    processes = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with ProcessPoolExecutor(processes) as pool:
        found = list(pool.map(judged, samples(count), chunksize=4))
    print("| verdict | runs | judged | true |\n| --- | --- | --- | --- |")
    for kind, runs in Counter(one["kind"] for one in found).most_common():
        judgements = [one["true"] for one in found if one["kind"] == kind and one["true"] is not None]
        share = f"{sum(judgements)} ({100 * sum(judgements) / len(judgements):.0f} %)" if judgements else ""
        print(f"| {kind} | {runs} | {len(judgements)} | {share} |")
    chains = [one for one in found if one["presses"]]
    print(
        f"\n{len(chains)} chains, {sum(one['circle'] for one in chains)} in a circle, "
        f"{sum(one['worse'] for one in chains)} ended worse; presses: {Counter(one['presses'] for one in found)}"
    )
    for one in found:
        if one["true"] is False or one["circle"] or one["worse"]:
            print(one)
    return 0


if __name__ == "__main__":
    sys.exit(main())
