"""A lesson as a student takes it: predict, run, compare, change one knob, explain, hand in; and nothing is lost on the way."""

from types import SimpleNamespace

import pytest

from gdapp import catalogue
from gdapp.check.judging import question
from gdapp.lessons import library
from gdapp.lessons.library import carried
from gdapp.lessons.library import library as files
from gdapp.lessons.reading import read_lesson
from gdapp.lessons.who import code_of, seed_of
from gdapp.lessons.work import Done, read_work
from gdapp.office.worker import answer
from gdapp.results import Results
from gdcore import article

LESSON = """
title = "A rate that is too large"
about = "What happens when each step overshoots."
minutes = 10
page = "linear_regression"

[[step]]
title = "Twenty times the rate"
question = "With α = 1, where will the loss be?"
choices = ["Lower", "It runs away"]
answer = "It runs away"
run = "lr=1&epochs=60"
look = "Each step overshoots."
explain = "Why?"
hide = ["mark", "opt"]
lock = ["reg"]
then = { run = "lr=0.6", question = "Now with α = 0.6:", look = "It swings." }

[[step]]
title = "How low?"
question = "Where does the loss end?"
ask = "number"
answer = "loss"
run = "lr=0.3&epochs=20"

[[step]]
title = "The largest rate"
question = "Find the largest α with which the run still converges."
run = "lr=0.1&epochs=60"
own = true
goal = { where = ["converges"], largest = "lr" }

[[step]]
title = "Elsewhere"
question = "And with two classes?"
page = "logistic_regression"
choices = ["Yes", "No"]
answer = "Yes"
run = "epochs=30"
"""
SAID = carried(LESSON)
NAME = library.named(SAID).name


@pytest.fixture
def lesson(visit):
    """lesson(step, page, **parameters) opens a step; what it gives knows how to press its buttons and what was done."""

    def opened(step=1, page="linear_regression", **parameters):
        here = visit(page, lesson=SAID, step=str(step), **parameters)

        def press(label):
            next(button for button in here.at.button if button.label == label).click()
            here.again()

        work = lambda: here.at.session_state["works"][NAME]  # noqa: E731
        return SimpleNamespace(page=here, at=here.at, press=press, work=work, again=here.again)

    return opened


def texts(at):
    return [element.value for kind in ("markdown", "info", "caption") for element in getattr(at, kind)]


def lock(there, value):
    radio = next(radio for radio in there.at.radio if radio.key == f"predict-{NAME}-1")
    radio.set_value(value)
    there.again()
    there.press("Lock it and run")


def test_a_step_asks_first_and_shows_the_page_s_own_run_meanwhile(lesson):
    there = lesson()
    assert there.page.run == catalogue.page("linear_regression").run
    assert "A rate that is too large · step 1 of 4" in texts(there.at)
    assert not there.at.info
    assert next(button for button in there.at.button if button.label == "Lock it and run").disabled
    assert "opt" not in there.page.widgets() and there.page.widgets()["reg"].disabled


def test_a_locked_prediction_stands_beside_what_comes_out_and_stays_when_a_knob_moves(lesson):
    there = lesson()
    lock(there, "Lower")
    assert there.page.run == article("linear_regression", learning_rate=1.0, epochs=60)
    assert "You said “Lower”. It is: “It runs away”." in there.at.info[0].value
    there.page.widgets()["lr"].set_value(0.5)
    there.again()
    assert "You said “Lower”" in there.at.info[0].value
    assert there.work().steps[1].first == "Lower" and there.work().steps[1].tries == 2
    assert there.work().steps[1].run == {"lr": "0.5", "epochs": "60"}


def test_one_knob_is_changed_and_the_rest_of_the_run_stays(lesson):
    there = lesson()
    lock(there, "Lower")
    there.press("Try it")
    assert there.page.run == article("linear_regression", learning_rate=0.6, epochs=60)
    assert "It swings." in [info.value for info in there.at.info]


def test_what_is_explained_and_said_again_is_handed_in(lesson):
    there = lesson()
    lock(there, "Lower")
    next(area for area in there.at.text_area if area.label == "Why?").set_value("It overshoots.")
    next(radio for radio in there.at.radio if radio.key == f"second-{NAME}-1").set_value("It runs away")
    there.again()
    (text,) = (code.value for code in there.at.code if "." in code.value and " " not in code.value)
    work, whole = read_work(text)
    assert whole and work.lesson == SAID
    done = work.steps[1]
    assert (done.first, done.second, done.why) == ("Lower", "It runs away", "It overshoots.")


