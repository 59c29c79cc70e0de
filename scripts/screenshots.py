"""Pictures of every page for docs/screenshots: light, dark and on a phone. `python -m scripts.screenshots [page ...]`."""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from gdapp.catalogue import PAGES
from scripts.app_server import QUIET, ROOT, serving
from scripts.ensure_browser import find

FOLDER = ROOT / "docs" / "screenshots"
WIDE, PHONE = {"width": 1280, "height": 720}, {"width": 390, "height": 844}
KINDS = {
    "light": {"viewport": WIDE, "color_scheme": "light"},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
    "phone": {"viewport": PHONE, "color_scheme": "light", "is_mobile": True, "has_touch": True},
}
MOST_BYTES = 120_000


def picture(browser: Browser, address: str, options: dict[str, object]) -> bytes:
    """One page as a PNG, when nothing on it moves any more."""
    context = browser.new_context(reduced_motion="reduce", **options)
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(".gd-plot .js-line", state="attached")
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_timeout(800)  # the fold of the sidebar and the fade of what was drawn anew
    image = page.screenshot()
    context.close()
    return image


def small(png: bytes) -> bytes:
    """The same picture with as many colours as fit into MOST_BYTES; a rare one, such as a star's, is kept."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    found = b""
    for colours in (256, 128, 64, 32):
        file = io.BytesIO()
        image.quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            file, "PNG", optimize=True
        )
        found = file.getvalue()
        if len(found) <= MOST_BYTES:
            break
    return found


def main() -> int:
    """Take all pictures, or those of the pages that are named."""
    chromium = find()
    if chromium is None:
        print("No Chromium: run scripts/ensure_browser.py.", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = [page for page in PAGES if page.address in (sys.argv[1:] or [page.address])]
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        for page in wanted:
            name, path = ("home", "/") if page.program is None else (page.address, f"/{page.address}")
            for kind, options in KINDS.items():
                file = FOLDER / f"{name}-{kind}.png"
                file.write_bytes(small(picture(browser, server.url + path + page.moment, options)))
                print(f"{file.relative_to(ROOT)}  {file.stat().st_size / 1000:.0f} kB", flush=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
