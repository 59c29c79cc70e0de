"""Sheets and keys of lessons: what stands on them, what must not, and whether the code leads to the lesson."""

import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
import zxingcpp

from gdapp import catalogue
from gdapp.lessons import aim, paper, printing
from gdapp.lessons.library import carried, lessons, named
from gdapp.lessons.qr import qr_svg
from gdapp.lessons.reading import read_lesson
from gdcore.analysis.goals import Condition, Goal
from gdcore.digits import number
from gdcore.programs import PROGRAMS

APP = "http://192.168.1.20:8501/"
TEXT = (Path(__file__).parents[1] / "every_kind.toml").read_text("utf-8")
EVERY_KIND = read_lesson(TEXT, "every-kind", carried=True)
ALL = [EVERY_KIND, *lessons()]
VOID = {"meta", "br", "path", "circle", "image"}


def said_of(lesson):
    return carried(lesson.text) if lesson.text else lesson.name


def sheet_of(lesson):
    return printing.sheet(lesson, printing.link_of(APP, lesson, said_of(lesson)))


class Reader(HTMLParser):
    """Reads a file: its texts, its tags with their attributes, and whether every tag is closed."""

    def __init__(self, content):
        super().__init__()
        self.open, self.texts, self.tags = [], [], []
        self.feed(content)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"style", "title"} & set(self.open):
            self.texts.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())


def steps_of(content):
    """What is written of each step."""
    return [Reader(part.split("</section>")[0]).text for part in content.split('<section class="step">')[1:]]


def read_code(svg):
    """What a reader of QR codes finds in one, drawn anew from its path: the runs of dark squares along each row."""
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])
    dark, x, y = np.zeros((side, side), bool), 0, 0.0
    for letter, numbers in re.findall(r"([Mmh])([-\d. ]+)", re.search(r' d="([^"]+)"', svg)[1]):
        values = [float(value) for value in re.findall(r"-?\d*\.?\d+", numbers)]
        if letter == "h":
            dark[int(y), x : x + int(values[0])] = True
            x += int(values[0])
        else:
            x, y = (int(values[0]), values[1]) if letter == "M" else (x + int(values[0]), y + values[1])
    assert not (
        dark[:4].any() or dark[-4:].any() or dark[:, :4].any() or dark[:, -4:].any()
    )  # the quiet zone
    picture = np.where(np.kron(dark, np.ones((4, 4))) > 0, 0, 255).astype(np.uint8)
    (found,) = zxingcpp.read_barcodes(picture)
    return found.text


@pytest.mark.parametrize("lesson", ALL, ids=lambda lesson: lesson.name)
def test_every_lesson_has_a_sheet_and_a_key_that_ask_nothing_of_a_network(lesson):
    for content in (sheet_of(lesson), printing.key(lesson)):
        found = Reader(content)
        assert not found.open and content.count('<section class="step">') == len(lesson.steps)
        assert not {"script", "link", "iframe", "img", "object"} & {tag for tag, _ in found.tags}
        asked = [
            value
            for _, attrs in found.tags
            for key, value in attrs.items()
            if key in ("src", "href", "srcset")
        ]
        assert all(value.startswith("data:image/png;base64,") for value in asked)
        assert "url(" not in content and "@import" not in content
        for number_, (step, text) in enumerate(zip(lesson.steps, steps_of(content), strict=True), 1):
            assert text.startswith(f"{number_}. {step.title}")
            assert all(choice in text for choice in step.choices)


@pytest.mark.parametrize("lesson", ALL, ids=lambda lesson: lesson.name)
def test_the_code_leads_to_the_lesson(lesson):
    link = read_code(re.search(r"<svg.*?</svg>", sheet_of(lesson))[0])
    path, names = link.removeprefix(APP).split("?")
    assert path == ("" if lesson.steps[0].page == "app" else lesson.steps[0].page)
    asked = dict(pair.split("=") for pair in names.split("&"))
    assert asked["step"] == "1" and named(asked["lesson"]).steps == lesson.steps
    assert (link.replace("&", "&amp;") in sheet_of(lesson)) == (len(link) <= 160)


def test_the_longest_code_is_read_and_a_longer_link_is_said_to_be_too_long():
    longest = "http://a.b/" + "x" * (2953 - 11)  # ISO/IEC 18004: the most bytes of version 40, level L
    assert read_code(qr_svg(longest)) == longest
    assert qr_svg(longest + "x") is None
    content = paper.sheet(EVERY_KIND, longest + "x", [None] * len(EVERY_KIND.steps))
    assert "too long for a code on paper (2,954 letters)" in content and "QR code" not in content


