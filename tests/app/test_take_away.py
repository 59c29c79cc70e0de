"""A run taken away: the script and the notebook need nothing of this project, and come to the same numbers."""

import contextlib
import io
import sys

import nbformat
import numpy as np
import pytest

import gdcore
from gdapp.answers.texts import TakeAway
from gdapp.office.worker import answer
from gdapp.script.write import has_script
from gdcore.data.own import own_classes
from gdcore.optimizers import optimizers
from gdcore.programs import PROGRAMS


def ran(code, plots=False):
    """What a script has when it is done, and what it said."""
    said, names = io.StringIO(), {"__name__": "__main__"}
    with contextlib.redirect_stdout(said):
        exec(code if plots else code.split("# The plots:")[0], names)
    return names, said.getvalue()


def check(run):
    """The script of a run comes to the parameters and losses of the engine."""
    history = run.history()
    code, _ = answer(TakeAway(run, "A run"))
    assert "gdcore" not in code and "gdapp" not in code
    names, said = ran(code)
    np.testing.assert_allclose(names["losses"], history.loss, rtol=1e-9, atol=1e-12)
    for name, values in history.params.items():
        np.testing.assert_allclose(names["params"][name], values[-1], rtol=1e-9, atol=1e-9)
    assert (
        said
        == f"after epoch {history.last}: loss {history.loss[-1]:.6g}, {run.model.metric_name} {history.metric[-1]:.6g}\n"
    )


BOTH = [(name, optimizer) for name in PROGRAMS for optimizer in optimizers() if has_script(name, optimizer)]
SCRIPTED = dict.fromkeys(name for name, _ in BOTH)


def test_the_articles_models_and_optimizers_have_scripts():
    assert len(SCRIPTED) >= 6 and len({optimizer for _, optimizer in BOTH}) >= 6


@pytest.mark.parametrize(("name", "optimizer"), BOTH)
def test_the_script_of_every_page_and_optimizer(name, optimizer):
    for batch in (None, 7):
        check(
            gdcore.article(
                name, optimizer=optimizer, epochs=4, learning_rate=0.01, regularization=0.1, batch_size=batch
            )
        )


@pytest.mark.parametrize(
    ("name", "data"), [(name, data) for name in SCRIPTED for data in PROGRAMS[name].data_sets]
)
def test_the_script_of_every_data_set(name, data):
    scaled = {} if name == "matrix_factorization" else {"scaling": "standardised"}
    check(gdcore.article(name, data=data, epochs=5, seed=11, held_out=0.2, **scaled))


@pytest.mark.parametrize("name", ["linear_regression", "neural_network", "matrix_factorization"])
def test_the_notebook_is_one_and_draws(name):
    import matplotlib as mpl

    mpl.use("Agg")
    run = gdcore.article(name, epochs=3)
    _, text = answer(TakeAway(run, "A run"))
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    names, _ = ran("\n\n".join(cells), plots=True)
    assert names["losses"][-1] == pytest.approx(run.history().loss[-1])
    assert len(names["figure"].axes) == 2
    sys.modules["matplotlib.pyplot"].close("all")


def test_rows_of_ones_own_are_in_it_and_their_names_are_nothing_but_words():
    labels = ["a\nimport os", "b\u2028raise SystemExit"] * 6
    x = np.linspace(0, 3, 12)
    data = own_classes(x, x**2 % 2, labels, ("one\nraise ValueError", "two'''", "class\r1/0"))
    check(gdcore.article("logistic_regression", data=data, epochs=3))


def test_the_page_offers_both_files(visit):
    page = visit("softmax_regression", tab="Code that ran", epochs="3")
    labels = [element.proto.label for element in page.at.get("download_button")]
    assert labels == ["Download script (.py)", "Download notebook (.ipynb)"]
