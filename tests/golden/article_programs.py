"""Six plain NumPy programs in the manner of the article, one function a model, seed and knobs as arguments.

They share nothing with the engine: loops over epochs and batches, and for the factorization over single
ratings, with the gradient written out by hand. Each draws everything from one RandomState, in the order that
README.md gives, and returns the data, the parameters after every epoch (entry 0 is the start) and the losses
as the article prints them.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.random import RandomState
from sklearn.datasets import make_blobs

Array = Any
TINY = 1e-12
"""The article's guard inside its logarithms."""


class Program(NamedTuple):
    """What a program leaves behind."""

    X: Array  # (n, d); for ratings the observed cells (n, 2)
    y: Array  # (n,)
    params: dict[str, Array]  # name -> (E+1, ...) values after each epoch
    losses: list[float]  # as the article prints them


class Tape:
    """Keeps a copy of the parameters after each epoch."""

    def __init__(self, **params: Array) -> None:
        self.rows: dict[str, list[Array]] = {name: [] for name in params}
        self.add(**params)

    def add(self, **params: Array) -> None:
        for name, value in params.items():
            self.rows[name].append(np.array(value, float))

    def params(self) -> dict[str, Array]:
        return {name: np.array(values) for name, values in self.rows.items()}


def sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def softmax(Z: Array) -> Array:
    """Probabilities (n, K) of scores (n, K)."""
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def linear_loss(params: dict[str, Array], X: Array, y: Array) -> float:
    return float(0.5 * np.mean((X @ params["w"].reshape(-1) + params["b"] - y) ** 2))


def logistic_loss(params: dict[str, Array], X: Array, y: Array) -> float:
    p = sigmoid(X @ params["w"] + params["b"])
    return float(-np.mean(y * np.log(p + TINY) + (1 - y) * np.log(1 - p + TINY)))


def softmax_loss(params: dict[str, Array], X: Array, y: Array) -> float:
    P = softmax(X @ params["W"] + params["b"])
    return float(-np.mean(np.log(P[np.arange(len(y)), y] + TINY)))


def network_loss(params: dict[str, Array], X: Array, y: Array) -> float:
    """The mean over samples **and** classes: 1/K of the cross-entropy."""
    P = softmax(np.maximum(0, X @ params["W1"] + params["b1"]) @ params["W2"] + params["b2"])
    return float(-np.mean(np.eye(P.shape[1])[y] * np.log(P + TINY)))


def svm_loss(params: dict[str, Array], X: Array, y: Array, C: float = 1.0) -> float:
    margins = (2 * y - 1) * (X @ params["w"] + params["b"])
    return float(0.5 * params["w"] @ params["w"] + C * np.mean(np.maximum(0, 1 - margins)))


def factorization_loss(params: dict[str, Array], X: Array, y: Array, reg: float = 0.1) -> float:
    """The mean square error + reg(‖P‖² + ‖Q‖²), every row of P and Q counted once."""
    P, Q = params["P"], params["Q"]
    error = y - np.sum(P[X[:, 0]] * Q[X[:, 1]], axis=1)
    return float(np.mean(error**2) + reg * (np.sum(P**2) + np.sum(Q**2)))


def linear_regression(
    seed: int = 0,
    learning_rate: float = 0.05,
    epochs: int = 200,
    regularization: float = 0.0,
    n: int = 200,
    noise: float = 0.7,
) -> Program:
    rng = RandomState(seed)
    x = np.linspace(-3, 3, n)
    y = 2 * x - 0.3 + noise * rng.randn(n)
    w, b = 0.0, 0.0
    tape, losses = Tape(w=[w], b=b), []
    for _ in range(epochs):
        error = w * x + b - y
        losses.append(0.5 * np.mean(error**2))
        w, b = (
            w - learning_rate * (np.mean(error * x) + regularization * w),
            b - learning_rate * np.mean(error),
        )
        tape.add(w=[w], b=b)
    return Program(x[:, None], y, tape.params(), losses)


def logistic_regression(
    seed: int = 1,
    learning_rate: float = 0.2,
    epochs: int = 300,
    regularization: float = 0.0,
    n: int = 300,
    noise: float = 1.2,
) -> Program:
    rng = RandomState(seed)
    X, y = make_blobs(n_samples=n, centers=2, cluster_std=noise, random_state=rng)
    w, b = np.zeros(2), 0.0
    tape, losses = Tape(w=w, b=b), []
    for _ in range(epochs):
        losses.append(logistic_loss({"w": w, "b": b}, X, y))
        error = sigmoid(X @ w + b) - y
        w = w - learning_rate * (X.T @ error / n + regularization * w)
        b = b - learning_rate * np.mean(error)
        tape.add(w=w, b=b)
    return Program(X, y, tape.params(), losses)


def softmax_regression(
    seed: int = 2,
    learning_rate: float = 0.2,
    epochs: int = 300,
    regularization: float = 0.0,
    n: int = 450,
    noise: float = 1.5,
    classes: int = 3,
) -> Program:
    rng = RandomState(seed)
    X, y = make_blobs(n_samples=n, centers=classes, cluster_std=noise, random_state=rng)
    Y = np.eye(classes)[y]
    W, b = np.zeros((2, classes)), np.zeros(classes)
    tape, losses = Tape(W=W, b=b), []
    for _ in range(epochs):
        losses.append(softmax_loss({"W": W, "b": b}, X, y))
        error = softmax(X @ W + b) - Y
        W = W - learning_rate * (X.T @ error / n + regularization * W)
        b = b - learning_rate * error.mean(axis=0)
        tape.add(W=W, b=b)
    return Program(X, y, tape.params(), losses)


