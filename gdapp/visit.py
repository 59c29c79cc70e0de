"""A page as one visitor has it. Its address is its state: read on arrival, and written again after every change.

So pages share nothing, although their knobs have the same names. Whoever comes back by the list of pages follows a link to the
address as it was left; Back, Forward, a reload and a link from somebody else are addresses as well. In the session are only the
widgets of the page that is in sight, and the addresses of the pages that were left.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import streamlit as st

from gdapp import address, catalogue, widgets
from gdapp.bundle import bundle
from gdapp.catalogue import Page
from gdapp.knobs import TYPED, VIEW_KNOBS, Knob, in_link
from gdapp.lessons.library import Taught, steps_of, taught
from gdcore import Run

VISIT, LEFT = "visit", "left"
END = "end"
"""Where the player rests that is at its end, however long the run is."""


@dataclass
class Visit:
    """What the address of a page said on arrival, and what it says now."""

    page: Page
    link: dict[str, str]
    """The texts of the names on arrival; a name that was given twice says nothing."""
    been_here: bool = False
    """Whether the page was left before."""
    own: dict[str, str] = field(default_factory=dict)
    """The names whose values differ from the page's own, as far as they are drawn."""
    query: dict[str, str] = field(default_factory=dict)
    """The same when all were drawn, with what has no knob."""
    drawn: dict[str, str] = field(default_factory=dict)
    """The names of the knobs of the page and their labels, in their order, those that are not shown too."""
    values: dict[str, str] = field(default_factory=dict)
    """The names of the knobs of the run, and what a link says of each."""
    kept: "list[Mapping[str, str]] | None" = None
    """The runs beside this one, by the same names; None until the link was read."""
    racing: Run | None = None
    """The run beside which every optimizer is to race with its best rate, once that is found."""
    keep: str = ""
    """What a link says of them."""
    rows: str = ""
    """A person's own rows, as far as a link can carry them."""
    rested: int | str | None = None
    """Where the player rested when the page was drawn last."""

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The names of the knobs and parts that the link hides."""
        return address.hidden_names(self.link.get("hide", ""))

    @property
    def taught(self) -> Taught | None:
        """The step of a lesson that the link says; None where there is none, or it is a step of another page."""
        found = taught(self.link.get("lesson", ""), self.link.get("step", ""))
        return found if found is not None and found.step.page == self.page.address else None

    def shows(self, part: str) -> bool:
        """Whether a knob or a part of the page is shown: neither the link nor the step of a lesson hides it."""
        return part not in self.hidden and not (self.taught and part in self.taught.step.hide)

    def draw(
        self,
        knob: Knob,
        default: Any,
        options: Sequence[Any] = (),
        on_change: Callable[[], None] | None = None,
        shown: bool = True,
    ) -> Any:
        """Draw a knob and return its value: what the link says, or else the default, until somebody moves it.

        A knob that is not shown keeps its value, unless a button turns it.
        """
        text = self.link.get(knob.key)
        said = None if text is None else knob.read(text, options)
        opened = default if said is None else said
        self.drawn[knob.key] = knob.label
        now = st.session_state.get(knob.key, opened)
        if shown and self.shows(knob.key):
            # A widget in a closed menu is mounted late: it then shows, and sends, what it opens with.
            opens = now if knob.allows(now, options) else opened
            locked = self.taught is not None and knob.key in self.taught.step.lock
            value = widgets.draw(knob, opens, options, on_change, locked)
        else:
            value = now
        if not knob.allows(value, options):
            value = default
        if value != default:
            self.own[knob.key] = in_link(value)
        if knob not in VIEW_KNOBS:
            self.values[knob.key] = in_link(value)
        return value

    @property
    def experiment(self) -> int | None:
        """The number of the experiment that the link asks first."""
        number = address.whole_number(self.link.get("try", ""))
        return number if number in range(1, len(steps_of(self.page.address)) + 1) else None

    @property
    def opens_at(self) -> int | str | None:
        """The epoch at which the player opens; None plays the run."""
        at = address.whole_number(self.link.get("at", ""))
        return END if at is None and self.been_here else at

    @property
    def player(self) -> str:
        """The key of the player."""
        return f"player:{self.page.address}"

    @property
    def rest(self) -> int | str | None:
        """Where the player rests, as far as it has told."""
        rest = dict(st.session_state.get(self.player) or {}).get("rest")
        return self.opens_at if rest is None else rest

    def write(self) -> None:
        """All knobs are drawn: let the browser write the address."""
        self.query = {**self.own, **self._without_knob()}
        names = [page.address for page in catalogue.model_pages()] + [
            tool.address for tool in catalogue.TOOLS
        ]
        here = "" if self.page.program is None else self.page.address
        _keep(key=f"address:{self.page.address}", data=[here, names, self.query, self.link.get("at", "")])

    def _without_knob(self) -> dict[str, str]:
        found = {"hide": ",".join(sorted(self.hidden)), "rows": self.rows, "keep": self.keep}
        if self.taught is not None:
            found |= {"lesson": self.link["lesson"], "step": str(self.taught.number)}
        found["try"] = "" if self.experiment is None else str(self.experiment)
        return {name: text for name, text in found.items() if text}

    def leave(self) -> dict[str, str]:
        """The address as it is left, and where the player rests. The widgets give way to those of the next page."""
        rest = {"at": str(self.rested)} if isinstance(self.rested, int) else {}
        tab = {TAB: st.session_state[TAB]} if TAB in st.session_state else {}
        for key in WIDGETS:
            st.session_state.pop(key, None)
        return {**(self.query or self.own), **rest, **tab}


TAB = "tab"
WIDGETS = (*(knob.key for knob in address.KNOBS), TYPED, TAB)


def arrive(page: Page) -> Visit:
    """Called first on every page, whenever it is drawn: the visit that goes on, or a new one."""
    visit: Visit | None = st.session_state.get(VISIT)
    if visit is None or visit.page.address != page.address:
        left = depart()
        visit = Visit(page, link(), page.address in left)
        st.session_state[VISIT] = visit
    visit.own, visit.drawn, visit.values, visit.rows = {}, {}, {}, ""
    return visit


def depart() -> dict[str, dict[str, str]]:
    """Called where another page is drawn: the visit to the last one ends. Returns the addresses of all pages that were left."""
    visit: Visit | None = st.session_state.pop(VISIT, None)
    left: dict[str, dict[str, str]] = st.session_state.setdefault(LEFT, {})
    if visit is not None:
        left[visit.page.address] = visit.leave()
    return left


def link() -> dict[str, str]:
    """The names in the address that are given once, and their texts."""
    every = {key: st.query_params.get_all(key) for key in st.query_params}
    return {key: texts[0] for key, texts in every.items() if len(texts) == 1}


def address_of(page: Page) -> dict[str, str]:
    """The names and texts of a page's address as it was left; none if it was not."""
    return dict(st.session_state.get(LEFT, {}).get(page.address, {}))


_keep: Callable[..., object] = st.components.v2.component(
    "gd_address", js=bundle(Path(__file__).parent / "link" / "keep.js")
)
