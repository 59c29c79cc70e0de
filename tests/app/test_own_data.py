"""A file of somebody's own in the app: it becomes a data set, or a sentence that says what to do; it stays for the visit."""

import base64
import json

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from gdapp.answers.texts import Table, Tables
from gdapp.office.worker import answer
from gdapp.own.file import FILE, Drawn, drawn, given
from gdapp.own.stored import opened
from gdapp.visit import VISIT
from gdcore.data import Task
from gdcore.data.reading.choice import choose
from gdcore.data.reading.sheet import read_sheet
from gdcore.models.neural_network import NeuralNetwork

LINE = b"x,y\n0,1\n1,3\n2,5\n3,7\n"
PAIRS = b"x1,x2,class\n0,0,no\n0,1,no\n4,4,yes\n5,4,yes\n4,5,yes\n1,0,no\n"
RATINGS = b"user,item,rating\nann,tea,5\nann,milk,1\nbob,tea,4\nbob,milk,2\ncyd,tea,1\n"
FILES = {Task.REGRESSION: LINE, Task.CLASSIFICATION: PAIRS, Task.RATINGS: RATINGS}


def read(content, task):
    """The data set that a file is."""
    return choose(read_sheet(content), task).data


def give(page, content, name="mine.csv"):
    """Upload a file on a page that asks for one."""
    page.at.get("file_uploader")[0].set_value((name, content, "text/csv"))
    return page.again()


def raw(data):
    """The rows before they were scaled."""
    return data.parts[0] if data.parts else data


def downloaded(history):
    """The training rows of a history, as a visitor downloads them."""
    data = history.run.data
    return Table(data.columns, data.cells(history.training)).csv


@pytest.mark.parametrize(
    "name", ["linear_regression", "logistic_regression", "neural_network", "matrix_factorization"]
)
def test_the_page_asks_for_a_file_and_shows_nothing_else_meanwhile(visit, name):
    page = visit(name, data="own")
    assert not page.asked and "Give a file" in page.at.info[0].value
    good = FILES[page.page.run.model.task]
    give(page, good)
    assert raw(page.run.data) == read(good, page.run.model.task)
    assert not page.at.get("file_uploader")
    next(button for button in page.at.button if button.label == "Another file").click()
    page.again()
    asked = len(page.asked)
    give(page, b"nothing of this\n")
    assert page.at.error and len(page.asked) == asked


def test_the_file_is_there_on_the_other_pages_and_each_still_opens_with_the_articles_run(visit):
    page = visit("logistic_regression", data="own")
    give(page, PAIRS)
    page.at.query_params.clear()
    page.at.switch_page("pages/support_vector_machine.py")
    page.again()
    article = page.asked[-1]
    assert not article.data.own
    page.at.selectbox(key="data").set_value("own")
    page.again()
    assert raw(page.run.data) == read(PAIRS, Task.CLASSIFICATION) and page.run.model != article


def test_columns_are_proposed_and_can_be_chosen(visit):
    content = b"id,size,weight,price\n" + b"".join(
        b"%d,%d,%d,%d\n" % (k, k % 7, 3 * k % 11, 5 * k) for k in range(1, 30)
    )
    page = visit("linear_regression", data="own")
    give(page, content)
    before = page.run.data
    box = next(box for box in page.at.selectbox if box.label == "Feature")
    other = next(name for name in ("size", "weight") if name != box.value)
    box.set_value(other)
    page.again()
    assert page.run.data != before and raw(page.run.data).columns == (other, "price")


def test_bad_rows_are_listed_and_left_out_by_one_press(visit):
    page = visit("linear_regression", data="own")
    give(page, LINE + b"4,\n5,nine\n6\n")
    assert not page.asked
    listed = page.at.dataframe[0].value
    assert listed["line"].tolist() == [6, 7, 8]
    next(button for button in page.at.button if button.label == "Leave out 3 rows").click()
    page.again()
    assert raw(page.run.data).rows().y.tolist() == [1, 3, 5, 7]
    assert any("3 rows are left out" in caption.value for caption in page.at.caption)


