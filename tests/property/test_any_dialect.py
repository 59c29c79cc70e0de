"""Tables of any numbers, written in any of the ways in which people write tables, give the same numbers back."""

import csv
import io
from typing import NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gdcore.data.reading.sheet import read_sheet

NAMES = st.text("abcdefgh ÄÖéß_()", min_size=1, max_size=12).map(str.strip).filter(bool)


class Dialect(NamedTuple):
    """A way of writing a table."""

    separator: str
    decimal: str
    thousands: str
    ending: str
    encoding: str
    header: bool
    quoted: int
    preamble: str


@st.composite
def dialects(draw):
    separator = draw(st.sampled_from(",;\t|"))
    decimal = draw(st.sampled_from(".,"))
    other = "," if decimal == "." else "."
    return Dialect(
        separator,
        decimal,
        draw(st.sampled_from(["", other, "\u00a0", "'"])),
        draw(st.sampled_from(["\n", "\r\n", "\r"])),
        draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])),
        draw(st.booleans()),
        draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        draw(st.sampled_from(["", "# made by a program\n", "\n\n", "Table 3\n\n"])),
    )


def written(number, dialect):
    """A number as the dialect has it: always with decimals, so that it can be read in one way only."""
    whole, _, rest = f"{number:,.2f}".partition(".")
    return whole.replace(",", dialect.thousands) + dialect.decimal + rest


NUMBERS = st.integers(-(10**9), 10**9).map(lambda hundredths: hundredths / 100)
ROWS = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(NUMBERS, min_size=width, max_size=width), min_size=4, max_size=30)
)


@given(rows=ROWS, dialect=dialects(), data=st.data())
def test_the_same_numbers_come_back(rows, dialect, data):
    width = len(rows[0])
    names = data.draw(
        st.lists(NAMES, min_size=width, max_size=width, unique_by=lambda name: " ".join(name.split()))
    )
    text = io.StringIO()
    text.write(dialect.preamble)
    writer = csv.writer(text, delimiter=dialect.separator, quoting=dialect.quoted, lineterminator="\n")
    if dialect.header:
        writer.writerow(names)
    writer.writerows([[written(number, dialect) for number in row] for row in rows])
    content = text.getvalue().replace("\n", dialect.ending).encode(dialect.encoding)
    sheet = read_sheet(content)
    assert (sheet.header is not None) == dialect.header and not sheet.uneven
    if dialect.header:
        assert sheet.names == tuple(" ".join(name.split()) for name in names)
    np.testing.assert_array_equal(np.column_stack([sheet.numbers(name) for name in sheet.names]), rows)
