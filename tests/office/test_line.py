"""The line before the workers: who goes first, who waits how long, and that nobody waits for ever."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gdcore
from gdapp.answers.question import Question
from gdapp.office.line import AGEING, Job, ahead, next_job, rank


@dataclass(frozen=True)
class Asked(Question[int]):
    """A question with nothing to it."""

    number: int = 0


def job(since=0.0, **more):
    """A job that was asked at a time."""
    return Job(Asked(gdcore.article("linear_regression")), since, **more)


def order(jobs, now=10.0):
    """The jobs as one worker takes them up, if nothing new comes."""
    left, taken = list(jobs), []
    while left:
        taken.append(next_job(left, {"worker"}, now))
        left.remove(taken[-1])
    return taken


def test_first_come_first_served():
    first, second, third = (job(since) for since in (1.0, 2.0, 3.0))
    assert order([third, first, second]) == [first, second, third]


def test_what_has_had_much_work_lets_the_others_by():
    long, short = job(1.0, spent=30.0), job(9.0)
    assert order([long, short]) == [short, long]


def test_a_picture_goes_before_what_nobody_waits_for():
    later, picture = job(1.0, urgent=False), job(9.0, spent=5.0)
    assert order([later, picture]) == [picture, later]


@pytest.mark.parametrize("spent", [0.3, 4.0, 60.0])
def test_even_the_longest_gets_its_turn_however_many_come(spent):
    long = job(0.0, spent=spent)
    for second in range(1, 1000):
        if next_job([long, job(float(second))], {"worker"}, float(second)) is long:
            break
    assert second <= spent / AGEING + 1


def test_what_a_worker_began_only_that_worker_goes_on_with():
    begun, fresh = job(1.0, home="first"), job(2.0)
    assert next_job([begun, fresh], {"second"}, 9.0) is fresh
    assert next_job([begun], {"second"}, 9.0) is None
    assert next_job([begun, fresh], {"first", "second"}, 9.0) is begun
    assert next_job([fresh], set(), 9.0) is None
    assert next_job([job(running=True)], {"first"}, 9.0) is None


@given(st.lists(st.tuples(st.floats(0, 9), st.floats(0, 9), st.booleans()), max_size=8))
def test_the_place_in_the_line_is_how_many_are_taken_up_before(asked):
    jobs = [job(since, spent=spent, urgent=urgent) for since, spent, urgent in asked]
    taken = order(jobs)
    for one in jobs:
        before = [other for other in taken[: taken.index(one)] if rank(other, 10.0) < rank(one, 10.0)]
        assert ahead(one, jobs, 10.0) == len(before)
