"""The six models as plain NumPy loops, the way a tutorial writes them: the yardstick that the engine is measured by.

Each takes the rows, the random stream as the rows left it and the same knobs as the engine, trains, and returns a copy of the
parameters and the loss for every epoch. Nothing here is tuned, and nothing is slow on purpose: whole arrays wherever an
article would use them, `np.mean`, `log(p + 1e-12)`, one-hot targets, softmax with `keepdims`. As such articles do, the
full-batch loops record the loss before the step (so it costs no forward pass of its own) and the others after the epoch.
"""

from typing import Any

import numpy as np
from numpy.random import RandomState

Trace = list[tuple[Any, ...]]
"""One entry an epoch: the loss, then copies of the parameters."""


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def softmax(z: Any) -> Any:
    z = z - np.max(z, axis=1, keepdims=True)
    e = np.exp(z)
    return e / np.sum(e, axis=1, keepdims=True)


def linear_regression(X: Any, y: Any, stream: RandomState, *, learning_rate: float, epochs: int) -> Trace:
    x = X[:, 0]
    w, b = 0.0, 0.0
    trace: Trace = []
    for _ in range(epochs):
        error = w * x + b - y
        loss = 0.5 * np.mean(error**2)
        dw = np.mean(error * x)
        db = np.mean(error)
        w -= learning_rate * dw
        b -= learning_rate * db
        trace.append((loss, w, b))
    return trace


def logistic_regression(
    X: Any, y: Any, stream: RandomState, *, learning_rate: float, epochs: int, batch_size: int | None = None
) -> Trace:
    n = len(y)
    w, b = np.zeros(X.shape[1]), 0.0
    trace: Trace = []
    for _ in range(epochs):
        if batch_size is None:
            p = sigmoid(X @ w + b)
            loss = -np.mean(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))
            error = p - y
            w -= learning_rate * (X.T @ error) / n
            b -= learning_rate * np.mean(error)
        else:
            order = stream.permutation(n)
            for start in range(0, n, batch_size):
                batch = order[start : start + batch_size]
                xb, yb = X[batch], y[batch]
                error = sigmoid(xb @ w + b) - yb
                w -= learning_rate * (xb.T @ error) / len(batch)
                b -= learning_rate * np.mean(error)
            p = sigmoid(X @ w + b)
            loss = -np.mean(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))
        trace.append((loss, w.copy(), b))
    return trace


def softmax_regression(
    X: Any, y: Any, stream: RandomState, *, learning_rate: float, epochs: int, batch_size: int | None = None
) -> Trace:
    n, d = X.shape
    K = int(y.max()) + 1
    Y = np.eye(K)[y]
    W, b = np.zeros((d, K)), np.zeros(K)
    trace: Trace = []
    for _ in range(epochs):
        if batch_size is None:
            p = softmax(X @ W + b)
            loss = -np.mean(np.sum(Y * np.log(p + 1e-12), axis=1))
            error = p - Y
            W -= learning_rate * (X.T @ error) / n
            b -= learning_rate * np.mean(error, axis=0)
        else:
            order = stream.permutation(n)
            for start in range(0, n, batch_size):
                batch = order[start : start + batch_size]
                xb, yb = X[batch], Y[batch]
                error = softmax(xb @ W + b) - yb
                W -= learning_rate * (xb.T @ error) / len(batch)
                b -= learning_rate * np.mean(error, axis=0)
            p = softmax(X @ W + b)
            loss = -np.mean(np.sum(Y * np.log(p + 1e-12), axis=1))
        trace.append((loss, W.copy(), b.copy()))
    return trace


def neural_network(
    X: Any,
    y: Any,
    stream: RandomState,
    *,
    learning_rate: float,
    epochs: int,
    batch_size: int | None,
    hidden_units: int,
) -> Trace:
    n, d = X.shape
    K = int(y.max()) + 1
    Y = np.eye(K)[y]
    W1, b1 = stream.randn(d, hidden_units) * np.sqrt(2 / d), np.zeros(hidden_units)
    W2, b2 = stream.randn(hidden_units, K) * np.sqrt(2 / hidden_units), np.zeros(K)
    size = batch_size or n
    trace: Trace = []
    for _ in range(epochs):
        order = stream.permutation(n)
        for start in range(0, n, size):
            batch = order[start : start + size]
            xb, yb = X[batch], Y[batch]
            z1 = xb @ W1 + b1
            h = np.maximum(0, z1)
            p = softmax(h @ W2 + b2)
            dz2 = (p - yb) / len(batch)
            dW2 = h.T @ dz2
            db2 = np.sum(dz2, axis=0)
            dz1 = (dz2 @ W2.T) * (z1 > 0)
            dW1 = xb.T @ dz1
            db1 = np.sum(dz1, axis=0)
            W1 -= learning_rate * dW1
            b1 -= learning_rate * db1
            W2 -= learning_rate * dW2
            b2 -= learning_rate * db2
        p = softmax(np.maximum(0, X @ W1 + b1) @ W2 + b2)
        loss = -np.mean(Y * np.log(p + 1e-12))
        trace.append((loss, W1.copy(), b1.copy(), W2.copy(), b2.copy()))
    return trace


def support_vector_machine(
    X: Any, y: Any, stream: RandomState, *, learning_rate: float, epochs: int, C: float
) -> Trace:
    n, d = X.shape
    t = np.where(y == 1, 1.0, -1.0)
    w, b = np.zeros(d), 0.0
    trace: Trace = []
    for _ in range(epochs):
        margins = t * (X @ w + b)
        loss = 0.5 * np.sum(w**2) + C * np.mean(np.maximum(0, 1 - margins))
        active = margins < 1
        dw = w - C * (X[active].T @ t[active]) / n
        db = -C * np.sum(t[active]) / n
        w -= learning_rate * dw
        b -= learning_rate * db
        trace.append((loss, w.copy(), b))
    return trace


def matrix_factorization(
    X: Any,
    y: Any,
    stream: RandomState,
    *,
    learning_rate: float,
    epochs: int,
    users: int,
    items: int,
    rank: int,
    regularization: float,
) -> Trace:
    R, mask = np.zeros((users, items)), np.zeros((users, items), dtype=bool)
    R[X[:, 0], X[:, 1]], mask[X[:, 0], X[:, 1]] = y, True
    P, Q = 0.1 * stream.randn(users, rank), 0.1 * stream.randn(items, rank)
    cells = X.copy()
    trace: Trace = []
    for _ in range(epochs):
        stream.shuffle(cells)
        for i, j in cells:
            error = R[i, j] - P[i] @ Q[j]
            dP = -2 * error * Q[j] + 2 * regularization * P[i]
            dQ = -2 * error * P[i] + 2 * regularization * Q[j]
            P[i] -= learning_rate * dP
            Q[j] -= learning_rate * dQ
        squares = (R - P @ Q.T)[mask] ** 2
        loss = np.mean(squares) + regularization * (np.sum(P**2) + np.sum(Q**2))
        trace.append((loss, P.copy(), Q.copy()))
    return trace
