"""Plant known faults one by one in a copy of the tree, and say which test sees each: a test that sees none is no test.

    python -m scripts.planted_faults                every fault of planted_faults.toml
    python -m scripts.planted_faults star downhill  those with one of these words in their name

Exit code 1 if a fault survives, if its test falls over without saying what is wrong, or if a text to replace is no longer there
exactly once: then the list has to follow the code.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
LIST = Path(__file__).with_suffix(".toml")
LEFT_BEHIND = shutil.ignore_patterns(
    ".*", "__pycache__", "docs", "static", "benchmarks", "test-results", "node_modules"
)


class Fault(NamedTuple):
    """A fault: in `file` the text `old`, which is there once, becomes `new`; one of `tests` has to fail."""

    name: str
    file: str
    old: str
    new: str
    tests: list[str]


def faults(words: list[str]) -> list[Fault]:
    """The faults of the list whose name has one of the words; all without words."""
    found = [Fault(**entry) for entry in tomllib.loads(LIST.read_text("utf-8"))["fault"]]
    return [fault for fault in found if not words or any(word in fault.name for word in words)]


def stale(fault: Fault) -> str:
    """Why a fault cannot be planted, or nothing."""
    path = ROOT / fault.file
    if not path.exists():
        return f"there is no file {fault.file}"
    count = path.read_text("utf-8").count(fault.old)
    return "" if count == 1 and fault.old != fault.new else f"its text is {count} times in {fault.file}"


def ran(tree: Path, tests: list[str]) -> subprocess.CompletedProcess[str]:
    """The tests, run in a tree up to the first that fails."""
    # No bytecode: a file that changes twice within a second could be taken for the one before.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1"}
    options = ["-x", "-q", "--tb=short", "--no-header", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *options, *tests]
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True)


def answer(tree: Path, fault: Fault) -> tuple[bool, str]:
    """Whether a fault is seen as one, and by which test."""
    path = tree / fault.file
    sound = path.read_text("utf-8")
    path.write_text(sound.replace(fault.old, fault.new), "utf-8")
    try:
        result = ran(tree, fault.tests)
    finally:
        path.write_text(sound, "utf-8")
    if result.returncode == 0:
        return False, "SURVIVES"
    first = re.search(r"^FAILED (\S+?::[^\s\[]+(?:\[.*?\])?)(?: - |$)", result.stdout, re.MULTILINE)
    if result.returncode != 1 or first is None:
        return False, f"NO TEST RAN\n{result.stdout[-2000:]}{result.stderr[-2000:]}"
    errors = re.findall(r"^E {3}(\w+)", result.stdout, re.MULTILINE)
    if errors and errors[0] not in ("AssertionError", "assert"):
        return False, f"FALLS OVER ({errors[0]}): {first[1]}"
    return True, first[1]


def main() -> int:
    """Plant them all; print a line for each."""
    chosen = faults(sys.argv[1:])
    gone = [f"{fault.name}: {why}" for fault in chosen if (why := stale(fault))]
    if gone or not chosen:
        print("\n".join(gone) or "No fault has such a name.")
        return 1
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=LEFT_BEHIND)
        if (sound := ran(tree, sorted({test for fault in chosen for test in fault.tests}))).returncode:
            print(f"Without a fault the tests fail already.\n{sound.stdout[-3000:]}{sound.stderr[-2000:]}")
            return 1
        for fault in chosen:
            seen, by = answer(tree, fault)
            survivors += not seen
            print(f"{'seen' if seen else 'NOT '}  {fault.name}  →  {by}", flush=True)
    print(f"{len(chosen) - survivors} of {len(chosen)} faults are seen.")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
