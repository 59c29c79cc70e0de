"""The page Lessons has a sheet and a key for each lesson, and a step says its goal above the picture."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from gdapp.lessons.library import carried, lessons

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "tests" / "every_kind.toml").read_text("utf-8")
GOAL = "**Goal.** Find the largest value of “Learning rate α” with which the run converges and the loss is 1.05 times the loss"


@pytest.fixture
def open_lessons():
    """`open_lessons(said)` opens the page with a lesson in its link."""

    def opened(said=""):
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        if said:
            at.query_params["lesson"] = said
        at.switch_page("pages/lessons.py").run()
        assert not at.exception
        return at

    return opened


def labels(at):
    return [button.proto.label for button in at.get("download_button")]


@pytest.mark.parametrize("said", ["", "app", carried(TEXT), "nonsense"])
def test_every_lesson_has_both_buttons_and_that_of_a_class_link_has_no_key(open_lessons, said):
    found = labels(open_lessons(said))
    count = len(lessons()) + 1
    assert found.count("Key for the teacher") == count
    assert found.count("Sheet to print") == count + (said in ("app", carried(TEXT)))


def test_a_lesson_with_a_mistake_has_no_sheet(open_lessons):
    at = open_lessons()
    at.text_area(key="lesson-written").set_value(TEXT.replace("minutes = 30", "")).run()
    assert labels(at).count("Sheet to print") == len(lessons()) and not at.exception


def test_a_step_says_its_goal_before_anything_is_run(visit):
    at = visit("linear_regression", lesson=carried(TEXT), step="6").at
    assert [text.value for text in at.markdown if text.value.startswith(GOAL)]
    at = visit("linear_regression", lesson=carried(TEXT), step="1").at
    assert not [text.value for text in at.markdown if "**Goal.**" in text.value]
