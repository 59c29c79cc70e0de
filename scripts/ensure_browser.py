"""Find a Chromium for the browser tests, or install one; say how where that is not possible.

    python scripts/ensure_browser.py            exit code 1 without a browser only in CI: elsewhere its tests are skipped
    python scripts/ensure_browser.py --needed   exit code 1 without a browser, anywhere

The environment variable BROWSER_PATH names a browser that goes before all others.
"""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ADVICE = """No Chromium was found and none could be installed, so the browser tests cannot run. Any of these helps:
  Debian:  sudo apt-get install chromium
  other:   .venv/bin/python -m playwright install --with-deps chromium
  or name one that you have:  BROWSER_PATH=/path/to/chrome make test"""


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def starts(path: str) -> bool:
    """Whether this program is a browser that starts (Ubuntu has a `chromium-browser` that only asks for a snap)."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def playwrights_own() -> str:
    """Where Playwright keeps the Chromium that it installs, be it there or not."""
    ask = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    return subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True).stdout.strip()


def find() -> str | None:
    """Return the path of a Chromium that starts, or None."""
    if named := os.environ.get("BROWSER_PATH"):
        return named if starts(named) else None
    found = [shutil.which(name) for name in NAMES]
    # A snap cannot read the temporary profile that a test gives it.
    candidates = [path for path in found if path and not Path(path).is_relative_to("/snap")]
    return next(filter(starts, (*candidates, *MAC)), None) or next(filter(starts, (playwrights_own(),)), None)


def attempt(*command: str) -> bool:
    print("$", *command, flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, env=quiet).returncode == 0
    except OSError:
        return False


def is_debian() -> bool:
    """Debian proper: Ubuntu's package of that name holds no browser."""
    return sys.platform == "linux" and platform.freedesktop_os_release().get("ID") == "debian"


def install() -> None:
    root = sys.platform == "linux" and os.geteuid() == 0
    if root and is_debian() and attempt("apt-get", "update", "-qq"):
        attempt("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-core")
    if not find():
        libraries = ("--with-deps",) if root else ()
        attempt(sys.executable, "-m", "playwright", "install", *libraries, "chromium")


def main() -> int:
    if not find():
        install()
    if browser := find():
        print("browser:", browser)
        return 0
    print(ADVICE, file=sys.stderr)
    return int(in_ci() or "--needed" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
