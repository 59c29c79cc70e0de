"""A file of somebody's own: it becomes a data set, or a sentence that says what to mend."""

import numpy as np
import pytest

from gdapp.answers.texts import Table
from gdapp.upload import MOST_CHARACTERS, READERS, read_csv
from gdcore import Run, Settings
from gdcore.data import Task
from gdcore.models.linear_regression import LinearRegression
from gdcore.models.logistic_regression import LogisticRegression
from gdcore.models.matrix_factorization import MatrixFactorization
from gdcore.models.neural_network import NeuralNetwork
from gdcore.optimizers import GradientDescent

LINE = b"x,y\n0,1\n1,3\n2,5\n3,7\n"
PAIRS = b"x1,x2,class\n0,0,no\n0,1,no\n4,4,yes\n5,4,yes\n4,5,yes\n"
RATINGS = b"user,item,rating\nann,tea,5\nann,milk,1\nbob,tea,4\nbob,milk,2\ncyd,tea,1\n"
FILES = {Task.REGRESSION: LINE, Task.CLASSIFICATION: PAIRS, Task.RATINGS: RATINGS}
MODELS = {
    Task.REGRESSION: LinearRegression(),
    Task.CLASSIFICATION: LogisticRegression(),
    Task.RATINGS: MatrixFactorization(),
}


def trained(content, task):
    """The history of a short run on a file."""
    return Run(read_csv(content, task), MODELS[task], GradientDescent(0.01), Settings(5)).history()


def downloaded(history):
    """The training rows of a history, as a visitor downloads them."""
    data = history.run.data
    return Table(data.columns, data.cells(history.training)).csv


@pytest.mark.parametrize("task", list(FILES))
def test_a_good_file_is_trained_on(task):
    history = trained(FILES[task], task)
    assert len(history) == 6 and np.isfinite(history.loss).all()


def test_the_rows_are_those_of_the_file():
    rows = trained(LINE, Task.REGRESSION).training
    assert rows.X.tolist() == [[0], [1], [2], [3]] and rows.y.tolist() == [1, 3, 5, 7]
    rows = trained(PAIRS, Task.CLASSIFICATION).training
    assert rows.X.tolist() == [[0, 0], [0, 1], [4, 4], [5, 4], [4, 5]] and rows.y.tolist() == [0, 0, 1, 1, 1]
    assert read_csv(PAIRS, Task.CLASSIFICATION).class_names == ("no", "yes")
    data = read_csv(RATINGS, Task.RATINGS)
    assert data.user_names == ("ann", "bob", "cyd") and data.item_names == ("milk", "tea")


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + LINE,  # as spreadsheets save it
        LINE.replace(b"\n", b"\r\n"),
        LINE.replace(b",", b";"),
        LINE.replace(b",", b"\t"),
        LINE.replace(b"x,y", b" X , Y "),
        LINE + b"\n\n,\n",  # empty lines at the end
        b'"x","y"\n"0","1"\n"1","3"\n"2","5"\n"3","7"\n',
        b"y,note,x\n1,a,0\n3,b,1\n5,c,2\n7,d,3\n",  # columns in another order, and one more
    ],
)
def test_the_same_rows_however_they_were_saved(content):
    assert read_csv(content, Task.REGRESSION) == read_csv(LINE, Task.REGRESSION)


@pytest.mark.parametrize(
    ("task", "content", "same"),
    [
        (
            Task.REGRESSION,
            b"x;y\n0,5;1,25\n1;-3,5\n2,0;,5\n3;1,5e-3\n",
            b"x,y\n0.5,1.25\n1,-3.5\n2.0,.5\n3,1.5e-3\n",
        ),
        (
            Task.CLASSIFICATION,
            b"x1;x2;class\n0,5;1;a, b\n1;2,5;c\n2,5;2;c\n3;4;a, b\n",
            b'x1,x2,class\n0.5,1,"a, b"\n1,2.5,c\n2.5,2,c\n3,4,"a, b"\n',
        ),
        (
            Task.RATINGS,
            b"user;item;rating\nann;tea;4,5\nann;milk;1\nbob;tea;4\nbob;milk;2,5\n",
            b"user,item,rating\nann,tea,4.5\nann,milk,1\nbob,tea,4\nbob,milk,2.5\n",
        ),
    ],
)
def test_a_decimal_comma_is_read_where_a_semicolon_parts_the_columns(task, content, same):
    assert read_csv(content, task) == read_csv(same, task)


def test_elsewhere_a_decimal_comma_is_named():
    with pytest.raises(ValueError, match="row 1, x: is '0,5', which is not a number"):
        read_csv(b'x,y\n"0,5",1\n1,3\n2,5\n3,7\n', Task.REGRESSION)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_numbers_in_sentences_agree_with_their_nouns(number):
    with pytest.raises(ValueError, match=f"{number} row{'' if number == 1 else 's'}; at least 4"):
        read_csv(b"x,y\n" + b"1,2\n" * number, Task.REGRESSION)


