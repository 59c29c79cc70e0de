"""The array type of the engine, two constants and the two helpers that every module shares."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]

ZERO, ONE = np.zeros(()), np.ones(())
"""As arrays without axes: beside a short array NumPy takes them twice as fast as it takes a Python number."""
ZERO.flags.writeable = ONE.flags.writeable = False


def with_ones(X: Array) -> Array:
    """X `(n, d)` with a last column of ones `(n, d+1)`: the bias is then one more weight, and Xw + b one product."""
    return np.column_stack([X, np.ones(len(X))])


def read_only(array: Array) -> Array:
    """The same numbers as a view that cannot be written to."""
    view = array.view()
    view.flags.writeable = False
    return view
