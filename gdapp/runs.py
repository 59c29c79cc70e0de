"""Runs for the pages: each trained once, its results kept for all visitors, its progress shown, and its cost bounded."""

from collections import OrderedDict
from dataclasses import replace
from threading import Lock
from time import monotonic
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gdapp.results import Results
from gdcore import Epoch, History, Run

MOST_UPDATES = 60_000
"""One interaction may cost this many updates: a second or two on a small server."""

AT_ONCE = 10
"""So many updates that a quick pass makes together cost as much as one."""

MOST_BYTES = 128 * 2**20
"""The store holds no more than this, and in any case the run that was asked for last."""

SHOWN_AFTER = 0.4
SHOWN_EVERY = 0.1


class Store:
    """The results of the last runs, for all visitors, up to a bound on memory. It is the only place that holds any."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self._results: OrderedDict[Run, Results] = OrderedDict()
        self._bytes: dict[Run, int] = {}
        self._grown: set[Run] = set()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._results)

    @property
    def nbytes(self) -> int:
        """The bytes of all results when they were last weighed."""
        return sum(self._bytes.values())

    def get(self, run: Run) -> Results | None:
        """The results of an equal run, if they are still kept."""
        with self._lock:
            results = self._results.get(run)
            if results is not None:
                self._results.move_to_end(run)
                self._grown.add(run)
            return results

    def put(self, run: Run, results: Results) -> Results:
        """Keep results, unless an equal run has some; what was unused for longest makes room. Return what is kept."""
        with self._lock:
            results = self._results.setdefault(run, results)
            self._results.move_to_end(run)
            self._grown.add(run)
        self.make_room()
        with self._lock:
            self._grown.add(run)  # it will grow further, as it is looked at
        return results

    def make_room(self, *drawn: Run) -> None:
        """Weigh what was used since the last time, for results grow as they are looked at; forget what is too much.

        A page calls this when it has been drawn, with its run: another page may have weighed it while it grew.
        """
        with self._lock:
            self._grown.update(drawn)
            for run in self._grown & set(self._results):
                self._bytes[run] = self._results[run].nbytes
            self._grown.clear()
            while self.nbytes > self.most_bytes and len(self._results) > 1:
                run, _ = self._results.popitem(last=False)
                del self._bytes[run]


@st.cache_resource
def store() -> Store:
    """The one store of this server."""
    return Store()


class Affordable(NamedTuple):
    """A run that one interaction may cost, and what was changed about it ("" where nothing was)."""

    run: Run
    message: str


def affordable(run: Run) -> Affordable:
    """The run itself, or with as many epochs as fit into MOST_UPDATES."""
    n = max(1, run.data.expected_rows)
    size, updates, _ = run.settings.batches(n)
    quick = size == 1 and run.model.single_example_pass(run.optimizer) is not None
    epochs = max(1, MOST_UPDATES * (AT_ONCE if quick else 1) // updates)
    if run.settings.epochs <= epochs:
        return Affordable(run, "")
    message = (
        f"{run.settings.epochs:,} epochs of {updates:,} updates each are more than the {MOST_UPDATES:,} updates that one run "
        f"may take here. Shown are the first {epochs:,} epochs; a larger batch allows more."
    )
    return Affordable(replace(run, settings=replace(run.settings, epochs=epochs)), message)


def results_of(run: Run) -> Results:
    """The results of a run. A long one shows how far it is, and stops at once when a knob moves again."""
    slot = st.empty()  # always there, so that what follows keeps its place on the page
    return trained(run, slot, shown=True)


def tried_history(run: Run, slot: DeltaGenerator) -> History:
    """The history of a run that is only tried, without a word about it; it too stops when a knob moves, and is kept."""
    return trained(run, slot, shown=False).history


def trained(run: Run, slot: DeltaGenerator, shown: bool) -> Results:
    """The results of a run from the store, or trained now. Whatever is written into `slot` is where Streamlit can stop it."""
    results = store().get(run)
    if results is not None:
        return results
    epochs: list[Epoch] = []
    started = before = monotonic()
    for epoch in run.descend():
        epochs.append(epoch)
        now = monotonic()
        if now - started > SHOWN_AFTER and now - before > SHOWN_EVERY:
            before, total = now, run.settings.epochs
            if shown:
                slot.progress(epoch.index / total, f"Training: epoch {epoch.index:,} of {total:,}")
            else:
                slot.empty()
    slot.empty()
    return store().put(run, Results(History.of(run, epochs)))
