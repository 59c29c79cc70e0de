"""A person's own rows in a real browser: files given, points drawn with mouse, finger and keys, rows changed, a page reloaded."""

import csv
import io
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from hands import STILL, expect_readout, open_tab, press, settled
from playwright.sync_api import expect
from sklearn import datasets

import gdcore
from gdapp.squeezed import unfold
from gdcore.analysis.opening import opening
from gdcore.data.reading.choice import choose
from gdcore.data.reading.sheet import read_sheet
from gdcore.digits import percent
from gdcore.programs import PROGRAMS


def shipped(package, *path):
    """A file that a package ships, without importing it."""
    return Path(find_spec(package).submodule_search_locations[0], *path).read_bytes()


def cancer():
    """Scikit-learn's table of tumours, classes by their names."""
    found = datasets.load_breast_cancer(as_frame=True)
    frame = found.frame.assign(target=[str(found.target_names[k]) for k in found.frame["target"]])
    return frame.to_csv(index=False).encode()


TABLES = {
    "linear_regression": lambda: shipped("vega_datasets", "_data", "seattle-weather.csv"),
    "logistic_regression": cancer,
    "softmax_regression": lambda: shipped("palmerpenguins", "data", "penguins.csv"),
    "support_vector_machine": lambda: cancer().replace(b",", b";"),
}


def give(page, content, name="table.csv"):
    """Give a file on a page that asks for one."""
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )


def asked(new_page, server, path):
    """A page that asks for a file."""
    page = new_page(**STILL)
    page.goto(f"{server.url}/{path}?data=own")
    expect(page.get_by_text("Give a file with a table")).to_be_visible()
    return page


@pytest.mark.parametrize("name", TABLES)
def test_a_real_table_is_given_and_learned_from_as_the_engine_does(new_page, server, name):
    content, program = TABLES[name](), PROGRAMS[name]
    found = choose(
        read_sheet(content), program.run.model.task, skip=True, most_classes=program.run.model.class_limit
    )
    history = gdcore.article(name, data=found.data, **opening(program, found.data)).history()
    page = asked(new_page, server, name)
    give(page, content)
    if found.bad:
        press(page, f"Leave out {len(found.bad)} rows")
    metric = history.run.model.metric_name.replace("accuracy", "Accuracy")
    expect_readout(
        page, metric, percent(history.metric[-1]) if metric == "Accuracy" else f"{history.metric[-1]:.3f}"
    )
    for column in found.columns[:-1]:
        expect(page.locator(".gd-plot")).to_contain_text(column[:12])  # the end of a long one is cut


def rows_in(page):
    """The rows in the address of a page."""
    content = unfold(parse_qs(urlsplit(page.url).query).get("rows", [""])[0])
    return list(csv.reader(io.StringIO((content or b"").decode())))[1:]


def wait_for_rows(page, count):
    """Wait until the address has so many rows."""
    settled(page)
    for _ in range(200):
        if len(rows_in(page)) == count:
            return rows_in(page)
        page.wait_for_timeout(300)
    raise AssertionError(f"{len(rows_in(page))} rows instead of {count}")


def on_plane(page, across, up):
    """Where a place of the plane is on the screen, by its shares of width and height from the upper left."""
    box = page.locator(".gd-plot .nsewdrag[data-subplot=xy]").first.bounding_box()
    return box["x"] + across * box["width"], box["y"] + up * box["height"]