def test_rows_of_another_scale_open_so_that_they_can_be_learned_from(visit):
    rng = np.random.default_rng(0)
    years = rng.uniform(1, 11, 40)
    lines = [
        f"{a:.1f},{b:.0f}"
        for a, b in zip(years, 25_000 + 9_400 * years + rng.normal(0, 4_000, 40), strict=True)
    ]
    page = visit("linear_regression", data="own")
    give(page, ("YearsExperience,Salary\n" + "\n".join(lines)).encode())
    history = page.run.history()
    best = np.corrcoef(*np.array([line.split(",") for line in lines], float).T)[0, 1] ** 2
    assert history.metric[-1] > best - 0.02
    assert page.run.data.standardised and history.run.data.target_name == "Salary"


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("linear_regression", ["x", "y"]),
        ("logistic_regression", ["x1", "x2", "class"]),
        ("neural_network", ["x1", "x2", "class"]),
        ("matrix_factorization", ["user", "item", "rating"]),
    ],
)
def test_rows_that_were_downloaded_can_be_uploaded(visit, name, header):
    page = visit(name)
    page.at.session_state["tab"] = "Data and history"
    page.again()
    table = page.at.dataframe[-1].value
    assert list(table.columns) == ["row", *header]  # counted as on the paper of the tab By hand
    assert list(table["row"]) == list(range(1, len(table) + 1))
    rows = page.run.history().training
    text = downloaded(page.run.history())
    assert ".0\n" not in text  # a class is a whole number, and no article's rating or y is one
    own = give(visit(name, data="own"), text.encode())
    again = raw(own.run.data).rows()
    np.testing.assert_array_equal(again.X, rows.X)
    np.testing.assert_array_equal(again.y, rows.y)


def test_more_classes_than_a_model_has_is_a_sentence(visit):
    page = visit("logistic_regression", data="own")
    three = b"x1,x2,class\n0,0,a\n1,2,b\n2,1,c\n3,5,a\n4,4,b\n5,1,c\n"
    give(page, three)
    assert page.at.error and not page.asked
    assert isinstance(visit("neural_network").run.model, NeuralNetwork)


def test_hostile_names_stay_text(visit):
    names = ("<script>alert(1)</script>", "=cmd|' /C calc'!A0")
    content = "x1,x2,class\n" + "".join(f"{k},{k * k % 7},{names[k % 2]}\n" for k in range(9))
    page = give(visit("logistic_regression", data="own"), content.encode())
    assert set(raw(page.run.data).class_names) == set(names)


@pytest.mark.parametrize("name", ["linear_regression", "neural_network", "matrix_factorization"])
def test_a_small_table_travels_in_the_link(visit, name):
    here = visit(name, data="own")
    give(here, FILES[here.page.run.model.task])
    here.widgets()["epochs"].set_value(9).run()
    query = here.at.session_state["visit"].query
    assert set(query) >= {"data", "rows", "epochs"} and len(query["rows"]) < 200
    assert "carries your rows" in " ".join(caption.value for caption in here.at.caption)
    there = visit(name, **query)
    assert there.run == here.run
    next(button for button in there.at.button if button.label == "Another file").click()
    there.again()
    assert there.at.get("file_uploader")


def test_a_large_table_stays_out_of_the_link_and_the_page_says_so(visit):
    rng = np.random.default_rng(1)
    lines = [f"{a:.6f},{b:.6f}" for a, b in rng.normal(0, 1, (2_000, 2))]
    page = give(visit("linear_regression", data="own"), ("x,y\n" + "\n".join(lines)).encode())
    assert "rows" not in page.at.session_state["visit"].query
    assert "too many for a link" in " ".join(caption.value for caption in page.at.caption)


@pytest.mark.parametrize("text", ["", "abc", "%%%", "eJwDAAAAAAE", "x" * 5_000, "eJyrAAAAegB6"])
def test_rows_in_a_link_that_are_none_are_ignored(visit, text):
    page = visit("linear_regression", data="own", rows=text)
    assert not page.asked and page.at.get("file_uploader")


def press(page, label):
    """Press the button with a label."""
    next(button for button in page.at.button if button.label == label).click()
    return page.again()


