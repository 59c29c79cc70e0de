"""What is taken away, in a real Chromium: the file with the player plays without any server, and pictures are of what is seen."""

import base64
import io
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
from hands import STILL, expect_epoch, expect_last, open_tab, player, press, sentence, settled
from PIL import Image
from playwright.sync_api import expect

import gdcore
from gdcore.saved import restored

SVG = "{http://www.w3.org/2000/svg}"


def taken(page, label):
    """What a button saves: the file's name, and its bytes."""
    with page.expect_download() as download:
        page.get_by_role("button", name=label, exact=True).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def heads(page):
    """The words above the panels."""
    return page.locator(".gd-head").all_text_contents()


def test_one_file_plays_the_run_without_a_server(visit, new_page, tmp_path):
    here = visit(
        "/softmax_regression?epochs=40&at=12&keep=lr:0.02&held=0.2&hide=figures&tab=Take+away", **STILL
    )
    settled(here)
    name, content = taken(here, "Download web page (.html)")
    assert name == "softmax_regression.html" and len(content) < 2e6
    path = tmp_path / name
    path.write_bytes(content)
    name, content = taken(here, "Download run (.json)")
    model, knobs = restored(content.decode())
    expected = gdcore.article("softmax_regression", epochs=40, held_out=0.2)
    assert (name, gdcore.article(model, **knobs)) == ("softmax_regression.json", expected)

    there = new_page(offline=True, color_scheme="dark", **STILL)
    asked = []
    there.on("request", lambda request: asked.append(request.url))
    there.goto(path.as_uri())
    there.locator(".gd-plot .js-line").first.wait_for(state="attached")
    expect_epoch(there, 12)
    expect_last(there, 40)
    expect(player(there)).to_have_attribute("data-theme", "dark")
    expect(there.get_by_role("heading", level=1)).to_have_text("Softmax regression")
    asking = "press: start there"  # which nobody hears in a file
    assert any(asking in head for head in heads(here))
    assert heads(there) == [head.replace(asking, "") for head in heads(here)]
    assert sentence(there) == sentence(here)
    assert any("α 0.02" in head for head in heads(there))
    assert not there.locator(".gd-readouts").is_visible()
    there.keyboard.press("ArrowRight")  # without a press on the player first
    press(here, "One epoch forward")
    expect_epoch(here, 13)
    expect_epoch(there, 13)
    assert sentence(there) == sentence(here)
    there.keyboard.press("Home")
    expect_epoch(there, 0)
    there.get_by_label("Speed").select_option("4×")
    press(there, "Play")
    expect_epoch(there, 40)
    there.emulate_media(color_scheme="light", reduced_motion="reduce")
    expect(player(there)).to_have_attribute("data-theme", "light")
    assert asked == [path.as_uri()]


def pixels(content):
    """A picture as (height, width, 3)."""
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB")).astype(int)


