"""The least-squares line, and what inputs do not see, by linear algebra."""

import numpy as np

from gdcore.arrays import Array

RANK_ERROR = 1e-12
"""Singular values below this share of the largest are 0."""


def least_squares(X: Array, y: Array, l2: float) -> Array:
    """θ `(d+1,)` of ½ mean square error + ½ l2 ‖w‖², for X `(n, d+1)` with a last column of ones.

    The penalty is √(n · l2) more rows that ask each weight to be 0 (Hoerl and Kennard 1970).
    """
    extra = np.sqrt(len(y) * l2) * np.eye(X.shape[1])[:-1]
    theta: Array = np.linalg.lstsq(np.vstack([X, extra]), np.append(y, np.zeros(len(extra))), rcond=None)[0]
    return theta


def null_space(X: Array) -> Array:
    """`(q, d+1)` orthonormal θ with X θ = 0: columns are scaled first, so that a small feature is not taken for none."""
    size = np.fmax(np.abs(X).max(axis=0), 1e-300)
    _, lengths, rows = np.linalg.svd(X / size, full_matrices=False)
    found = rows[lengths <= RANK_ERROR * lengths[0]] / size
    return np.linalg.qr(found.T)[0].T if len(found) else found
