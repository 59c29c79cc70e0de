"""`python -m benchmarks.hand_ins`: a class of 200 hands in each lesson; how long `python -m gdapp.check` takes to recompute it all.

Every student answers every step; three in ten try another learning rate, and steps with data of one's own have them.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random
from time import perf_counter

from gdapp.lessons.library import lessons
from gdapp.lessons.record import Lesson
from gdapp.lessons.who import code_of, run_of
from gdapp.lessons.work import Done, Work

STUDENTS, BUDGET = 200, 20
RATES = ("0.01", "0.02", "0.05", "0.1", "0.2")


def handed_in(lesson: Lesson, student: int, chance: Random) -> str:
    """What one student hands in."""
    work = Work(lesson.name, code_of(f"student {student}"))
    for number, step in enumerate(lesson.steps, 1):
        run = dict(run_of(step, work.who, lesson, number))
        if "lr" in run and chance.random() < 0.3:
            run["lr"] = chance.choice(RATES)
        first, second = (chance.choice(step.choices) if step.choices else None for _ in range(2))
        first = chance.uniform(0.1, 2.0) if step.answer and not step.choices else first
        work.steps[number] = Done(True, first, second, f"Because {student}, {number}.", False, 1, run)
    return work.text


def main() -> None:
    """A line for each lesson."""
    with tempfile.TemporaryDirectory() as folder:
        for lesson in lessons():
            chance = Random(1)
            file = Path(folder) / "class.txt"
            file.write_text("\n".join(handed_in(lesson, k, chance) for k in range(STUDENTS)), "utf-8")
            begin = perf_counter()
            done = subprocess.run(
                [sys.executable, "-m", "gdapp.check", str(file)], capture_output=True, text=True, check=True
            )
            seconds = perf_counter() - begin
            met = "met" if seconds <= BUDGET else "missed"
            print(f"{lesson.name:28}{seconds:6.1f} s  ≤ {BUDGET} s {met}   {done.stderr.strip()}", flush=True)


if __name__ == "__main__":
    main()
