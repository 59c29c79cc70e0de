"""Numbers as a reader sees them: one notation, in the readouts as in the sentences."""

import ast
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import gdcore
from gdcore.analysis.optimum import optimum
from gdcore.analysis.verdict import verdict
from gdcore.digits import ROUND, above_rounding, apart, number, numbers, round_down, vector
from gdcore.programs import PROGRAMS


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


def test_there_is_one_notation_which_the_app_takes_from_the_engine() -> None:
    """Nobody else defines a function of one of these names."""
    root = Path(gdcore.__file__).parents[1]
    notation = {"number", "power_of_ten", "apart", "percent", "vector", "round_down"}
    defined = {
        (file.relative_to(root).as_posix(), node.name)
        for folder in ("gdcore", "gdapp", "pages")
        for file in (root / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name in notation
    }
    assert defined == {("gdcore/digits.py", name) for name in notation}


def test_a_vector_has_no_negative_zero_and_no_decimals_that_say_nothing() -> None:
    assert vector([-0.0, -0.004, 0.004]) == "(0.00, 0.00, 0.00)"
    assert vector([-27771.5, 32654.3, 99.994, 1e9]) == "(−27,772, 32,654, 99.99, 1.00·10⁹)"


PROGRAMMERS = re.compile(r"\d[eE][-−+]?\d|-\d|(?<![\d.])\d{4,}")
"""1e−6, a hyphen for a minus, or thousands that are not parted."""


@pytest.mark.parametrize("name", PROGRAMS)
def test_no_sentence_writes_numbers_as_a_program_does(name: str) -> None:
    assert all(PROGRAMMERS.search(wrong) for wrong in ("2.9e−5", "1e-14", "-0.5", "1513"))
    said = [optimum(PROGRAMS[name].run).sentence]
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


@pytest.mark.parametrize(
    ("value", "rounded"),
    [(0.33, 0.3), (0.1, 0.1), (0.0999, 0.08), (1e-9, 1e-9), (50, 50.0), (0.05, 0.05), (97.0, 80.0), (3.1e-7, 3e-7)],
)  # fmt: skip
def test_a_value_that_is_suggested_is_rounded_down_and_knows_no_sliders_range(
    value: float, rounded: float
) -> None:
    assert round_down(value) == rounded


@given(value=st.floats(-12, 12).map(lambda power: 10**power))
def test_a_round_value_is_the_largest_one_that_is_not_above(value: float) -> None:
    """Against all the round values there are, one in a billion being rounding."""
    every = [float(f"{step}e{exponent}") for exponent in range(-14, 14) for step in ROUND]
    found = round_down(value)
    assert found in every
    assert found <= value * (1 + 2e-9) and not [
        other for other in every if found < other <= value * (1 - 2e-9)
    ]


@given(
    st.lists(
        st.one_of(
            st.floats(allow_nan=False, allow_infinity=False),
            st.floats(-2e6, 2e6),
            st.builds(lambda m, e: m * 10.0**e, st.integers(-100_000, 100_000), st.integers(-12, 6)),
        )
    )
)
@example(
    [0.0, -0.0, 9.995, 9.994999, 99.95, 999.5, 0.5, 2.5, 1234.5, 999_999.5, 1e-4, 9.9951e-5, 1e5, 5e-324]
)
def test_a_column_of_numbers_is_written_as_each_of_them(values):
    assert numbers(np.array(values, float)) == [number(value) for value in values]


def test_what_rounding_leaves_of_a_length_is_0():
    lengths = np.array([4.0, 2.0 - 1.9999, 8.9e-16, 3.9e-14, 4.1e-14, 0.0])
    np.testing.assert_array_equal(above_rounding(lengths), [4.0, lengths[1], 0, 0, 4.1e-14, 0])
    np.testing.assert_array_equal(above_rounding(np.zeros(3)), np.zeros(3))