def test_the_way_goes_on_to_the_next_step_and_back_to_what_was_done(lesson):
    there = lesson()
    lock(there, "Lower")
    there.press("Next")
    assert "step 2 of 4" in " ".join(texts(there.at))
    assert there.page.run == catalogue.page("linear_regression").run
    number = next(field for field in there.at.number_input if field.key == f"predict-{NAME}-2")
    number.set_value(0.3)
    there.again()
    there.press("Lock it and run")
    assert (
        "you said 0.300, it is 0.255" in there.at.info[0].value
    )  # 0.255 is half the mean square of least squares
    there.press("Back")
    assert there.page.run == article("linear_regression", learning_rate=1.0, epochs=60)
    assert "You said “Lower”" in there.at.info[0].value


def test_who_gives_data_of_ones_own_and_the_goal_is_checked_for_them(lesson):
    there = lesson(3, who="Ada L.")
    there.press("Run it")
    seed = seed_of(code_of("ada l."), library.named(SAID), 3)
    assert there.page.run == article("linear_regression", seed=seed, learning_rate=0.1, epochs=60)
    said = " ".join(texts(there.at))
    assert "Not yet" in said and "there are larger ones" in said
    assert "Ada" not in there.work().plain
    history = there.page.run.history()
    X = history.training.X[:, 0]
    limit = 2 / max(1.0, float((X**2).mean()))  # of the curvature along w, as the mean of x is all but 0
    options = [value for value in there.page.widgets()["lr"].options if float(value) < 0.97 * limit]
    there.page.widgets()["lr"].set_value(float(options[-1]))
    there.again()
    assert "The goal is met" in " ".join(texts(there.at))
    there.page.widgets()["lr"].set_value(0.1)
    there.again()
    assert "Not yet" in " ".join(texts(there.at))
    (row,) = answer(question(there.work().text)).steps
    assert row.met, "a goal that was met counts, whatever is tried afterwards"


@pytest.mark.parametrize(
    "names", [{"lesson": "nothing"}, {"lesson": SAID, "step": "99"}, {"lesson": SAID[:50], "step": "1"}]
)
def test_a_link_to_no_lesson_is_like_any_other(visit, names):
    here = visit("linear_regression", **names)
    assert here.run == here.page.run and not any("step 1 of" in text for text in texts(here.at))


def test_a_step_of_another_page_is_not_taken_here(visit):
    here = visit("linear_regression", lesson=SAID, step="4")
    assert not any("step 4 of" in text for text in texts(here.at))


@pytest.mark.parametrize("name", [name for name, entry in files().items() if hasattr(entry, "steps")])
def test_every_step_of_every_lesson_opens_and_runs(visit, name):
    entry = files()[name]
    for number, step in list(enumerate(entry.steps, 1))[:: max(1, len(entry.steps) // 2)]:
        if step.page == catalogue.DIAGNOSE:
            continue
        here = visit(step.page, lesson=name, step=str(number))
        assert f"{entry.title} · step {number} of {len(entry.steps)}" in texts(here.at)


def test_the_example_is_a_lesson():
    from gdapp.lessons.writing import EXAMPLE

    assert len(read_lesson(EXAMPLE, "example").steps) == 3


@pytest.mark.parametrize(
    ("step", "said", "panel"),
    [(2, [[0.0, 6.2], [10.0, 1.0], [20.0, 0.3]], "x2"), (4, [[-5.0, 0.0], [5.0, 1.0]], "x")],
)
def test_a_drawn_curve_lies_on_the_panel_of_the_loss(visit, step, said, panel):
    text = LESSON.replace('ask = "number"\nanswer = "loss"', 'ask = "curve"').replace(
        'choices = ["Yes", "No"]\nanswer = "Yes"', 'ask = "line"'
    )
    own = carried(text)
    entry = library.named(own)
    here = visit(entry.steps[step - 1].page, lesson=own, step=str(step))
    here.at.session_state["works"][entry.name].steps[step] = Done(True, said)
    here.again()
    predicted = here.pictures[-1].look.predicted
    results = Results(here.run.history())
    scene = here.page.picture(results, here.pictures[-1].look)
    (trace,) = (trace for trace in scene.figure["data"] if trace.get("name") == "your prediction")
    assert trace["xaxis"] == panel and [*zip(trace["x"], trace["y"], strict=True)] == [
        tuple(point) for point in said
    ]
    assert predicted.points == tuple(map(tuple, said))