def test_where_the_address_is_not_known_the_lesson_is_named():
    content = printing.sheet(EVERY_KIND, printing.link_of("", EVERY_KIND, "x"))
    assert "on the page Lessons of the app, “A lesson of all kinds”" in content and "QR code" not in content


@pytest.mark.parametrize(
    ("url", "app"),
    [
        ("http://127.0.0.1:8501/lessons", "http://127.0.0.1:8501/"),
        ("https://school.example/gd/lessons", "https://school.example/gd/"),
        ("https://school.example/gd/lessons/", "https://school.example/gd/"),
        ("https://school.example", "https://school.example/"),
        (None, ""),
        ("", ""),
        ("file:///home/lessons", ""),
    ],
)
def test_the_address_of_the_app_is_that_of_its_page_without_the_page(url, app):
    assert printing.app_address(url) == app


def looks(lesson):
    """What is to be read after a run only."""
    return [
        text for step in lesson.steps for text in (step.look, step.then.look if step.then else "") if text
    ]


@pytest.mark.parametrize("lesson", ALL, ids=lambda lesson: lesson.name)
def test_the_sheet_gives_nothing_away_and_the_key_has_it(lesson):
    sheet, key = sheet_of(lesson), Reader(printing.key(lesson)).text
    said = Reader(sheet).text
    assert looks(lesson) and all(text not in said for text in looks(lesson))
    assert all(" ".join(text.split()) in key for text in looks(lesson))
    assert (
        "☒" not in sheet and 'class="right"' not in sheet and "<svg x=" not in sheet and ">end<" not in sheet
    )
    assert key.count("☒") == sum(bool(step.choices) for step in lesson.steps)
    for step, text in zip(lesson.steps, steps_of(printing.key(lesson)), strict=True):
        assert not step.choices or f"☒ {step.answer}" in text


def descended(epochs, rate=0.05, start=(0.0, 0.0)):
    """The linear regression of the page by a plain loop: the losses (epochs + 1,), the last w and b, and x."""
    history = PROGRAMS["linear_regression"].run.history()
    x, y = history.training.X[:, 0], history.training.y
    w, b, losses = *start, []
    for _ in range(epochs + 1):
        errors = w * x + b - y
        losses.append((errors**2).mean() / 2)
        last = w, b
        w, b = w - rate * (errors * x).mean(), b - rate * errors.mean()
    return np.array(losses), last, x


def step_titled(title, content):
    """The HTML of one step."""
    return next(part for part in content.split("<section") if f". {title}<" in part).split("</section>")[0]


def drawn_in(part):
    """What is drawn inside of the frame of a picture: `(k, 2)` in shares of its width and height, up from below."""
    inner = re.search(r'<svg x="[^"]*" y="[^"]*" width="([\d.]+)" height="([\d.]+)"><path d="([^"]*)"', part)
    points = re.findall(r"(-?[\d.]+) (-?[\d.]+)(?=[LM]|$|m-7)", inner[3].lstrip("M"))
    return np.array(points, float) / [float(inner[1]), -float(inner[2])] + [0, 1]


def test_the_key_has_the_number_and_the_sheet_has_not():
    losses, _, _ = descended(10)
    assert f"The loss after 10 epochs: <b>{number(losses[10])}</b>" in printing.key(EVERY_KIND)
    assert number(losses[10]) not in sheet_of(EVERY_KIND)


def test_the_key_has_the_curve_of_the_run():
    losses, _, _ = descended(20, rate=0.3)
    found = drawn_in(step_titled("Draw it first", printing.key(EVERY_KIND)))
    np.testing.assert_allclose(found[:, 0], np.arange(21) / 20, atol=2e-4)
    np.testing.assert_allclose(found[:, 1], losses / (2 * losses[0]), atol=1e-3)


def test_a_curve_that_runs_away_leaves_at_the_top():
    found = drawn_in(step_titled("Draw it, too fast", printing.key(EVERY_KIND)))
    assert found[0, 1] == pytest.approx(0.5, abs=1e-3) and (found[2:, 1] >= 1).all()


def test_a_curve_that_runs_away_at_its_first_step_leaves_at_the_top_too():
    text = """
title = "t"
about = "a"
minutes = 1
page = "app"
[[step]]
title = "At once"
question = "q"
ask = "curve"
run = "f=rosenbrock&lr=10&epochs=10"
"""
    part = step_titled("At once", printing.key(read_lesson(text, "away", carried=True)))
    (start, top) = drawn_in(part)
    assert (
        start[0] == 0
        and top[0] == pytest.approx(0.1, abs=1e-3)
        and top[1] >= 1
        and "Diverged at epoch 1" in part
    )


