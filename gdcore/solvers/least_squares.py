"""The least-squares line by linear algebra."""

import numpy as np

from gdcore.arrays import Array


def least_squares(X: Array, y: Array, l2: float) -> Array:
    """θ `(d+1,)` of ½ mean square error + ½ l2 ‖w‖², for X `(n, d+1)` with a last column of ones.

    The penalty is √(n · l2) more rows that ask each weight to be 0 (Hoerl and Kennard 1970).
    """
    extra = np.sqrt(len(y) * l2) * np.eye(X.shape[1])[:-1]
    theta: Array = np.linalg.lstsq(np.vstack([X, extra]), np.append(y, np.zeros(len(extra))), rcond=None)[0]
    return theta
