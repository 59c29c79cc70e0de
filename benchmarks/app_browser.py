"""What a person waits for, measured in a real Chromium: bytes, the way from slider to picture, and smoothness."""

from statistics import median
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Page

from benchmarks.app_wire import Relay

STILL: dict[str, Any] = {"viewport": {"width": 1280, "height": 720}, "reduced_motion": "reduce"}
RUNNING = '[data-testid="stApp"][data-test-script-state="notRunning"]'
OURS, NATIVE = ".gd-sentence", ".gtitle"
"""Where the text stands that changes with the picture: the sentence here, the chart's title in the yardstick."""

WAIT = """([where, before]) => new Promise((done) => {
  const began = window.pressed;
  const look = () => {
    const node = document.querySelector(where);
    if (node && node.textContent !== before) requestAnimationFrame(() => done(performance.now() - began));
    else requestAnimationFrame(look);
  };
  look();
})"""
PRESSED = "addEventListener('keydown', () => { window.pressed = performance.now(); }, true)"


class Smooth(NamedTuple):
    """How an animation runs: pictures a second, and milliseconds of the main thread for each."""

    frames_a_second: float
    main_thread: float


def opened(browser: Browser, url: str, picture: str) -> Page:
    """A page in a browser that knows nothing yet, once its picture is there."""
    page = browser.new_context(**STILL).new_page()
    page.add_init_script(PRESSED)
    page.goto(url)
    page.wait_for_selector(picture, state="attached", timeout=90_000)
    quiet(page)
    return page


def quiet(page: Page) -> None:
    """Wait until neither the server nor the page has anything left to do."""
    page.wait_for_timeout(400)
    page.wait_for_selector(RUNNING)
    page.wait_for_timeout(400)


def turned(page: Page, where: str, key: str) -> float:
    """Milliseconds from the press of a key on the learning rate’s slider until the new picture is painted.

    Where a run has converged its last sentence may stay the same, so the pages are opened at an early epoch.
    """
    before = page.locator(where).first.text_content()
    slider = page.get_by_role("slider", name="Learning rate").first
    slider.focus()
    page.keyboard.press(key)
    waited: float = page.evaluate(WAIT, [where, before])
    return waited


def interaction(page: Page, relay: Relay) -> int:
    """Bytes on the wire of one move of the learning rate, the median of a few."""
    sizes = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        before = relay.received
        turned(page, OURS, key)
        quiet(page)
        sizes.append(relay.received - before)
    return int(median(sizes))


def smoothness(page: Page, seconds: float = 3.0) -> Smooth:
    """How the player plays from the start, at half speed so that it does not end meanwhile."""
    page.get_by_label("Speed").select_option("0.5×")
    page.get_by_role("button", name="First epoch", exact=True).click()
    quiet(page)
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_timeout(300)
    return measured(page, seconds)


def measured(page: Page, seconds: float) -> Smooth:
    """Pictures and time of the main thread while something moves."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def busy() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return next(float(metric["value"]) for metric in metrics if metric["name"] == "TaskDuration")

    began = busy()
    frames: int = page.evaluate(
        """(limit) => new Promise((done) => {
          const began = performance.now();
          let count = 0;
          const tick = (now) => { count += 1; now - began < limit ? requestAnimationFrame(tick) : done(count); };
          requestAnimationFrame(tick);
        })""",
        1000 * seconds,
    )
    return Smooth(frames / seconds, 1000 * (busy() - began) / frames)
