r"""The objective at many θ at once: the heights of a landscape.

For one θ the models are the authority; here the same objective is written for a stack of θ `(m, p)`, so that a plane of 3,600
points costs what a short run costs. A test holds the two together to 1e-9, and a model that is not listed here is simply
asked once a point.

| symbol | code | shape |
| --- | --- | --- |
| $\theta^{(1)} \dots \theta^{(m)}$ | `thetas` | `(m, p)` |
| $X, y$ | `X`, `y`, as the model's `inputs` and `targets` make them | `(n, d+1)`, `(n,)` or `(n, K)` |
| $L(\theta^{(1)}) \dots L(\theta^{(m)})$ | the result | `(m,)` |

`best_bias` answers the question that a picture over $(w_1, w_2)$ raises: with which bias? With the best one at each point,

$$h(w) = \min_b L(w, b)$$

which is convex wherever $L$ is, and which is the height of the valley floor below which no bias can get.
"""

import numpy as np

from gdcore.arrays import Array
from gdcore.models.base import Affine, Model
from gdcore.models.linear_regression import LinearRegression
from gdcore.models.logistic_regression import LogisticRegression
from gdcore.models.matrix_factorization import MatrixFactorization
from gdcore.models.neural_network import NeuralNetwork
from gdcore.models.softmax_regression import SoftmaxRegression
from gdcore.models.support_vector_machine import SupportVectorMachine

BLOCK = 200_000
"""Scores worked on at a time: what fits into the cache is several times faster than what does not."""

NETWORKS = 4
"""Networks whose hidden units are worked on at a time, for the same reason."""

BIAS_ERROR = 1e-11
"""The search for the best bias ends when the height is surely within this of its minimum."""

MOST_BIAS_STEPS = 100


