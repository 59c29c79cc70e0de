"""The office with real worker processes: one job for equal questions, fair turns, and nothing lost when a worker dies."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import gdcore
from gdapp import catalogue
from gdapp.answers.picture import Picture
from gdapp.figures.frame import Look
from gdapp.office import office as module
from gdapp.office import workers
from gdapp.office.office import Office, WorkerDied
from gdapp.office.worker import answer
from gdcore import Run, Settings
from gdcore.functions import NoData, PlainFunction
from gdcore.optimizers import GradientDescent

sys.path.insert(0, str(Path(__file__).parent))  # what a worker process is given as its path, too
from questions import Deadly, Large, Process, Slow, Wrong

ROOT = Path(__file__).parents[2]
RUN = gdcore.article("linear_regression", epochs=3)
PATIENCE = 240


@pytest.fixture
def office():
    """An office with two workers."""
    opened = Office(workers.hire(2))
    yield opened
    opened.close()


def wait(ticket):
    """The answer, waited for."""
    assert ticket.wait(PATIENCE)
    return ticket.answer


def lines(file):
    """The lines of a file that may not be there yet."""
    return file.read_text().splitlines() if file.exists() else []


def is_alive(pid):
    """Whether a process is there, and not only its remains."""
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def until(true):
    """Wait until something holds."""
    waited = module.Event()
    for _ in range(PATIENCE * 20):
        if true():
            return
        waited.wait(0.05)
    raise AssertionError("in vain")


def test_workers_are_other_processes_without_streamlit(office):
    pids = {worker.pid for worker in office.workers}
    assert len(pids) == 2 and os.getpid() not in pids
    assert wait(office.ask(Process(RUN))) in pids
    maps = Path(f"/proc/{office.workers[0].pid}/maps")
    if maps.exists():
        assert "numpy" in maps.read_text() and "pyarrow" not in maps.read_text()  # Streamlit brings pyarrow


@pytest.mark.parametrize("page", catalogue.PAGES, ids=lambda page: page.address)
def test_a_worker_gives_the_very_bits_that_this_process_gives(office, page):
    home = Run(NoData(), PlainFunction("valley", (3.0, 1.0)), GradientDescent(0.05), Settings(40))
    question = Picture(page.run if page.program else home, page.address, Look())
    assert wait(office.ask(question)) == answer(question)


def test_equal_questions_are_one_job_and_its_answer_is_kept(office, tmp_path):
    file = tmp_path / "steps"
    tickets = [office.ask(Slow(RUN, str(file), 10)) for _ in range(30)]
    assert {wait(ticket) for ticket in tickets} == {str(file)}
    assert wait(office.ask(Slow(RUN, str(file), 10))) == str(file)
    assert len(lines(file)) == 10


def test_short_ones_are_answered_while_long_ones_go_on(office, tmp_path):
    files = [tmp_path / f"{number}" for number in range(2)]
    long = [office.ask(Slow(RUN, str(file), 200)) for file in files]
    until(lambda: all(ticket.progress for ticket in long))
    short = [office.ask(Process(RUN, number)) for number in range(20)]
    assert all(wait(ticket) for ticket in short)
    assert not any(ticket.wait(0) for ticket in long)  # 4 s of work each
    assert all(ticket.progress.total == 200 for ticket in long)


def test_what_nobody_waits_for_any_more_is_not_worked_on(office, tmp_path):
    files = [tmp_path / f"{number}" for number in range(6)]
    tickets = [office.ask(Slow(RUN, str(file), 500)) for file in files]
    for ticket in tickets:
        ticket.leave()
    until(lambda: office.waiting == 0 and all(worker.idle for worker in office.workers))
    assert sum(len(lines(file)) for file in files) < 50
    assert wait(office.ask(Process(RUN)))


def test_one_of_two_leaves_and_the_other_is_answered(office, tmp_path):
    question = Slow(RUN, str(tmp_path / "steps"), 20)
    first, second = office.ask(question), office.ask(question)
    first.leave()
    assert wait(second) == str(tmp_path / "steps")


def test_a_worker_that_dies_is_replaced_and_its_question_asked_again(office, tmp_path):
    before = {worker.pid for worker in office.workers}
    assert wait(office.ask(Deadly(RUN, str(tmp_path / "deaths"), 1))) == "alive"
    assert len({worker.pid for worker in office.workers} - before) == 1


def test_a_question_that_kills_twice_is_given_up_and_the_others_go_on(office, tmp_path):
    others = [office.ask(Slow(RUN, str(tmp_path / f"{number}"), 10)) for number in range(4)]
    with pytest.raises(WorkerDied):
        wait(office.ask(Deadly(RUN, str(tmp_path / "deaths"), 9)))
    assert len(lines(tmp_path / "deaths")) == 2
    assert [wait(ticket) for ticket in others] == [str(tmp_path / f"{number}") for number in range(4)]


def test_workers_killed_while_idle_and_while_busy_cost_nobody_an_answer(office, tmp_path):
    os.kill(office.workers[0].pid, signal.SIGKILL)
    files = [tmp_path / f"{number}" for number in range(4)]
    tickets = [office.ask(Slow(RUN, str(file), 40)) for file in files]
    until(lambda: any(lines(file) for file in files))
    os.kill(office.workers[1].pid, signal.SIGKILL)
    assert [wait(ticket) for ticket in tickets] == [str(file) for file in files]


def test_workers_end_with_the_process_that_they_work_for(tmp_path):
    program = (
        "import sys, time; from gdapp.office import workers; hired = workers.hire(2); "
        "print(*(one.pid for one in hired), flush=True); time.sleep(600)"
    )
    server = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    pids = [int(pid) for pid in server.stdout.readline().split()]
    assert len(pids) == 2 and all(map(is_alive, pids))
    server.kill()
    server.wait()
    until(lambda: not any(map(is_alive, pids)))


def test_a_programming_error_is_as_loud_as_in_place(office):
    with pytest.raises(KeyError, match="no such thing"):
        wait(office.ask(Wrong(RUN)))
    assert wait(office.ask(Process(RUN)))


def test_the_answers_that_are_kept_are_bounded(office, monkeypatch):
    office.answers.most_bytes = 5 * 10**6
    for number in range(12):
        assert len(wait(office.ask(Large(RUN, number)))) == 10**6
        assert office.answers.nbytes <= office.answers.most_bytes
    assert len(office.answers) == 4  # each a million bytes and a little


def test_the_environment_says_how_many_workers_there_are(monkeypatch):
    monkeypatch.setenv(workers.SETTING, "3")
    assert workers.wanted() == 3
    for nothing in ("", "many", "-1", "½"):
        monkeypatch.setenv(workers.SETTING, nothing)
        assert workers.wanted() == len(os.sched_getaffinity(0))


def test_where_processes_cannot_be_had_there_are_no_workers(monkeypatch):
    import loky

    def forbidden(*args, **options):
        raise OSError("this host forbids it")

    monkeypatch.setattr(loky, "ProcessPoolExecutor", forbidden)
    assert workers.hire(2) == []
    monkeypatch.setitem(sys.modules, "loky", None)
    assert workers.hire(2) == []


def test_when_no_process_can_be_had_any_more_all_who_wait_are_told(office, tmp_path, monkeypatch):
    def forbidden(self):
        raise OSError("no more processes")

    tickets = [office.ask(Slow(RUN, str(tmp_path / f"{number}"), 200)) for number in range(3)]
    monkeypatch.setattr(workers.Worker, "_start", forbidden)
    for worker in list(office.workers):
        os.kill(worker.pid, signal.SIGKILL)
    for ticket in tickets:
        with pytest.raises(WorkerDied):
            wait(ticket)
    assert office.workers == []
