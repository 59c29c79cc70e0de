"""A class on one server, of this tree or of another commit: `python -m benchmarks.classroom --help`.

    python -m benchmarks.classroom                                     the bars of the README, one after another
    python -m benchmarks.classroom --against ad546a4                   changes a second of a saturated class, here and there
    python -m benchmarks.classroom --students 60 --period 5            one class
    python -m benchmarks.classroom --students 30 --dear 3              the same beside three with the dearest run
    python -m benchmarks.classroom --cores                             one core against two, by taskset

Real websocket clients in a process of their own. The machine is shared: server, workers and students use the same cores.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.student import RATE, Student
from scripts.app_server import ROOT, serving

HERE = "."
SAMPLES = 8
"""So often the memory of the server and its workers is looked at."""


@dataclass(frozen=True)
class Class:
    """How many students, how long, how often each moves a knob, and over how many seconds they come."""

    students: int
    seconds: float = 30.0
    period: float = 5.0
    ramp: float = 8.0
    dear: int = 0
    """Further students, who only ask for the dearest run that the sliders allow."""


DEAREST = "batch=1&n=1000&units=64&epochs=60&opt=adam"

BARS = (
    Class(30, period=0.5),
    Class(30, period=5.0),
    Class(60, period=5.0),
    Class(100, period=5.0, ramp=20.0),
    Class(40, seconds=1.0, period=5.0, ramp=10.0),
    Class(30, period=5.0, dear=3),
)


def share(values: list[float], part: float) -> float:
    """The value below which this part of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else float("nan")


async def attend(url: str, held: Class) -> dict[str, object]:
    """Have a class, and say what it was like."""
    began = time.monotonic()
    end = began + held.ramp + held.seconds
    students = [Student(url, number) for number in range(held.students)]
    comes = [began + held.ramp * number / held.students for number in range(held.students)]
    dear = [
        Student(url, 7000 + number, "neural_network", f"{DEAREST}&seed={number}", RATE)
        for number in range(held.dear)
    ]
    await asyncio.gather(
        *(student.work(at, end, held.period) for student, at in zip(students, comes, strict=True)),
        *(student.work(began, end, 0.1) for student in dear),
    )
    whole = time.monotonic() - began
    changes = [seconds for student in students for seconds in student.changes]
    first = [student.first for student in students if student.first is not None]
    errors = [error for student in students for error in student.errors]
    return {
        "changes": len(changes),
        "a second": len(changes) / whole,
        **{f"p{part}": share(changes, part / 100) for part in (50, 95, 99)},
        "slowest": max(changes, default=float("nan")),
        "first p50": share(first, 0.5),
        "first p95": share(first, 0.95),
        **({"dear changes": sum(len(student.changes) for student in dear)} if dear else {}),
        "lost": len(errors) + held.students - len(first),
        "errors": errors[:3],
    }


def read(path: Path) -> str:
    """A file of a process; nothing when the process has ended meanwhile."""
    try:
        return path.read_text()
    except OSError:
        return ""


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found, left = [], [pid]
    while left:
        found.append(left.pop())
        for task in Path(f"/proc/{found[-1]}/task").glob("*"):
            left += [int(child) for child in read(task / "children").split()]
    return found


def processor_seconds(pids: list[int]) -> float:
    """The processor time that some processes have used."""
    stats = (read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split() for pid in pids)
    return sum(int(fields[11]) + int(fields[12]) for fields in stats if fields) / os.sysconf("SC_CLK_TCK")


def megabytes(pids: list[int]) -> float:
    """The memory that some processes have to themselves, shared parts divided."""
    rollups = (read(Path(f"/proc/{pid}/smaps_rollup")) for pid in pids)
    lines = (line.split() for text in rollups for line in text.splitlines())
    return sum(int(fields[1]) for fields in lines if fields[0] == "Pss:") / 1024


def measured(tree: str, held: Class, prefix: tuple[str, ...] = ()) -> dict[str, object]:
    """A class on a fresh server of a tree."""
    with tempfile.TemporaryDirectory() as folder:
        usual = () if tree == HERE else ("--server.fileWatcherType=auto",)  # as `make run` had it
        with serving(Path(folder), *usual, tree=Path(tree).resolve(), prefix=prefix) as server:
            before = megabytes(family(server.process.pid))
            command = [*prefix, sys.executable, "-m", "benchmarks.classroom", "--attend", server.url]
            numbers = (held.students, held.seconds, held.period, held.ramp, held.dear)
            students = subprocess.Popen(
                [*command, *map(str, numbers)], cwd=ROOT, stdout=subprocess.PIPE, text=True
            )
            sizes = [before]
            while students.poll() is None:
                sizes.append(megabytes(family(server.process.pid)))
                time.sleep((held.ramp + held.seconds) / SAMPLES)
            found: dict[str, object] = json.loads(students.communicate()[0])
            pids = family(server.process.pid)
            made = int(str(found["changes"])) + held.students
            found["ms a change"] = 1000 * processor_seconds(pids) / made
            found["MB"] = " ".join(f"{size:.0f}" for size in sizes)
            found["tracebacks"] = server.log.count("Traceback")
            return found


def show(name: str, held: Class, found: dict[str, object]) -> None:
    """One line about a class."""
    numbers = ", ".join(
        f"{key} {value:.2f}" if isinstance(value, float) else f"{key} {value}"
        for key, value in found.items()
        if value != []
    )
    dear = f" and {held.dear} with the dearest run" if held.dear else ""
    print(f"{name}: {held.students} students{dear}, a change each {held.period:g} s: {numbers}", flush=True)


def against(commit: str, held: Class, rounds: int = 2) -> None:
    """Changes a second of a class, here and at another commit, in turn."""
    with tempfile.TemporaryDirectory() as folder:
        tree = f"{folder}/tree"
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", tree, commit], cwd=ROOT, check=True)
        try:
            ratios = []
            for _ in range(rounds):
                there, here = measured(tree, held), measured(HERE, held)
                show(commit, held, there)
                show("here", held, here)
                ratios.append(float(str(here["a second"])) / float(str(there["a second"])))
            print("changes a second, here / there:", ", ".join(f"{ratio:.1f}" for ratio in ratios))
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", tree], cwd=ROOT, check=True)


def main() -> int:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--students", type=int)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--period", type=float, default=5.0)
    parser.add_argument("--ramp", type=float, default=8.0)
    parser.add_argument("--against", metavar="COMMIT")
    parser.add_argument("--cores", action="store_true")
    parser.add_argument("--dear", type=int, default=0)
    parser.add_argument("--attend", nargs=6, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.attend:
        url, students, *numbers = chosen.attend
        print(
            json.dumps(
                asyncio.run(attend(url, Class(int(students), *map(float, numbers[:-1]), int(numbers[-1]))))
            )
        )
    elif chosen.against:
        against(chosen.against, BARS[0])
    elif chosen.cores:
        for cores in ("0", "0,1"):
            prefix = ("taskset", "-c", cores)
            show(f"cores {cores}", BARS[0], measured(HERE, BARS[0], prefix))
    else:
        asked = Class(chosen.students or 0, chosen.seconds, chosen.period, chosen.ramp, chosen.dear)
        for held in (asked,) if chosen.students else BARS:
            show("here", held, measured(HERE, held))
    return 0


if __name__ == "__main__":
    sys.exit(main())
