"""What stands around every page: its title, the list of pages, and the space that a projector leaves."""

import streamlit as st

from gdapp import catalogue
from gdapp.catalogue import Page
from gdapp.remembering import arrive
from gdapp.turning import whole_page_begins

STYLE = """<style>
[data-testid="stMainBlockContainer"] { padding: 1.1rem 1.6rem 3rem; max-width: 1500px; }
[data-testid="stHeader"] { background: transparent; height: 2.2rem; }
[data-testid="stSidebarHeader"] { height: 1.6rem; padding-bottom: 0; margin-bottom: 0; }
[data-testid="stSidebarUserContent"] { padding-bottom: 2rem; }
[data-testid="stSidebar"] [data-testid="stVerticalBlock"] { gap: 0.55rem; }
[data-testid="stMain"] [data-testid="stVerticalBlock"] { gap: 0.6rem; }
h1.gd-title { font-size: 1.7rem; line-height: 1.2; margin: 0; padding: 0; }
p.gd-lead { margin: 0.1rem 0 0; font-size: 1rem; opacity: 0.8; }
.gd-mark { position: relative; margin: -1.1rem 0.45rem 0; padding-top: 0.75rem; font-size: 0.8rem; opacity: 0.9; }
.gd-mark i { position: absolute; top: 0; transform: translateX(-50%); border: 0.35rem solid transparent; border-top: 0;
  border-bottom: 0.55rem solid currentColor; }
.st-key-verdict { border-left: 4px solid currentColor; padding-left: 0.7rem; }
.st-key-verdict p { font-size: 0.97rem; line-height: 1.35; }
[data-testid="stApp"]:has([data-testid="stExpandSidebarButton"]) [data-testid="stMainBlockContainer"] { padding-top: 2.9rem; }
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding: 2.9rem 0.8rem 3rem; }
  h1.gd-title { font-size: 1.45rem; }
  [data-testid="stExpandSidebarButton"] { width: auto; padding: 0 0.5rem; background: Canvas; }
  [data-testid="stExpandSidebarButton"]::after { content: "Knobs"; margin-left: 0.25rem; font-size: 1rem; }
  .st-key-verdict { flex-wrap: wrap; }
  .st-key-verdict > :first-child { flex-basis: 100%; }
}
</style>"""


def open_page(address: str) -> Page:
    """Set up the page at an address and draw what surrounds it. Every page calls this first, so that each stands alone."""
    here = catalogue.page(address)
    whole_page_begins()
    arrive(address)
    st.set_page_config(
        page_title=f"{here.title} · Gradient descent", layout="wide", initial_sidebar_state="auto"
    )
    st.html(f'{STYLE}<h1 class="gd-title">{here.title}</h1><p class="gd-lead">{here.sentence}</p>')
    with st.sidebar, st.container(gap=None):
        for entry in catalogue.PAGES:
            st.page_link(entry.file, label=entry.title)
    return here
