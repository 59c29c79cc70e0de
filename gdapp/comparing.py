"""Runs that are kept beside the present one: each is the texts of its knobs, so a link carries what differs, and nothing else."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gdapp import address, knobs
from gdapp.answers.race import BestRates
from gdapp.knobs import Knob
from gdapp.office.asking import ask
from gdapp.place import read_place
from gdapp.turning import turn
from gdapp.visit import Visit
from gdcore import Run

MOST = 7
"""So many runs are drawn beside the present one."""
SAME = "same"
STEPS_APART = 3
"""Learning rates that race are so many steps of the knob apart: about a factor of two."""

Texts = Mapping[str, str]
"""The knobs of a run by their names in a link, each as a link writes its value."""
KNOBS = {knob.key: knob for knob in address.KNOBS}


def written(kept: Sequence[Texts], here: Texts) -> str:
    """What a link says of kept runs: of each, what differs from the run that is here."""
    return ";".join(
        ",".join(f"{key}:{text}" for key, text in differing(texts, here).items()) or SAME for texts in kept
    )


def differing(texts: Texts, here: Texts) -> Texts:
    """The knobs of a run whose values are others than those of the run that is here."""
    return {key: text for key, text in texts.items() if here.get(key) != text}


def read(text: str, here: Texts) -> list[Texts]:
    """The kept runs that a link speaks of; what means nothing is ignored."""
    found: list[Texts] = []
    for piece in text.split(";")[:MOST] if text else []:
        pairs = [pair.split(":", 1) for pair in piece.split(",")]
        others = {pair[0]: pair[1] for pair in pairs if len(pair) == 2 and pair[0] in KNOBS}
        if others or piece == SAME:
            found.append({**here, **others})
    return found


def kept_runs(visit: Visit) -> list[Texts]:
    """The kept runs of a page, those of its link at first."""
    if visit.kept is None:
        visit.kept = read(visit.link.get("keep", ""), visit.values)
    return visit.kept


def names(kept: Sequence[Texts], here: Texts) -> list[str]:
    """What each run is called: by what differs from the run that is here."""
    found: list[str] = []
    for texts in kept:
        parts = [said(KNOBS[key], text) for key, text in differing(texts, here).items()]
        name = ", ".join(parts) or "the same run"
        found.append(name if name not in found else f"{name} ({len(found) + 1})")
    return found


def said(knob: Knob, text: str) -> str:
    """A knob and its value in few words: α 0.3, adam, epochs 50."""
    if knob.kind == "place":
        place = read_place(text)
        return "the article’s start" if place is None else f"start {place.x:g}, {place.y:g}"
    value = text.replace("_", " ")
    if knob.kind == "list":
        return value
    last = knob.label.split()[-1]
    return f"{last if len(last) == 1 else knob.label.lower()} {value}"


def draw_menu(visit: Visit, run: Run) -> None:
    """What can be kept, raced and forgotten, in the menu of the page."""
    kept, here = kept_runs(visit), dict(visit.values)
    full = len(kept) >= MOST or here in kept
    st.button("Keep this run", on_click=keep, args=(visit, [*kept, here]), disabled=full, width="stretch")
    for number, name in enumerate(names(kept, here)):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(name)
            st.button(
                "Swap",
                key=f"swap-{number}",
                on_click=swap,
                args=(visit, number),
                help=f"Make {name} the present run",
            )
            rest = [*kept[:number], *kept[number + 1 :]]
            st.button(
                "Forget", key=f"forget-{number}", on_click=keep, args=(visit, rest), help=f"Forget {name}"
            )
    st.markdown("**Race** beside this run")
    for label, others in races(run, here).items():
        st.button(label, on_click=keep, args=(visit, others), width="stretch")
    st.button("The optimizers, each with its best α", on_click=race_best, args=(visit, run), width="stretch")
    if kept:
        st.button("Forget all", on_click=keep, args=(visit, []), width="stretch")


def keep(visit: Visit, kept: list[Texts]) -> None:
    """Other runs are kept."""
    visit.kept = kept


def swap(visit: Visit, number: int) -> None:
    """A kept run becomes the present one, and the present one is kept in its place."""
    kept = list(kept_runs(visit))
    texts, kept[number] = kept[number], dict(visit.values)
    visit.kept = kept
    turn({key: value for key, text in texts.items() if (value := value_of(key, text)) is not None})


def value_of(key: str, text: str) -> object:
    """The value that a knob has in a link."""
    return text if key == knobs.DATA.key else KNOBS[key].read(text)


def races(run: Run, here: Texts) -> dict[str, list[Texts]]:
    """The runs that race with the present one, by what they try."""
    rates = knobs.LEARNING_RATE.options
    at = min(range(len(rates)), key=lambda k: abs(rates[k] - run.optimizer.learning_rate))
    near = sorted(range(at % STEPS_APART, len(rates), STEPS_APART), key=lambda k: abs(k - at))[1 : MOST + 1]
    found = {
        "The six optimizers, all with this α": varied(here, knobs.OPTIMIZER.key, knobs.OPTIMIZER.options),
        "Learning rates": varied(here, "lr", [knobs.in_link(rates[k]) for k in sorted(near)]),
    }
    if "batch" in here:
        n = run.data.expected_rows
        sizes = [size for size in knobs.BATCH.options[::2] if size != knobs.ALL and int(size) < n]
        found["Batch sizes"] = varied(here, "batch", [*sizes, knobs.ALL])
    return found


def varied(here: Texts, key: str, values: Sequence[str]) -> list[Texts]:
    """The run that is here with other values of one knob."""
    texts = [knobs.in_link(value) for value in values]
    found: list[Texts] = [{**here, key: text} for text in texts if text != here.get(key)]
    return found[:MOST]


def race_best(visit: Visit, run: Run) -> None:
    """Every optimizer is to race, with the rate by which it gets lowest."""
    visit.racing = run


def find_best(visit: Visit, run: Run, slot: DeltaGenerator) -> None:
    """Find these rates, if they were asked for and the run is still the same; how far that is stands in a slot."""
    asked, visit.racing = visit.racing, None
    if asked != run:
        return
    rates = ask(BestRates(run), slot)
    here = dict(visit.values)
    found: list[Texts] = [
        {**here, "opt": knobs.in_link(name), "lr": knobs.in_link(rate)} for name, rate in rates.items()
    ]
    visit.kept = [texts for texts in found if texts != here][:MOST]


def beside(visit: Visit, run: Run, run_of: Callable[[Texts], Run]) -> tuple[tuple[str, Run], ...]:
    """The runs that are drawn beside the present one, and their names."""
    kept = kept_runs(visit)
    runs = [(name, run_of(texts)) for name, texts in zip(names(kept, visit.values), kept, strict=True)]
    return tuple((name, other) for name, other in runs if other != run)
