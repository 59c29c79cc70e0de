"""Files as people have them: what is read from each was written down by hand, or is what another writer wrote."""

import csv
import io

import numpy as np
import pytest

from gdcore.data import Task
from gdcore.data.reading.choice import MOST_TRAINED, BadRows, choose
from gdcore.data.reading.dates import readings
from gdcore.data.reading.proposal import propose
from gdcore.data.reading.sheet import read_sheet

REGRESSION, CLASSES, RATINGS = Task.REGRESSION, Task.CLASSIFICATION, Task.RATINGS
LINE = [[1.5, 1200.0], [2.5, 2400.0], [3.0, 3000.5], [4.0, 4100.0]]


def rows_of(content, task=REGRESSION, **how):
    """The numbers that are learned from, a row each."""
    data = choose(read_sheet(content if isinstance(content, bytes) else content.encode()), task, **how).data
    X, y = data.rows()
    return np.c_[X, y].tolist()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("x,y\n1.5,1200\n2.5,2400\n3,3000.5\n4,4100\n", "commas, decimal points, header in line 1, 4 rows"),
        ("x;y\n1,5;1.200\n2,5;2.400\n3;3.000,5\n4;4.100\n", "semicolons, decimal commas, header in line 1"),
        ('x,y\n"1,5","1200"\n"2,5","2400"\n"3,0","3000,5"\n"4","4100"\n', "commas, decimal commas"),
        ('x,y\n1.5,"1,200"\n2.5,"2,400"\n3,"3,000.5"\n4,"4,100"\n', "commas, decimal points"),
        ("x\ty\n1.5\t1200\n2.5\t2400\n3\t3000.5\n4\t4100\n", "tabs"),
        ("x|y\n1.5|1200\n2.5|2400\n3|3000.5\n4|4100\n", "bars"),
        ("  1.5   1200\n  2.5   2400\n  3     3000.5\n  4     4100\n", "spaces, decimal points, no header"),
        ("1.5,1200\n2.5,2400\n3,3000.5\n4,4100\n", "no header, 4 rows"),
        (
            "sep=;\nx;y\n1.5;1200\n2.5;2400\n3;3000.5\n4;4100\n",
            "semicolons, decimal points, header in line 1",
        ),
        ("# measured in May\n\nMy table\nx,y\n1.5,1200\n2.5,2400\n3,3000.5\n4,4100\n", "header in line 4"),
        ("x,y\r1.5,1200\r2.5,2400\r3,3000.5\r4,4100\r", "header in line 1"),
        ("x,y,\n1.5,1200,\n2.5,2400,\n3,3000.5,\n4,4100,\n", "header in line 1"),
        ("x;y\n1,5;1 200\n2,5;2 400\n3;3 000,5\n4;4 100\n", "decimal commas"),
        ("x,y\n1.5,$1200\n2.5,$2400\n3,$3000.5\n4,$4100\n", "decimal points"),
    ],
)
def test_the_same_numbers_however_they_are_written(content, said):
    assert rows_of(content) == LINE
    assert said in read_sheet(content.encode()).sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_names_in_every_encoding(encoding):
    sheet = read_sheet("Größe (m);Preis €\n1,5;1\n2,5;2\n3,5;4\n4,5;3\n".encode(encoding))
    assert sheet.names == ("Größe (m)", "Preis €")


def test_what_csv_itself_writes_is_read_back():
    rng = np.random.default_rng(1)
    numbers = rng.normal(0, 1e4, (200, 2))
    labels = [f'a "quoted", name;{k % 3}\nof two lines' for k in range(200)]
    for dialect in ("excel", "excel-tab", "unix"):
        text = io.StringIO()
        writer = csv.writer(text, dialect)
        writer.writerow(["first", "second", "class"])
        writer.writerows([*row, label] for row, label in zip(numbers.tolist(), labels, strict=True))
        data = choose(read_sheet(text.getvalue().encode()), CLASSES).data
        np.testing.assert_array_equal(data.rows().X, numbers)
        assert data.class_count == 3 and data.feature_names == ("first", "second")


