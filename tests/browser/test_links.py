"""A link in a real Chromium: what somebody sees here is what it opens there, to the last digit."""

import re
from pathlib import Path

import pytest
from hands import (
    STILL,
    expect_epoch,
    expect_last,
    expect_readout,
    open_menu,
    open_tab,
    press,
    readouts,
    sentence,
    settled,
    turn,
)
from playwright.sync_api import expect

import gdcore
from gdapp.answers.texts import Table
from gdcore.digits import number
from gdcore.table import with_parameters


def history_file(page):
    """The whole history, as a visitor downloads it."""
    open_tab(page, "Data and history")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download history (CSV)").click()
    return Path(download.value.path()).read_text("utf-8")


def test_knobs_go_into_the_link_and_the_link_gives_the_run(visit):
    here = visit("/logistic_regression", **STILL)
    turn(here, "Learning rate")
    here.wait_for_url("**lr=0.25**")
    turn(here, "Regularization")
    here.wait_for_url("**reg=0.0001**")
    turn(here, "Epochs", "ArrowLeft")
    here.wait_for_url("**epochs=299**")
    expected = gdcore.article(
        "logistic_regression", learning_rate=0.25, regularization=0.0001, epochs=299
    ).history()
    there = visit(here.url.removeprefix(here.url.split("/logistic")[0]), **STILL)
    for page in (here, there):
        expect_last(page, 299)
        expect_readout(page, "Loss", number(expected.loss[-1]))
        settled(page)
    assert sentence(there) == sentence(here) and readouts(there) == readouts(here)
    text = Table(*with_parameters(expected)).csv
    assert history_file(here) == text  # every epoch, every digit
    assert history_file(there) == text


@pytest.mark.parametrize(
    ("path", "name", "knobs"),
    [
        ("lr=0.02&epochs=30&batch=16&reg=0.1&opt=adam&seed=5&n=70&noise=1.2&held=0.2", "linear_regression",
         {"learning_rate": 0.02, "epochs": 30, "batch_size": 16, "regularization": 0.1, "optimizer": "adam", "seed": 5,
          "n": 70, "noise": 1.2, "held_out": 0.2}),
        ("units=6&epochs=20&seed=8", "neural_network", {"hidden_units": 6, "epochs": 20, "seed": 8}),
        ("rank=2&users=12&density=0.6&epochs=15", "matrix_factorization",
         {"rank": 2, "users": 12, "density": 0.6, "epochs": 15}),
    ],
)  # fmt: skip
def test_a_link_gives_the_run_of_the_engine(visit, path, name, knobs):
    page = visit(f"/{name}?{path}", **STILL)
    expect_last(page, knobs["epochs"])
    assert history_file(page) == Table(*with_parameters(gdcore.article(name, **knobs).history())).csv


SAID = """button => {
  window.said = [];
  const status = button.parentNode.querySelector('[role="status"]');
  new MutationObserver(() => window.said.push(status.checkVisibility() ? status.textContent : "unseen"))
    .observe(status, { childList: true });
}"""
"""Writes down what is said beside the button, for it is soon taken away again."""


@pytest.mark.parametrize("host", ["127.0.0.1", "classroom.test"])
def test_copy_link_carries_the_knobs_and_the_moment(visit, server, host):
    home = server.url.replace("127.0.0.1", host)
    page = visit(
        "/linear_regression?epochs=120&at=30",
        at=home,
        permissions=["clipboard-read", "clipboard-write"],
        **STILL,
    )
    assert page.evaluate("window.isSecureContext") == (host == "127.0.0.1")
    expect_epoch(page, 30)
    press(page, "One epoch forward")
    expect(page).to_have_url(
        re.compile(r"[?&]at=31$")
    )  # the player tells where it rests, and the page follows
    button = open_menu(page, "Link").get_by_role("button", name="Copy link to this run")
    button.evaluate(SAID)
    button.click()
    page.wait_for_function("window.said.includes('Copied.')")
    link = pasted(page)
    assert link.startswith(f"{home}/linear_regression?") and "epochs=120" in link and "at=31" in link
    there = visit(link.removeprefix(home), at=home, **STILL)
    expect_epoch(there, 31)
    expect_last(there, 120)
    assert sentence(there) == sentence(page)


def pasted(page):
    """What the clipboard holds, by the way every person has: pasting it somewhere."""
    page.evaluate("document.body.appendChild(document.createElement('textarea')).id = 'paste'")
    page.locator("#paste").focus()
    page.keyboard.press("Control+V")
    return page.locator("#paste").input_value()


def test_garbage_in_a_link_opens_the_article(visit):
    path = "lr=abc&epochs=0&batch=-1&reg=nan&opt=__class__&data=%3Cscript%3E&seed=1e999&n=&noise=-1&at=1e9&at=x&held=2"
    page = visit(f"/linear_regression?{path}", **STILL)
    expect_last(page, 200)
    expect_readout(page, "Loss", number(gdcore.article("linear_regression").history().loss[-1]))
    settled(page)
    assert "Traceback" not in page.content() and page.get_by_test_id("stException").count() == 0
