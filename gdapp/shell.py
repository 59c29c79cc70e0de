"""What stands around every page: its title, the list of pages, and the space that a projector leaves."""

from typing import NamedTuple

import streamlit as st


class Page(NamedTuple):
    """A page of the app: where it is, what it is called, and what it shows in one sentence."""

    file: str
    title: str
    sentence: str

    @property
    def name(self) -> str:
        """The name of the page and of its model, as in its address."""
        return self.file.removeprefix("pages/").removesuffix(".py")


PAGES = (
    Page(
        "app.py",
        "Gradient descent",
        "One rule, w ← w − α ∂L/∂w: look at the slope, take a step downhill, repeat.",
    ),
    Page(
        "pages/linear_regression.py",
        "Linear regression",
        "A line finds its way through the points: ½ mean square error.",
    ),
    Page(
        "pages/logistic_regression.py",
        "Logistic regression",
        "Two classes, one straight boundary: binary cross-entropy.",
    ),
    Page(
        "pages/softmax_regression.py", "Softmax regression", "Several classes share the plane: cross-entropy."
    ),
    Page(
        "pages/neural_network.py",
        "Neural network",
        "A hidden layer bends the boundary: backpropagation in mini-batches.",
    ),
    Page(
        "pages/support_vector_machine.py",
        "Support vector machine",
        "The widest street between two classes: hinge loss.",
    ),
    Page(
        "pages/matrix_factorization.py",
        "Matrix factorization",
        "A table with holes, filled in: squared error on the known ratings.",
    ),
)

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


def page(name: str) -> Page:
    """Set up the page called `name` and draw what surrounds it. Every page calls this first, so that each stands alone."""
    here = next(entry for entry in PAGES if entry.name == name)
    st.set_page_config(
        page_title=f"{here.title} · Gradient descent", layout="wide", initial_sidebar_state="auto"
    )
    st.html(f'{STYLE}<h1 class="gd-title">{here.title}</h1><p class="gd-lead">{here.sentence}</p>')
    with st.sidebar, st.container(gap=None):
        for entry in PAGES:
            st.page_link(entry.file, label=entry.title)
    return here