def test_pictures_and_a_film_of_what_is_seen_on_white(visit, new_page, tmp_path):
    here = visit("/logistic_regression?epochs=9&at=3", color_scheme="dark", **STILL)
    open_tab(here, "Take away")
    here.get_by_label("View").focus()  # the keyboard is enough
    expect(here.get_by_label("View").locator("option")).to_have_text(["All panels", *titles(here)])
    here.keyboard.press("Tab")
    with here.expect_download() as download:
        here.keyboard.press("Enter")
    assert download.value.suggested_filename == "logistic_regression_epoch-3.png"
    png = pixels(Path(download.value.path()).read_bytes())
    assert png.shape[1] == 3240 and (png[[0, -1], :3] == 255).all()
    above, below = beside_the_boundary(png)
    assert (
        min(abs(above), abs(below)) > 15 and above * below < 0
    )  # the map changes its colour where the line is

    name, content = taken(here, "Save SVG")
    assert name == "logistic_regression_epoch-3.svg"
    words = [node.text for node in ET.fromstring(content).iter(f"{SVG}text")]
    assert sentence(here) in words and set(titles(here)) <= set(words) and "press" not in " ".join(words)
    # The file as the browser shows it, and the pixels that were put together, are the same picture.
    height, width = png.shape[0] // 3, png.shape[1] // 3
    path = tmp_path / name
    path.write_bytes(content)
    there = new_page(width=width, height=height)
    there.goto(path.as_uri())
    drawn = pixels(there.screenshot())
    small = png[: 3 * height, : 3 * width].reshape(height, 3, width, 3, 3).mean(axis=(1, 3))
    assert np.abs(drawn - small).mean() < 3

    here.get_by_label("View").select_option("Loss, epoch by epoch")
    name, content = taken(here, "Save SVG")
    assert name == "logistic_regression_loss-epoch-by-epoch_epoch-3.svg"
    ET.fromstring(content)
    drawn_on = re.findall(r'class="subplot (\w+)"', content.decode())
    assert set(drawn_on) == {"x2y2", "x2y4"}  # the loss, and the accuracy over it
    assert sentence(here) not in content.decode()

    here.get_by_label("Length of the film").select_option("3 seconds")
    name, content = taken(here, "Save film (GIF)")
    assert name == "logistic_regression_3-seconds.gif"
    with Image.open(io.BytesIO(content)) as film:
        assert film.n_frames == 10 and film.width == 960
        stays = 0
        for number in range(film.n_frames):
            film.seek(number)
            stays += film.info["duration"]
        assert stays == 3000
        end = film.convert("RGB").resize((480, film.height // 2))
    press(here, "Last epoch")
    expect_epoch(here, 9)
    here.get_by_label("View").select_option("All panels")
    name, content = taken(here, "Save PNG")
    last = Image.open(io.BytesIO(content)).convert("RGB").resize((480, end.height))
    assert name == "logistic_regression_epoch-9.png"
    near, far = (np.abs(np.asarray(end).astype(int) - other).mean() for other in (last, small_of(png, end)))
    assert near < far

    film = here.get_by_role("button", name="Save film (GIF)")
    film.evaluate(
        "button => { button.click(); button.click(); }"
    )  # it says Stop then; a slow hand would find it done
    expect(here.get_by_text("Stopped.")).to_be_visible()
    expect(here.locator(".gd-paper")).to_have_count(0)


def beside_the_boundary(png):
    """How much bluer than red the map is 15 px above the thick line of the first panel, and so far below it."""
    found = []
    for column in range(300, 900, 40):
        dark = np.flatnonzero((png[200:900, column] < 60).all(axis=1)) + 200
        runs = np.split(dark, np.flatnonzero(np.diff(dark) > 1) + 1)
        thick = max(runs, key=len)
        if len(thick) >= 12:
            middle = int(thick.mean())
            found.append(png[[middle - 45, middle + 45], column] @ [-1, 0, 1])
    assert len(found) >= 5
    return np.median(found, axis=0)


def titles(page):
    """What the panels are called."""
    return page.locator(".gd-head b").all_text_contents()


def small_of(png, like):
    """A picture in the size of another one."""
    return np.asarray(Image.fromarray(png.astype(np.uint8)).resize(like.size)).astype(int)


def test_the_maps_of_hidden_units_are_in_the_picture_too(visit):
    here = visit("/neural_network?units=4&data=moons&epochs=20", **STILL)
    open_tab(here, "Take away")
    for view in ("All panels", "The network"):
        here.get_by_label("View").select_option(view)
        _, content = taken(here, "Save SVG")
        over = re.findall(r'href="data:image/png;base64,([^"]+)"', content.decode())[-1]
        painted = np.asarray(Image.open(io.BytesIO(base64.b64decode(over))).convert("RGBA"))
        shown = painted[painted[..., 3] == 255]
        assert len(np.unique(shown, axis=0)) > 20, "ramps in many shades, and not the one colour of the paper"
