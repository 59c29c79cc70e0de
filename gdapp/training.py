"""Training for the pages: each run once, its history kept, its progress shown, and its cost bounded."""

from collections import OrderedDict
from dataclasses import replace
from functools import lru_cache
from math import ceil
from threading import Lock
from time import monotonic
from typing import NamedTuple

import streamlit as st

from gdapp import reference
from gdapp.reference import Optimum
from gdcore import Epoch, History, Run
from gdcore.datasets import Task
from gdcore.ratings import Ratings

MOST_UPDATES = 60_000
"""One interaction may cost this many updates: a second or two on a small server."""

MOST_KEPT_BYTES = 128 * 2**20
SHOWN_AFTER = 0.4
SHOWN_EVERY = 0.1


class Kept:
    """The histories of the last runs, for all visitors, up to a bound on memory. A history never changes."""

    def __init__(self) -> None:
        self._histories: OrderedDict[Run, History] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, run: Run) -> History | None:
        """The history of an equal run, if it is still kept."""
        with self._lock:
            history = self._histories.get(run)
            if history is not None:
                self._histories.move_to_end(run)
            return history

    def put(self, history: History) -> None:
        """Keep a history; the ones unused for longest make room."""
        with self._lock:
            if history.run in self._histories:
                return
            self._histories[history.run] = history
            self._bytes += size_of(history)
            while self._bytes > MOST_KEPT_BYTES and len(self._histories) > 1:
                _, oldest = self._histories.popitem(last=False)
                self._bytes -= size_of(oldest)


def size_of(history: History) -> int:
    """About how many bytes a history takes: θ, and up to two arrays of its size in the optimizer's states."""
    return 3 * history.theta.nbytes + 2_000 * len(history)


@st.cache_resource
def kept() -> Kept:
    """The one store of this server."""
    return Kept()


class Affordable(NamedTuple):
    """A run that one interaction may cost, and what was changed about it ("" where nothing was)."""

    run: Run
    message: str


def examples(run: Run) -> int:
    """About how many training examples a run has, without making them."""
    data = run.data
    return round(data.users * data.items * data.density) if isinstance(data, Ratings) else data.n


def affordable(run: Run) -> Affordable:
    """The run itself, or with as many epochs as fit into MOST_UPDATES."""
    settings, n = run.settings, max(1, examples(run))
    a_pass = ceil(n / min(settings.batch_size or n, n))
    together = 10 if run.model.task is Task.RATINGS and a_pass == n else 1  # ratings that step at once
    epochs = max(1, MOST_UPDATES * together // a_pass)
    if settings.epochs <= epochs:
        return Affordable(run, "")
    message = (
        f"{settings.epochs:,} epochs of {a_pass:,} updates each are more than the {MOST_UPDATES:,} updates that one run may "
        f"take here. Shown are the first {epochs:,} epochs; a larger batch allows more."
    )
    return Affordable(replace(run, settings=replace(settings, epochs=epochs)), message)


def trained(run: Run) -> History:
    """The history of a run. A long one shows how far it is, and stops at once when a knob moves again."""
    slot = st.empty()  # always there, so that what follows keeps its place on the page
    history = kept().get(run)
    if history is not None:
        return history
    epochs: list[Epoch] = []
    started = shown = monotonic()
    for epoch in run.descend():
        epochs.append(epoch)
        now = monotonic()
        if now - started > SHOWN_AFTER and now - shown > SHOWN_EVERY:
            shown, total = now, run.settings.epochs
            slot.progress(epoch.index / total, f"Training: epoch {epoch.index:,} of {total:,}")
    slot.empty()
    history = History.of(run, epochs)
    kept().put(history)
    return history


@lru_cache(maxsize=64)
def optimum(run: Run) -> Optimum:
    """The optimum of a run, worked out once."""
    return reference.optimum(run)
