"""Whose turn it is: the work that waits, and the order in which it is taken up. A plain record, without processes or threads."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from gdapp.answers.question import Progress, Question

AGEING = 0.5
"""A second of waiting makes up for this much work already done, so that even the longest run comes to its end."""


@dataclass(eq=False)
class Job:
    """A question on its way to an answer, and whoever waits for it."""

    question: Question[Any]
    since: float
    """When it was asked, or last put aside, on the office's clock."""
    asking: int = 0
    """How many wait for the answer. Nobody: it is dropped before it is worked on."""
    urgent: bool = True
    """Whether a picture waits for it; what is not urgent is taken up when nothing else is there."""
    spent: float = 0.0
    """Seconds of work so far."""
    home: Any = None
    """The worker that holds what was done so far."""
    running: bool = False
    deaths: int = 0
    """How many workers died of it."""
    progress: Progress | None = None
    done: bool = False
    answer: Any = None
    error: BaseException | None = None
    listeners: list[Callable[[], None]] = field(default_factory=list)


def rank(job: Job, now: float) -> tuple[bool, float, float]:
    """The least goes first: what a picture waits for, then what has had the least work, then what was asked first."""
    return not job.urgent, max(0.0, job.spent - AGEING * (now - job.since)), job.since


def next_job(jobs: Iterable[Job], idle: set[Any], now: float) -> Job | None:
    """The job that an idle worker takes up next; None where there is none for these workers."""
    ready = (job for job in jobs if not job.running and (job.home in idle if job.home else idle))
    return min(ready, key=lambda job: rank(job, now), default=None)


def ahead(job: Job, jobs: Iterable[Job], now: float) -> int:
    """How many jobs are taken up before this one, as things stand."""
    own = rank(job, now)
    return sum(1 for other in waiting(jobs) if rank(other, now) < own)


def waiting(jobs: Iterable[Job]) -> Iterator[Job]:
    """The jobs that no worker is at."""
    return (job for job in jobs if not job.running)
