"""A run taken away: the script and the notebook need nothing of this project, and come to the same numbers."""

import base64
import contextlib
import csv
import io
import json
import re
import sys
from html import escape

import nbformat
import numpy as np
import pytest

import gdcore
from gdapp import away_tab, catalogue
from gdapp.answers.texts import HistoryFile, TakeAway
from gdapp.office.worker import answer
from gdapp.script.write import has_script
from gdapp.visit import Visit
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


@pytest.mark.parametrize("name", [page.address for page in catalogue.PAGES])
def test_every_page_offers_what_it_has_and_works_nothing_out_for_it(visit, name, monkeypatch):
    asked = []
    monkeypatch.setattr(away_tab, "fetch", asked.append)
    page = visit(name, tab="Take away")
    labels = [element.proto.label for element in page.at.get("download_button")]
    files = ["Download run (.json)", "Download history (CSV)"] if page.page.program else []
    scripts = ["Download script (.py)", "Download notebook (.ipynb)"] if name in SCRIPTED else []
    assert labels == ["Download web page (.html)", *files[:1], *scripts, *files[1:]]
    assert asked == []


def test_the_history_has_every_parameter_at_every_epoch():
    run = gdcore.article("neural_network", epochs=4, hidden_units=3)
    history = run.history()
    header, *rows = csv.reader(io.StringIO(answer(HistoryFile(run))))
    assert header[7:] == [
        *(["W1[0,0]", "W1[0,1]", "W1[0,2]", "W1[1,0]", "W1[1,1]", "W1[1,2]", "b1[0]", "b1[1]", "b1[2]"]),
        *(f"W2[{unit},{k}]" for unit in range(3) for k in range(3)),
        *(["b2[0]", "b2[1]", "b2[2]"]),
    ]
    read = np.array([[float(cell) for cell in row[7:]] for row in rows])
    flat = [np.reshape(values, (5, -1)) for values in history.params.values()]
    np.testing.assert_array_equal(read, np.concatenate(flat, axis=1))


@pytest.mark.parametrize("hidden", ["", "verdict,sentence,lr,title"])
def test_the_web_page_says_what_the_page_says_and_hides_what_it_hides(visit, hidden):
    page = visit("softmax_regression", epochs="7", lr="0.5", hide=hidden)
    drawn = answer(page.pictures[-1])
    here = Visit(page.page, {"hide": hidden}, drawn={"lr": "Rate <α>", "epochs": "Epochs"})
    here.values = {"lr": "0.5", "epochs": "7"}
    text = away_tab.web_page(here, page.pictures[-1])
    assert "https:" not in re.sub(r'<script type="text/plain".*?</script>', "", text, flags=re.DOTALL)
    shown = {
        escape(drawn.outcome.sentence): "verdict",
        "<dt>Rate &lt;α&gt;</dt><dd>0.5</dd>": "lr",
        escape(page.page.sentence): "title",
        "<dt>Epochs</dt><dd>7</dd>": "never",
    }
    for part, name in shown.items():
        assert (part in text) == (name not in hidden), part
    view = base64.b64decode(re.search('id="run">(.*?)<', text)[1])
    length = int.from_bytes(view[:4], "little")
    assert view[4 + length :] == drawn.packed
    assert json.loads(view[4 : 4 + length])["hide"] == (["sentence"] if hidden else [])
    assert len(text) < 1_000_000
