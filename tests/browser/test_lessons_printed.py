"""Sheets and keys of lessons in a real Chromium: saved from the page, and printed on A4 and Letter."""

import io
import re
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pypdfium2 as pdfium
import pytest
import zxingcpp
from playwright.sync_api import expect

from gdapp.lessons.library import carried, named

TEXT = (Path(__file__).parents[1] / "every_kind.toml").read_text("utf-8")
SIZES = {"A4": (595, 842), "Letter": (612, 792)}
"""In points of 1/72 inch."""
KINDS = ("Sheet to print", "Key for the teacher")


@pytest.fixture
def lessons_page(new_page, server, settle):
    """`lessons_page(lesson)` opens the page Lessons, with a lesson in the link or without."""

    def open_page(lesson="", **options):
        page = new_page(**options)
        page.goto(f"{server.url}/lessons" + f"?lesson={lesson}" * bool(lesson))
        expect(page.get_by_role("button", name=KINDS[0]).first).to_be_visible()
        settle(page)
        return page

    return open_page


def taken(page, label):
    """What the first button of this label saves: the file's name, and its text."""
    with page.expect_download() as download:
        page.get_by_role("button", name=label).first.click()
    return download.value.suggested_filename, Path(download.value.path()).read_text("utf-8")


@pytest.fixture
def opened(new_page, tmp_path):
    """`opened(content)` opens a file from a disk, offline, and notes what it asks for."""

    def open_file(content, **options):
        path = tmp_path / "paper.html"
        path.write_text(content, "utf-8")
        page = new_page(offline=True, **options)
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        assert [url for url in asked if not url.startswith("data:image/png")] == [path.as_uri()]
        return page

    return open_file


def without_spaces(text):
    """A text without spaces and line breaks, which a PDF has elsewhere."""
    return re.sub(r"[\s\xad\ufffe]", "", text)


def printed(page, size):
    """The pages of a print: each one's text without spaces, and its picture `(height, width)`."""
    document = pdfium.PdfDocument(io.BytesIO(page.pdf(format=size)))
    found = []
    for sheet in document:
        assert [round(side) for side in sheet.get_size()] == pytest.approx(SIZES[size], abs=1)
        text = without_spaces(sheet.get_textpage().get_text_bounded())
        found.append((text, np.array(sheet.render(scale=3).to_pil().convert("L"))))
    return found


def check_prints(page):
    """On A4 and on Letter: nothing is too wide, no step is cut, every page is white at its edges and has its number."""
    steps = page.locator("section").evaluate_all(
        "all => all.map(one => [...one.querySelectorAll('h2, p, td')].map(part => part.innerText).filter(Boolean))"
    )
    assert steps
    for size in SIZES:
        pages = printed(page, size)
        for number, (text, picture) in enumerate(pages, 1):
            assert f"Page{number}of{len(pages)}" in text
            edge = 3 * 28  # 1 cm
            assert picture[:, :edge].min() == picture[:, -edge:].min() == picture[:edge].min() == 255
        for parts in steps:
            heading, *others = map(without_spaces, parts)
            (home,) = [text for text, _ in pages if heading in text]
            assert [part for part in others if part not in home] == [], f"{size}: {heading}"
    page.emulate_media(media="print")
    for width in (680, 702):  # px of A4 and Letter between their margins
        page.set_viewport_size({"width": width, "height": 900})
        parts = page.locator("main *:not(svg *)")
        right = parts.evaluate_all("all => Math.max(...all.map(one => one.getBoundingClientRect().right))")
        assert right <= width + 1 and page.evaluate("document.documentElement.scrollWidth") <= width
        heights = page.locator("section").evaluate_all("all => all.map(one => one.offsetHeight)")
        assert max(heights) < 930  # so every step here fits on a page: 247 mm of Letter


def codes(picture):
    """What a reader of QR codes finds on a page."""
    return [found.text for found in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_shipped_lesson_is_printed_and_its_code_leads_to_its_first_step(
    lessons_page, opened, visit, scheme, server
):
    page = lessons_page(color_scheme=scheme)
    expect(page.get_by_text("which no other computer can open")).to_be_visible()
    name, sheet = taken(page, KINDS[0])
    assert name == "app.html"
    name, key = taken(page, KINDS[1])
    assert name == "app_key.html"
    check_prints(opened(key, color_scheme=scheme))
    paper = opened(sheet, color_scheme=scheme)
    check_prints(paper)
    (link,) = codes(printed(paper, "A4")[0][1])
    assert paper.locator(".link").inner_text() == link and link.startswith(server.url)
    parts = urlsplit(link)
    there = visit(f"{parts.path}?{parts.query}")
    expect(there.get_by_text(f"{named('app').title} · step 1 of")).to_be_visible()


def test_a_lesson_of_ones_own_with_every_kind_of_step(lessons_page, opened, axe):
    said = carried(TEXT)
    page = lessons_page(said)
    _, key = taken(page, KINDS[1])
    check_prints(opened(key))
    _, sheet = taken(page, KINDS[0])
    paper = opened(sheet)
    assert axe(paper) == []
    assert paper.locator("section > svg").count() == 5
    check_prints(paper)
    (link,) = codes(printed(paper, "Letter")[0][1])
    assert f"?lesson={said}&" in link


def test_the_lesson_in_the_text_box_has_a_sheet_on_a_phone(lessons_page, opened):
    page = lessons_page(width=390, height=844, is_mobile=True, has_touch=True)
    button = page.get_by_role("button", name=KINDS[0]).last
    with page.expect_download() as download:
        button.click()
    paper = opened(Path(download.value.path()).read_text("utf-8"), width=390, height=844, is_mobile=True)
    expect(paper.get_by_role("heading", level=1)).to_have_text("A rate that is too large")
    assert paper.evaluate("document.documentElement.scrollWidth") <= 390
