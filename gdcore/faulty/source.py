"""The wrong line of a program and the right one, read off the source of the very functions that run.

A program has both in one place, `if self.mended: … else: …`, or `if not self.mended: …` where nothing stands in place of the wrong
line. Nothing is typed a second time.
"""

import ast
import inspect
from textwrap import dedent
from typing import Any, NamedTuple

MENDED = "self.mended"


class Lines(NamedTuple):
    """Source text; "" where there is no such line."""

    wrong: str
    right: str


def lines_that_differ(program: type[Any]) -> Lines:
    """The lines in which a mended program differs from the faulty one."""
    source = dedent(inspect.getsource(program))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.If):
            asked = ast.unparse(node.test)
            if asked == MENDED:
                return Lines(text_of(source, node.orelse), text_of(source, node.body))
            if asked == f"not {MENDED}":
                return Lines(text_of(source, node.body), text_of(source, node.orelse))
    return Lines("", "")


def text_of(source: str, statements: list[ast.stmt]) -> str:
    """Statements as they stand in the source, without what they are indented by."""
    if not statements:
        return ""
    lines = source.splitlines()[statements[0].lineno - 1 : statements[-1].end_lineno]
    return dedent("\n".join(lines))
