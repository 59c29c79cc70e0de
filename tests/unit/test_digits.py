"""Numbers as a reader sees them: one notation, in the readouts as in the sentences."""

import re

import numpy as np
import pytest

import gdcore
from gdapp.figures import text
from gdapp.reference import optimum
from gdcore.article import ARTICLE
from gdcore.digits import apart, number
from gdcore.verdict import verdict


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (0.3123, 2, "0.31"), (-0.25, 2, "−0.25"), (2.1e-7, 2, "2.1·10⁻⁷"), (12.4, 2, "12"), (450.0, 2, "450"),
        (1513, 3, "1,513"), (87451.0, 2, "87,451"), (5e9, 2, "5.0·10⁹"), (9.996, 3, "10.0"), (0.0999999, 3, "0.100"),
        (999_999.9, 3, "1.00·10⁶"), (0.00012345, 5, "0.00012345"), (-0.0, 3, "0"), (8.784e-6, 3, "8.78·10⁻⁶"),
    ],
)  # fmt: skip
def test_few_digits_a_real_minus_thousands_apart_and_raised_powers(
    value: float, digits: int, shown: str
) -> None:
    assert number(value, digits) == shown


def test_two_numbers_are_told_apart() -> None:
    assert apart(0.43581, 0.43622) == "0.4358 and 0.4362"
    assert apart(1.0, 2.0) == "1.00 and 2.00"
    assert apart(1.0, 1.0) == "1.00 and 1.00"
    assert apart(0.00012345678, 0.00012345679) == "0.00012345678 and 0.00012345679"


def test_figures_write_the_same_numbers() -> None:
    assert text.number is number


def test_a_vector_has_no_negative_zero_and_no_decimals_that_say_nothing() -> None:
    assert text.vector([-0.0, -0.004, 0.004]) == "(0.00, 0.00, 0.00)"
    assert text.vector([-27771.5, 32654.3, 99.994, 1e9]) == "(−27,772, 32,654, 99.99, 1.00·10⁹)"


PROGRAMMERS = re.compile(r"\d[eE][-−+]?\d|-\d|(?<![\d.])\d{4,}")
"""1e−6, a hyphen for a minus, or thousands that are not parted."""


@pytest.mark.parametrize("name", ARTICLE)
def test_no_sentence_writes_numbers_as_a_program_does(name: str) -> None:
    assert all(PROGRAMMERS.search(wrong) for wrong in ("2.9e−5", "1e-14", "-0.5", "1513"))
    said = [optimum(ARTICLE[name]).sentence]
    for rate in (1e-4, 0.05, 0.67, 1.0, 10.0):
        for optimizer in ("gradient_descent", "adam"):
            run = gdcore.article(name, learning_rate=rate, optimizer=optimizer, epochs=40, batch_size=None)
            said += [verdict(run.history()).sentence, verdict(run.history()).remedy_text]
    assert [sentence for sentence in said if PROGRAMMERS.search(sentence)] == []


@pytest.mark.parametrize("value", np.logspace(-12, 12, 49))
def test_a_number_read_back_is_near(value: float) -> None:
    mantissa, _, power = number(value, 3).replace(",", "").partition("·10")
    raised = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    assert float(mantissa) * 10.0 ** int(power.translate(raised) or 0) == pytest.approx(value, rel=0.0051)
