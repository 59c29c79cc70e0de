"""A link is a run: it opens exactly what its sender saw, and whatever else it says is harmless."""

import math

import pytest

import gdcore
from gdapp import address, catalogue, knobs, runs
from gdapp import visit as here
from gdcore.data.shapes import Moons, Spirals, Xor
from gdcore.data.trends import CurvedTrend
from gdcore.functions import FUNCTIONS

MODELS = [page.address for page in catalogue.model_pages()]
COMMON = {"lr": "0.03", "epochs": "23", "batch": "32", "opt": "momentum", "seed": "77", "held": "0.25"}
ENGINE = {
    "learning_rate": 0.03,
    "epochs": 23,
    "batch_size": 32,
    "optimizer": "momentum",
    "seed": 77,
    "held_out": 0.25,
}


@pytest.mark.parametrize(
    ("name", "link", "more"),
    [
        (
            "linear_regression",
            {"n": "120", "noise": "1.3", "reg": "0.1"},
            {"n": 120, "noise": 1.3, "regularization": 0.1},
        ),
        (
            "logistic_regression",
            {"n": "80", "noise": "2.5", "reg": "0.5"},
            {"n": 80, "noise": 2.5, "regularization": 0.5},
        ),
        (
            "softmax_regression",
            {"n": "90", "classes": "4", "reg": "0.02"},
            {"n": 90, "classes": 4, "regularization": 0.02},
        ),
        (
            "neural_network",
            {"units": "7", "noise": "0.35", "reg": "0.001"},
            {"hidden_units": 7, "noise": 0.35, "regularization": 0.001},
        ),
        ("support_vector_machine", {"n": "60", "reg": "25"}, {"n": 60, "regularization": 25.0}),
        (
            "matrix_factorization",
            {
                "rank": "2",
                "truth": "3",
                "density": "0.55",
                "users": "17",
                "items": "11",
                "noise": "0.2",
                "reg": "0.04",
            },
            {
                "rank": 2,
                "true_rank": 3,
                "density": 0.55,
                "users": 17,
                "items": 11,
                "noise": 0.2,
                "regularization": 0.04,
            },
        ),
    ],
)
def test_a_link_opens_the_run_of_its_knobs(visit, name, link, more):
    expected = gdcore.article(name, **ENGINE, **more)
    assert visit(name, **COMMON, **link).run == expected


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("linear_regression", "curve", CurvedTrend),
        ("logistic_regression", "moons", Moons),
        ("support_vector_machine", "xor", Xor),
        ("neural_network", "spirals", Spirals),
    ],
)
def test_a_link_opens_its_data_set_with_its_own_noise(visit, name, data, expected):
    run = visit(name, data=data).run
    assert type(run.data) is expected
    assert run.data == catalogue.page(name).data_sets[data]


def test_all_examples_are_a_batch(visit):
    assert visit("neural_network", batch="all").run.settings.batch_size is None


@pytest.mark.parametrize("name", MODELS)
def test_what_somebody_sees_is_what_the_link_opens_elsewhere(visit, name):
    here = visit(name)
    steps = {"epochs": 31, "seed": 6, "held": 0.3, "opt": "adam"}
    for key, value in steps.items():
        here.widgets()[key].set_value(value).run()
    seen = here.run
    assert seen == here.page.program.vary(epochs=31, seed=6, held_out=0.3, optimizer="adam")
    link = {key: knobs.in_link(widget.value) for key, widget in here.widgets().items()}
    assert visit(name, **link).run == seen


TEXTS = (
    "abc", "-1", "1e999", "-1e999", "nan", "inf", "-inf", "", " ", "0", "1.5", "1e20", "10**9", "1000000000", "0x10", "1_000",
    "None", "null", "true", "[]", "{}", "__class__", "<script>alert(1)</script>", "../../etc/passwd", "'; DROP TABLE runs; --",
    "%00", "%s%n", "{0.__class__}", "\u202e", "٣", "½", "💥" * 40, "9" * 5000, "a" * 100_000, ["1", "2"], ["abc", "-1"],
)  # fmt: skip
KEYS = [name.key for name in address.NAMES]
EVERY_KNOB = ("neural_network", "matrix_factorization", "logistic_regression")
"""Between them these pages read every name that a model's page reads; a test below holds it."""

STRANGE = {
    "lr": ("0", "-0.1", "0.2537", "10000"), "epochs": ("0", "-5", "1001", "12.5"), "batch": ("0", "-1", "none", "3", "1e9"),
    "reg": ("-1", "1e9"), "data": ("unknown", "own", "Blobs"), "opt": ("sgd", "__init__"),
    "seed": ("-1", "1.5", "1e20", "10000"), "n": ("1", "-20", "10000000", "21"), "noise": ("-1", "1000", "0"),
    "at": ("-5", "1000000000", "1.5"), "held": ("2", "1", "-0.1"), "classes": ("99", "1"), "units": ("0", "100000"),
    "rank": ("0", "1000"), "truth": ("0",), "density": ("0", "2"), "users": ("0", "100000"), "items": ("1",),
    "scaling": ("Raw", "5"), "scale": ("sideways",), "land": ("perhaps", "2"), "bias": ("best", "-1"), "lines": ("maybe",),
    "try": ("0", "-1", "1.5"), "tab": ("Nothing",), "unknown": ("1",), "__proto__": ("1",), "player": ("1",),
    "embed": ("perhaps",),
}  # fmt: skip
"""Values near the edge of what a name may have, and names that there are not."""

