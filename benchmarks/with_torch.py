# mypy: disable-error-code="import-not-found"
"""The same work in eager PyTorch on one CPU thread: float64, torch.optim.SGD, parameters cloned after every epoch.

The random stream is the engine's, so that every start and every shuffle is the same and the results can be compared.
"""

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from benchmarks.engine import options
from benchmarks.measure import Side
from gdcore.run import Run

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)


def side(run: Run) -> Side:
    """The program that does the work of a Run; its tensors are made before the clock starts."""
    training, knobs = run.data.split(run.settings.seed).training, options(run)
    X, y = torch.tensor(training.X), torch.tensor(training.y)
    if run.model.name == "matrix_factorization":
        return lambda: factorization(X, y, run.data.split(0).stream, knobs)
    if run.model.name == "neural_network":
        return lambda: network(X, y, run.data.split(0).stream, knobs)
    if run.model.name == "support_vector_machine":
        y = 2.0 * y - 1.0
    elif run.model.name == "logistic_regression":
        y = y.double()
    return lambda: full_batch(run.model.name, X, y, knobs)


def parameters(module: nn.Module) -> list[Tensor]:
    """Copies of all parameters."""
    return [value.detach().clone() for value in module.parameters()]


def full_batch(name: str, X: Tensor, y: Tensor, knobs: dict[str, Any]) -> list[Any]:
    """The four models of one layer, one step an epoch."""
    layer = nn.Linear(X.shape[1], int(y.max()) + 1 if name == "softmax_regression" else 1)
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    optimizer = torch.optim.SGD(layer.parameters(), lr=knobs["learning_rate"])
    trace = []
    for _ in range(knobs["epochs"]):
        optimizer.zero_grad()
        scores = layer(X)
        if name == "linear_regression":
            loss = 0.5 * F.mse_loss(scores[:, 0], y)
        elif name == "logistic_regression":
            loss = F.binary_cross_entropy_with_logits(scores[:, 0], y)
        elif name == "softmax_regression":
            loss = F.cross_entropy(scores, y)
        else:
            loss = 0.5 * (layer.weight**2).sum() + knobs["C"] * F.relu(1 - y * scores[:, 0]).mean()
        loss.backward()
        optimizer.step()
        trace.append((loss.item(), *parameters(layer)))
    return trace


def network(X: Tensor, y: Tensor, stream: np.random.RandomState, knobs: dict[str, Any]) -> list[Any]:
    """One hidden layer, in mini-batches."""
    d, H, K = X.shape[1], knobs["hidden_units"], int(y.max()) + 1
    model = nn.Sequential(nn.Linear(d, H), nn.ReLU(), nn.Linear(H, K))
    with torch.no_grad():
        for layer, inputs, outputs in ((model[0], d, H), (model[2], H, K)):
            layer.weight.copy_(torch.tensor(stream.randn(inputs, outputs) * np.sqrt(2 / inputs)).T)
            layer.bias.zero_()
    optimizer = torch.optim.SGD(model.parameters(), lr=knobs["learning_rate"])
    trace = []
    for _ in range(knobs["epochs"]):
        order = torch.from_numpy(stream.permutation(len(y)))
        for batch in order.split(knobs["batch_size"]):
            optimizer.zero_grad()
            F.cross_entropy(model(X[batch]), y[batch]).backward()
            optimizer.step()
        with torch.no_grad():
            loss = F.cross_entropy(model(X), y).item()
        trace.append((loss, *parameters(model)))
    return trace


def factorization(X: Tensor, y: Tensor, stream: np.random.RandomState, knobs: dict[str, Any]) -> list[Any]:
    """Matrix factorization, one rating a step."""
    P = nn.Parameter(0.1 * torch.tensor(stream.randn(knobs["users"], knobs["rank"])))
    Q = nn.Parameter(0.1 * torch.tensor(stream.randn(knobs["items"], knobs["rank"])))
    optimizer = torch.optim.SGD([P, Q], lr=knobs["learning_rate"])
    strength, order = knobs["regularization"], np.arange(len(y))
    trace = []
    for _ in range(knobs["epochs"]):
        stream.shuffle(order)
        for place in order:
            optimizer.zero_grad()
            p, q = P[X[place, 0]], Q[X[place, 1]]
            loss = (y[place] - p @ q) ** 2 + strength * (p @ p + q @ q)
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            p, q = P[X[:, 0]], Q[X[:, 1]]
            total = ((y - (p * q).sum(1)) ** 2).mean() + strength * ((p**2).sum(1) + (q**2).sum(1)).mean()
        trace.append((total.item(), P.detach().clone(), Q.detach().clone()))
    return trace


def end(run: Run) -> np.ndarray:
    """All parameters after the last epoch, in the order and shapes of the engine."""
    last = side(run)()[-1][1:]
    if run.model.name == "matrix_factorization":
        return np.concatenate([value.numpy().ravel() for value in last])
    return np.concatenate([value.numpy().T.ravel() for value in last])
