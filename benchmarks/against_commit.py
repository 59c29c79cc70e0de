"""The engine as it is here against the engine of another commit: `python -m benchmarks.against_commit ad546a4 [rounds]`.

The other commit is checked out beside this tree for as long as it takes. Both sides run the same article programs, in turn and
in processes of their own, so that whatever else the machine does burdens both; what counts is the ratio.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROUNDS = 5

PROGRAMS: list[tuple[str, dict[str, object]]] = [
    ("linear_regression", {}),
    ("logistic_regression", {}),
    ("softmax_regression", {}),
    ("neural_network", {"epochs": 60}),
    ("support_vector_machine", {}),
    ("matrix_factorization", {}),
    ("logistic_regression", {"batch_size": 32, "epochs": 40}),
    ("softmax_regression", {"batch_size": 32, "epochs": 40}),
    ("softmax_regression", {"regularization": 0.1}),
    ("neural_network", {"batch_size": None, "epochs": 100}),
    ("matrix_factorization", {"batch_size": None, "epochs": 200}),
]
"""What is timed: programs with knobs that every version has."""

TIMING = """
import json, sys
from time import process_time
import gdcore
found = []
for name, knobs in json.loads(sys.argv[1]):
    run, best = gdcore.article(name, **knobs), float("inf")
    for _ in range(15):
        began = process_time()
        list(run.descend())
        best = min(best, process_time() - began)
    found.append(best / run.settings.epochs * 1e6)
print(json.dumps(found))
"""
"""Microseconds of processor time an epoch, drawing of the data included, the best of 15."""


def timed(tree: Path) -> list[float]:
    """Microseconds an epoch of each program, with the engine of a tree."""
    command = [sys.executable, "-c", TIMING, json.dumps(PROGRAMS)]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


def main() -> int:
    """One line a program: both times and their ratio."""
    commit, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", tree, commit], cwd=ROOT, check=True)
        try:
            pairs = [(timed(tree), timed(ROOT)) for _ in range(rounds)]
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", tree], cwd=ROOT, check=True)
    print(f"{'program':66}{commit:>10}{'here':>10}   here / {commit}")
    for place, (name, knobs) in enumerate(PROGRAMS):
        there, here = (min(side[place] for side in sides) for sides in zip(*pairs, strict=True))
        print(f"{name + ' ' + str(knobs):66}{there:10.2f}{here:10.2f}{here / there:10.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
