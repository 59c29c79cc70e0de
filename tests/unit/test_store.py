"""Memory: no history outlives the store, whatever was asked about it, and the store weighs what it keeps truly."""

import gc
import tracemalloc
import weakref

import pytest

import gdcore
from gdapp import catalogue
from gdapp.answers import question
from gdapp.answers.by_hand import OneUpdate
from gdapp.answers.numbers import Numbers, Surface
from gdapp.answers.picture import Picture
from gdapp.answers.race import BestRates, Comparison
from gdapp.answers.remedy import Remedy
from gdapp.answers.sweeps import RateSweep, Seeds
from gdapp.answers.texts import Prediction, Snippet, Tables, TakeAway
from gdapp.figures.frame import Look
from gdapp.office import worker
from gdapp.office.worker import answer
from gdapp.results import Results
from gdapp.script.write import has_script
from gdapp.store import Store, size_in_bytes
from gdcore import Run, Settings
from gdcore.data import Task
from gdcore.data.reading.choice import choose
from gdcore.data.reading.sheet import read_sheet
from gdcore.functions import FUNCTIONS, NoData, PlainFunction
from gdcore.optimizers import GradientDescent, Momentum

KNOBS = (
    {"seed": 1},
    {"seed": 2, "held_out": 0.3, "optimizer": "adam"},
    {"seed": 3, "batch_size": 7, "learning_rate": 0.001},
    {"seed": 4, "learning_rate": 10.0},
    {"seed": 5, "optimizer": "momentum", "regularization": 0.5},
    {"seed": 6, "batch_size": None, "epochs": 3},
)
"""Runs of each page that differ in what is worked out about them: one runs away, one is in batches, one holds rows out."""

FILE = b"x,y\n" + b"".join(b"%d,%d\n" % (i, 3 * i + 5) for i in range(30))


def runs_of(page):
    """Several short runs of a page; the one on rows of a person's own is made of a file."""
    if page.program is None:
        starts = [(name, tuple(map(float, known.start))) for name, known in FUNCTIONS.items()]
        return [
            Run(NoData(), PlainFunction(*start), kind(0.1), Settings(9))
            for start in starts
            for kind in (GradientDescent, Momentum)
        ]
    found = [page.program.vary(**{"epochs": 12, **knobs}) for knobs in KNOBS]
    if page.run.model.task is Task.REGRESSION:
        found.append(page.program.vary(data=choose(read_sheet(FILE), Task.REGRESSION).data, epochs=12))
    return found


