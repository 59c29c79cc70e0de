r"""Many runs at once: the same rows and model, each with an optimizer and a start of its own, along a leading axis.

$$\theta_i \leftarrow \theta_i - \alpha_i \nabla L(\theta_i), \qquad i = 1 \dots m$$

The models' files serve one θ `(p,)` and a stack of them `(m, p)` alike, so one product with the examples does for all runs
what would else be m products: forty learning rates cost a few times as much as one. Runs that do not go together are trained
one after another, so whoever asks need not know. A run that diverges leaves the stack, and the others go on.
"""

from collections.abc import Generator, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

import numpy as np

from gdcore.arrays import Array, read_only
from gdcore.descent import RAN_AWAY, by_column, quietly, rows
from gdcore.history import History, Status
from gdcore.optimizers import Optimizer
from gdcore.run import Run

IN_CACHE = 110_000
"""Numbers of which a stack makes arrays at once: larger ones leave the cache. A θ counts its length for every example, divided by
the inputs: about as many scores and outputs of units it has."""
LARGEST_ARRAY = 2**19
"""Numbers of an array larger than those of a stack. Once one was freed, the C library keeps memory of that size for the next
(glibc, mallopt(3), "dynamic mmap threshold"), which otherwise costs more than the arithmetic."""


WINDOW = 5
"""The end of a run is the median of so many epochs."""


class Progress(NamedTuple):
    """How many epochs of all runs together have been trained, of how many at most."""

    done: int
    total: int


Sweep = Generator[Progress, None, list[History]]
"""Yields how far it is, and returns the history of each run, in the order of the runs."""


def sweep(runs: Sequence[Run]) -> Sweep:
    """Train runs, together where they go together; whoever iterates may stop at any epoch."""
    total = sum(run.settings.epochs for run in runs)
    found: dict[int, History] = {}
    done = 0
    for group in groups(runs):
        members = [runs[place] for place in group]
        training = quietly(together(members)) if len(members) > 1 else alone(members[0])
        while True:
            try:
                epoch = next(training)
            except StopIteration as end:
                found |= dict(zip(group, end.value, strict=True))
                break
            yield Progress(done + epoch * len(members), total)
        done += sum(run.settings.epochs for run in members)
    return [found[place] for place in range(len(runs))]


def histories(runs: Sequence[Run]) -> list[History]:
    """The history of each run, without a word on the way."""
    training = sweep(runs)
    while True:
        try:
            next(training)
        except StopIteration as end:
            found: list[History] = end.value
            return found


