"""Questions for the tests of the office; worker processes find them here."""

import os
import time
from dataclasses import dataclass

from gdapp.answers.question import Progress, Question


@dataclass(frozen=True)
class Process(Question[int]):
    """Which process answers."""

    number: int = 0

    def steps(self):
        yield None
        return os.getpid()


@dataclass(frozen=True)
class Slow(Question[str]):
    """Takes so many steps of 0.02 s, and notes each in a file."""

    file: str
    count: int

    def steps(self):
        for number in range(self.count):
            time.sleep(0.02)
            with open(self.file, "a") as noted:
                noted.write(f"{os.getpid()}\n")
            yield Progress(number, self.count)
        return self.file


@dataclass(frozen=True)
class Deadly(Question[str]):
    """Kills its process as long as a file has fewer lines than `lives`, and adds one each time."""

    file: str
    lives: int

    def steps(self):
        yield None
        with open(self.file, "a+") as noted:
            noted.seek(0)
            deaths = len(noted.readlines())
            noted.write("died\n")
        if deaths < self.lives:
            os._exit(1)
        return "alive"


@dataclass(frozen=True)
class Wrong(Question[str]):
    """Is a programming error."""

    def steps(self):
        yield None
        raise KeyError("no such thing")


@dataclass(frozen=True)
class Large(Question[bytes]):
    """An answer of a million bytes."""

    number: int

    def steps(self):
        yield None
        return bytes(10**6)