def test_where_two_readings_are_possible_the_guess_is_said_and_can_be_turned():
    content = b"a;b\n1;1.200\n2;2.400\n3;3.100\n4;4.100\n"
    assert "decimal commas (a guess)" in read_sheet(content).sentence
    assert rows_of(content)[0] == [1, 1200]
    sheet = read_sheet(content, decimal=".")
    assert "guess" not in sheet.sentence
    assert choose(sheet, REGRESSION).data.rows().y.tolist() == [1.2, 2.4, 3.1, 4.1]
    assert read_sheet(b"1,2\n3,4\n5,6\n7,8\n", header=True).names == ("1", "2")
    assert read_sheet(b"x,y\n3,4\n5,6\n7,8\n", header=False).names == ("column 1", "column 2")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("x,y\n1,1,200\n2,300\n3,400\n4,500\n5,600\n", 2),  # not y = 1
        ("x,y\n1,5,2,5\n2,5,3,5\n3,5,4,5\n4,5,5,5\n", 2),  # decimal commas without quotes
        ("x,y\n1,2\n2\n3,4\n4,5\n5,6\n", 3),
        ("# a title\n\nx,y\n1,2\n2,NA\n3,4\n4,5\n5,6\n", 5),
        ("x,y\n1,2\n2,nan\n3,4\n4,5\n5,6\n", 3),
        ("x,y\n1,2\n2,?\n3,4\n4,5\n5,6\n", 3),
        ("x,y\n1,2\n2,three\n3,4\n4,5\n5,6\n", 3),
    ],
)
def test_a_row_that_cannot_be_used_is_named_by_the_line_that_a_spreadsheet_shows(content, line):
    with pytest.raises(BadRows) as caught:
        rows_of(content)
    assert caught.value.bad[0].line == line
    assert str(caught.value).endswith("or leave them out.")


def test_all_bad_rows_are_listed_and_can_be_left_out():
    content = "a,b,class\n1,2,Yes\n2,NA,yes\n3,4,?\n4,five,No\n5,6,no\n6,7,YES\n7,8,no,9\n8,9,no\n9,1,yes\n"
    with pytest.raises(BadRows) as caught:
        rows_of(content, CLASSES)
    assert [(bad.line, bad.column) for bad in caught.value.bad] == [(3, "b"), (4, "class"), (5, "b"), (8, "")]
    found = choose(read_sheet(content.encode()), CLASSES, skip=True)
    assert found.bad == caught.value.bad and len(found.data.rows().y) == 5
    assert {label.lower() for label in found.data.class_names} == {"no", "yes"}


@pytest.mark.parametrize("labels", [("-1", "1"), ("1", "1.0", "2"), ("Yes", "yes", "NO"), ("1", "2", "3")])
def test_labels_of_any_kind(labels):
    content = "a,b,label\n" + "".join(f"{k},{k % 5},{labels[k % len(labels)]}\n" for k in range(30))
    data = choose(read_sheet(content.encode()), CLASSES).data
    assert data.class_count == len({label.lower().removesuffix(".0") for label in labels})


@pytest.mark.parametrize(
    ("header", "row", "task", "expected"),
    [
        ("YearsExperience,Salary", "{0}.5,{1}", REGRESSION, ("YearsExperience", "Salary")),
        (",TV,Radio,Sales", "{0},{1},{2},{3}", REGRESSION, ("TV", "Sales")),
        ("id,y,x", "{0},{1},{2}", REGRESSION, ("x", "y")),
        ("x1,x2,class", "{1},{2},{4}", CLASSES, ("x1", "x2", "class")),
        ("species,island,bill,mass", "{4},{5},{1},{2}", CLASSES, ("bill", "mass", "species")),
        (
            "id,gender,age,estimated,purchased",
            "{0},{5},{1},{2},{4}",
            CLASSES,
            ("age", "estimated", "purchased"),
        ),
        ("lot,area,SalePrice,rooms", "{0},{2},{3},{4}", REGRESSION, ("lot", "SalePrice")),
        ("userId,movieId,rating,timestamp", "{0},{5},{4},{2}", RATINGS, ("userId", "movieId", "rating")),
    ],
)
def test_columns_are_proposed(header, row, task, expected):
    rng = np.random.default_rng(3)
    lines = [header]
    for k in range(1, 41):
        values = [
            k,
            10 * k + rng.integers(9),
            rng.integers(100),
            20 * k + rng.integers(5),
            k % 2 + 1,
            f"i{k % 7}",
        ]
        lines.append(row.format(*values))
    assert propose(read_sheet("\n".join(lines).encode()), task) == expected


