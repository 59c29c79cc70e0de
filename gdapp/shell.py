"""What stands around every page: the bar with the list of pages and the menus, the column of knobs, and the stage beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gdapp import catalogue, visit
from gdapp.catalogue import Page
from gdapp.sheet import draw_handle
from gdapp.turning import whole_page_begins
from gdapp.visit import Visit

STYLE = f"<style>{(Path(__file__).parent / 'shell.css').read_text('utf-8')}</style>"


@dataclass(frozen=True)
class Frame:
    """The places of a page."""

    visit: Visit
    menus: DeltaGenerator
    """At the right end of the bar."""
    knobs: DeltaGenerator
    """The column of the run's knobs."""
    stage: DeltaGenerator
    """Picture, verdict and all that is below."""
    notice: DeltaGenerator
    """A place above the picture, for how far something is that has to be there first."""

    @property
    def page(self) -> Page:
        """The page that is framed."""
        return self.visit.page

    @contextmanager
    def menu(self, label: str, name: str) -> Iterator[None]:
        """A menu in the bar."""
        with self.menus, st.popover(label, key=f"menu-{name}"):
            yield


def open_page(address: str) -> Frame:
    """Set up the page at an address and draw what surrounds it. Every page calls this first, so that each stands alone."""
    page = catalogue.page(address)
    whole_page_begins()
    here = visit.arrive(page)
    set_up(page.title)
    menus = draw_bar(page, here.shows("pages"))
    with st.container(key="body", horizontal=True):
        knobs, stage = st.container(key="knobs"), st.container(key="stage")
    with knobs:
        draw_handle("sheet", catalogue.PAGES.index(page))
    with stage:
        if here.shows("title"):
            draw_title(page.title, page.sentence)
        notice = st.empty()
    return Frame(here, menus, knobs, stage, notice)


@contextmanager
def plain_page(title: str, sentence: str) -> Iterator[None]:
    """What surrounds a page that is no model's: the bar and a stage, without knobs and menus. What follows stands on the stage."""
    whole_page_begins()
    visit.depart()
    set_up(title)
    draw_bar(None)
    with st.container(key="plain"), st.container(key="stage"):
        draw_title(title, sentence)
        yield


def set_up(title: str) -> None:
    """The title of the window and the style of the page."""
    st.set_page_config(page_title=f"{title} · Gradient descent", layout="wide")
    st.html(STYLE + ('<i class="gd-framed"></i>' if st.context.is_embedded else ""))


def draw_title(title: str, sentence: str) -> None:
    """The title of the page, and what it shows in one sentence."""
    st.html(f'<h1 class="gd-title">{title}</h1><p class="gd-lead">{sentence}</p>')


def draw_bar(here: Page | None, listed: bool = True) -> DeltaGenerator:
    """The bar: the list of pages, unless it is not wanted or there is no room in a frame. Returns the place of the menus.

    here: the page that is open; None where it is not in the list.
    """
    with st.container(key="bar", horizontal=True):
        with st.container(key="pages", horizontal=True):
            if listed and not st.context.is_embedded:
                draw_pages(here)
        menus = st.container(key="menus", horizontal=True)
    with menus:
        draw_handle("bar", len(catalogue.PAGES) if here is None else catalogue.PAGES.index(here))
    return menus


def draw_pages(here: Page | None) -> None:
    """The list of pages, each by its address as it was left."""
    for page in catalogue.PAGES:
        query = {} if page is here else visit.address_of(page)
        st.page_link(page.file, label=page.title, query_params=query or None)
