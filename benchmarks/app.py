"""`python -m benchmarks.app`: the app in a real browser against its budgets. A measurement, not a test: it never fails.

Both sides of a ratio are measured in turn in one run, so whatever else the machine does burdens both.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import sleep

from playwright.sync_api import Browser, sync_playwright

from benchmarks.app_browser import NATIVE, OURS, interaction, measured, opened, smoothness, turned
from benchmarks.app_server_time import outside_training
from benchmarks.app_wire import relayed
from gdapp.catalogue import model_pages
from scripts.app_server import QUIET, Server, serving
from scripts.ensure_browser import find

EPOCHS = "&epochs=300"
"""The budget of an interaction is for this many."""
KEYS = ("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft")
PICTURE = ".gd-plot .js-line"
SERVER_TIME, RATIO, FRAMES, MAIN_THREAD, COLD = 60, 0.5, 60, 8, 4_000_000
ALMOST = 0.97
"""A browser that draws 60 frames a second is seen to draw a few less in a stretch of three seconds."""


def line(what: str, value: str, budget: str, met: bool | None) -> None:
    """Print one line of the table."""
    mark = "" if met is None else "met" if met else "missed"
    print(f"{what:62}{value:>14}{budget:>12}  {mark}".rstrip(), flush=True)


def pages(browser: Browser, url: str) -> None:
    """Bytes, frames and server time of every page."""
    with relayed(url) as relay:
        for name, most in ((entry.address, entry.most_bytes) for entry in model_pages()):
            before = relay.received
            page = opened(browser, f"{relay.url}/{name}?at=3{EPOCHS}", PICTURE)
            cold = relay.received - before
            line(f"{name}: cold first picture, bytes", f"{cold:,}", f"≤ {COLD:,}", cold <= COLD)
            size = interaction(page, relay)
            line(f"{name}: one interaction, bytes on the wire", f"{size:,}", f"≤ {most:,}", size <= most)
            smooth = smoothness(page)
            fast = smooth.frames_a_second >= ALMOST * FRAMES
            line(f"{name}: frames a second", f"{smooth.frames_a_second:.1f}", f"{FRAMES}", fast)
            calm = smooth.main_thread <= MAIN_THREAD
            line(f"{name}: main thread a frame, ms", f"{smooth.main_thread:.1f}", f"≤ {MAIN_THREAD}", calm)
            page.context.close()


def server_times(server: Server) -> None:
    """Server time of every page."""
    for name in (entry.address for entry in model_pages()):
        spent = outside_training(server, name)
        line(
            f"{name}: server time outside training, ms",
            f"{spent:.0f}",
            f"≤ {SERVER_TIME}",
            spent <= SERVER_TIME,
        )


def against_native(browser: Browser, url: str, native_url: str) -> None:
    """From slider to picture, here and with Plotly's own frames, in turn."""
    ours = opened(browser, f"{url}/neural_network?at=3", PICTURE)
    for what, path, budget in (("a frame an epoch", "", RATIO), ("key epochs only", "?frames=key", None)):
        native = opened(browser, native_url + path, NATIVE)
        pairs = in_turn(
            lambda key: turned(ours, OURS, key), lambda key, page=native: turned(page, NATIVE, key)
        )
        here, there = (median(side) for side in zip(*pairs, strict=True))
        ratio = median(first / second for first, second in pairs)
        line(
            f"network: slider to picture, ms; with native frames, {what}",
            f"{here:.0f}; {there:.0f}",
            "",
            None,
        )
        met = None if budget is None else ratio <= budget
        line(f"  as a ratio to native frames, {what}", f"{ratio:.2f}", f"≤ {budget}" if budget else "", met)
        native.get_by_text("Play").first.click()
        slow = measured(native, 3.0)
        line(f"  native frames, {what}: frames a second", f"{slow.frames_a_second:.1f}", "", None)
        line(f"  native frames, {what}: main thread a frame, ms", f"{slow.main_thread:.1f}", "", None)
        native.context.close()
    ours.context.close()
    least = opened(browser, f"{url}/linear_regression?at=3", PICTURE)
    waits = [turned(least, OURS, key) for key in KEYS]
    line("linear regression: slider to picture, ms", f"{median(waits):.0f}", "", None)


def in_turn(ours: Callable[[str], float], other: Callable[[str], float]) -> list[tuple[float, float]]:
    """Both sides for each key, every other time in the opposite order."""
    pairs = []
    for turn, key in enumerate(KEYS):
        if turn % 2:
            second, first = other(key), ours(key)
        else:
            first, second = ours(key), other(key)
        pairs.append((first, second))
        sleep(0.8)
    return pairs


def browsers(chromium: str) -> Iterator[Browser]:
    """Chromium, until it is no longer needed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


def main() -> int:
    """All lines of the table."""
    chromium = find()
    if chromium is None:
        print("No Chromium: run scripts/ensure_browser.py.", file=sys.stderr)
        return 0
    print(f"{'':62}{'measured':>14}{'budget':>12}")
    with tempfile.TemporaryDirectory() as folder:
        here, there = serving(Path(folder)), serving(Path(folder), script="benchmarks/native_frames.py")
        with here as app, there as native:
            server_times(app)
            for browser in browsers(chromium):
                pages(browser, app.url)
                against_native(browser, app.url, native.url)
    return 0


if __name__ == "__main__":
    sys.exit(main())