@pytest.mark.parametrize(("name", "columns"), [("linear_regression", 2), ("neural_network", 3)])
def test_an_empty_plane_can_be_drawn_on(visit, name, columns):
    page = press(visit(name, data="own"), "Or draw points")
    assert not page.asked and not page.at.error
    file = page.at.session_state[FILE]
    assert file.drawn.cells == [] and len(file.drawn.columns) == columns
    row = [1.0, 2.0] if columns == 2 else [1.0, 2.0, "A"]
    cells = [[k + row[0], (7 * k) % 5 + row[1], *("AB"[k % 2] for _ in row[2:])] for k in range(6)]
    page.at.session_state[FILE] = drawn(
        file.name, page.page.run.model.task, Drawn(file.drawn.columns, cells), file
    )
    page.again()
    assert raw(page.run.data).cells(raw(page.run.data).rows()) == cells
    assert page.run.data == raw(page.run.data), "both sides of a plane that is drawn on are of one size"
    press(page, "Undo")
    assert page.at.session_state[FILE] is file


def test_rows_of_a_made_up_data_set_become_own_ones_and_nothing_else_changes(visit):
    page = visit("logistic_regression", tab="Data and history")
    before = page.run
    press(page, "Change these rows")
    assert (
        page.run.data.own
        and page.run.data.rows().X.tolist() == before.data.split(before.settings.seed).training.X.tolist()
    )
    assert (page.run.model, page.run.optimizer, page.run.settings) == (
        before.model,
        before.optimizer,
        before.settings,
    )


def test_a_change_by_hand_leaves_the_knobs_as_they_are(visit):
    page = give(visit("logistic_regression", data="own"), PAIRS)
    page.at.session_state["lr"] = 0.05
    page.again()
    file = page.at.session_state[FILE]
    rows = raw(page.run.data)
    cells = rows.cells(rows.rows())[:-1]
    page.at.session_state[FILE] = drawn(file.name, rows.task, Drawn(rows.columns, cells), file)
    page.again()
    assert page.run.optimizer.learning_rate == 0.05 and len(raw(page.run.data).rows().y) == len(cells)


def test_a_value_typed_in_is_predicted_in_the_units_of_the_file(visit):
    rng = np.random.default_rng(0)
    years = np.round(rng.uniform(1990, 2020, 40), 2)
    content = "year,price\n" + "".join(f"{x},{3 * x - 5000}\n" for x in years)
    page = give(visit("linear_regression", data="own", tab="Data and history"), content.encode())
    assert page.run.data.standardised
    next(box for box in page.at.number_input if box.label == "year").set_value(2000.0)
    page.again()
    assert any("price ≈ **1,000" in text.value for text in page.at.markdown)


@pytest.mark.parametrize("name", ["logistic_regression", "softmax_regression", "support_vector_machine"])
def test_what_is_predicted_is_what_scikit_learn_predicts(visit, name):
    page = give(visit(name, data="own", tab="Data and history"), PAIRS)
    X, y = raw(page.run.data).rows()
    boxes = [box for box in page.at.number_input if box.label in ("x1", "x2")]
    assert [box.value for box in boxes] == pytest.approx(X.mean(axis=0), rel=0.05)
    for box, value in zip(boxes, (4.5, 3.5), strict=True):
        box.set_value(value)
    page.again()
    said = next(text.value for text in page.at.markdown if "predicts" in text.value)
    expected = LogisticRegression(C=1e6).fit(X, y).predict([[4.5, 3.5]])[0]
    assert f"**{('no', 'yes')[expected]}**" in said
    assert ("%" in said) == (name != "support_vector_machine")


def test_a_file_is_brought_back_by_the_browser():
    content = b"x,y\n" + b"".join(b"%d,%d\n" % (k, k * k) for k in range(50))
    file = given("mine.csv", content)
    packed = base64.b64encode(file.squeezed).decode()
    kept = json.dumps([file.name, packed, "eJw", {"linear_regression": ["y", "x"]}, True])
    found = opened(kept)
    assert (found.content, found.name, found.linked, found.skips) == (content, "mine.csv", "eJw", True)
    assert found.picked == {"linear_regression": ("y", "x")}
    not_squeezed = json.dumps(["a", base64.b64encode(b"no").decode(), "", {}, False])
    strange = json.dumps(["a", packed, "", {"p": 3}, False]), json.dumps(["a", packed, "", [], False])
    for broken in (None, "", "[]", "[1]", kept[:-9], '["a", "eJw=", "", {}, 0]', not_squeezed, *strange):
        assert opened(broken) is None