def test_points_are_drawn_moved_removed_and_brought_back(new_page, server):
    page = asked(new_page, server, "logistic_regression")
    press(page, "Or draw points")
    expect(page.locator(".gd-sentence")).to_contain_text("0 rows; at least 4 are needed")
    for number, place in enumerate([(0.2, 0.3), (0.3, 0.4), (0.2, 0.6)], start=1):
        page.mouse.click(*on_plane(page, *place))
        expect(page.locator(".gd-sentence")).to_contain_text(f"{number} row")
    page.get_by_text("Add B", exact=True).click()
    settled(page)
    page.mouse.click(*on_plane(page, 0.8, 0.5))
    rows = wait_for_rows(page, 4)
    assert [row[2] for row in rows] == ["A", "A", "A", "B"]
    # The plane was 10 wide and high; a pixel of it is 0.03.
    np.testing.assert_allclose(
        np.array([row[:2] for row in rows], float), [[-3, 2], [-2, 1], [-3, -1], [3, 0]], atol=0.06
    )
    expect_readout(page, "Accuracy", "100.0 %")
    # Over the last point, to be dragged to the middle of the others, where it cannot be parted from them by a line.
    node = page.locator(".gd-plot .subplot.xy .scatterlayer path.point").last
    begin = node.bounding_box()
    page.mouse.move(begin["x"] + begin["width"] / 2, begin["y"] + begin["height"] / 2)
    page.mouse.down()
    page.mouse.move(*on_plane(page, 0.24, 0.42), steps=4)
    page.mouse.up()
    expect_readout(page, "Accuracy", "75.0 %")
    assert float(wait_for_rows(page, 4)[3][0]) < -2
    page.keyboard.press("Delete")  # the point that was touched last: a class is missing then
    expect(page.locator(".gd-sentence")).to_contain_text("3 rows")
    for _ in range(2):
        press(page, "Undo")
        settled(page)
    assert float(wait_for_rows(page, 4)[3][0]) == float(rows[3][0])
    page.get_by_text("Remove", exact=True).click()
    settled(page)
    node = page.locator(".gd-plot .subplot.xy .scatterlayer path.point").last
    begin = node.bounding_box()
    page.mouse.click(begin["x"] + begin["width"] / 2, begin["y"] + begin["height"] / 2)
    expect(page.locator(".gd-sentence")).to_contain_text("3 rows")
    press(page, "Undo")
    wait_for_rows(page, 4)
    press(page, "Done")
    page.mouse.click(*on_plane(page, 0.5, 0.5))  # which is no point any more
    assert len(wait_for_rows(page, 4)) == 4


def test_a_finger_draws_too(new_page, server):
    page = new_page(width=390, height=844, has_touch=True, is_mobile=True, **STILL)
    page.goto(f"{server.url}/linear_regression?data=own")
    page.get_by_role("button", name="Or draw points").tap()
    for number, place in enumerate([(0.2, 0.7), (0.4, 0.6), (0.6, 0.5)], start=1):
        expect(page.locator(".gd-plot .nsewdrag[data-subplot=xy]").first).to_be_visible()
        page.touchscreen.tap(*on_plane(page, *place))
        expect(page.locator(".gd-sentence")).to_contain_text(f"{number} row")
    page.touchscreen.tap(*on_plane(page, 0.8, 0.4))
    wait_for_rows(page, 4)
    expect_readout(page, "R²", "1.00")


def test_rows_are_changed_in_the_table(visit):
    page = visit("/linear_regression?n=20", **STILL)
    open_tab(page, "Data and history")
    press(page, "Change these rows")
    before = wait_for_rows(page, 20)
    table = page.get_by_test_id("stDataFrame").last
    table.scroll_into_view_if_needed()
    settled(page)
    box = table.bounding_box()
    page.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + 52)  # the first y
    settled(page)
    page.keyboard.type("9")
    expect(page.locator("#portal :is(input, textarea)")).to_have_value("9")
    page.keyboard.press("Enter")
    for _ in range(200):
        if rows_in(page) != before:
            break
        page.wait_for_timeout(300)
    after = wait_for_rows(page, 20)
    assert [row for row in zip(before, after, strict=True) if row[0] != row[1]] == [
        (before[0], [before[0][0], "9.0"])
    ]


def test_a_reload_keeps_rows_that_are_too_many_for_a_link(new_page, server):
    page = asked(new_page, server, "softmax_regression")
    rng = np.random.default_rng(0)
    rows = "".join(f"{a:.6f},{b:.6f},{'ab'[int(a > b)]}\n" for a, b in rng.normal(0, 1, (3_000, 2)))
    give(page, f"one,two,class\n{rows}".encode())
    readout = page.locator(".gd-readouts dd").nth(1)
    expect(readout).to_contain_text("%")
    settled(page)
    said = readout.text_content()
    assert not rows_in(page)
    page.reload()
    expect(readout).to_have_text(said)
    expect(page.get_by_role("button", name="table.csv")).to_be_visible()
    page.get_by_role("button", name="table.csv").click()
    press(page, "Another file")
    expect(page.get_by_text("Give a file with a table")).to_be_visible()
    page.reload()  # nothing comes back that was given up
    expect(page.get_by_text("Give a file with a table")).to_be_visible()
    settled(page)
    expect(page.get_by_text("Give a file with a table")).to_be_visible()
