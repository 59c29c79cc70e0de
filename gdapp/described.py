"""The run that texts of a link describe, on any page, from its own start."""

from collections.abc import Mapping

from gdapp import knobs, runs
from gdapp.catalogue import Page
from gdapp.hills import function_run_of
from gdapp.knobs import Knob, Value
from gdcore import Run
from gdcore.data import Dataset


def described(page: Page, texts: Mapping[str, str], data: Dataset | None = None) -> Run:
    """The run, cut to what one interaction may cost. A text that means nothing leaves its knob at the page's own value.

    data: the data set where the texts name none, which may be somebody's own; None: the page's first.
    """
    if page.program is None:
        return function_run_of(texts)
    known = page.data_sets
    data = known.get(texts.get(knobs.DATA.key, ""), data or next(iter(known.values())))
    values, found = page.default_values(data), {}
    for knob in (*page.knobs, *page.data_knobs(data)):
        value = knob.read(texts.get(knob.key, ""))
        found[knob.field] = values[knob.key] if value is None or not knob.allows(value) else value
    return runs.affordable(page.vary(data, found)).run


def value_in(page: Page, run: Run, knob: Knob) -> Value:
    """The value that a knob of numbers has in a run of a page."""
    if page.program is None:
        starts = zip(knobs.STARTS, run.model.begin, strict=False)  # type: ignore[attr-defined]
        values = {start.field: value for start, value in starts}
        values |= {"learning_rate": run.optimizer.learning_rate, "epochs": run.settings.epochs}
    else:
        values = page.program.values(run)
    found: Value = values[knob.field]
    return found
