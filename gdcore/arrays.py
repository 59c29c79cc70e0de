"""The array type of the engine, and the helpers that every module shares."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]


@lru_cache(maxsize=1024)
def scalar(value: float) -> Array:
    """A number as an array without axes: beside a short array NumPy takes it twice as fast as it takes a Python number."""
    array = np.array(float(value))
    array.flags.writeable = False
    return array


def factor(value: Any) -> Array:
    """A number as `scalar` has it; a column of them, one for each θ of a stack, stays as it is."""
    return value if type(value) is np.ndarray else scalar(value)


ZERO, ONE = scalar(0.0), scalar(1.0)


def with_ones(X: Array) -> Array:
    """X `(n, d)` with a last column of ones `(n, d+1)`: the bias is then one more weight, and Xw + b one product."""
    return np.column_stack([X, np.ones(len(X))])


def read_only(array: Array) -> Array:
    """The same numbers as a view that cannot be written to."""
    view = array.view()
    view.flags.writeable = False
    return view


def inner(left: Array, right: Array) -> Any:
    """The inner product along the last axis: of two vectors a number, of two stacks `(m, p)` a row `(m,)`."""
    return left.dot(right) if left.ndim == 1 else np.vecdot(left, right)


def product(left: Array, right: Array) -> Array:
    """The product of two matrices, or of each matrix of a stack. For just two matrices `dot` starts quicker than `@`."""
    return left.dot(right) if left.ndim == right.ndim == 2 else left @ right


def matrices(flat: Array, rows: int) -> Array:
    """A vector as a matrix with so many rows; each vector of a stack as one."""
    return flat.reshape(rows, -1) if flat.ndim == 1 else flat.reshape(len(flat), rows, -1)


def vectors(matrix: Array) -> Array:
    """A matrix as one vector, row by row; each matrix of a stack as one."""
    return matrix.ravel() if matrix.ndim == 2 else matrix.reshape(len(matrix), -1)


BLOCK = 400_000
"""Numbers that the heights of one block are worked out from: what fits into the cache is several times faster than what does
not. A θ counts its length for every example, divided by the inputs: about as many scores and outputs of units it has."""


def blocks(thetas: Array, X: Array) -> Iterator[Array]:
    """A stack of θ `(m, p)` in parts that fit into the cache."""
    rows = max(1, BLOCK * X.shape[1] // (len(X) * thetas.shape[1]))
    return (thetas[first : first + rows] for first in range(0, len(thetas), rows))
