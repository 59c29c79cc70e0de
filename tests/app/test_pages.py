"""Every page runs as it is, with the article's program, and with every knob moved."""

import pytest

import gdcore
from gdapp import catalogue, runs
from gdapp.lessons.library import steps_of
from gdapp.tabs import TABS
from gdcore.programs import PROGRAMS

MODELS = [page.address for page in catalogue.model_pages()]
EVERY = [page.address for page in catalogue.PAGES]


@pytest.mark.parametrize("name", EVERY)
def test_a_page_opens(visit, name):
    page = visit(name)
    assert not page.at.error and not page.at.warning


@pytest.mark.parametrize("name", MODELS)
def test_the_defaults_are_the_pages_own_run(visit, name):
    assert visit(name).run == catalogue.page(name).run


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_defaults_are_the_articles_program(name):
    assert catalogue.page(name).run == gdcore.article(name)


@pytest.mark.parametrize("name", EVERY)
def test_every_knob_moves(visit, name):
    page = visit(name)
    for key in list(page.widgets()):
        widget = page.widgets().get(key)
        if widget is None:  # the knob left the page when another one moved
            continue
        before = widget.value
        widget.set_value(another(widget)).run()
        assert not page.at.exception, (key, [error.value for error in page.at.exception])
        assert page.widgets()[key].value != before, key


def another(widget):
    """A value that the widget allows and does not have."""
    if widget.type == "button_group":
        return next(option.content for option in widget.proto.options if option.content != widget.value)
    if widget.type in ("select_slider", "selectbox"):
        options = widget.options
        shown = widget.format_func(widget.value) if hasattr(widget, "format_func") else str(widget.value)
        place = next((i for i, option in enumerate(options) if option == shown), 0)
        index = place - 1 if place else 1
        return options[index] if widget.type == "selectbox" else widget_value(widget, index)
    if widget.type == "toggle":
        return not widget.value
    up = widget.value + widget.step
    return up if up <= widget.max else widget.value - widget.step


def widget_value(widget, index):
    """A select slider's option in the type of its value."""
    text = widget.options[index]
    return type(widget.value)(text)


@pytest.mark.parametrize("name", MODELS)
def test_every_data_set_trains(visit, name):
    page = visit(name)
    for name, data in page.page.data_sets.items():
        page.widgets()["data"].set_value(name).run()
        assert not page.at.exception and not page.at.error
        assert type(page.run.data) is type(data)


@pytest.mark.parametrize("name", MODELS)
def test_reset_brings_the_articles_program_back(visit, name):
    page = visit(name, lr="0.003", epochs="17", seed="99", opt="adam", held="0.2")
    assert page.run != page.page.run
    next(button for button in page.at.button if button.label.startswith("Reset")).click()
    assert page.again().run == page.page.run


def test_a_run_that_is_too_much_is_cut_with_a_sentence(visit):
    page = visit("linear_regression", epochs="1000", batch="1", n="1000")
    assert page.run == runs.affordable(page.run).run
    assert page.run.settings.epochs == 60 and page.run.settings.batch_size == 1
    assert "60 epochs" in page.at.warning[0].value and "batch" in page.at.warning[0].value


def test_a_run_that_diverges_is_shown_and_explained(visit):
    page = visit("linear_regression", lr="1")
    assert page.run.history().status is not gdcore.Status.FINISHED
    assert page.run.history().status == gdcore.Status.DIVERGED


@pytest.mark.parametrize("name", MODELS)
def test_every_tab_opens(visit, name):
    page = visit(name)
    titles = [tab.label for tab in page.at.tabs]
    assert titles == list(TABS if steps_of(page.page.address) else TABS[1:])
    for title in titles:
        page.at.session_state["tab"] = title
        page.again()


@pytest.mark.parametrize("name", MODELS)
def test_a_kept_run_stays_for_comparison(visit, name):
    page = visit(name)
    next(button for button in page.at.button if button.label == "Keep this run").click()
    page.again()
    kept = page.run
    page.widgets()["epochs"].set_value(12).run()
    assert not page.at.exception
    assert page.run.settings.epochs == 12 and [run for _, run in page.pictures[-1].beside] == [kept]
