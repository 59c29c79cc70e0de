"""The tab of other runs: what came of those beside this one, and what would have come of other rates, knobs and seeds."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from gdapp import knobs
from gdapp.answers.race import Comparison, table_of
from gdapp.answers.sweeps import SEEDS, KnobMap, RateSweep, Seeds
from gdapp.catalogue import Page
from gdapp.figures import sweeps
from gdapp.office.asking import ask
from gdapp.turning import turn
from gdapp.view import View
from gdcore import Run
from gdcore.sweep import WINDOW

LOOKS = ("Rates", "Rates × batch sizes", "Rates × penalties", "Seeds")
DRAWN = ("rows, start and shuffles", "start and shuffles")
RATES = knobs.LEARNING_RATE.options[::2]
"""The rates of a map; the chart has all."""
LAST = f"The median loss of the last {WINDOW} epochs"
"""What is shown of a run that is one of many."""
PENALTIES = 5
"""Every so many steps of the penalty's knob there is a row of a map."""


def draw_comparison(page: Page, run: Run, view: View, epoch: int) -> None:
    """The tab. epoch: where the player rests."""
    if view.beside:
        rows = ask(Comparison(run, "this run", view.beside, epoch, view.look.clock), st.empty())
        ranked = sorted(rows, key=lambda row: row.now)
        table = table_of(ranked, run.model)
        right = st.column_config.TextColumn(alignment="right")
        words = ("run", "verdict")
        # First the words: what Streamlit lays over the upper edge of a table would lie on the tabs.
        st.caption(
            f"The lowest loss first, while this run is at epoch {epoch:,}; runs go on by {view.look.clock}."
        )
        st.dataframe(
            table, hide_index=True, column_config={name: right for name in table[0] if name not in words}
        )
    else:
        st.caption(
            "Keep a run, or let several race, in the menu *Compare*: they are drawn beside this one, and stand here."
        )
    offered = [look for look in LOOKS if look != LOOKS[1] or knobs.BATCH in page.knobs]
    look = st.pills("What would have come of other", offered, key=f"look:{page.address}")
    slot = st.empty()
    if look == LOOKS[0]:
        found = ask(RateSweep(run, knobs.LEARNING_RATE.options), slot)
        chart = sweeps.rate_chart(found, run.optimizer.learning_rate)
        picked = draw_chart(chart, page, "rates")
        st.caption(
            f"{LAST}, {found.epochs:,} in all, for {len(found.rates)} rates. Press a point to take its rate."
        )
        if picked is not None:
            take({"lr": min(knobs.LEARNING_RATE.options, key=lambda rate: abs(rate - picked[0]))})
    elif look in LOOKS[1:3]:
        draw_map(page, run, look == LOOKS[1], slot)
    elif look == LOOKS[3]:
        key = f"drawn:{page.address}"
        drawn = (
            DRAWN[1]
            if run.data.own
            else st.pills("Each seed draws", DRAWN, default=DRAWN[0], required=True, key=key)
        )
        band = ask(Seeds(run, drawn == DRAWN[0]), slot)
        st.markdown(band.sentence)
        draw_chart(sweeps.seed_chart(band), page, "seeds")
        st.caption(f"{SEEDS} seeds, from {run.settings.seed} on: each draws its {drawn}.")


def draw_map(page: Page, run: Run, batches: bool, slot: Any) -> None:
    """The ends of runs over the learning rate and the batch size, or the penalty."""
    knob = knobs.BATCH if batches else next(known for known in page.knobs if known.field == "regularization")
    options = knob.options if batches else knob.options[::PENALTIES]
    if batches:
        options = tuple(size for size in options if size == knobs.ALL or int(size) < run.data.expected_rows)
    values = tuple(None if option == knobs.ALL else int(option) if batches else option for option in options)
    asked = KnobMap(run, RATES, knob.field, values)
    ends = ask(asked, slot)
    labels = [knobs.shown(option) for option in options]
    picked = draw_chart(sweeps.knob_map(ends, RATES, labels, knob.label), page, knob.key)
    stopped = stops(asked.epochs, labels, run.settings.epochs, knob.label.lower())
    st.caption(
        f"{LAST}, the darker the lower; a cross is a run that ran away. Press a cell to take its values.{stopped}"
    )
    if picked is not None:
        take({"lr": RATES[round(picked[0])], knob.key: options[round(picked[1])]})


def stops(epochs: Sequence[int], labels: Sequence[str], whole: int, name: str) -> str:
    """What is said of runs that end earlier than those that a map is about: they would take too long."""
    early = [f"{label} after {last:,}" for label, last in zip(labels, epochs, strict=True) if last < whole]
    if not early:
        return ""
    if len(set(epochs)) == 1:
        return f" To save time all runs end after {epochs[0]:,} epochs."
    return f" To save time some runs end early, those of {name} {', '.join(early)} epochs."


def draw_chart(chart: dict[str, Any], page: Page, name: str) -> tuple[float, float] | None:
    """Draw a chart; return the point that was pressed just now."""
    key = f"sweep:{page.address}:{name}"
    event = st.plotly_chart(chart, theme="streamlit", key=key, on_select="rerun", selection_mode="points")
    points = dict(event).get("selection", {}).get("points", [])
    place = (points[0]["x"], points[0]["y"]) if points else None
    before = st.session_state.get(f"{key}:pressed")
    st.session_state[f"{key}:pressed"] = place
    return place if place != before else None


def take(values: dict[str, Any]) -> None:
    """Turn knobs to what was pressed, and draw the page anew."""
    turn(values)
    st.rerun()
