"""The app in a process of its own, and the flags of a quiet Chromium: for browser tests, screenshots and measurements."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
QUIET = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Flags with which Chromium asks nothing of anybody but the app."""


@dataclass(frozen=True)
class Server:
    """A running app: its address without a slash at the end, the process and the file of its log."""

    url: str
    process: "subprocess.Popen[bytes]"
    log_file: Path

    @property
    def log(self) -> str:
        """What the server has said so far."""
        return self.log_file.read_text("utf-8", errors="replace")


@contextmanager
def serving(
    folder: Path, *options: str, script: str = "app.py", tree: Path = ROOT, prefix: Sequence[str] = ()
) -> Iterator[Server]:
    """Serve the app from a fresh process on a free port, until the block ends; its log goes into `folder`.

    tree: the checkout that is served. prefix: what the command begins with, such as taskset.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"headless": "true", "fileWatcherType": "none", "address": "127.0.0.1", "port": str(port)}
    command = [
        *prefix,
        sys.executable,
        "-m",
        "streamlit",
        "run",
        script,
        *(f"--server.{name}={v}" for name, v in settings.items()),
    ]
    log_file = folder / f"server-{port}.log"
    with log_file.open("wb") as log:
        environment = {**os.environ, "PYTHONPATH": str(tree)}
        process = subprocess.Popen(
            [*command, *options], cwd=tree, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    server = Server(f"http://127.0.0.1:{port}", process, log_file)
    try:
        wait_until_healthy(server)
        yield server
    finally:
        process.terminate()
        process.wait(15)


def wait_until_healthy(server: Server) -> None:
    """Wait for the server's own sign of life; what it said instead is the error."""
    for _ in range(300):
        if server.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The app did not start. Its log:\n{server.log}")
