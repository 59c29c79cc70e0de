"""Files that mean no good, or that nobody meant: a clear sentence, no traceback, and no more memory than a file may take."""

import gzip
import io
import json
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from gdcore.data import Task
from gdcore.data.own import LONGEST_NAME
from gdcore.data.reading.choice import choose
from gdcore.data.reading.sheet import MOST_BYTES, read_sheet

ROOT = Path(__file__).parents[2]
MANY = 1_000_000


def archive():
    """A small archive that unfolds to a hundred megabytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("table.csv", b"0" * 100_000_000)
    return file.getvalue()


FILES = {
    "zip bomb": archive,
    "gzip bomb": lambda: gzip.compress(b"0" * 100_000_000),
    "spreadsheet": lambda: b"PK\x03\x04" + bytes(200),
    "old spreadsheet": lambda: b"\xd0\xcf\x11\xe0" + bytes(200),
    "picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(200),
    "noise": lambda: random.Random(1).randbytes(2_000_000),
    "zeros": lambda: bytes(2_000_000),
    "a million columns": lambda: (",".join(["1"] * MANY) + "\n").encode() * 5,
    "a header of a million names": lambda: (
        ",".join(f"c{k}" for k in range(MANY)) + "\n" + "1,2\n" * 500
    ).encode(),
    "five million rows": lambda: b"1,2\n" * 4_900_000,
    "one long line": lambda: b"a" * 19_000_000,
    "nothing but quotes": lambda: b'"' * 5_000_000,
    "nothing but commas": lambda: b"," * 5_000_000,
    "nothing but lines": lambda: b"\n" * 10_000_000,
    "too large": lambda: b"1,2\n" * (MOST_BYTES // 4 + 1),
    "deep JSON": lambda: b"[" * 500_000,
    "JSON of no records": lambda: json.dumps({"a": {"b": [1, 2]}}).encode(),
    "a page": lambda: b"<!DOCTYPE html><html><body><table><tr><td>1</td></tr></table></body></html>",
    "a mark and nothing": lambda: b"\xff\xfe",
    "half a letter": lambda: b"\xff\xfea",
}


@pytest.mark.parametrize("name", FILES)
def test_no_table_is_a_sentence_that_says_what_to_do(name):
    with pytest.raises(ValueError) as refused:
        choose(read_sheet(FILES[name]()), Task.REGRESSION)
    said = str(refused.value)
    assert said.endswith(".") and len(said) < 400


BOUNDED = """
import resource, sys
from tests.unit.test_hostile_files import FILES, Task, choose, read_sheet
resource.setrlimit(resource.RLIMIT_DATA, (900_000_000, 900_000_000))
for name, make in FILES.items():
    try:
        choose(read_sheet(make()), Task.REGRESSION)
    except ValueError:
        print(name)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process so")
def test_no_file_takes_more_memory_than_there_is():
    done = subprocess.run(
        [sys.executable, "-c", BOUNDED], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:-1] == list(FILES)


NAMES = [
    "=1+1",
    "=cmd|'/c calc'!A0",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "%{x}",
    "\u202egnp",
    "a" * 5_000,
]


@pytest.mark.parametrize("text", NAMES)
def test_a_name_or_a_class_is_a_text_and_nothing_else(text):
    content = f'"{text}",b,class\n' + "".join(
        f'{k},{k * k % 7},"{text if k % 2 else "c"}"\n' for k in range(20)
    )
    sheet = read_sheet(content.encode())
    if len(text) > LONGEST_NAME:
        with pytest.raises(ValueError, match="longer than 60 characters"):
            choose(sheet, Task.CLASSIFICATION)
    else:
        assert text in choose(sheet, Task.CLASSIFICATION).data.class_names
