"""A link is a run: it opens exactly what its sender saw, and whatever else it says is harmless."""

import math

import pytest

import gdcore
from gdapp import controls, knobs, training
from gdapp.shell import PAGES
from gdcore.datasets import CurvedTrend, Moons, Spirals, Xor

MODELS = [page.name for page in PAGES if page.name != "app"]
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
    assert run.data == controls.datasets(name)[data]


def test_all_examples_are_a_batch(visit):
    assert visit("neural_network", batch="all").run.settings.batch_size is None


@pytest.mark.parametrize("name", MODELS)
def test_what_somebody_sees_is_what_the_link_opens_elsewhere(visit, name):
    here = visit(name)
    steps = {"epochs": 31, "seed": 6, "held": 0.3, "opt": "adam"}
    for key, value in steps.items():
        here.widgets()[key].set_value(value).run()
    seen = here.run
    assert seen == gdcore.article(name, epochs=31, seed=6, held_out=0.3, optimizer="adam")
    link = {key: knobs.shown(widget.value) for key, widget in here.widgets().items() if key != "opt"}
    assert visit(name, **link, opt="adam").run == seen


TEXTS = (
    "abc", "-1", "1e999", "-1e999", "nan", "inf", "-inf", "", " ", "0", "1.5", "1e20", "10**9", "1000000000", "0x10", "1_000",
    "None", "null", "true", "[]", "{}", "__class__", "<script>alert(1)</script>", "../../etc/passwd", "'; DROP TABLE runs; --",
    "%00", "%s%n", "{0.__class__}", "\u202e", "٣", "½", "💥" * 40, "9" * 5000, "a" * 100_000, ["1", "2"], ["abc", "-1"],
)  # fmt: skip
KEYS = (
    "lr", "epochs", "batch", "reg", "opt", "data", "n", "noise", "seed", "held", "classes", "units", "rank", "truth", "density",
    "users", "items", "at", "scale", "lines", "tab",
)  # fmt: skip
CHOSEN = [
    ("lr", "0"), ("lr", "-0.1"), ("lr", "0.2537"), ("lr", "10000"), ("epochs", "0"), ("epochs", "-5"), ("epochs", "1001"),
    ("epochs", "12.5"), ("batch", "0"), ("batch", "-1"), ("batch", "none"), ("batch", "3"), ("batch", "1e9"), ("reg", "-1"),
    ("reg", "1e9"), ("data", "unknown"), ("data", "own"), ("data", "Blobs"), ("opt", "sgd"), ("opt", "__init__"), ("seed", "-1"),
    ("seed", "1.5"), ("seed", "1e20"), ("seed", "10000"), ("n", "1"), ("n", "-20"), ("n", "10000000"), ("n", "21"), ("noise", "-1"),
    ("noise", "1000"), ("noise", "0"), ("at", "-5"), ("at", "1000000000"), ("at", "1.5"), ("held", "2"), ("held", "1"),
    ("held", "-0.1"), ("classes", "99"), ("classes", "1"), ("units", "0"), ("units", "100000"), ("rank", "0"), ("rank", "1000"),
    ("truth", "0"), ("density", "0"), ("density", "2"), ("users", "0"), ("users", "100000"), ("items", "1"), ("scale", "sideways"),
    ("lines", "maybe"), ("tab", "Nothing"), ("unknown", "1"), ("__proto__", "1"), ("player", "1"), ("embed", "perhaps"),
]  # fmt: skip


def within_caps(name, run):
    """Whether a run is one that the knobs of its page can reach and that one interaction may cost."""
    usual = controls.usual(name, run.data)
    for knob in (*controls.page_knobs(name), *controls.fold(name)):
        holders = (run.settings, run.optimizer, run.model, run.data)
        field = run.model.strength if knob.field == "regularization" else knob.field
        values = [getattr(holder, field) for holder in holders if hasattr(holder, field)]
        for value in values[:1]:
            shown = str(value) if knob.field == "batch_size" and value is not None else value
            shown = controls.ALL if shown is None else shown
            assert knob.allows(shown) or shown == usual.get(knob.key), (knob.key, value)
            assert not isinstance(value, float) or math.isfinite(value), (knob.key, value)
    assert training.affordable(run).run == run


@pytest.mark.parametrize("name", MODELS)
def test_no_text_does_harm_in_any_parameter(visit, name, monkeypatch):
    """Every text, in all parameters at once: each knob reads its own, and none may let it through."""
    monkeypatch.setattr(training, "MOST_UPDATES", 400)  # what is trained is not the point here
    for text in TEXTS:
        within_caps(name, visit(name, **dict.fromkeys(KEYS, text)).run)


@pytest.mark.parametrize(("key", "text"), CHOSEN)
def test_no_value_near_the_edge_does_harm(visit, key, text, monkeypatch):
    monkeypatch.setattr(training, "MOST_UPDATES", 400)
    for name in ("neural_network", "matrix_factorization"):  # between them they have every knob
        within_caps(name, visit(name, **{key: text}).run)


def test_the_home_page_bears_every_text(visit):
    keys = [*visit("app").widgets(), "at", "scale"]
    for text in TEXTS:
        visit("app", **dict.fromkeys(keys, text))


def test_the_home_page_bears_every_text_for_every_function(visit):
    home = visit("app")
    for function in home.widgets()["f"].options:
        for text in ("-5", "1e999", "nan", "", "abc"):
            visit("app", f=function, **dict.fromkeys(("x0", "y0", "lr", "epochs", "opt"), text))
