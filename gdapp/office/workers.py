"""The worker processes: each an executor of its own, so that when one dies the others go on."""

import os
from collections import OrderedDict
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from gdapp.answers.question import Question
from gdapp.office import worker

NICENESS = 5
"""Workers step back behind the process that talks to the browsers: relaying takes little, and everybody waits for it."""

MOST_KNOWN = 16
"""So many data sets a worker is believed to remember."""

SETTING = "GDAPP_WORKERS"
"""The environment variable that says how many workers there are; 0 works in place."""


class Worker:
    """One process, replaced by another when it dies."""

    def __init__(self) -> None:
        self.idle = True
        self._known: OrderedDict[object, None] = OrderedDict()
        self._start()

    def _start(self) -> None:
        from loky import ProcessPoolExecutor  # type: ignore[import-untyped]

        # One BLAS thread: matrices this small lose far more to threads waiting for each other than they gain.
        environment = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}
        self._executor = ProcessPoolExecutor(
            max_workers=1,
            timeout=None,
            initializer=worker.prepare,
            initargs=(NICENESS, os.getpid()),
            env=environment,
        )
        self.warm = self._executor.submit(os.getpid)  # starts the process now, not at the first question

    @property
    def pid(self) -> int:
        """The process's number, once it is up."""
        return int(self.warm.result())

    def work(self, question: Question[Any], seconds: float) -> "Future[worker.Slice]":
        """Have a slice of work done."""
        self.idle = False
        known = about(question)
        self._known[known] = None
        self._known.move_to_end(known)
        while len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        try:
            slice_: Future[worker.Slice] = self._executor.submit(worker.work, question, seconds)
        except BrokenProcessPool as error:  # it died while it had nothing to do
            slice_ = Future()
            slice_.set_exception(error)
        return slice_

    def knows(self, question: Question[Any]) -> bool:
        """Whether it worked with the same examples lately, and so need not find out again what is true of them."""
        return about(question) in self._known

    def replace(self) -> None:
        """Start another process in place of one that died."""
        self._known.clear()
        self.close()
        self._start()

    def close(self) -> None:
        """End the process, whatever it is at."""
        self._executor.shutdown(wait=False, kill_workers=True)


def about(question: Question[Any]) -> object:
    """The examples that a question is about, and the model that is fitted to them."""
    run = question.run
    return run.data, run.model, run.settings.seed, run.settings.held_out


def wanted() -> int:
    """How many workers there should be: as the environment says, or one for each core that this process may use."""
    said = os.environ.get(SETTING, "")
    if said.isascii() and said.isdigit():
        return int(said)
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


def hire(count: int) -> list[Worker]:
    """So many workers; none where processes cannot be had."""
    try:
        return [Worker() for _ in range(count)]
    except (ImportError, OSError, RuntimeError, NotImplementedError):
        return []
