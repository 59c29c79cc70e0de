"""The page of diagnosis: each program opens, a diagnosis is locked and answered, and no link does harm."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_urls import TEXTS

from gdapp.diagnose import chosen
from gdcore.faulty import FAULTS, PROGRAMS

APP = str(Path(__file__).parents[2] / "app.py")


def opened(**parameters):
    """The page, by a link with these parameters."""
    at = AppTest.from_file(APP, default_timeout=60)
    for key, value in parameters.items():
        at.query_params[key] = value
    return again(at.switch_page("pages/diagnose.py"))


def again(at):
    """The page once more; nothing may have gone wrong."""
    at.run()
    assert not at.exception, [error.value for error in at.exception]
    return at


def headers(at):
    return [header.value for header in at.header]


def texts(at):
    return "\n".join(element.value for element in at.markdown)


def lock(at, name):
    at.radio[0].set_value(name)
    again(at)
    at.button[0].click()
    return again(at)


@pytest.mark.parametrize("number", PROGRAMS)
def test_a_program_is_shown_and_gives_nothing_away(number):
    at = opened(fault=str(number))
    fault = PROGRAMS[number]
    assert headers(at) == [f"Program {number}", "What is wrong?"]
    assert fault.given in texts(at) and fault.explanation not in texts(at)
    assert list(at.radio[0].options) == list(FAULTS) and at.radio[0].value is None
    assert at.button[0].label == "Lock my diagnosis" and at.button[0].disabled
    assert not at.code and not at.info and len(at.get("plotly_chart")) == 1
    assert [tab.label for tab in at.tabs] == ["One update by hand", "Gradient check", "Parameters"]
    rows = at.dataframe[0].value
    assert len(rows) == fault.run.settings.epochs + 1 and list(rows.columns[:2]) == [
        "epoch",
        "plotted loss L",
    ]


@pytest.mark.parametrize("number", PROGRAMS)
def test_a_diagnosis_is_answered_with_the_fault_and_its_lines(number):
    fault = PROGRAMS[number]
    wrong, right = fault.lines
    at = lock(opened(fault=str(number)), fault.name)
    assert fault.name in at.info[0].value and "that is what it is" in at.info[0].value
    assert fault.explanation in texts(at) and all(clue in texts(at) for clue in fault.clues)
    shown = [code.value for code in at.code]
    assert shown[:-1] == [line for line in (wrong, right) if line]
    assert f"class {fault.trainer.__name__}(" in shown[-1]
    assert len(at.get("plotly_chart")) == (2 if wrong else 1) and not at.radio


def test_another_diagnosis_is_told_what_it_is():
    at = lock(opened(fault="3"), PROGRAMS[4].name)
    assert PROGRAMS[4].name in at.info[0].value and f"**{PROGRAMS[3].name}**" in at.info[0].value
    assert "that is what it is" not in at.info[0].value


def test_diagnoses_are_kept_for_each_program_and_the_first_one_counts():
    at = lock(opened(fault="3"), PROGRAMS[4].name)
    at.query_params["fault"] = "5"
    again(at)
    assert at.radio and not at.info, "another program is not diagnosed yet"
    lock(at, PROGRAMS[5].name)
    assert at.session_state[chosen.DIAGNOSES] == {3: PROGRAMS[4].name, 5: PROGRAMS[5].name}
    at.switch_page("pages/linear_regression.py").run()
    at.query_params["fault"] = "3"
    again(at.switch_page("pages/diagnose.py"))
    assert PROGRAMS[4].name in at.info[0].value


def test_a_diagnosis_that_is_locked_stays():
    def twice():
        from gdapp.diagnose.chosen import lock

        lock(3, "first")
        lock(3, "second")

    assert again(AppTest.from_function(twice)).session_state[chosen.DIAGNOSES] == {3: "first"}


def test_the_update_can_be_chosen():
    at = opened(fault="5")
    assert "Update 1, epoch 1. Rows in the batch: 14 (" in texts(at)
    at.number_input[0].set_value(2.0)
    assert "Update 2, epoch 2. Rows in the batch: 24 (" in texts(again(at))
    at = opened(fault="2")
    at.number_input[0].set_value(7.0)
    assert "Update 7, number 2 of the 5 in epoch 2. Rows in the batch: 5 (" in texts(again(at))
    at.number_input[0].set_value(200.0)
    assert "Update 200, number 5 of the 5 in epoch 40. Rows in the batch: 2 (" in texts(again(at))


def test_the_gradient_check_says_where_and_how_much():
    assert (
        "before update 21, over the rows of that update. The largest relative difference is **0.95**"
        in texts(opened(fault="6"))
    )
    assert "**less than 10⁻⁶**" in texts(opened(fault="4"))


@pytest.mark.parametrize("text", [*TEXTS, "13", "00003x", ["3", "4"]])
def test_garbage_in_the_link_opens_the_first_program(text):
    assert headers(opened(fault=text))[0] == "Program 1"


def test_other_names_in_the_link_are_ignored():
    assert headers(opened(fault="4", lr="nan", at="-1", hide="title"))[0] == "Program 4"


def test_a_model_page_is_left_for_it_and_found_again_as_it_was():
    at = AppTest.from_file(APP, default_timeout=60)
    at.query_params["lr"] = "0.1"
    again(at.switch_page("pages/linear_regression.py"))
    assert at.session_state["visit"].own == {"lr": "0.1"}
    del at.query_params["lr"]
    again(at.switch_page("pages/diagnose.py"))
    assert "visit" not in at.session_state and at.session_state["left"]["linear_regression"]["lr"] == "0.1"
