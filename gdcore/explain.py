"""What can be said about a run, as plain values: its verdict, what to try next, its optimum, the largest rate.

| key | meaning |
| --- | --- |
| `epoch`, `loss`, `metric`, `metric_name` | the last epoch and its numbers |
| `verdict`, `sentence` | a word of `gdcore.analysis.verdict.kinds.Kind`, and the sentence that the reader sees |
| `remedy` | knobs of `gdcore.article` and their values: what was tried and seen to help; {} where nothing is known to |
| `optimum` | `exists`: true, false or null (not known); `loss`: the lowest loss, or the number that it approaches, or null |
| `largest_rate`, `largest_rate_kind` | for the run's own optimizer and batches; "exact", "bound", "local" or null |
| `knobs` | what ran |
"""

from collections.abc import Iterator
from typing import Any

from gdcore.analysis.advice import Advice, advice
from gdcore.analysis.optimum import Optimum, optimum
from gdcore.analysis.rates import largest_rate
from gdcore.analysis.verdict import verdict
from gdcore.analysis.verdict.kinds import Verdict
from gdcore.history import History
from gdcore.programs import Program
from gdcore.run import Run


def explanations(program: Program, run: Run, data: str | None, presses: int) -> Iterator[dict[str, Any]]:
    """What is said about a run, then about the run after a press of its remedy, and so on; no more where there is no remedy."""
    for _ in range(presses + 1):
        history, best = run.history(), optimum(run)
        found = verdict(history, best)
        help = advice(history, found, best)
        yield explanation(program, history, best, found, help, data)
        if help is None:
            return
        run = help.run


def explanation(
    program: Program, history: History, best: Optimum, found: Verdict, help: Advice | None, data: str | None
) -> dict[str, Any]:
    """What is said about one run."""
    rate = largest_rate(history)
    exists, lowest = best.exists, best.loss
    approached = (
        history.run.model.approached_loss(history.theta[-1], *history.examples) if exists is None else None
    )
    if approached is not None:  # which only the run's own end tells
        exists, lowest = False, approached
    return {
        "epoch": history.last,
        "loss": float(history.loss[-1]),
        "metric": float(history.metric[-1]),
        "metric_name": history.run.model.metric_name,
        "verdict": found.kind.value,
        "sentence": found.sentence,
        "remedy": {} if help is None else help.knobs,
        "optimum": {"exists": exists, "loss": lowest},
        "largest_rate": None if rate is None else rate.rate,
        "largest_rate_kind": None if rate is None else rate.kind,
        "knobs": program.values(history.run, data),
    }
