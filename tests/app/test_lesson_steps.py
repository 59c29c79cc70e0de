"""The lessons of the app: what each step says is to be seen is to be seen, a true prediction is right and a wrong one wrong."""

import outcomes_home  # noqa: F401  # registers its checks
import outcomes_linear  # noqa: F401
import outcomes_logistic  # noqa: F401
import outcomes_machine  # noqa: F401
import outcomes_network  # noqa: F401
import outcomes_rates  # noqa: F401
import outcomes_ratings  # noqa: F401
import outcomes_softmax  # noqa: F401
import pytest
from outcomes import CHECKS, Seen, run_of

from gdapp import catalogue, view
from gdapp.answers.judged import Judged
from gdapp.lessons.library import FOLDER, lessons
from gdapp.lessons.record import CHOICE, CURVE, DRAWN, LINE, NUMBER, PLACE
from gdapp.office.worker import answer
from gdapp.results import Results
from gdcore.analysis.goals import MEASURES

EVERY = [
    (lesson.name, step)
    for lesson in lessons()
    for step in lesson.steps
    if step.page != catalogue.DIAGNOSE  # what is seen there is held by tests/unit/test_faulty_trainers.py
]
PREDICTED = [(name, step) for name, step in EVERY if step.kind not in ("", CHOICE)]


def each(steps):
    """Marks a test that is run for each of some steps."""
    return pytest.mark.parametrize(
        ("name", "step"), steps, ids=[f"{name}-{one.title}" for name, one in steps]
    )


@each(EVERY)
def test_it_is_seen_what_is_said_to_be_seen(name, step):
    assert (name, step.title) in CHECKS, "no check says what is to be seen"
    answered, check = CHECKS[name, step.title]
    assert step.answer == answered, "the check was written for another answer"
    seen = Seen(step)
    check(seen)
    assert not seen.unsaid(), "these numbers of the text are not checked"


def test_no_check_is_left_over():
    assert set(CHECKS) == {(name, step.title) for name, step in EVERY}


def test_every_file_is_a_lesson():
    assert {path.stem for path in FOLDER.glob("*.toml")} == {lesson.name for lesson in lessons()}
    assert {page.address for page in catalogue.PAGES} < {lesson.name for lesson in lessons()}


@pytest.mark.parametrize(
    "lesson",
    [lesson for lesson in lessons() if lesson.steps[0].page != catalogue.DIAGNOSE],
    ids=lambda lesson: lesson.name,
)
def test_a_lesson_asks_in_every_way(lesson):
    kinds = [step.kind for step in lesson.steps]
    assert set(kinds) & set(DRAWN) and NUMBER in kinds and CHOICE in kinds
    assert any(step.goal for step in lesson.steps)
    own = sum(step.own for step in lesson.steps)
    assert own <= 2 and (own or lesson.name == "app")  # the hills of the home page have no seed
    assert 2 * sum(step.then is not None for step in lesson.steps) >= len(lesson.steps)
    assert sum(step.pause is not None for step in lesson.steps) >= 3
    assert 20 <= lesson.minutes <= 50


@each(EVERY)
def test_a_step_is_whole(name, step):
    assert step.explain.endswith(("?", ".")) and step.look
    assert (step.goal is not None) == (step.kind == "")
    if step.pause is not None:
        assert 0 < step.pause <= run_of(step.page, catalogue.page(step.page).values(step.run)).history().last
    if step.then is not None:
        assert step.then.look and not set(step.then.run.items()) <= set(step.run.items())


@each(EVERY)
def test_the_knobs_can_be_set_by_hand(name, step):
    page = catalogue.page(step.page)
    for texts in (step.run, step.then.run if step.then else {}):
        for key, value in page.values(texts).items():
            knob = page.settable[key]
            if knob.kind in ("slider", "number"):
                steps = (value - knob.low) / knob.step
                assert steps == pytest.approx(round(steps)), (key, value)


def came_out(step, results):
    """What a student would predict who knows what comes out, and something that is plainly wrong."""
    history = results.history
    if step.kind == NUMBER:
        true = MEASURES[step.answer].of(history, history.last if step.pause is None else step.pause)
        return true, true * (1 + 3 * step.tolerance)
    if step.kind == CURVE:
        losses, end = history.loss.tolist(), history.run.settings.epochs
        top = [(at, 3 * losses[0]) for at in (history.last + 1, end)] if history.last < end else []
        curve = [*enumerate(losses), *top]
        low = min(losses) < 0.5 * losses[0] and history.last == end
        return tuple(curve), ((0.0, losses[0]), (float(end), losses[0] if low else 0.0))
    if step.kind == LINE:
        *across, bias = history.theta[-1].tolist()
        w = across if len(across) == 2 else [across[0], -1.0]  # w x + b is y
        drawn = tuple((x, -(w[0] * x + bias) / w[1]) for x in (-10.0, 10.0))
        return drawn, tuple((x, -y) for x, y in drawn)
    assert step.kind == PLACE
    path = results.landscape().path.tolist()
    return (tuple(path[-1]),), (tuple(path[0]),)


@each(PREDICTED)
def test_a_true_prediction_is_right_and_a_wrong_one_is_not(name, step):
    run = run_of(step.page, catalogue.page(step.page).values(step.run))
    true, wrong = came_out(step, Results(run.history()))
    assert answer(Judged(run, step, true)).right is True
    judged = answer(Judged(run, step, wrong))
    assert judged.right is False and judged.sentence


def info(page):
    """What stands in the boxes below the picture."""
    return " ".join(box.value for box in page.at.info)


def test_what_to_look_for_waits_until_the_goal_is_met(visit):
    page = visit("app", lesson="app", step="9")
    step = next(one for name, one in EVERY if one.goal and name == "app")
    page.at.button(key="lock-9").click()
    assert "Not yet" in " ".join(text.value for text in page.again().at.markdown)
    assert step.look not in info(page)
    page.widgets()["x0"].set_value(3.0)
    assert step.look in info(page.again())


def test_the_player_pauses_at_the_event_once_the_prediction_is_locked(visit, monkeypatch):
    pauses = []
    monkeypatch.setattr(
        view, "player", lambda packed, **options: pauses.append(options["pause"]) or options["last"]
    )
    page = visit("linear_regression", lesson="linear_regression", step="1")
    page.at.radio[0].set_value("It runs away")
    page.again()
    page.at.button(key="lock-1").click()
    page.again()
    assert pauses == [None, None, 1]
    page.widgets()["lr"].set_value(0.5)
    page.again()
    assert pauses[-1] is None, "another run has no such event"