@pytest.mark.parametrize(
    ("task", "content", "said"),
    [
        (Task.REGRESSION, b"x,y\n0,1\n1,\xff\xfe\n", "UTF-8"),
        (Task.REGRESSION, LINE.decode().encode("utf-16"), "UTF-8"),
        (Task.REGRESSION, b"", "empty"),
        (Task.REGRESSION, b" \n\n ,\n", "empty"),
        (Task.REGRESSION, b"a,b\n0,1\n1,3\n2,5\n3,7\n", "columns x, y"),
        (Task.REGRESSION, b"0,1\n1,3\n2,5\n3,7\n", "columns x, y"),
        (Task.REGRESSION, b"\x00\x01\x02", "columns x, y"),
        (Task.REGRESSION, b"x,y\n", "at least 4"),
        (Task.REGRESSION, b"x,y\n0,1\n1,3\n", "at least 4"),
        (Task.REGRESSION, b"x,y\n0,1\n1\n2,5\n3,7\n", "row 2 ends after 1 of 2 columns"),
        (Task.REGRESSION, b"x,y\n0,1\n1,three\n2,5\n3,7\n", "row 2, y: is 'three', which is not a number"),
        (Task.REGRESSION, b"x,y\n0,1\n1,3\n2,\n3,7\n", "row 3, y: is empty"),
        (Task.REGRESSION, b"x,y\n0,1\n1,nan\n2,5\n3,7\n", "row 2, y: is missing"),
        (Task.REGRESSION, b"x,y\n0,1\ninf,2\n2,5\n3,7\n", "row 2, x"),
        (Task.REGRESSION, b"x,y\n0,1\n1e9,2\n2,5\n3,7\n", "larger unit"),
        (Task.REGRESSION, b"x,y\n1,1\n1,2\n1,5\n1,7\n", "x: is 1 in every row"),
        (Task.REGRESSION, b"x,y\n" + b"1,2\n" * (MOST_CHARACTERS // 4 + 1), "sample of the rows"),
        (Task.CLASSIFICATION, b"x1,x2,class\n0,0,a\n1,2,a\n2,1,a\n3,5,a\n", "at least two classes"),
        (Task.CLASSIFICATION, b"x1,x2,class\n0,0,a\n1,2,\n2,1,a\n3,5,b\n", "row 2, class: is empty"),
        (
            Task.CLASSIFICATION,
            b"x1,x2,class\n" + b"".join(b"%d,%d,c%d\n" % (i, i * i, i) for i in range(11)),
            "at most 10",
        ),
        (Task.CLASSIFICATION, LINE, "columns x1, x2, class"),
        (Task.RATINGS, b"user,item,rating\nann,tea,5\nann,tea,4\nbob,milk,2\nbob,tea,1\n", "rows 1 and 2"),
        (
            Task.RATINGS,
            b"user,item,rating\nann,tea,5\nann,milk,4\nann,soup,2\nann,cake,1\n",
            "user: 1 different name;",
        ),
        (
            Task.RATINGS,
            b"user,item,rating\nann,tea,good\nann,milk,4\nbob,milk,2\nbob,tea,1\n",
            "not a number",
        ),
    ],
)
def test_a_bad_file_says_what_to_mend(task, content, said):
    with pytest.raises(ValueError, match=said) as caught:
        read_csv(content, task)
    message = str(caught.value)
    assert "Traceback" not in message and len(message) < 300
    assert message.rstrip().endswith((".", "?"))  # a whole sentence, with a remedy


def test_hostile_names_stay_text():
    content = (
        b"x1,x2,class\n0,0,<script>alert(1)</script>\n1,2,=cmd|' /C calc'!A0\n2,1,../../etc\n3,5,__class__\n"
    )
    assert "<script>alert(1)</script>" in read_csv(content, Task.CLASSIFICATION).class_names


def test_a_field_too_long_for_the_csv_reader_is_a_sentence():
    with pytest.raises(ValueError, match="CSV"):
        read_csv(b'x,y\n"' + b"1" * 200_000 + b'",2\n', Task.REGRESSION)


def test_every_task_says_which_columns_it_needs():
    assert set(READERS) == set(Task) - {Task.FUNCTION}


@pytest.mark.parametrize(
    "name", ["linear_regression", "logistic_regression", "neural_network", "matrix_factorization"]
)
def test_the_page_asks_for_a_file_and_shows_the_article_until_then(visit, name):
    page = visit(name, data="own")
    assert "Until then" in " ".join(caption.value for caption in page.at.caption)
    model = page.run.model
    good = FILES[model.task]
    page.at.get("file_uploader")[0].set_value(("mine.csv", good, "text/csv"))
    page.again()
    assert page.run.data == read_csv(good, model.task)
    page.at.get("file_uploader")[0].set_value(("mine.csv", b"nothing,of,this\n1,2,3\n", "text/csv"))
    page.again()
    assert "must name the columns" in page.at.error[0].value


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
    assert list(page.at.dataframe[-1].value.columns) == header
    rows = page.run.history().training
    text = downloaded(page.run.history())
    assert ".0\n" not in text  # a class is a whole number, and no article's rating or y is one
    own = visit(name, data="own")
    own.at.get("file_uploader")[0].set_value(("mine.csv", text.encode(), "text/csv"))
    again = own.again().run.data.rows()
    np.testing.assert_array_equal(again.X, rows.X)
    np.testing.assert_array_equal(again.y, rows.y)


@pytest.mark.parametrize("task", list(FILES))
def test_own_names_come_back_in_the_download(task):
    history = trained(FILES[task], task)
    assert read_csv(downloaded(history).encode(), task) == history.run.data


def test_more_classes_than_a_model_has_is_a_sentence(visit):
    page = visit("logistic_regression", data="own")
    three = b"x1,x2,class\n0,0,a\n1,2,b\n2,1,c\n3,5,a\n4,4,b\n"
    page.at.get("file_uploader")[0].set_value(("mine.csv", three, "text/csv"))
    page.again()
    assert page.at.error and page.run.data != read_csv(three, Task.CLASSIFICATION)
    assert isinstance(visit("neural_network").run.model, NeuralNetwork)
