"""The goals of the lessons: no run that a step opens with meets its goal, and some allowed one does, for everybody."""

import pytest
from outcomes import run_of

from gdapp import catalogue
from gdapp.answers.goal import GoalCheck, GoalKey
from gdapp.lessons.library import lessons
from gdapp.lessons.who import code_of
from gdapp.lessons.who import run_of as own_run
from gdapp.office.worker import answer
from gdcore.programs import changed

WITH_GOAL = [
    (lesson, number, step)
    for lesson in lessons()
    for number, step in enumerate(lesson.steps, 1)
    if step.goal is not None
]
PEOPLE = [code_of(name) for name in ("Ada", "Emmy", "Carl Friedrich", "7431", "s2047@school")]
REACHED = {
    ("app", "Find it: a start that leads into the wrong well"): {"x0": 3.0},
    ("linear_regression", "Find it: three updates have to do"): {
        "scaling": "standardised",
        "lr": 1.0,
        "epochs": 3,
    },
    ("logistic_regression", "Find it: within 2 % in 30 updates"): {"lr": 8.0},
    ("softmax_regression", "Find it: within 2 % in 60 updates"): {"lr": 1.0, "scaling": "standardised"},
    ("support_vector_machine", "Find it: within 1 % in 200 updates"): {"lr": 0.05, "opt": "adam"},
}
"""For each goal without a largest or smallest value, knobs that meet it."""

each = pytest.mark.parametrize(
    ("lesson", "number", "step", "code"),
    [
        (lesson, number, step, code)
        for lesson, number, step in WITH_GOAL
        for code in (PEOPLE if step.own else PEOPLE[:1])
    ],
    ids=lambda part: getattr(part, "name", getattr(part, "title", str(part))),
)


def check(step, values):
    """Whether a run with these values of knobs meets the goal of a step."""
    page, goal = catalogue.page(step.page), step.goal
    knob = page.settable.get(goal.knob)
    run = run_of(step.page, values)
    now = values.get(goal.knob)
    if knob is not None and now is None:
        now = page.default_values(next(iter(page.data_sets.values())))[goal.knob]
    return answer(GoalCheck(run, goal, knob, 0 if now is None else now)), run, knob


@each
def test_a_goal_is_not_met_at_the_start_and_can_be_met(lesson, number, step, code):
    values = catalogue.page(step.page).values(own_run(step, code, lesson, number))
    opening, run, knob = check(step, values)
    assert not opening.met and opening.sentence
    if knob is None:
        found = {**values, **REACHED[lesson.name, step.title]}
        assert not set(REACHED[lesson.name, step.title]) & set(step.lock)
    else:
        best = answer(GoalKey(run, step.goal, knob))
        assert best is not None and knob.numbers[0] < best < knob.numbers[-1]
        assert answer(GoalCheck(changed(run, {knob.field: best}), step.goal, knob, best)).met
        found = {**values, knob.key: best}
    assert check(step, found)[0].met


def test_no_text_of_a_step_with_own_data_states_a_result():
    for _, _, step in WITH_GOAL:
        if step.own:
            assert not step.then and not step.pause


def test_two_people_have_different_data():
    lesson, number, step = next(one for one in WITH_GOAL if one[2].own)
    assert len({own_run(step, code, lesson, number)["seed"] for code in PEOPLE}) == len(PEOPLE)
