"""The unit tests of the JavaScript, each file in a Node of its own."""

from pathlib import Path

import pytest

FILES = sorted(Path(__file__).parent.glob("*.test.js"))


def test_there_are_tests():
    assert {"tracks.test.js", "colors.test.js", "figure.test.js"} <= {path.name for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_of_a_module(node, path):
    # In this one process: a test that never ends is then ended with it, not left running.
    done = node("--test", "--test-isolation=none", "--test-reporter=spec", path)
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)