def test_the_key_has_the_line_of_the_run():
    _, (w, b), x = descended(3)
    y = PROGRAMS["linear_regression"].run.history().training.y
    across = np.array([x.min() - 0.05 * np.ptp(x), x.max() + 0.05 * np.ptp(x)])  # margins as on the page
    up = np.array([y.min() - 0.12 * np.ptp(y), y.max() + 0.12 * np.ptp(y)])
    part = step_titled("The line", printing.key(EVERY_KIND))
    found = drawn_in(part) * [np.ptp(across), np.ptp(up)] + [across[0], up[0]]
    np.testing.assert_allclose(found[:, 1], w * found[:, 0] + b, atol=0.03)
    assert found[:, 0].min() < across[0] and found[:, 0].max() > across[1]
    assert "Each student has data of their own" in part


def test_the_key_has_the_place_where_the_run_ends():
    _, (w, b), _ = descended(10, start=(-1.0, 2.0))
    key = step_titled("A start elsewhere", printing.key(EVERY_KIND))
    assert f"It ends at w = {number(w)}, b = {number(b)}." in key and ">end<" in key
    box = np.array(
        re.search(r'<image x="([^"]*)" y="([^"]*)" width="([^"]*)" height="([^"]*)"', key).groups(), float
    )
    start = np.array(re.search(r'<circle cx="([^"]*)" cy="([^"]*)"', key).groups(), float) - box[:2]
    moved = (drawn_in(key)[0] - [0, 1]) * [box[2], -box[3]] - start  # in px; a unit is as long on both axes
    assert moved[1] / moved[0] == pytest.approx(-(b - 2) / (w + 1), rel=1e-2)


def test_the_key_has_the_largest_rate():
    history = PROGRAMS["linear_regression"].run.history()
    X = np.c_[history.training.X[:, 0], np.ones(len(history.training.y))]
    limit = 2 / np.linalg.eigvalsh(X.T @ X / len(X)).max()
    rates = [float(f"{step}e{power}") for power in (-1, 0) for step in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8)]
    largest = max(rate for rate in rates if rate < limit)
    assert f"Learning rate α = {largest:g} is the largest that meets the goal." in printing.key(EVERY_KIND)


def test_a_lesson_cannot_bring_html_with_it():
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>&amp;"
    text = f"""
title = '{evil}'
about = '{evil}'
minutes = 1
page = "linear_regression"
[[step]]
title = '{evil}'
question = '{evil} **{evil}** `{evil}` *a*'
choices = ['{evil}', "b"]
answer = "b"
look = '{evil}'
explain = '{evil}'
then = {{ run = "lr=1", question = '{evil}', look = '{evil}' }}
"""
    lesson = read_lesson(text, "evil", carried=True)
    for content, times in ((sheet_of(lesson), 8), (printing.key(lesson), 10)):
        found = Reader(content)
        assert not {"script", "img"} & {tag for tag, _ in found.tags}
        assert found.text.count("<script>alert(1)</script><img src=x onerror=alert(1)>&amp;") >= times
        assert ("em", {}) in found.tags and ("code", {}) in found.tags and ("b", {}) in found.tags


def test_a_knob_that_a_step_hides_is_not_on_its_sheet():
    text = """
title = "t"
about = "a"
minutes = 1
page = "linear_regression"
[[step]]
title = "t"
question = "q"
run = "lr=0.3&reg=10&land=true"
hide = ["reg"]
then = { run = "reg=0.1&epochs=7", question = "then" }
"""
    (said,) = steps_of(sheet_of(read_lesson(text, "hidden", carried=True)))
    assert "Page Linear regression: Learning rate α = 0.3 then Change: Epochs = 7" in said


@pytest.mark.parametrize(
    ("page", "goal", "sentence"),
    [
        (
            "linear_regression",
            (["converges"], "largest", "lr"),
            "Find the largest value of “Learning rate α” with which the run converges.",
        ),
        (
            "linear_regression",
            (["loss <= 1.05 best", "metric >= 0.9"],),
            "Set the knobs so that the loss is 1.05 times the loss of the optimum or less at the end and the R² is 0.9 "
            "or more at the end.",
        ),
        (
            "logistic_regression",
            (["converges", "held_out_metric >= 0.95", "updates <= 1200"], "smallest", "epochs"),
            "Find the smallest value of “Epochs” with which the run converges, the held-out accuracy is 95 % or more at "
            "the end and the number of updates is 1,200 or less at the end.",
        ),
        (
            "app",
            (["local minimum"],),
            "Set the knobs so that the run ends in a local minimum that is not the lowest.",
        ),
    ],
)
def test_a_goal_in_words(page, goal, sentence):
    conditions, *knob = goal
    made = Goal(tuple(map(Condition, conditions)), *knob)
    assert aim.said(made, catalogue.page(page)) == sentence
