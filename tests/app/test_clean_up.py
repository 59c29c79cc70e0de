"""Whatever a widget hands back, a knob makes a value of it that it allows: each knob, without Streamlit's own parsing."""

import math
from unittest.mock import patch

import pytest

from gdapp import address, catalogue, knobs, widgets
from gdapp.visit import Visit

KNOBS = [*address.KNOBS, *(knob for page in catalogue.model_pages() for knob in page.knobs)]
WIDGETS = {
    "steps": "select_slider",
    "list": "selectbox",
    "slider": "slider",
    "number": "number_input",
    "buttons": "segmented_control",
    "switch": "toggle",
}
EVERY = {
    (knob.key, knob.label): knob
    for knob in [*KNOBS, knobs.STEPS]
    if knob.kind in WIDGETS and knob is not knobs.DATA
}
"""Each that is a widget, also those that share their key; the data set's list of names is the page's own, and comes below."""
TEXTS = ("", " ", "abc", "-1", "1e999", "nan", "None", "true", "__class__", "\u202e", "٣", "½", "a" * 100_000)
each = pytest.mark.parametrize("knob", EVERY.values(), ids=[f"{key}-{label}" for key, label in EVERY])


def drawn(knob, value, default, options=()):
    """What a knob makes of a value that its widget hands back."""
    with patch.object(widgets.st, WIDGETS[knob.kind], lambda *args, **options: value):
        return Visit(catalogue.PAGES[0], {}).draw(knob, default, options)


def ends(knob):
    """The least and the largest value of a knob, or the first and the last."""
    if knob.kind == "switch":
        return False, True
    return (knob.options[0], knob.options[-1]) if knob.options else (knob.low, knob.high)


@each
def test_its_own_values_are_kept(knob):
    low, high = ends(knob)
    for value in knob.options or ((low, high) if knob.kind == "switch" else (low, high, low + knob.step)):
        assert knob.allows(value) and drawn(knob, value, low) == value
        read = knob.read(knobs.in_link(value))
        assert read == value and type(read) is type(value)


@each
def test_an_empty_parameter_is_the_default(knob):
    for default in ends(knob):
        assert not knob.allows(None) and drawn(knob, None, default) == default


@each
def test_no_text_and_no_number_beyond_its_ends_gets_through(knob):
    low, high = ends(knob)
    for text in TEXTS:
        assert not knob.allows(text) or text in knob.options
    beyond = [1e20, -1e20] + (
        [] if isinstance(low, (str, bool)) else [low - 1, float(high) + 1 if high != knobs.ALL else 3]
    )
    for number in [math.inf, -math.inf, math.nan, *beyond]:
        assert not knob.allows(number), number
        if knob.kind != "number" or math.isfinite(
            number
        ):  # Streamlit's own field of numbers has none but finite ones
            assert drawn(knob, number, high) == high, number


TWICE = ("1", "0.10", "1e-1", "+2", "-0.5", "1_0", "0x1", " 1", "1 ", "٣", "1e999", "1e", ".", "-", "")


@each
@pytest.mark.parametrize("text", TWICE)
def test_a_text_is_a_value_that_the_knob_allows_or_none(knob, text):
    value = knob.read(text)
    assert value is None or knob.allows(value)
    if text in ("1_0", "0x1", " 1", "1 ", "٣", "1e999", "1e", ".", "-", ""):
        assert value is None


@each
def test_a_value_between_the_steps_of_a_slider_is_kept_and_one_of_a_scale_is_not(knob):
    low, high = ends(knob)
    if knob.kind == "slider":
        between = low + knob.step / 3
        assert drawn(knob, between, high) == between
    elif knob.kind == "number":
        assert drawn(knob, low + 1.7, high) == low + 2  # as the box shows it
    else:
        assert drawn(knob, 0.2537, high) == high


@pytest.mark.parametrize("page", catalogue.model_pages(), ids=lambda page: page.address)
def test_only_the_pages_own_data_sets_can_be_chosen(page):
    names = [*page.data_sets, "own"]
    for text in TEXTS:
        assert drawn(knobs.DATA, text, names[0], names) == names[0]
    assert [drawn(knobs.DATA, name, names[0], names) for name in names] == names
