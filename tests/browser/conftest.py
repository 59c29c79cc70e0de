"""The app on a server of its own and a real Chromium: what every browser test starts from.

| fixture | what it is |
| --- | --- |
| server | the app, started once a worker: `server.url`, `server.log` |
| serve | `serve()` starts a fresh server that ends with the test; `serve(*options, script=...)` for others |
| browser | Playwright's Chromium, a new one with an empty profile for each test file |
| new_page | `new_page(width=390, color_scheme="dark")` is a blank page in a context of its own |
| page | such a page of 1280×720 |
| visit | `visit("/linear_regression?lr=0.1", at=serve().url, **context)` opens a page and its picture; `script=` runs first |
| settle | `settle(page)` waits until the script has run to its end |
| axe | `axe(page)` lists what axe-core finds, of any severity |
| faults | what went wrong on any page of this test: console errors, uncaught errors, requests to other hosts |

`faults` must be empty when the test ends; one that expects a fault says `faults.clear()`. No server may have
logged a traceback either. A failing test leaves a picture of its pages in test-results/.
"""

import re
from contextlib import ExitStack
from pathlib import Path

import pytest

from scripts.app_server import QUIET, serving
from scripts.ensure_browser import find, in_ci

HERE = Path(__file__).parent
PICTURES = HERE.parents[1] / "test-results"
OFFLINE = "--host-resolver-rules=MAP classroom.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
"""No other host can be found. classroom.test is this one, by a name that makes it plain HTTP, not to be trusted."""
AT_HOME = re.compile(r"(https?|wss?)://(127\.0\.0\.1|localhost|classroom\.test)[:/]|(data|blob|about|file):")
PROBE = re.compile(r"/[a-z_]+/_stcore/(health|host-config)$")
"""Streamlit looks for its base path below the page of a deep link first; that answers 404 and means nothing."""
PATIENCE = 120_000
"""Milliseconds that anything may take: every wait is for a state, and a busy machine is no fault."""
MOST_SECONDS = 900
"""For one test, which waits for several such states."""


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:  # one worker a file: one server, one browser
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(MOST_SECONDS))
            item.add_marker(pytest.mark.xdist_group(item.path.name))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.failed = getattr(item, "failed", False) or report.failed
    return report


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("server")) as running:
        yield running
        assert "Traceback" not in running.log, running.log


@pytest.fixture
def serve(tmp_path):
    started = []
    with ExitStack() as stack:

        def serve(*options, script="app.py"):
            started.append(stack.enter_context(serving(tmp_path, *options, script=str(script))))
            return started[-1]

        yield serve
    for running in started:
        assert "Traceback" not in running.log, running.log


@pytest.fixture(scope="session")
def chromium_path():
    path = find()
    if path is None:
        (pytest.fail if in_ci() else pytest.skip)("no Chromium found: run scripts/ensure_browser.py")
    return path


@pytest.fixture(scope="module")  # ends with the file, because Playwright allows one at a time in a thread
def browser(chromium_path):
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=[*QUIET, OFFLINE])
        yield chromium
        chromium.close()


@pytest.fixture
def faults():
    found = []
    yield found
    assert found == []


def watch(page, faults):
    def console(message):
        if message.type == "error" and not PROBE.search(message.location["url"]):
            faults.append(f"console: {message.text} {message.location['url']}")

    def asked(what):
        if not AT_HOME.match(what.url):
            faults.append(f"left this host: {what.url}")

    page.on("console", console)
    page.on("pageerror", lambda error: faults.append(f"uncaught: {error}"))
    page.on("request", asked)
    page.on("websocket", asked)


@pytest.fixture
def new_page(browser, faults, serve, request):  # after serve: pages close before their servers do
    pages = []

    def new_page(width=1280, height=720, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        pages.append(page)
        watch(page, faults)
        return page

    yield new_page
    for number, page in enumerate(pages):
        if getattr(request.node, "failed", False) and not page.is_closed():
            name = re.sub(r"\W+", "_", request.node.name)
            page.screenshot(path=PICTURES / f"{name}-{number}.png")
        page.context.close()


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
    def visit(path="/", at=None, script="", **context):
        page = new_page(**context)
        if script:
            page.add_init_script(script)
        page.goto((at or server.url) + path)
        page.locator(".gd-plot .js-line").first.wait_for(state="attached")  # the axes of the player
        wait_until_drawn(page)
        return page

    return visit


@pytest.fixture
def axe():
    from axe_playwright_python.sync_playwright import Axe

    def violations(page, *rules):
        """What is found, by these rules or by all."""
        options = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else None
        return [
            f"{found['id']}: {found['help']} at {[node['target'] for node in found['nodes']]}"
            for found in Axe().run(page, options=options).response["violations"]
        ]

    return violations
