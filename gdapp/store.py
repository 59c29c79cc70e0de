"""A store that holds what was worked out last, up to a bound on memory."""

import sys
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from threading import RLock
from typing import Any, Generic, TypeVar

import numpy as np

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Store(Generic[Key, Value]):
    """Values by their keys. What was unused for longest makes room; what was put in last is kept however large it is."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._bytes: dict[Key, int] = {}
        self._total = 0
        self._grown: set[Key] = set()
        self._lock = RLock()

    def __len__(self) -> int:
        return len(self._values)

    @property
    def nbytes(self) -> int:
        """The bytes of all values when they were last weighed."""
        return self._total

    def get(self, key: Key) -> Value | None:
        """The value under an equal key, if it is still kept."""
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
                self._grown.add(key)
            return value

    def put(self, key: Key, value: Value) -> Value:
        """Keep a value, unless an equal key has one. Return the one that is kept."""
        with self._lock:
            value = self._values.setdefault(key, value)
            self._values.move_to_end(key)
            self._grown.add(key)
            self.make_room()
            self._grown.add(key)  # it may grow further, as it is looked at
        return value

    def make_room(self) -> None:
        """Weigh what was used since the last time, for a value may grow as it is looked at; forget what is too much."""
        with self._lock:
            for key in self._grown:
                if key in self._values:
                    now = size_in_bytes([key, self._values[key]])
                    self._total += now - self._bytes.get(key, 0)
                    self._bytes[key] = now
            self._grown.clear()
            while self._total > self.most_bytes and len(self._values) > 1:
                key, _ = self._values.popitem(last=False)
                self._total -= self._bytes.pop(key)


def size_in_bytes(objects: Iterable[Any]) -> int:
    """The bytes of some objects and of all that they hold, each counted once; code and classes are not counted."""
    total, seen, left = 0, set[int](), list(objects)
    while left:
        thing = left.pop()
        if thing is None or id(thing) in seen or isinstance(thing, type) or callable(thing):
            continue
        seen.add(id(thing))
        if isinstance(thing, np.ndarray):
            if thing.base is not None:
                left.append(thing.base)  # a view takes next to nothing; what it looks at does
                continue
            total += thing.nbytes
        total += sys.getsizeof(thing) if not isinstance(thing, np.ndarray) else 0
        if isinstance(thing, dict):
            left.extend(thing.values())
        elif isinstance(thing, (list, tuple, set)):
            left.extend(thing)
        left.extend(getattr(thing, "__dict__", {}).values())
    return total