KEPT = {("n", "21"): 21, ("noise", "0"): 0.0, ("epochs", "12.5"): 12, ("seed", "1.5"): 1}
"""Of these the knob has its own value, because a widget may stand between its steps; all others are the page's own."""


def turned(texts, keys, turn):
    """Each key with a text, another one at every turn: after as many turns as there are texts each key has had each text."""
    return {key: texts[(turn + place) % len(texts)] for place, key in enumerate(keys)}


def within_caps(page, run):
    """Whether a run is one that the knobs of its page can reach and that one interaction may cost."""
    usual = page.default_values(run.data)
    for knob in (*page.knobs, *page.data_knobs(run.data)):
        value = value_in(run, knob)
        assert knob.allows(value) or value == usual[knob.key], (knob.key, value)
        assert not isinstance(value, float) or math.isfinite(value), (knob.key, value)
    assert runs.affordable(run).run == run


def value_in(run, knob):
    """The value that a knob would have on the page of a run."""
    if knob.field == "optimizer":
        return run.optimizer.name
    if knob.field == "scaling":
        return getattr(run.data, "scaling", "raw")
    holders = (run.settings, run.optimizer, run.model, run.data, *run.data.parts)
    field = run.model.strength if knob.field == "regularization" else knob.field
    value = next(getattr(holder, field) for holder in holders if hasattr(holder, field))
    if knob.field != "batch_size":
        return value
    return knobs.ALL if value is None else str(value)


@pytest.fixture
def short(monkeypatch):
    """Runs of a few updates: what is trained is not the point here."""
    monkeypatch.setattr(runs, "MOST_UPDATES", 400)


def variants(page):
    """Links to a page that between them draw every widget that it has: one for each way in which its knobs can differ."""
    if page.program is None:
        return {len(known.start): {"f": name} for name, known in FUNCTIONS.items()}.values()
    ways = {page.data_knobs(data): {"data": name} for name, data in page.data_sets.items()}
    return [*ways.values(), {"data": "own"}]


class Read(dict):
    """The texts of a link, and which of them were asked for."""

    def __init__(self, texts, asked):
        super().__init__(texts)
        self.asked = asked

    def get(self, key, default=None):
        self.asked.add(key)
        return super().get(key, default)


def test_every_name_of_a_link_is_listed_and_every_listed_name_is_read(visit, monkeypatch):
    """On some page, by a knob or by what has none."""
    read, link = {}, here.link
    monkeypatch.setattr(here, "link", lambda: Read(link(), reading))
    for page in catalogue.PAGES:
        reading = read[page.address] = set()
        for texts in variants(page):
            visit(page.address, **texts)
    for tool in catalogue.TOOLS:
        reading = read[tool.address] = set()
        visit("app").at.switch_page(tool.file).run()
    reading = read["a lesson"] = set()
    visit("linear_regression", lesson="linear_regression", step="1")
    assert set().union(*map(read.get, EVERY_KNOB)) == set().union(*map(read.get, MODELS))
    listed = [name.key for name in address.NAMES]
    assert len(listed) == len(set(listed))
    assert set().union(*read.values()) == set(listed)


@pytest.mark.parametrize("name", EVERY_KNOB)
def test_no_text_does_harm_in_any_parameter(visit, name, short):
    """Every text in every parameter, in all parameters at once: each knob reads its own, and none may let it through."""
    for turn in range(len(TEXTS)):
        page = visit(name, **turned(TEXTS, KEYS, turn))
        within_caps(page.page, page.run)


@pytest.mark.parametrize("name", [name for name in MODELS if name not in EVERY_KNOB])
def test_no_text_does_harm_on_the_other_pages(visit, name, short):
    """Their widgets are of the same kinds: each kind of widget has every text, one knob of it some of them."""
    for turn in range(0, len(TEXTS), 6):
        page = visit(name, **turned(TEXTS, KEYS, turn))
        within_caps(page.page, page.run)


@pytest.mark.parametrize("turn", range(max(map(len, STRANGE.values()))))
@pytest.mark.parametrize("name", EVERY_KNOB)
def test_no_value_near_the_edge_does_harm(visit, name, turn, short):
    link = {key: texts[turn] for key, texts in STRANGE.items() if turn < len(texts)}
    page = visit(name, **link)
    if link.get("data") == "own":  # a file is asked for, and nothing stands for it
        assert not page.asked and page.at.get("file_uploader")
        page.widgets()["data"].set_value(next(iter(page.page.data_sets))).run()
    within_caps(page.page, page.run)
    usual = runs.affordable(page.page.run).run
    for knob in (*page.page.knobs, *page.page.data_knobs(page.run.data)):
        expected = KEPT.get((knob.key, link.get(knob.key)), value_in(usual, knob))
        assert value_in(page.run, knob) == expected, knob.key


def test_the_home_page_bears_every_text(visit):
    keys = [*visit("app").widgets(), "at", "scale", "try"]
    for turn in range(len(TEXTS)):
        visit("app", **turned(TEXTS, keys, turn))


def test_the_home_page_bears_every_text_for_every_function(visit):
    home = visit("app")
    for function in home.widgets()["f"].options:
        for turn in range(5):
            texts = turned(("-5", "1e999", "nan", "", "abc"), ("x0", "y0", "lr", "epochs", "opt"), turn)
            visit("app", f=function, **texts)
