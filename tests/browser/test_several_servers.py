"""Several servers behind nginx: who stays where, and what a visitor notices when a server is killed."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from hands import player
from playwright.sync_api import expect

from deploy.serve import configuration, find_nginx, is_well
from scripts.app_server import ROOT
from scripts.ensure_browser import in_ci

BROKEN = re.compile(r"WebSocket connection to|Failed to load resource")
"""What a browser says on its console while a server is away; it tries again by itself."""


def free_ports(count):
    """Ports in a row that nobody listens on."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            first = probe.getsockname()[1]
        try:
            for port in range(first, first + count):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
            return first
        except OSError:
            continue


def until(true):
    """Wait until something holds, for minutes if need be."""
    for _ in range(1200):
        if true():
            return
        time.sleep(0.2)
    raise AssertionError("in vain")


@pytest.fixture
def school(tmp_path):
    """Two servers behind nginx: the public address, the port of the first, and the process that looks after them."""
    if find_nginx() is None:
        (pytest.fail if in_ci() else pytest.skip)("no nginx found: run python -m scripts.ensure_nginx")
    first = free_ports(3)
    command = [
        sys.executable,
        "-m",
        "deploy.serve",
        "--servers=2",
        f"--port={first + 2}",
        f"--first-port={first}",
    ]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    until(lambda: all(map(is_well, range(first, first + 3))))
    yield f"http://127.0.0.1:{first + 2}", first, process
    process.terminate()
    process.wait(60)
    assert not any(map(is_well, range(first, first + 3)))
    assert "Traceback" not in (tmp_path / "log").read_text()


def process_at(port):
    """The app server that has a port."""
    found = subprocess.run(["pgrep", "-f", f"server.port={port}"], capture_output=True, text=True)
    return int(found.stdout.split()[0])


def test_a_server_is_killed_and_its_visitor_goes_on_at_the_same_epoch_of_the_same_run(school, visit, faults):
    url, first, _ = school
    page = visit("/logistic_regression?lr=0.3&epochs=120&at=7", at=url)
    server = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "gdserver")
    here = player(page)
    here.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"[?&]at=8\b"))
    before = page.locator(".gd-sentence").inner_text()
    victim = process_at(first + int(server.rpartition("_")[2]))
    os.kill(victim, signal.SIGKILL)
    expect(page.locator('[data-testid="stApp"]')).not_to_have_attribute(
        "data-test-connection-state", "CONNECTED"
    )
    expect(page.locator('[data-testid="stApp"]')).to_have_attribute("data-test-connection-state", "CONNECTED")
    page.locator(".st-key-epochs [role=slider], .st-key-epochs input").first.press("ArrowRight")
    expect(here).to_have_attribute("data-last", "121")  # it answers again
    expect(here).to_have_attribute("data-epoch", "8")
    assert page.locator(".gd-sentence").inner_text() == before
    page.reload()
    expect(here).to_have_attribute("data-last", "121")
    expect(here).to_have_attribute("data-epoch", "8")
    until(lambda: is_well(first) and is_well(first + 1))
    faults[:] = [fault for fault in faults if not BROKEN.search(fault)]


def test_visitors_are_spread_and_each_stays_where_it_is(school):
    url, _, _ = school
    given = []
    for _ in range(40):
        with urllib.request.urlopen(f"{url}/softmax_regression") as answer:
            given.append(re.search(r"gdserver=(\w+)", answer.headers["Set-Cookie"])[1])
    assert set(given) == {"server_0", "server_1"}
    asked = urllib.request.Request(f"{url}/softmax_regression", headers={"Cookie": "gdserver=server_1"})
    with urllib.request.urlopen(asked) as answer:
        assert answer.status == 200 and "gdserver" not in (answer.headers["Set-Cookie"] or "")
    for rubbish in ("server_9", "../../etc", "x" * 3000):
        asked = urllib.request.Request(f"{url}/", headers={"Cookie": f"gdserver={rubbish}"})
        with urllib.request.urlopen(asked) as answer:
            assert answer.status == 200


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_the_configuration_names_every_server_and_the_next_one_for_when_it_is_down(tmp_path, count):
    ports = list(range(9000, 9000 + count))
    text = configuration(80, ports, tmp_path)
    assert not re.search(r"<\w+>", text) and "listen 80;" in text
    for place, port in enumerate(ports):
        upstream = re.search(rf"upstream server_{place} {{(.*?)}}", text)[1]
        assert f"127.0.0.1:{port} " in upstream
        assert count == 1 or f"127.0.0.1:{ports[(place + 1) % count]} backup;" in upstream
    shares = [float(share) for share in re.findall(r"([\d.]+)% server_", text)]
    assert sum(shares) < 200 and len(shares) == 2 * (count - 1)
