"""A demonstration page on a server of its own (player_demo.py, pad_demo.py), and what a person reads off that of the player."""

import io
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image  # comes with Streamlit
from playwright import sync_api

ROOT = Path(__file__).parents[2]


def start_server(folder, *options, demo="player_demo.py"):
    """Serve a demonstration as an app of two pages; return the process and its address."""
    (folder / "pages").mkdir()
    for name in ("static", ".streamlit"):
        (folder / name).symlink_to(ROOT / name)
    source = (Path(__file__).parent / demo).read_text("utf-8")
    (folder / "app.py").write_text(source, "utf-8")
    (folder / "pages" / "sub_page.py").write_text(source, "utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.headless=true",
        "--server.address=127.0.0.1",
        f"--server.port={port}",
        *options,
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT)
    return process, f"http://127.0.0.1:{port}"


def wait_for(url):
    for _ in range(150):
        try:
            return urllib.request.urlopen(url, timeout=5).status
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(url)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The demonstration in place of the app: `visit` opens its pages."""
    process, url = start_server(tmp_path_factory.mktemp("demo"))
    wait_for(f"{url}/_stcore/health")
    yield SimpleNamespace(url=url)
    process.terminate()
    process.wait(10)


def epoch(page):
    return int(page.locator(".gd-player").get_attribute("data-epoch"))


def playing(page):
    return page.locator(".gd-player").get_attribute("data-playing") == "true"


def expect_epoch(page, value):
    sync_api.expect(page.locator(".gd-player")).to_have_attribute("data-epoch", str(value))


def expect_rest(page, value):
    """What Python was told last."""
    sync_api.expect(page.get_by_text(re.compile("^rests at"))).to_have_text(f"rests at {value}")


def press(page, label):
    page.get_by_role("button", name=label, exact=True).click()


def pixels(page):
    """The page as (height, width, 3), once the browser has painted."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))


def spot(page, x, y, axes=("xaxis", "yaxis")):
    """Where a point of the data lies on the page, (row, column)."""
    left, top = page.evaluate(
        """([x, y, names]) => {
          const plot = document.querySelector(".gd-plot"), box = plot.getBoundingClientRect();
          const [a, b] = names.map((name) => plot._fullLayout[name]);
          return [box.left + a._offset + a.c2p(x), box.top + b._offset + b.c2p(y)];
        }""",
        [x, y, list(axes)],
    )
    return round(top), round(left)


def rgb(color):
    return tuple(int(color[i : i + 2], 16) for i in (1, 3, 5))


def path_of(page, trace):
    return page.locator(f".scatterlayer .tracegd{trace} .js-line").get_attribute("d")
