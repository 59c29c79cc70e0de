"""Several app servers behind nginx: `python -m deploy.serve --servers 4 --port 80`, or `make serve SERVERS=4 PORT=80`.

Each server is a process with workers of its own. One that ends, or does not say that it is well, is started again; meanwhile its
visitors are with the next one. Ctrl-C or a TERM signal ends all.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from gdapp.office import workers

HERE = Path(__file__).parent
BETWEEN = 1.0
"""Seconds between two looks at each server."""
PATIENCE = 5.0
"""Seconds in which a server has to say that it is well,"""
MOST_SILENT = 4
"""and so often in a row it may fail to."""
WHILE_STARTING = 60.0
"""Seconds that a new server has before it must."""


def configuration(port: int, ports: list[int], folder: Path) -> str:
    """The text of nginx.conf for a public port and the ports of the servers."""
    names = [f"server_{number}" for number in range(len(ports))]
    upstreams = []
    for place, (name, own) in enumerate(zip(names, ports, strict=True)):
        others = [] if len(ports) == 1 else [f"server 127.0.0.1:{ports[(place + 1) % len(ports)]} backup;"]
        own_line = f"server 127.0.0.1:{own} max_fails=1 fail_timeout=2s;"
        upstreams.append(f"upstream {name} {{ {' '.join([own_line, *others])} }}")
    shares = [f"{100 / len(names) - 0.005:.2f}% {name};" for name in names[:-1]] + [f"* {names[-1]};"]
    values = {
        "folder": str(folder),
        "port": str(port),
        "upstreams": "\n    ".join(upstreams),
        "shares": " ".join(shares),
        "known": " ".join(f"{name} {name};" for name in names),
    }
    return re.sub(r"<(\w+)>", lambda found: values[found[1]], (HERE / "nginx.conf").read_text("utf-8"))


def find_nginx() -> str | None:
    """Where nginx is; on many systems not on a user's path."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def is_well(port: int) -> bool:
    """Whether the server on a port of this machine says that it is well."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=PATIENCE):
            return True
    except OSError:
        return False


class AppServer:
    """One app server on a port of this machine, started again whenever it is not well."""

    def __init__(self, port: int, environment: dict[str, str]) -> None:
        self.port, self._environment = port, environment
        self.start()

    def start(self) -> None:
        """Start the process."""
        settings = {"port": self.port, "address": "127.0.0.1", "headless": "true"}
        command = [sys.executable, "-m", "gdapp"]
        options = [f"--server.{name}={value}" for name, value in settings.items()]
        self.process = subprocess.Popen([*command, *options], cwd=HERE.parent, env=self._environment)
        self._silent, self._began = 0, time.monotonic()

    def look_after(self) -> None:
        """Start it again if it has ended, or has been silent for too long."""
        if self.process.poll() is not None:
            print(f"The server on port {self.port} has ended; it is started again.", flush=True)
            self.start()
        elif is_well(self.port):
            self._silent = 0
        elif time.monotonic() - self._began > WHILE_STARTING:
            self._silent += 1
            if self._silent > MOST_SILENT:
                print(f"The server on port {self.port} is silent; it is started again.", flush=True)
                self.process.kill()
                self.process.wait()
                self.start()


def main() -> int:
    """Start everything, and look after it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--servers", type=int, default=2, help="how many app servers (2)")
    parser.add_argument("--port", type=int, default=8501, help="where visitors come (8501)")
    parser.add_argument(
        "--first-port", type=int, default=18501, help="of the app servers, one after another (18501)"
    )
    chosen = parser.parse_args()
    nginx = find_nginx()
    if nginx is None:
        print("nginx is not installed: apt-get install nginx-light, or your system's way.", file=sys.stderr)
        return 1
    if chosen.servers < 1:
        print("--servers has to be 1 or more.", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    each = max(1, workers.wanted() // chosen.servers)
    environment = {**os.environ, workers.SETTING: str(each)}
    ports = [chosen.first_port + number for number in range(chosen.servers)]
    processes: list[subprocess.Popen[bytes]] = []
    servers: list[AppServer] = []
    with tempfile.TemporaryDirectory(prefix="gdapp-") as name:
        folder = Path(name)
        (folder / "nginx.conf").write_text(configuration(chosen.port, ports, folder), "utf-8")
        try:
            servers += [AppServer(port, environment) for port in ports]
            processes.append(
                subprocess.Popen([nginx, "-e", "stderr", "-p", name, "-c", str(folder / "nginx.conf")])
            )
            print(
                f"{chosen.servers} servers with {each} workers each: http://localhost:{chosen.port}",
                flush=True,
            )
            while processes[0].poll() is None:
                for server in servers:
                    server.look_after()
                time.sleep(BETWEEN)
            return 1
        except KeyboardInterrupt:
            return 0
        finally:
            for process in [*processes, *(server.process for server in servers)]:
                process.terminate()
            for process in [*processes, *(server.process for server in servers)]:
                process.wait()


if __name__ == "__main__":
    sys.exit(main())
