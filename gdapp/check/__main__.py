"""`python -m gdapp.check FILE`: the hand-ins in a file, recomputed, as CSV on standard output; `-` reads standard input.

Exit code 0: all could be read; 1: some could not, and are marked; 2: there was nothing to check.
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from os import cpu_count
from pathlib import Path

from gdapp.check.gathering import MOST_BYTES, gather
from gdapp.check.judging import Row, question
from gdapp.check.table import records, side_by_side, summary, written
from gdapp.office.worker import answer
from gdcore.data.reading.text import decode

WORTH_IT = 8
"""Fewer hand-ins are checked without further processes."""


def check(text: str) -> Row:
    """One hand-in."""
    return answer(question(text))


def main(arguments: list[str] | None = None) -> int:
    """Check a file; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m gdapp.check", description=__doc__.split("\n")[0])
    parser.add_argument(
        "file", help="links below each other, CSV, or an export of a learning platform; - is standard input"
    )
    parser.add_argument("--names", help="a file of names, one a line, to tell whose code is whose")
    chosen = parser.parse_args(arguments)
    try:
        given = read(chosen.file)
        names = read(chosen.names).splitlines() if chosen.names else []
        found = gather(given)
    except (OSError, ValueError) as problem:
        print(f"{chosen.file}: {problem}", file=sys.stderr)
        return 2
    if not found:
        print(f"{chosen.file}: no hand-in was found in it.", file=sys.stderr)
        return 2
    texts = [one.text for one in found]
    if len(texts) < WORTH_IT:
        rows = list(map(check, texts))
    else:
        with ProcessPoolExecutor(cpu_count()) as pool:
            rows = list(pool.map(check, texts, chunksize=4))
    hand_ins = side_by_side(found, rows, names)
    sys.stdout.write(written(records(hand_ins)))
    print(summary(hand_ins), file=sys.stderr)
    return int(any(hand_in.row.bad for hand_in in hand_ins))


def read(path: str) -> str:
    """A file, or standard input. ValueError where it is too large."""
    content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    if len(content) > MOST_BYTES:
        raise ValueError(f"this has more than {MOST_BYTES:,} bytes")
    return decode(content)[0]


if __name__ == "__main__":
    sys.exit(main())
