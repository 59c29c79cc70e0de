"""Data sets: one kind a file. Each file may offer some by name, in a table `NAMED`; nothing lists the files."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from gdcore.data.base import Dataset, Rows, Split, Task

__all__ = ["Dataset", "Rows", "Split", "Task", "named"]


@cache
def named() -> dict[str, Dataset]:
    """Every data set that has a name, in the order of the files and of their tables."""
    found: dict[str, Dataset] = {}
    for info in iter_modules(__path__):
        found |= getattr(import_module(f"{__name__}.{info.name}"), "NAMED", {})
    return found
