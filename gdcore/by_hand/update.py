r"""One update of a run on paper: from the parameters and a batch to the new parameters, and beside them the machine's.

1. The model's own tables: scores, residuals, and the pull of each example that is shown.
2. The gradient: the pulls of the examples shown, those of all others added up by the machine, their mean, and the penalty.
3. The optimizer's lines, with its state before and after.
4. The new parameters, as they come out on paper and as the machine has them.

Of a model that has not written down its work the gradient itself is where the paper begins; of an optimizer whose lines cannot be
read, the step.
"""

from dataclasses import fields
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from gdcore.arrays import Array
from gdcore.by_hand.lines import UnknownLineError, old, symbol, update_by_hand
from gdcore.by_hand.paper import Batch, Table, Work, names_of, parameters, shown
from gdcore.history import History
from gdcore.inside import updates_of
from gdcore.layout import Layout
from gdcore.optimizers import Optimizer
from gdcore.settings import Setup

MOST_SHOWN = 3
"""Examples of a batch that are followed one by one; a model may take only the first of them."""
MOST_ENTRIES = 6
"""Entries of θ that are followed where a model does not say which."""


class Taken(NamedTuple):
    """An update that a run makes: what it starts from, and the examples it looks at."""

    theta: Array
    state: Any
    order: Array
    """Which training rows are in the batch, in their order."""


class Paper(NamedTuple):
    """One update as it is worked out by hand."""

    constants: list[tuple[str, float]]
    """What the formulas need besides the tables: symbols in LaTeX, and values that are exact."""
    tables: list[Table]
    by_hand: Array
    """`(m,)` the new value of each entry that is followed, as it comes out on the paper."""
    machine: Array
    """`(m,)` the same as the engine has it."""
    step: Array
    """`(m,)` how far the engine moves each."""
    moved: Array
    """`(m,)` the same as it comes out on the paper."""

    @property
    def finite(self) -> bool:
        """Whether no number of it overflows."""
        columns = (column.values for table in self.tables for column in table.columns)
        return all(np.isfinite(values).all() for values in (*columns, self.by_hand, self.machine, self.step))


quiet = np.errstate(all="ignore")
"""Without warnings: numbers that overflow are found in the paper as they are."""


@quiet
def update_after(history: History, epoch: int, batch: int = 0) -> Taken:
    """The update of a run after an epoch and so many batches of the next one, in the order that the run's seed draws."""
    theta, state = history.theta[epoch], history.optimizer_states[epoch]
    updates = updates_of(history, epoch)
    for update in islice(updates, batch):
        theta, state = update.theta, update.state
    return Taken(theta, state, next(updates).batch)


def gradient_over(run: Setup, theta: Array, X: Array, y: Array, rows: Array) -> Array:
    """`(p,)` the engine's gradient over some of the examples."""
    return run.model.objective(theta, X[rows], y[rows]).gradient()


@quiet
def update_by_paper(history: History, taken: Taken, first: int = 0) -> Paper:
    """An update worked out by hand, the examples of its batch shown one by one from the place `first` on."""
    run, (X, y) = history.run, history.examples
    theta, state, order = taken
    layout = Layout(run.model.shapes(run.data))
    rows = order[first : first + MOST_SHOWN]
    names = [rf"\text{{row {row + 1}}}" for row in rows]
    begin = Batch(shown(theta), shown(X[rows]), shown(y[rows]), names, layout)
    work = run.model.by_hand(begin)

    gradient = gradient_over(run, theta, X, y, order)
    step, _ = run.optimizer.update(gradient, state, theta)
    constants = [(symbol(each.name), getattr(run.optimizer, each.name)) for each in fields(run.optimizer)]
    if work is None:
        places = np.arange(min(len(theta), MOST_ENTRIES))
        sums = Table("The gradient", names_of(layout, places), note="As the machine has it.")
        slope, tables = sums.copy("g", gradient[places], "gradient"), [parameters(begin, places), sums]
    else:
        places, tables = work.places, [*work.tables, work.sums]
        left = np.setdiff1d(order, rows[: len(work.pulls)], assume_unique=True)
        weights = np.zeros(len(theta)) if (found := run.model.weight_entries(run.data)) is None else found
        penalty = work.penalty.strength * weights
        others = gradient_over(run, theta, X, y, left) - penalty * theta if len(left) else None
        pull = None if others is None else len(left) / work.weight[1] * others[places]
        slope = gradient_by_hand(work, begin.theta, pull, len(left), penalty)
        constants += [("n", len(order)), *strength_of(run)]

    here = shown(theta[places])
    lines = Table(f"The step of {run.optimizer.name.replace('_', ' ')}", names_of(layout, places))
    moved = step_by_hand(run.optimizer, lines, lines.copy("g", slope, "gradient"), state, here, places)
    if moved is None:
        moved = lines.copy(r"\Delta\theta", step[places], "step")
    end = Table("The new parameters", lines.rows)
    new = end.copy(r"\theta", here, "theta") + end.copy(r"\Delta\theta", moved, "step")
    new = end.work_out(r"\theta_{\text{new}}", r"\theta + \Delta\theta", new, "theta + step")
    machine = theta[places] + step[places]
    end.copy(r"\text{the machine's}", machine)
    return Paper(constants, [*tables, lines, end], new, machine, step[places], moved)


def strength_of(run: Setup) -> list[tuple[str, float]]:
    """The symbol and the value of the strength of the model's penalty, if it has one and that is not 0."""
    name = run.model.strength
    value = 0.0 if name is None else float(getattr(run.model, name))
    return [(symbol(str(name)), value)] if value else []


def gradient_by_hand(work: Work, theta: Array, others: Array | None, left: int, penalty: Array) -> Array:
    """Go on with the table of sums: from the pulls, and those of `left` other examples `(m,)`, to the gradient `(m,)`.

    penalty: `(p,)` by what each entry of θ `(p,)` is multiplied in the derivative of the penalty.
    """
    table, pulls = work.sums, list(work.pulls)
    terms = [column.symbol for column in table.columns[-len(pulls) :]]
    if others is not None:
        terms.append(rf"\text{{the other {left:,}}}")
        pulls.append(table.copy(terms[-1], others))
    what, weight = work.weight
    whole, formula = pulls[0], terms[0]  # of one example alone that is the sum
    if len(pulls) > 1:
        formula = r"\text{sum}"
        whole = table.work_out(formula, r"\text{added up}", sum(pulls))
    share = whole * weight / (left + len(work.pulls))
    formula = rf"\dfrac{{{what} {formula}}}{{n}}"
    if not penalty.any():
        return table.work_out("g", formula, share, "gradient")
    table.note += " A bias has no penalty."
    mean = table.work_out(r"\text{mean}", formula, share)
    at = table.copy(r"\theta", theta[work.places], "theta")
    added = table.work_out(
        r"\text{penalty}", work.penalty.formula, penalty[work.places] * at, work.penalty.code
    )
    return table.work_out("g", r"\text{mean} + \text{penalty}", mean + added, "gradient")


def step_by_hand(
    optimizer: Optimizer, table: Table, gradient: Array, state: Any, theta: Array, places: Array
) -> Array | None:
    """Write down the optimizer's state and its lines, and return the step `(m,)`; None where its lines cannot be read."""
    before = {
        name: table.copy(old(name), part[places] if np.ndim(part) else part, f"state.{name}")
        for name, part in state._asdict().items()
    }
    try:
        return update_by_hand(optimizer, gradient, state._replace(**before), theta, table)
    except (UnknownLineError, OSError):  # lines of another kind, or no source
        table.columns[1:] = []
        return None
