"""What happens in a worker process: a question is worked on for a slice of time, and put aside if that was not enough.

So a long training never holds up a short one: between two slices the process is free for whoever is next. The same functions
run in place where there are no processes.
"""

import gc
import os
from collections import OrderedDict
from math import inf
from threading import Thread
from time import monotonic, sleep
from typing import Any, NamedTuple

from gdapp.answers.question import Answer, Progress, Question, Steps, store

MOST_ASIDE = 4
"""So much unfinished work is put aside at most; what is then asked for again starts anew."""


class Slice(NamedTuple):
    """What came of a slice of work: the answer if it is done, how far it is, and the seconds that it took."""

    done: bool
    answer: Any
    progress: Progress | None
    seconds: float


_aside: OrderedDict[Question[Any], Steps[Any]] = OrderedDict()


def work(question: Question[Any], seconds: float) -> Slice:
    """Work on a question for about so many seconds, from where it was put aside."""
    steps = _aside.pop(question, None) or question.steps()
    began = monotonic()
    progress = None
    while True:
        try:
            progress = next(steps) or progress
        except StopIteration as end:
            store().make_room()  # the results have grown as they were looked at
            return Slice(True, end.value, progress, monotonic() - began)
        if monotonic() - began >= seconds:
            break
    _aside[question] = steps
    while len(_aside) > MOST_ASIDE:
        _aside.popitem(last=False)
    return Slice(False, None, progress, monotonic() - began)


def answer(question: Question[Answer]) -> Answer:
    """The answer, worked out here and now."""
    found: Answer = work(question, inf).answer
    return found


def prepare(niceness: int, server: int | None = None) -> None:
    """Get a worker process ready before its first question: import what every picture needs.

    server: the process that it works for; when that is gone, however it ended, the worker ends too.
    """
    if server is not None:
        Thread(target=end_with, args=(server,), daemon=True).start()
    import gdapp.answers.numbers
    import gdapp.answers.picture
    import gdapp.answers.remedy
    import gdapp.answers.texts  # noqa: F401

    if hasattr(os, "nice"):
        os.nice(niceness)
    freeze_imports()
    gc.set_threshold(20_000, 20, 20)  # the records of a history all stay: looking for rubbish finds none


def freeze_imports() -> None:
    """What the imports left behind stays, so no later collection has to walk through it."""
    gc.collect()
    gc.freeze()


LOOKS_UP = 2.0
"""Seconds between two looks whether the server is still there."""


def end_with(server: int) -> None:
    """End this process when it no longer is a child of the server."""
    while os.getppid() == server:
        sleep(LOOKS_UP)
    os._exit(0)
