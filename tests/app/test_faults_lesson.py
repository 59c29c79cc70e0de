"""The lesson on famous faults: every program once, diagnosed on its page as a step, handed in and read again."""

import re

from test_diagnose import again, lock, opened, texts

from gdapp.check.judging import question
from gdapp.lessons.library import library, named
from gdapp.lessons.work import read_work
from gdapp.office.worker import answer
from gdcore.faulty import FAULTS, PROGRAMS

NAME = "famous-faults"


def number_of(step):
    return int(step.run["fault"])


def test_each_program_is_a_step_once_and_its_own_answer_is_the_right_one():
    steps = named(NAME).steps
    assert sorted(map(number_of, steps)) == sorted(PROGRAMS)
    for step in steps:
        assert step.answer == PROGRAMS[number_of(step)].name and step.choices == tuple(FAULTS)
        assert (
            step.explain.endswith("?") and step.answer not in f"{step.title} {step.question} {step.explain}"
        )


def test_the_numbers_of_a_question_are_those_of_its_program():
    for step in library()[NAME].steps:
        given = re.sub(r"[${}\\]", "", PROGRAMS[number_of(step)].given)
        for number in re.findall(r"\d+(?:\.\d+)?", step.question):
            assert re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.]*\d)", given), (
                step.title,
                number,
                given,
            )


def test_a_step_is_diagnosed_and_handed_in():
    at = opened(lesson=NAME, step="2")
    number = number_of(named(NAME).steps[1])
    assert any(f"step 2 of {len(PROGRAMS)}" in caption.value for caption in at.caption)
    assert f"Program {number}" in [header.value for header in at.header]
    wrong = next(name for name in FAULTS if name != PROGRAMS[number].name)
    lock(at, wrong)
    at.text_area[0].set_value("The plotted loss rises.")
    again(at)
    (text,) = (code.value for code in at.code if re.fullmatch(r"[\w-]+\.[0-9a-f]{10}", code.value))
    work, whole = read_work(text)
    assert whole and work.steps[2].first == wrong
    row = answer(question(text))
    assert not row.notes
    (step,) = row.steps
    assert (
        step.right is False and PROGRAMS[number].name in step.words and step.why == "The plotted loss rises."
    )
    assert PROGRAMS[number].explanation in texts(at)


def test_a_step_that_there_is_not_is_like_any_other_link():
    at = opened(lesson=NAME, step="99", fault="4")
    assert "Program 4" in [header.value for header in at.header]