def neural_network(
    seed: int = 3,
    learning_rate: float = 0.05,
    epochs: int = 200,
    batch_size: int = 64,
    regularization: float = 0.0,
    n: int = 450,
    noise: float = 1.5,
    classes: int = 3,
    hidden_units: int = 32,
    drop_short_batch: bool = False,
) -> Program:
    """`drop_short_batch` leaves out the last batch where it is short, which the article does not."""
    rng, used = RandomState(seed), n - n % batch_size if drop_short_batch else n
    X, y = make_blobs(n_samples=n, centers=classes, cluster_std=noise, random_state=rng)
    Y = np.eye(classes)[y]
    W1 = rng.randn(2, hidden_units) * np.sqrt(2 / 2)
    W2 = rng.randn(hidden_units, classes) * np.sqrt(2 / hidden_units)
    b1, b2 = np.zeros(hidden_units), np.zeros(classes)
    tape, losses = Tape(W1=W1, b1=b1, W2=W2, b2=b2), []
    for _ in range(epochs):
        order = rng.permutation(n)
        for first in range(0, used, batch_size):
            batch = order[first : first + batch_size]
            A = np.maximum(0, X[batch] @ W1 + b1)
            dZ = (softmax(A @ W2 + b2) - Y[batch]) / len(batch)
            dA = dZ @ W2.T * (A > 0)
            W2 = W2 - learning_rate * (A.T @ dZ + regularization * W2)
            b2 = b2 - learning_rate * dZ.sum(axis=0)
            W1 = W1 - learning_rate * (X[batch].T @ dA + regularization * W1)
            b1 = b1 - learning_rate * dA.sum(axis=0)
        losses.append(network_loss({"W1": W1, "b1": b1, "W2": W2, "b2": b2}, X, y))
        tape.add(W1=W1, b1=b1, W2=W2, b2=b2)
    return Program(X, y, tape.params(), losses)


def support_vector_machine(
    seed: int = 4,
    learning_rate: float = 0.01,
    epochs: int = 500,
    regularization: float = 1.0,
    n: int = 300,
    noise: float = 1.2,
) -> Program:
    rng, C = RandomState(seed), regularization
    X, y = make_blobs(n_samples=n, centers=2, cluster_std=noise, random_state=rng)
    sign = np.where(y == 1, 1, -1)
    w, b = np.zeros(2), 0.0
    tape, losses = Tape(w=w, b=b), []
    for _ in range(epochs):
        losses.append(svm_loss({"w": w, "b": b}, X, y, C))
        inside = sign * (X @ w + b) < 1
        dw = w - C * (sign[inside, None] * X[inside]).sum(axis=0) / n
        db = -C * sign[inside].sum() / n
        w, b = w - learning_rate * dw, b - learning_rate * db
        tape.add(w=w, b=b)
    return Program(X, y, tape.params(), losses)


def matrix_factorization(
    seed: int = 5,
    learning_rate: float = 0.01,
    epochs: int = 80,
    regularization: float = 0.1,
    noise: float = 0.5,
    users: int = 30,
    items: int = 25,
    density: float = 0.4,
    true_rank: int = 4,
    rank: int = 4,
) -> Program:
    rng = RandomState(seed)
    U, V = rng.randn(users, true_rank), rng.randn(items, true_rank)
    mask = rng.rand(users, items) < density
    R = U @ V.T + noise * rng.randn(users, items)
    P, Q = 0.1 * rng.randn(users, rank), 0.1 * rng.randn(items, rank)
    cells = np.argwhere(mask)
    X, y = cells.copy(), R[mask]
    tape, losses = Tape(P=P, Q=Q), []
    for _ in range(epochs):
        rng.shuffle(cells)
        for i, j in cells:
            error, p, q = R[i, j] - P[i] @ Q[j], P[i].copy(), Q[j].copy()
            P[i] += 2 * learning_rate * (error * q - regularization * p)
            Q[j] += 2 * learning_rate * (error * p - regularization * q)
        losses.append(factorization_loss({"P": P, "Q": Q}, X, y, regularization))
        tape.add(P=P, Q=Q)
    return Program(X, y, tape.params(), losses)


PROGRAMS = {
    program.__name__: program
    for program in (
        linear_regression,
        logistic_regression,
        softmax_regression,
        neural_network,
        support_vector_machine,
        matrix_factorization,
    )
}

LOSSES = {
    "linear_regression": linear_loss,
    "logistic_regression": logistic_loss,
    "softmax_regression": softmax_loss,
    "neural_network": network_loss,
    "support_vector_machine": svm_loss,
    "matrix_factorization": factorization_loss,
}
"""The loss that the article prints, as a function of parameters and data."""

RECORDED_AFTER_THE_EPOCH = ("neural_network", "matrix_factorization")
"""Here entry e of the printed list belongs to the parameters after e+1 epochs, elsewhere to those after e."""