def test_a_number_to_predict_is_no_class_and_the_way_out_is_said():
    content = "a,b,price\n" + "".join(f"{k},{k * k % 29},{k * 1.5}\n" for k in range(50))
    with pytest.raises(ValueError, match="linear regression"):
        propose(read_sheet(content.encode()), CLASSES)


def test_a_long_file_is_sampled_by_a_seed_and_says_so():
    content = ("x,y\n" + "".join(f"{k / 7:.3f},{k}\n" for k in range(20_000))).encode()
    first, again = (choose(read_sheet(content), REGRESSION) for _ in range(2))
    assert first.data == again.data and len(first.data.rows().y) == MOST_TRAINED
    assert first.notes == (f"{MOST_TRAINED:,} of 20,000 rows, drawn at random (seed 0), are trained on.",)
    assert abs(first.data.rows().y.mean() - 10_000) < 400


def test_ratings_without_header_as_a_wide_table_and_more_than_a_picture_holds():
    rng = np.random.default_rng(2)
    pairs = [(u, i) for u in range(90) for i in range(120) if rng.random() < 0.3]
    text = "".join(f"{u + 1}\t{i + 1}\t{rng.integers(1, 6)}\t88{k:07d}\n" for k, (u, i) in enumerate(pairs))
    found = choose(read_sheet(text.encode()), RATINGS)
    assert found.columns == ("column 1", "column 2", "column 3")
    assert (found.data.user_count, found.data.item_count) == (
        60,
        60,
    ) and "60 users and 60 items" in found.notes[0]
    wide = choose(read_sheet(b"user,tea,milk,soup\nann,5,,3\nbob,,2,1\ncid,4,4,\ndee,,,2\n"), RATINGS).data
    assert (wide.user_names, wide.item_names) == (("ann", "bob", "cid", "dee"), ("milk", "soup", "tea"))
    assert len(wide.rows().y) == 7  # an empty cell is no rating


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"), (b"  \n\n", "empty"), (b"PK\x03\x04rest", "spreadsheet"), (b"\x89PNG\r\n", "picture"),
        (b"%PDF-1.4", "PDF"), (b"only\n1\n2\n", "one column"), (b"x,y\n1,2\n", "at least 4"),
        (b"\x00\x01\x02\x03" * 50, "not a text|one column|rows"), (b"x,y\n1,1\n1,2\n1,3\n1,4\n", "two columns of numbers"),
        (b"a,b\nq,w\ne,r\nt,z\nu,i\n", "two columns of numbers"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_says_what_to_do(content, said):
    with pytest.raises(ValueError, match=said) as caught:
        rows_of(content)
    assert str(caught.value).rstrip().endswith(".") and len(str(caught.value)) < 400


def test_how_far_a_large_file_is_read_is_told():
    shares = []
    read_sheet(b"x,y\n" + b"".join(b"%d,%d\n" % (k, k) for k in range(60_000)), progress=shares.append)
    assert len(shares) >= 5 and shares == sorted(shares) and shares[0] >= 0 and 0.8 < shares[-1] <= 1


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["2020-01-31", "2020-02-29", "", "2020-03-01"], [0, 29, None, 30]),
        (["31.12.1999 23:00", "01.01.2000 11:00"], [0, 0.5]),
        (["Jan 1 2000", "Feb 1 2000"], [0, 31]),
        (["12/31/2020", "01/01/2021"], [0, 1]),  # no 31st month, so only one way
    ],
)
def test_dates_as_days(cells, days):
    assert [list(found) for found in readings("day", cells).values()] == [days]


@pytest.mark.parametrize(
    "cells", [["1", "2"], ["2020-13-01"], ["2020-01-01", "soon"], ["", ""], ["1.5", "2.5"], ["A1", "B2"]]
)
def test_what_is_no_date(cells):
    assert readings("day", cells) == {}
