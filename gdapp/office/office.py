"""The office: questions come in from all visitors, and each is answered once, by whichever worker is free."""

import atexit
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from functools import cache, partial
from threading import Event, RLock
from time import monotonic
from typing import Any

from gdapp.answers.question import Progress, Question
from gdapp.office import line, workers
from gdapp.office.line import Job
from gdapp.office.worker import Slice, freeze_imports
from gdapp.store import Store

SLICE = 0.1
"""A worker is at one question for so many seconds, then at the next."""

MOST_DEATHS = 2
"""A question that this many workers died of is not asked again."""

MOST_BYTES = 64 * 2**20
"""The answers that are kept take no more than this."""


class WorkerDied(RuntimeError):
    """The question was asked twice, and each time the worker died of it; or there are no workers any more."""


class Ticket:
    """One visitor's claim to the answer of a job."""

    def __init__(self, office: "Office", job: Job) -> None:
        self._office, self._job = office, job
        self._ready = Event()
        if job.done:
            self._ready.set()
        else:
            job.listeners.append(self._ready.set)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the answer, for so long at most; whether it is there."""
        return self._ready.wait(seconds)

    @property
    def answer(self) -> Any:
        """The answer, once it is there; what went wrong with it is raised."""
        if self._job.error is not None:
            raise self._job.error
        return self._job.answer

    @property
    def progress(self) -> Progress | None:
        """How far the training is, if it has begun."""
        return self._job.progress

    @property
    def ahead(self) -> int:
        """How many jobs are taken up before this one; 0 once it was begun."""
        return self._office.ahead(self._job)

    def leave(self) -> None:
        """No longer wait. What nobody waits for is not worked on any more."""
        self._office.leave(self._job)


class Office:
    """Workers, the line before them and the answers that are kept. All methods may be called from any thread."""

    def __init__(self, hired: list[workers.Worker], clock: Callable[[], float] = monotonic) -> None:
        self.workers = hired
        self.answers: Store[Question[Any], Any] = Store(MOST_BYTES)
        self._jobs: dict[Question[Any], Job] = {}
        self._lock, self._clock = RLock(), clock

    def known(self, question: Question[Any]) -> Any:
        """The answer if it is kept, in a list of one; None if it is not."""
        return self.answers.get(question)

    def ask(self, question: Question[Any], urgent: bool = True) -> Ticket:
        """Ask a question. Whoever asks an equal one meanwhile waits for the same answer."""
        with self._lock:
            kept = self.answers.get(question)
            if kept is not None:
                return Ticket(self, Job(question, self._clock(), done=True, answer=kept[0]))
            job = self._jobs.setdefault(question, Job(question, self._clock(), urgent=urgent))
            job.asking += 1
            job.urgent |= urgent
            ticket = Ticket(self, job)
            self._hand_out()
            return ticket

    def leave(self, job: Job) -> None:
        """One fewer waits for a job."""
        with self._lock:
            job.asking -= 1
            if not job.asking and not job.running and self._jobs.get(job.question) is job:
                del self._jobs[job.question]

    def ahead(self, job: Job) -> int:
        """How many jobs are taken up before this one."""
        with self._lock:
            return 0 if job.running or job.spent else line.ahead(job, self._jobs.values(), self._clock())

    @property
    def waiting(self) -> int:
        """How many jobs no worker is at."""
        with self._lock:
            return sum(1 for _ in line.waiting(self._jobs.values()))

    def close(self) -> None:
        """End all workers."""
        for worker in self.workers:
            worker.close()

    def _hand_out(self) -> None:
        while True:
            idle = {worker for worker in self.workers if worker.idle}
            job = line.next_job(self._jobs.values(), idle, self._clock())
            if job is None:
                return
            worker = job.home or next((w for w in idle if w.knows(job.question)), None) or idle.pop()
            job.running, job.home = True, worker
            slice_ = worker.work(job.question, SLICE)
            slice_.add_done_callback(partial(self._take_back, job, worker))

    def _take_back(self, job: Job, worker: workers.Worker, slice_: "Future[Slice]") -> None:
        with self._lock:
            worker.idle, job.running, job.since = True, False, self._clock()
            error = slice_.exception()
            if error is None:
                self._note(job, slice_.result())
            elif isinstance(error, BrokenProcessPool):
                self._replace(worker)
                for other in self._jobs.values():
                    if other.home is worker:  # what it had put aside is lost, and starts anew
                        other.home, other.spent = None, 0.0
                job.deaths += 1
                if job.deaths >= MOST_DEATHS:
                    self._finish(job, error=WorkerDied("A worker process died of this question twice."))
            else:
                self._finish(job, error=error)
            if not job.asking:
                self._jobs.pop(job.question, None)
            self._hand_out()

    def _replace(self, worker: workers.Worker) -> None:
        try:
            worker.replace()
        except OSError:  # no more processes can be had: the others do what they can
            self.workers.remove(worker)
            if not self.workers:
                for job in list(self._jobs.values()):
                    self._finish(job, error=WorkerDied("No worker processes can be had any more."))

    def _note(self, job: Job, slice_: Slice) -> None:
        job.spent += slice_.seconds
        job.progress = slice_.progress or job.progress
        if slice_.done:
            self.answers.put(job.question, [slice_.answer])
            self._finish(job, slice_.answer)

    def _finish(self, job: Job, answer: Any = None, error: BaseException | None = None) -> None:
        job.done, job.answer, job.error = True, answer, error
        self._jobs.pop(job.question, None)
        for listener in job.listeners:
            listener()


@cache
def _office() -> Office:
    opened = Office(workers.hire(workers.wanted()))
    atexit.register(opened.close)
    freeze_imports()
    return opened


_opening = RLock()


def office() -> Office:
    """The one office of this process, with its workers hired."""
    with _opening:
        return _office()