YEARS = "year,size,price,kind\n" + "".join(
    f"{1990 + k},{(7 * k) % 40},{3 * (7 * k) % 40},{'ab'[k % 2]}\n" for k in range(30)
)
YEARS = YEARS.encode()


def test_the_table_and_the_download_have_the_numbers_of_the_file_however_they_are_scaled(visit):
    page = give(visit("linear_regression", data="own", tab="Data and history"), YEARS)
    page.at.session_state["scaling"] = "standardised"
    page.again()
    assert page.run.data.standardised
    given = raw(page.run.data)
    rows = answer(Tables(page.run))[1]
    assert rows.rows == given.cells(given.rows()) and rows.header == given.columns


def test_what_was_chosen_stays_while_the_visitor_is_elsewhere(visit):
    page = give(visit("linear_regression", data="own"), YEARS)
    next(box for box in page.at.selectbox if box.label == "To predict").set_value("year")
    page.again()
    before = page.run
    for path in ("pages/softmax_regression.py", "pages/linear_regression.py"):
        page.at.switch_page(path)
        page.at.query_params["data"] = "own"
        page.again()
    assert page.run.data.unscaled == before.data.unscaled and before.data.unscaled.target_name == "year"


def test_reset_goes_back_to_how_own_rows_open(visit):
    page = give(visit("linear_regression", data="own"), YEARS)
    opened_with = page.run
    page.widgets()["lr"].set_value(0.001).run()
    page.widgets()["epochs"].set_value(7).run()
    assert page.run != opened_with
    press(page, "Reset")
    assert page.run == opened_with
    page.widgets()["lr"].set_value(0.001).run()
    page.widgets()["data"].set_value("outliers").run()
    page.widgets()["data"].set_value("own").run()
    assert page.run.data.unscaled == opened_with.data.unscaled
    assert page.run.optimizer == opened_with.optimizer


@pytest.mark.parametrize("rate", [None, 0.05])  # the page's own value, which no link says
def test_left_out_rows_stay_out_of_the_link_and_it_opens_this_very_run(visit, rate):
    rows = b"".join(b"%d,%d\n" % (k, k * k) for k in range(12))
    page = give(visit("linear_regression", data="own"), b"x,y\n3,NA\n" + rows)
    press(page, "Leave out 1 row")
    if rate is not None:
        page.widgets()["lr"].set_value(rate).run()
    before, link = page.run, page.at.session_state[VISIT].query
    there = visit("linear_regression", **link)
    assert there.run == before and not there.at.warning


def test_a_file_with_more_classes_shows_the_way_to_a_page_that_takes_them(visit):
    content = b"a,b,kind\n" + b"".join(
        b"%d,%d,%s\n" % (k, k * k % 7, b"xyz"[k % 3 : k % 3 + 1]) for k in range(30)
    )
    page = give(visit("logistic_regression", data="own"), content)
    assert "kind has 3 classes, and this page tells 2 apart" in page.at.error[0].value
    assert {"softmax_regression", "neural_network"} <= {
        link.proto.page.split("/")[-1] for link in page.at.get("page_link")
    }


def test_what_was_changed_by_hand_is_not_the_file_and_can_be_taken_back(visit):
    page = give(visit("linear_regression", data="own"), YEARS)
    file, first = page.at.session_state[FILE], raw(page.run.data)
    cells = first.cells(first.rows())[:-5]
    page.at.session_state[FILE] = drawn(file.name, first.task, Drawn(first.columns, cells), file)
    page.again()
    assert len(raw(page.run.data).rows().y) == 25
    page.at.switch_page("pages/logistic_regression.py")
    page.at.query_params["data"] = "own"
    page.again()
    assert raw(page.run.data).class_names == ("a", "b"), "the file is whole on other pages"
    page.at.switch_page("pages/linear_regression.py")
    page.at.query_params["data"] = "own"
    press(page.again(), "Back to the file as it was given")
    assert raw(page.run.data) == first


def test_a_knob_that_a_button_set_in_a_closed_menu_opens_with_that_value(visit):
    page = visit("linear_regression")
    page.at.session_state["n"] = 55
    page.again()
    assert page.widgets()["n"].proto.default[0] == 55