def look_at_everything(page, run, kept):
    """Ask all that the page may ask about a run, beside another one that was kept to compare with."""
    looks = (Look("log", unit_lines=True, network=True, bias=run.settings.epochs // 2), Look())
    beside = () if kept is None else (("kept", kept),)
    asked = [Picture(run, page.address, look, beside) for look in looks]
    asked.append(BestRates(run))
    if page.program is not None:
        asked += [Numbers(run, epoch) for epoch in (0, -1)] + [
            Surface(run, 0),
            OneUpdate(run, 0),
            Snippet(run),
            Tables(run),
            Prediction(run, 0, (0.0,) * run.data.features) if run.data.can_be_scaled else Tables(run),
            Comparison(run, "this run", beside),
            RateSweep(run, (0.01, 0.1)),
            Seeds(run),
        ]
        if has_script(run.model.name, run.optimizer.name):
            asked.append(TakeAway(run, page.title))
        asked.append(Remedy(run, page.address))  # it trains runs of its own
    for one in asked:
        answer(one)


def fill(page, alive, monkeypatch):
    """Look at everything of a page's runs, and count the histories alive after each."""
    results_of = question.Results
    monkeypatch.setattr(
        question, "Results", lambda history: alive.append(weakref.ref(history)) or results_of(history)
    )
    for run, before in zip(runs := runs_of(page), [*runs[-1:], *runs[:-1]], strict=True):
        look_at_everything(page, run, before)
        gc.collect()
        yield sum(ref() is not None for ref in alive)


def weight(page, monkeypatch):
    """The bytes of the results of one of a page's runs, once they have been looked at."""
    store, run = Store(2**30), runs_of(page)[0]
    monkeypatch.setattr(question, "store", lambda: store)
    monkeypatch.setattr(worker, "store", lambda: store)
    look_at_everything(page, run, None)
    return size_in_bytes([store.get(run)])


@pytest.mark.parametrize(
    (
        "address",
        "room",
    ),  # a function, a line, a map, a matrix: what is looked at differs, what is kept does not
    [("app", 0), ("linear_regression", 3), ("neural_network", 0), ("matrix_factorization", 3)],
)
def test_no_history_outlives_the_store(address, room, monkeypatch):
    page = catalogue.page(address)
    store, alive = Store(1 + room * weight(page, monkeypatch)), []
    monkeypatch.setattr(question, "store", lambda: store)
    monkeypatch.setattr(worker, "store", lambda: store)
    for count in fill(page, alive, monkeypatch):
        assert count <= len(store), "something else holds a history"
        assert len(store) == 1 or store.nbytes <= store.most_bytes
    assert len(alive) > len(store) >= min(room + 1, 2), "the bound says nothing"


RATINGS = {"users": 60, "items": 60, "rank": 12, "optimizer": "adam", "batch_size": None, "epochs": 300}


def asked(results):
    """The same results, once all that is kept of them has been worked out."""
    assert results.landscape() and results.stability() and results.verdict and results.sharpness
    assert results.history.params and len(results.history.loss)  # views and arrays of its own
    return results


@pytest.mark.parametrize(
    ("name", "knobs"),
    [
        ("matrix_factorization", RATINGS),
        ("matrix_factorization", RATINGS | {"optimizer": "gradient_descent", "batch_size": 64, "epochs": 60}),
        ("neural_network", {"hidden_units": 64, "n": 1000, "optimizer": "momentum", "held_out": 0.5}),
        ("softmax_regression", {"n": 1000, "epochs": 1000}),
    ],
)
@pytest.mark.parametrize("ask", [lambda results: results, asked], ids=["trained", "looked at"])
def test_the_store_counts_the_bytes_that_the_system_gave(name, knobs, ask):
    run = gdcore.article(name, **knobs)
    asked(
        Results(gdcore.article(name, **knobs | {"epochs": 2}).history())
    )  # what is made once is made before
    store = Store(2**27)
    gc.collect()
    tracemalloc.start()
    try:
        store.put(run, ask(Results(run.history())))
        gc.collect()
        given = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert given > 50_000
    assert store.nbytes == pytest.approx(given, rel=0.25)


def test_results_that_grow_are_weighed_again_and_make_room():
    runs = [
        gdcore.article("matrix_factorization", **RATINGS | {"epochs": 50, "seed": seed}) for seed in range(4)
    ]
    first = [Results(run.history()) for run in runs]
    store = Store(sum(size_in_bytes([results]) for results in first) + 1000)
    for run, results in zip(runs, first, strict=True):
        store.put(run, results)
    assert len(store) == 4
    before = store.nbytes
    for run in runs:
        asked(store.get(run))
    store.make_room()
    assert len(store) < 4 and store.nbytes <= store.most_bytes
    assert store.nbytes > before * len(store) / 4  # each of them has grown


def test_what_is_worked_out_on_the_first_visit_is_weighed_when_the_page_has_been_drawn():
    run, store = gdcore.article("logistic_regression", epochs=50), Store(2**27)
    results = store.put(run, Results(run.history()))
    trained = store.nbytes
    asked(results)
    store.make_room()
    assert store.nbytes == size_in_bytes([results]) > trained


def test_at_least_one_is_kept_however_small_the_bound():
    store = Store(1)
    for seed in range(3):
        run = gdcore.article("linear_regression", epochs=5, seed=seed)
        store.put(run, Results(run.history()))
        store.make_room()
        assert len(store) == 1 and store.get(run) is not None and store.nbytes > 1