def shortened(run: Run, most: int) -> Run:
    """The run, or as many of its epochs as make at most so many updates, one at least."""
    updates = run.settings.batches(max(1, run.data.expected_rows)).updates
    epochs = max(1, min(run.settings.epochs, most // updates))
    return replace(run, settings=replace(run.settings, epochs=epochs))


def end(history: History, loss: Array) -> float:
    """A loss of a run at its end, the median of the last epochs; NaN where the run diverged."""
    return np.nan if history.status is Status.DIVERGED else float(np.median(loss[-WINDOW:]))


def groups(runs: Sequence[Run]) -> Iterator[list[int]]:
    """The places of the runs that go together: all the same but for optimizer and start, and none with a quicker way of its own."""
    alike: dict[Any, list[int]] = {}
    for place, run in enumerate(runs):
        size = run.settings.batch_size
        quick = size == 1 and run.model.single_example_pass(run.optimizer) is not None
        alike.setdefault((run.data, run.model, run.settings, place if quick else None), []).append(place)
    for places in alike.values():
        most = at_once(runs[places[0]]) if len(places) > 1 else 1
        count = -(-len(places) // most)
        yield from (part.tolist() for part in np.array_split(places, count))


def at_once(run: Run) -> int:
    """How many such runs one stack holds."""
    training, _, stream = run.data.split(run.settings.seed, run.settings.held_out)
    inputs = run.model.inputs(training.X[:1], run.data).shape[1]
    examples = run.settings.batches(len(training.y)).size
    return max(1, IN_CACHE * inputs // (examples * len(run.model.start(run.data, stream))))


Training = Generator[int, None, list[History]]
"""Yields each epoch that was trained, and returns the histories."""


def alone(run: Run) -> Training:
    """One run."""
    epochs = []
    for epoch in run.descend():
        epochs.append(epoch)
        yield epoch.index
    return [History.of(run, epochs)]


@dataclass
class Team:
    """The runs of a stack whose optimizers are of one kind: their places in it, and their optimizers as one."""

    places: Array
    optimizer: Optimizer
    state: Any


def together(runs: Sequence[Run]) -> Training:
    """The runs as one stack: the loop of `descent.epochs_of`, with a leading axis."""
    np.empty(LARGEST_ARRAY)  # and freed
    first = runs[0]
    model, settings = first.model, first.settings
    training, _, stream = first.data.split(settings.seed, settings.held_out)
    X, y = by_column(model.inputs(training.X, first.data)), by_column(model.targets(training.y, first.data))
    n = len(y)
    size, *_ = settings.batches(n)

    own = model.start(first.data, stream)
    theta = np.stack([run.first_theta(own) for run in runs])
    order = np.arange(n)
    objective = model.objective(theta, X, y)
    loss, penalty = values(objective.loss(), theta), values(objective.penalty, theta)
    most = RAN_AWAY * np.maximum(1.0, loss + penalty)

    alive = np.arange(len(runs))
    teams = teams_of(runs, theta)
    notes = [noted(alive, theta, loss, penalty, teams)]
    for epoch in range(1, settings.epochs + 1):
        yield epoch
        if size == n:
            theta = step(teams, theta, objective.gradient())
        else:
            order = model.shuffle(order, stream)
            for begin in range(0, n, size):
                batch = order[begin : begin + size]
                theta = step(teams, theta, model.objective(theta, rows(X, batch), rows(y, batch)).gradient())
        objective = model.objective(theta, X, y)
        loss, penalty = values(objective.loss(), theta), values(objective.penalty, theta)
        going = (loss + penalty <= most) & np.isfinite(np.vecdot(theta, theta))
        if not going.all():
            theta, loss, penalty, most, alive = (
                array[going] for array in (theta, loss, penalty, most, alive)
            )
            teams = thinned(teams, going, [runs[place].optimizer for place in alive])
            if not len(alive):
                break
            objective = model.objective(theta, X, y)
        notes.append(noted(alive, theta, loss, penalty, teams))
    return written(runs, notes)


def noted(alive: Array, theta: Array, loss: Array, penalty: Array, teams: list[Team]) -> "Note":
    """What is written down of an epoch."""
    return Note(alive, theta, loss, penalty, [(team.places, team.state) for team in teams])


def values(found: Any, theta: Array) -> Array:
    """A value for each θ of a stack, where one may do for all."""
    return np.broadcast_to(np.asarray(found, float), len(theta))


def teams_of(runs: Sequence[Run], theta: Array) -> list[Team]:
    """The runs by the kind of their optimizer."""
    kinds: dict[type, list[int]] = {}
    for place, run in enumerate(runs):
        kinds.setdefault(type(run.optimizer), []).append(place)
    teams = []
    for places in kinds.values():
        optimizer = stacked([runs[place].optimizer for place in places])
        teams.append(Team(np.array(places), optimizer, optimizer.init(theta[places])))
    return teams


def stacked(members: Sequence[Optimizer]) -> Optimizer:
    """Optimizers of one kind as one, for a stack of θ `(m, p)`: a constant in which they differ is a column `(m, 1)`.

    It only updates; it can be neither compared nor hashed.
    """
    together = copy(members[0])
    for known in fields(together):
        values = [getattr(member, known.name) for member in members]
        if len(set(values)) > 1:
            object.__setattr__(together, known.name, np.array(values)[:, None])
    return together


def step(teams: list[Team], theta: Array, gradient: Array) -> Array:
    """θ after one update of every run."""
    if len(teams) == 1:
        change, teams[0].state = teams[0].optimizer.update(gradient, teams[0].state, theta)
        return np.asarray(theta + change)
    after = theta.copy()
    for team in teams:
        change, team.state = team.optimizer.update(gradient[team.places], team.state, theta[team.places])
        after[team.places] += change
    return after


def thinned(teams: list[Team], going: Array, left: Sequence[Optimizer]) -> list[Team]:
    """The teams without the runs that stopped; left: the optimizers of those that go on, in their order."""
    place = np.cumsum(going) - 1  # where each that goes on stands now
    thin = []
    for team in teams:
        on = going[team.places]
        if on.any():
            places = place[team.places[on]]
            thin.append(Team(places, stacked([left[k] for k in places]), part(team.state, on)))
    return thin


def part(state: Any, which: Array | int) -> Any:
    """The state of some members of a team, or of one."""
    if not state:
        return state
    return type(state)(*(value[which] if isinstance(value, np.ndarray) else value for value in state))


class Note(NamedTuple):
    """Where every run is that goes on, after an epoch."""

    alive: Array
    theta: Array
    loss: Array
    penalty: Array
    states: list[tuple[Array, Any]]
    """For each team the places of its members, and their states as one."""


def written(runs: Sequence[Run], notes: Sequence[Note]) -> list[History]:
    """The history of each run. Stretches in which no run stopped are taken as a whole."""
    stretches: list[list[Note]] = []
    for note in notes:
        if stretches and stretches[-1][0].alive is note.alive:
            stretches[-1].append(note)
        else:
            stretches.append([note])
    columns = [[np.array(column) for column in list(zip(*kept, strict=True))[1:4]] for kept in stretches]
    found = []
    for index, run in enumerate(runs):
        at = [
            [column[:, np.searchsorted(kept[0].alive, index)] for column in stretch]
            for kept, stretch in zip(stretches, columns, strict=True)
            if index in kept[0].alive
        ]
        theta, loss, penalty = (np.concatenate(parts) for parts in zip(*at, strict=True))
        status = Status.FINISHED if len(loss) == run.settings.epochs + 1 else Status.DIVERGED
        states = [own for kept in stretches if index in kept[0].alive for own in states_of(kept, index)]
        found.append(History(run, read_only(theta), read_only(loss), read_only(penalty), status, states))
    return found


def states_of(notes: Sequence[Note], index: int) -> list[Any]:
    """The states of a run's optimizer in a stretch."""
    place = int(np.searchsorted(notes[0].alive, index))
    team, member = next(
        (team, int(np.flatnonzero(places == place)[0]))
        for team, (places, _) in enumerate(notes[0].states)
        if place in places
    )
    return [part(note.states[team][1], member) for note in notes]