def heights(model: Model, thetas: Array, X: Array, y: Array) -> Array:
    """The objective, penalty included, at each θ of a stack `(m, p)`: `(m,)`. A height that overflows is infinite."""
    rows = max(1, BLOCK // y.size)
    blocks = [thetas[first : first + rows] for first in range(0, len(thetas), rows)]
    with np.errstate(over="ignore", invalid="ignore"):
        found = np.concatenate([data_losses(model, block, X, y) for block in blocks])
        found += penalties(model, thetas, X)
    return np.where(np.isnan(found), np.inf, found)


def data_losses(model: Model, thetas: Array, X: Array, y: Array) -> Array:
    """`(m,)` the mean loss over the examples at each θ; of an unknown model the whole objective."""
    if isinstance(model, NeuralNetwork):
        return cross_entropy(network_scores(model, thetas, X), y)
    if isinstance(model, SoftmaxRegression):
        W = thetas.reshape(len(thetas), X.shape[1], -1)  # (m, d+1, K)
        return cross_entropy(W.transpose(0, 2, 1) @ X.T, y)
    if isinstance(model, MatrixFactorization):
        factors = thetas.reshape(len(thetas), -1, model.rank)
        residual = np.einsum("mnk,mnk->mn", factors[:, X[:, 0]], factors[:, X[:, 1]]) - y
        return np.einsum("mn,mn->m", residual, residual) / len(y)
    if isinstance(model, (LinearRegression, LogisticRegression, SupportVectorMachine)):
        return affine_losses(model, thetas @ X.T, y)
    return np.array([model.objective(theta, X, y).value for theta in thetas])


def affine_losses(model: Affine, scores: Array, y: Array) -> Array:
    """`(m,)` the mean loss of scores `(m, n)` for the three models with one score an example."""
    n = len(y)
    if isinstance(model, LinearRegression):
        residual = scores - y
        return np.einsum("mn,mn->m", residual, residual) / (2 * n)
    if isinstance(model, SupportVectorMachine):
        return model.C * np.fmax(1.0 - y * scores, 0.0).sum(axis=1) / n
    e = np.exp(-np.abs(scores))  # never above 1
    return (np.log1p(e).sum(axis=1) + np.fmax(scores, 0.0).sum(axis=1) - scores @ y) / n


def cross_entropy(Z: Array, y: Array) -> Array:
    """`(m,)` the mean cross-entropy of scores `(m, K, n)` for one-hot y `(n, K)`."""
    n = len(y)
    target = Z[:, y.argmax(axis=1), np.arange(n)]  # (m, n)
    top = Z.max(axis=1)
    Z -= top[:, None]
    np.exp(Z, out=Z)
    return (np.log(Z.sum(axis=1)).sum(axis=1) + (top - target).sum(axis=1)) / n


def network_scores(model: NeuralNetwork, thetas: Array, X: Array) -> Array:
    """`(m, K, n)` the scores of a network at each θ."""
    H, columns, n = model.hidden_units, X.shape[1], len(X)
    first = np.ascontiguousarray(
        thetas[:, : columns * H].reshape(-1, columns, H).transpose(0, 2, 1)
    )  # (m, H, d+1)
    second = thetas[:, columns * H :].reshape(len(thetas), H + 1, -1).transpose(0, 2, 1)  # (m, K, H+1)
    W2, b2 = np.ascontiguousarray(second[:, :, :H]), second[:, :, H:]
    Z, inputs = np.empty((len(thetas), second.shape[1], n)), np.ascontiguousarray(X.T)
    for start in range(0, len(thetas), NETWORKS):
        some = slice(start, start + NETWORKS)
        A = first[some].reshape(-1, columns) @ inputs  # one product for all of them
        np.fmax(A, 0.0, out=A)
        np.matmul(W2[some], A.reshape(-1, H, n), out=Z[some])
    return np.add(Z, b2, out=Z)


def penalties(model: Model, thetas: Array, X: Array) -> Array:
    """`(m,)` the penalty at each θ; 0 for an unknown model, whose data loss here already holds it."""
    if isinstance(model, MatrixFactorization):
        table_rows = thetas.shape[1] // model.rank
        ratings = np.repeat(
            np.bincount(X.ravel(), minlength=table_rows), model.rank
        )  # how often each factor is counted
        return model.regularization / len(X) * (thetas * thetas @ ratings)
    if isinstance(model, SupportVectorMachine):
        return 0.5 * (thetas[:, :-1] ** 2).sum(axis=1)
    if not isinstance(model, (LinearRegression, LogisticRegression, SoftmaxRegression, NeuralNetwork)):
        return np.zeros(len(thetas))
    weights = thetas[:, weight_entries(model, thetas.shape[1], X.shape[1])]
    return 0.5 * model.l2 * np.einsum("mp,mp->m", weights, weights) if model.l2 else np.zeros(len(thetas))


def weight_entries(model: Model, size: int, columns: int) -> Array:
    """The places in θ of length `size` that are weights, not biases; `columns` is d+1."""
    place = np.arange(size)
    if isinstance(model, NeuralNetwork):
        H = model.hidden_units
        classes = (size - columns * H) // (H + 1)
        return place[(place < (columns - 1) * H) | ((place >= columns * H) & (place < size - classes))]
    return place[: size - size // columns]  # the last of d+1 equal stretches is b


def best_bias(model: Affine, W: Array, X: Array, y: Array) -> Array:
    """`(m,)` the bias that makes the objective least at each w of a stack `(m, d)`; for an interval of them, its lower end.

    Logistic regression: Newton's method, with bisection wherever a step would leave the interval that must hold the answer.
    Support vector machine: exact. As b grows, each of the kinks at y − w·x adds 1/n to the slope, which starts at minus the
    share of positive examples; so the slope turns from negative at the kink of that rank.
    """
    s = W @ X[:, :-1].T  # (m, n): the scores without a bias
    n = len(y)
    if isinstance(model, SupportVectorMachine):
        rank = max(int(np.count_nonzero(y > 0)) - 1, 0)
        return np.partition(y - s, rank, axis=1)[:, rank]
    share = min(
        max(float(y.mean()), 1e-12), 1 - 1e-12
    )  # of class 1; with one class alone b would have no end
    middle = float(np.log(share / (1 - share)))
    low, high = middle - s.max(axis=1), middle - s.min(axis=1)
    b, rows = np.empty(len(W)), max(1, BLOCK // n)
    for first in range(0, len(W), rows):
        block = slice(first, first + rows)
        b[block] = root(s[block], share, low[block], high[block], middle)
    return b


def root(s: Array, share: float, low: Array, high: Array, middle: float) -> Array:
    """`(m,)` the b between `low` and `high` at which the mean of σ(s + b) is `share`, for s `(m, n)`."""
    b = np.clip(middle - np.median(s, axis=1), low, high)
    left = np.arange(len(s))  # the rows whose search goes on
    for _ in range(MOST_BIAS_STEPS):
        score = s[left] + b[left, None]
        e = np.exp(-np.abs(score))
        larger = 1.0 / (1.0 + e)  # σ(|score|); σ(−|score|) is e times that
        slope = np.where(score >= 0, larger, e * larger).mean(axis=1) - share
        curvature = np.fmax((e * larger * larger).mean(axis=1), 1e-300)
        at = b[left]
        low[left] = np.where(slope < 0, at, low[left])
        high[left] = np.where(slope > 0, at, high[left])
        open_ = (
            np.abs(slope) * (high[left] - low[left]) > BIAS_ERROR
        )  # convex: the height is no further off than this
        left, newton = left[open_], (at - slope / curvature)[open_]
        if not len(left):
            break
        inside = (newton > low[left]) & (newton < high[left])
        b[left] = np.where(inside, newton, 0.5 * (low[left] + high[left]))
    return b
