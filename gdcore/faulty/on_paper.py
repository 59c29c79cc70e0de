"""One update of a program in real numbers: scores, residuals, pulls of the rows, and what the program made of them.

All up to the sum over the batch is worked out here, at the parameters before the update; it is what the program ought to have. What
follows are the program's own numbers. Between the two is what a student has to work out: divide by the number of rows, add the
penalty, multiply by the learning rate, and see whether that is what the program did.
"""

from gdcore.by_hand.paper import Batch, Table, names_of, shown
from gdcore.by_hand.update import gradient_over
from gdcore.faulty.base import Update
from gdcore.faulty.fault import Fault, Trace

MOST_SHOWN = 3
"""Rows of a batch that are followed one by one."""


def worked_out(fault: Fault, trace: Trace, update: Update) -> list[Table]:
    """The tables of an update of a program, each with a row for each example or each parameter; four digits."""
    model, rows, theta = fault.run.model, update.rows[:MOST_SHOWN], update.before
    names = [rf"\text{{row {row + 1}}}" for row in rows]
    X, y = trace.X, trace.y
    work = model.by_hand(Batch(shown(theta), shown(X[rows]), shown(y[rows]), names, trace.layout))
    assert work is not None, "a program claims to be a model with work on paper"
    sums, places = work.sums, work.places
    left = update.rows[len(work.pulls) :]
    pulls = list(work.pulls)
    if len(left):
        entries = model.weight_entries(fault.run.data)
        penalty = 0.0 if entries is None else work.penalty.strength * entries * theta
        others = (gradient_over(fault.run, theta, X, y, left) - penalty) * len(left) / work.weight[1]
        pulls.append(sums.copy(rf"\text{{{len(left)} more}}", others[places]))
    if len(pulls) > 1:
        sums.work_out(r"\text{sum}", r"\text{added up}", sum(pulls))
    sums.title, sums.note = "The pulls of the rows, added up over the batch", ""

    did = Table("What the program made of it", names_of(trace.layout, places), each="parameter")
    if update.penalty is not None:
        did.copy(r"\text{penalty}", update.penalty[places])
    did.copy(r"\text{gradient}", update.gradient[places])
    for symbol, values in update.state.items():
        did.copy(symbol, values[places])
    did.copy(r"\text{old}", theta[places])
    did.copy(r"\text{new} - \text{old}", update.step[places])
    did.copy(r"\text{new}", update.after[places])
    return [*work.tables, sums, did]
