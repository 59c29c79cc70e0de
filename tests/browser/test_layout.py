"""What fits on which screen: a projector, a laptop, a phone, a frame on somebody's page, a browser that is zoomed in."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from conftest import OFFLINE
from hands import PATHS, STILL, expect_epoch, expect_last, open_menu, press, settled, turn
from playwright.sync_api import expect

from gdapp import catalogue
from gdapp.lessons.library import steps_of
from gdcore.programs import PROGRAMS
from scripts.app_server import QUIET

DESKS = [(1280, 720), (1366, 768), (1920, 1080)]
PHONES = [(390, 844), (360, 640)]


def box(page, selector):
    """Where an element is: left, top, right, bottom."""
    found = page.locator(selector).filter(visible=True).first.bounding_box()
    return found["x"], found["y"], found["x"] + found["width"], found["y"] + found["height"]


def inside(page, selector):
    """Whether the whole of an element is in the window."""
    left, top, right, bottom = box(page, selector)
    size = page.viewport_size
    return left >= 0 and top >= 0 and right <= size["width"] + 1 and bottom <= size["height"] + 1


@pytest.mark.parametrize("name", PATHS)
def test_knobs_player_and_verdict_are_in_sight_together(visit, name):
    page = visit(PATHS[name], **STILL)
    for width, height in DESKS:
        page.set_viewport_size({"width": width, "height": height})
        settled(page)
        expect_all_in_sight(page, name)


def expect_all_in_sight(page, name):
    """On one screen: the list of pages in a line, all knobs of the run, the player, the sentence, the figures, the verdict."""
    width = page.viewport_size["width"]
    knobs = [f".st-key-{knob.key}" for knob in catalogue.page(name).knobs] or [".st-key-lr", ".st-key-f"]
    data = [".st-key-data"] if name in PROGRAMS else []
    for part in (*knobs, *data, ".gd-stage", ".gd-bar", ".gd-sentence", ".gd-readouts", ".st-key-verdict"):
        assert inside(page, part), part
    links = page.locator('.st-key-pages [data-testid="stPageLink-NavLink"]')
    tops = {round(link.bounding_box()["y"]) for link in links.all()}
    assert len(tops) == 1, "the list of pages takes one line"
    assert all(link.bounding_box()["x"] + link.bounding_box()["width"] <= width for link in links.all())


def test_the_picture_grows_with_the_window(visit):
    page = visit("/neural_network?at=20", width=1280, height=720, **STILL)
    small = page.locator(".gd-stage").bounding_box()
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.wait_for_function("document.querySelector('.gd-stage').clientWidth > 1400")
    settled(page)
    large = page.locator(".gd-stage").bounding_box()
    assert large["height"] > 1.4 * small["height"]
    assert inside(page, ".st-key-verdict")


@pytest.mark.parametrize("name", ["linear_regression", "neural_network"])
def test_the_landscape_is_as_large_as_the_data_plane_and_square(visit, name):
    page = visit(f"{PATHS[name]}?land=true", **STILL)
    sizes = page.evaluate(
        """() => {
          const { xaxis, yaxis, xaxis5, yaxis5 } = document.querySelector(".gd-plot")._fullLayout;
          return [xaxis, yaxis, xaxis5, yaxis5].map(({ _length }) => _length);
        }"""
    )
    assert max(sizes) - min(sizes) < 2


@pytest.mark.parametrize(("width", "height"), PHONES)
def test_on_a_phone_a_knob_and_the_picture_are_in_sight_together(visit, width, height):
    page = visit("/logistic_regression", width=width, height=height, is_mobile=True, has_touch=True, **STILL)
    settled(page)
    assert not page.locator(".st-key-lr").is_visible()
    page.get_by_role("button", name="Knobs").click()
    for knob in ("data", "lr"):
        assert inside(page, f".st-key-{knob}"), knob
    settled(page)
    _, top, _, bottom = box(page, ".gd-under > div")
    assert top >= 0 and bottom <= box(page, ".gd-bar")[1] + 1 <= box(page, ".st-key-knobs")[1] + 1
    turn(page, "Learning rate")
    page.wait_for_url("**lr=0.25**")
    page.get_by_role("button", name="Knobs").click()
    expect(page.locator(".st-key-lr")).not_to_be_visible()
    page.locator('.st-key-pages [data-testid="stPageLink-NavLink"]').nth(1).click()
    expect(page.locator("h1")).to_have_text("Linear regression")
    expect(page.locator(".st-key-lr")).not_to_be_visible()  # what is closed stays closed


@pytest.mark.parametrize(("width", "height"), [(853, 480), (844, 390), (640, 360)])
def test_zoomed_in_or_turned_on_its_side_a_knob_and_the_picture_are_in_sight_together(visit, width, height):
    page = visit("/softmax_regression", width=width, height=height, **STILL)
    settled(page)
    assert inside(page, ".st-key-lr") and inside(page, ".st-key-epochs")
    assert box(page, ".gd-under > div")[1] < 0.5 * height
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    knobs, stage = box(page, ".st-key-knobs"), box(page, ".st-key-stage")
    assert knobs[2] <= stage[0]  # beside one another


FRAME = """<!doctype html><title>A course</title><h1>A course</h1>
<iframe title="Gradient descent" sandbox="allow-scripts allow-same-origin" width="800" height="600" src="{url}"></iframe>"""


@pytest.fixture
def course(server):
    """The address of a page of another site that shows the app in a frame."""
    text = FRAME.format(url=f"{server.url}/support_vector_machine?embed=true&at=20").encode()

    class Course(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *args):
            """Says nothing."""

    site = ThreadingHTTPServer(("127.0.0.1", 0), Course)
    Thread(target=site.serve_forever, daemon=True).start()
    yield f"http://classroom.test:{site.server_port}/"
    site.shutdown()


def test_in_a_frame_the_picture_comes_first_and_the_knobs_are_one_press_away(browser, chromium_path, course):
    """On a page of another site, in a sandbox, by a browser that blocks the cookies of third parties."""
    args = [*QUIET, OFFLINE, "--test-third-party-cookie-phaseout"]
    strict = browser.browser_type.launch(executable_path=chromium_path, args=args)
    page = strict.new_page(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    page.goto(course)
    frame = page.frame_locator("iframe")
    expect(frame.locator(".gd-player")).to_have_attribute("data-epoch", "20")
    expect(frame.locator(".gd-plot .js-line").first).to_be_attached()
    assert frame.locator('[data-testid="stPageLink-NavLink"]').filter(visible=True).count() == 0
    expect(frame.locator(".st-key-lr")).not_to_be_visible()
    frame.get_by_role("button", name="Knobs").click()
    expect(frame.locator(".st-key-lr")).to_be_visible()
    frame.get_by_role("button", name="One epoch forward").click()
    expect(frame.locator(".gd-player")).to_have_attribute("data-epoch", "21")
    frame.get_by_role("slider", name="Learning rate").first.press("ArrowRight")
    expect(frame.locator(".st-key-lr label")).to_have_attribute("data-value", "0.012")
    strict.close()


@pytest.mark.parametrize("name", ["app", "softmax_regression", "neural_network"])
def test_a_question_and_the_picture_are_in_sight_together(visit, name):
    page = visit(f"{PATHS[name]}?try=2", **STILL)
    settled(page)
    assert inside(page, ".st-key-asked") and inside(page, ".gd-stage") and inside(page, ".gd-bar")
    page.locator(".st-key-asked").get_by_role("button", name="Run it").click()
    answer = page.locator(".st-key-outcome [data-testid=stAlert]")
    expect(answer).to_contain_text(steps_of(name)[1].answer)
    settled(page)
    assert inside(page, ".st-key-outcome") and inside(page, ".gd-stage")
    assert not page.locator(".st-key-verdict").is_visible()


def test_an_answer_waits_until_the_picture_has_got_there(visit):
    page = visit("/linear_regression?at=3")
    page.get_by_label("Speed").select_option("0.5×")
    page.get_by_role("button", name="Run it").first.click()
    answer = page.locator(".st-key-outcome [data-testid=stAlert]")
    page.wait_for_function("document.querySelector('.gd-player').dataset.playing === 'true'")
    page.wait_for_selector(".st-key-outcome [data-testid=stAlert]", state="attached")
    hidden = page.evaluate(
        """() => [document.querySelector('.gd-player').dataset.playing,
                  document.querySelector('.st-key-outcome').checkVisibility()]"""
    )
    assert hidden == ["true", False] or hidden[0] == "false"
    press(page, "Last epoch")
    expect(answer).to_be_visible()
    turn(page, "Epochs", "ArrowLeft")
    expect(answer).to_have_count(0)  # another run than the one that was asked about


def test_a_link_for_a_class_leaves_out_what_is_ticked(visit, server):
    page = visit("/linear_regression?epochs=50", permissions=["clipboard-read", "clipboard-write"], **STILL)
    menu = open_menu(page, "Link")
    for label in ("Learning rate α", "Verdict"):
        menu.get_by_role("button", name=label).click()
        settled(page)
    menu.get_by_role("button", name="Copy link for a class").click()
    expect(menu.get_by_text("Copied.")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    there = visit(link.removeprefix(server.url), **STILL)
    expect_last(there, 50)
    expect(there.locator(".st-key-epochs")).to_be_visible()
    assert there.locator(".st-key-lr").count() == there.locator(".st-key-verdict").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_chosen_stands_out_most(visit, scheme):
    page = visit("/logistic_regression?at=9", color_scheme=scheme, **STILL)
    expect_epoch(page, 9)
    weights = page.evaluate(
        """() => {
          const look = (node) => { const { color, fontWeight } = getComputedStyle(node); return [color, fontWeight]; };
          const [chosen, other] = ["true", "false"].map((is) => document.querySelector(`[role=tab][aria-selected=${is}] p`));
          const value = document.querySelector(".st-key-lr label");
          return [look(chosen), look(other), [getComputedStyle(value, "::after").color, value.dataset.value],
                  getComputedStyle(document.querySelector(".gd-sentence")).color];
        }"""
    )
    (chosen, bold), (_, plain), (value, text), ink = weights
    assert (chosen, value, text) == (ink, ink, "0.2") and int(bold) > int(plain)
