"""The tabs below the picture, in a real Chromium."""

import pytest
from hands import PATHS, STILL
from playwright.sync_api import expect

from gdcore.article import ARTICLE


def open_tab(page, name):
    page.get_by_role("tab", name=name, exact=True).click()
    panel = page.get_by_role("tabpanel").filter(visible=True)
    expect(panel).to_be_visible(timeout=30_000)
    return panel


@pytest.mark.parametrize("name", PATHS)
def test_every_formula_is_set_and_none_is_left_as_text(visit, name):
    panel = open_tab(visit(PATHS[name], **STILL), "Idea")
    expect(panel.locator(".katex-display").first).to_be_visible(timeout=30_000)
    expect(panel.locator("table").first).to_be_visible(timeout=30_000)
    assert panel.locator(".katex-error").count() == 0
    assert "$" not in panel.inner_text()


@pytest.mark.parametrize("name", ARTICLE)
def test_the_other_tabs_have_something_to_show(visit, name):
    page = visit(PATHS[name], **STILL)
    expect(open_tab(page, "Why").get_by_test_id("stDataFrame")).to_be_visible(timeout=30_000)
    expect(open_tab(page, "Code that ran").get_by_text("def objective")).to_be_visible(timeout=30_000)
    expect(open_tab(page, "Data and history").get_by_text("Download history (CSV)")).to_be_visible(
        timeout=30_000
    )
