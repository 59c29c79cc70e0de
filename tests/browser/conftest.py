"""The app on a server of its own and a real Chromium: what every browser test starts from.

| fixture | what it is |
| --- | --- |
| server | the app, started once a worker: `server.url`, `server.log()` |
| serve | `serve("app.py")` starts a fresh server that ends with the test file; also other scripts, folders and options |
| browser | Playwright's Chromium, a new one with an empty profile for each test file |
| new_page | `new_page(width=390, color_scheme="dark")` is a page in a context of its own |
| page | such a page of 1280×720 |
| visit | `visit("/linear_regression?lr=0.1", **context)` opens a page of the app and waits until it has been drawn |
| settle | `settle(page)` waits until the script has run to its end |
| axe | `axe(page)` lists what axe-core finds serious or critical |
| faults | console errors, uncaught errors and requests to other hosts, of all pages of this test; must be empty at its end. A test that expects one takes it out: `faults.clear()` |

A failing test leaves a picture of its pages in test-results/.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from scripts.ensure_browser import find, in_ci

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # a classroom without internet
)
AT_HOME = re.compile(r"(https?|wss?)://(127\.0\.0\.1|localhost)[:/]|(data|blob|about):")
SERIOUS = ("serious", "critical")


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(
                pytest.mark.xdist_group(item.path.name)
            )  # one worker a file: one server, one browser


@dataclass(frozen=True)
class Server:
    url: str
    log_file: Path
    process: subprocess.Popen

    def log(self) -> str:
        return self.log_file.read_text("utf-8", "replace")


def is_up(url):
    try:
        return urllib.request.urlopen(f"{url}/_stcore/health", timeout=5).status == 200
    except OSError:
        return False


@contextmanager
def serving(script="app.py", *options, cwd=ROOT) -> Iterator[Server]:
    """Run `script` in the folder `cwd` on a free port; relative paths and the configuration are those of `cwd`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = ("--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}")
    command = (
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(script),
        *address,
        "--server.fileWatcherType=none",
        *options,
    )
    log = Path(tempfile.mkdtemp()) / "server.log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
        )
    server = Server(f"http://127.0.0.1:{port}", log, process)
    try:
        deadline = time.monotonic() + 60
        while not is_up(server.url):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the server did not start:\n{server.log()}")
            time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


@pytest.fixture(scope="session")
def server():
    with serving() as started:
        yield started


@pytest.fixture(scope="module")
def serve():
    with ExitStack() as stack:
        yield lambda *arguments, **folder: stack.enter_context(serving(*arguments, **folder))


@pytest.fixture(scope="session")
def chromium_path():
    path = find()
    if path is None:
        (pytest.fail if in_ci() else pytest.skip)("no Chromium found: run scripts/ensure_browser.py")
    return path


@pytest.fixture(scope="module")  # ends with the file, because Playwright allows one at a time in a thread
def browser(chromium_path):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def faults():
    found = []
    yield found
    assert found == []


def watch(page, faults):
    def console(message):
        # Streamlit looks for its base path with requests below the page's own name, and some of those are a 404.
        if message.type == "error" and "/_stcore/" not in message.location["url"]:
            faults.append(f"console: {message.text} {message.location['url']}")

    def asked(what):
        if not AT_HOME.match(what.url):
            faults.append(f"left this host: {what.url}")

    page.on("console", console)
    page.on("pageerror", lambda error: faults.append(f"uncaught: {error}"))
    page.on("request", asked)
    page.on("websocket", asked)


@pytest.fixture
def new_page(browser, faults, request):
    pages = []

    def new_page(width=1280, height=720, **options):
        page = browser.new_context(viewport={"width": width, "height": height}, **options).new_page()
        pages.append(page)
        watch(page, faults)
        return page

    yield new_page
    for number, page in enumerate(pages):
        if getattr(request.node, "failed", False) and not page.is_closed():
            name = re.sub(r"\W+", "_", request.node.name)
            page.screenshot(path=ROOT / "test-results" / f"{name}-{number}.png")
        page.context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.failed = getattr(item, "failed", False) or report.failed
    return report


@pytest.fixture
def page(new_page):
    return new_page()


def wait_until_drawn(page):
    # The state is notRunning for a moment before the first run too, so something must be there to be read.
    page.wait_for_selector('[data-testid="stMain"] [data-testid="stElementContainer"]', state="attached")
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


@pytest.fixture
def settle():
    return wait_until_drawn


@pytest.fixture
def visit(new_page, server):
    def visit(path="/", at=None, **context):
        page = new_page(**context)
        page.goto((at or server).url + path)
        wait_until_drawn(page)
        return page

    return visit


@pytest.fixture
def axe():
    from axe_playwright_python.sync_playwright import Axe

    def serious(page):
        violations = Axe().run(page).response["violations"]
        return [
            f"{found['id']}: {found['help']} at {[node['target'] for node in found['nodes']]}"
            for found in violations
            if found["impact"] in SERIOUS
        ]

    return serious
