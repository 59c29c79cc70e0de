"""Models of K classes on paper: softmax regression on a few examples, and the network's way there and back on one."""

import numpy as np

from gdcore.arrays import Array
from gdcore.by_hand.paper import Batch, Penalty, Table, Work, names_of, parameters, total
from gdcore.by_hand.scores import features

MOST_UNITS = 3
"""Of more hidden units than one above this, the strongest are followed one by one, and the others together."""

CLASSES = "$k$ counts the classes from 1: $k = 1$ is the first one in the key of the picture."


def softmax(table: Table, Z: Array, targets: Array) -> Array:
    """Columns from the scores of r examples to the derivatives of their losses; both `(r, K)`, a row of the table each pair."""
    lead = table.work_out(r"Z'", r"Z - \max Z", (Z - Z.max(axis=1, keepdims=True)).ravel(), "shifted")
    e = table.work_out("E", r"e^{Z'}", np.exp(lead), "np.exp(shifted)")
    sums = np.repeat(e.reshape(Z.shape).sum(axis=1), Z.shape[1])
    whole = table.work_out(r"\Sigma", r"\text{sum of } E \text{ over the classes}", sums, "total")
    p = table.work_out("p", r"\dfrac{E}{\Sigma}", e / whole, "p")
    y = table.copy("Y", targets.ravel(), "targets")
    return table.work_out("dZ", "p - Y", p - y, "dZ").reshape(Z.shape)


def softmax_work(batch: Batch, penalty: Penalty) -> Work:
    """The work of softmax regression: θ is W `(d, K)` row by row, and then b `(K,)`."""
    columns, K = batch.X.shape[1], batch.y.shape[1]
    W = batch.theta.reshape(columns, K)
    pairs = [rf"{name}, k = {k + 1}" for name in batch.names for k in range(K)]
    table = Table("Scores, probabilities and residuals", pairs, each="example", note=CLASSES)
    for name, column in zip(features(columns - 1), batch.X.T, strict=False):
        table.copy(name, np.repeat(column, K), "X")
    terms = [rf"W[{j + 1},k] \cdot {name}" for j, name in enumerate(features(columns - 1))]
    Z = table.work_out("Z", total([*terms, "b_k"]), (batch.X @ W).ravel(), "Z").reshape(-1, K)
    dZ = softmax(table, Z, batch.y)
    places = np.arange(W.size)
    sums = Table("The gradient, a sum over the batch", names_of(batch.layout, places))
    sums.note = "Of $W[j,k]$ the input is $x_j$; of the bias $b_k$ it is 1."
    pulls = [
        sums.work_out(name, r"dZ_k \cdot x_j", np.outer(x, derivative).ravel(), "dZ")
        for name, x, derivative in zip(batch.names, batch.X, dZ, strict=True)
    ]
    return Work([parameters(batch, places), table], places, sums, pulls, penalty)


def network_work(batch: Batch, first: Array, second: Array, penalty: Penalty) -> Work:
    """The work of a network on the first of the examples: W1 with b1 as its last row `(d+1, H)`, W2 with b2 `(H+1, K)`.

    Only the units that send most into the scores are followed one by one.
    """
    (x, *_), (target, *_), (name, *_) = batch.X, batch.y, batch.names
    d, H, K = len(x) - 1, len(second) - 1, len(target)
    sent = np.maximum(x @ first, 0.0) * np.linalg.norm(second[:-1], axis=1)
    most = H if H <= MOST_UNITS + 1 else MOST_UNITS
    units = np.sort(np.argsort(-sent, kind="stable")[:most])
    others = np.delete(np.arange(H), units)

    example = Table("The example", [name], each="example")
    for symbol, value in zip(features(d), x, strict=False):
        example.copy(symbol, value, "X")
    hidden = Table("Forward: the hidden layer", [f"h = {unit + 1}" for unit in units], each="unit")
    hidden.note = "$h$ counts the hidden units from 1: $h = 1$ is unit 0 of the picture." + (
        "" if not len(others) else " These send most into the scores."
    )
    for j in range(d):
        hidden.copy(f"W_1[{j + 1},h]", first[j, units], "first")
    hidden.copy("b_1[h]", first[-1, units], "first")
    terms = [rf"W_1[{j + 1},h] \cdot {symbol}" for j, symbol in enumerate(features(d))]
    z = hidden.work_out("z", total([*terms, "b_1[h]"]), x @ first[:, units], "product(first.mT, X.T)")
    A = hidden.work_out("A", r"\max(0, z)", np.maximum(z, 0.0), "A")

    outputs = Table("Forward: scores and probabilities", [f"k = {k + 1}" for k in range(K)], each="class")
    outputs.note = CLASSES
    W2 = np.array([outputs.copy(f"W_2[{unit + 1},k]", second[unit], "second") for unit in units])
    terms = [rf"A_{{{unit + 1}}} \cdot W_2[{unit + 1},k]" for unit in units]
    rest: Array | float = 0.0
    if len(others):
        together = np.maximum(x @ first[:, others], 0.0) @ second[others]
        rest = outputs.copy(r"\text{others}", together)
        terms.append(r"\text{others}")
        outputs.note += f" Others: what the other {len(others)} hidden units send, added up by the machine."
    b2 = outputs.copy("b_2[k]", second[-1], "second")
    Z = outputs.work_out("Z", total([*terms, "b_2[k]"]), A @ W2 + rest + b2, "Z")
    dZ = softmax(outputs, Z[None], target[None])[0]

    back = Table("Backward: through the second layer and the ReLU", hidden.rows, each="unit")
    terms = [rf"W_2[h,{k + 1}] \cdot dZ_{{{k + 1}}}" for k in range(K)]
    through = back.work_out(r"dA", total(terms), W2 @ dZ, "product(second[..., :-1, :], dZ)")
    dA = back.work_out(r"dz", r"dA \text{ if } A > 0 \text{, else } 0", through * (A > 0), "dA")

    rows, entries = np.arange(d + 1)[:, None], np.arange(K)
    in_first, in_second = rows * H + units, (d + 1) * H + np.append(units, H)[:, None] * K + entries
    places = np.concatenate([in_second.ravel(), in_first.ravel()])
    sums = Table("Backward: the gradient, a sum over the batch", names_of(batch.layout, places))
    sums.note = (
        "A weight's gradient is what goes into it, times the derivative of where it leads: in the second layer $A$ and $dZ$, in "
        "the first $x$ and $dz$. Into a bias goes 1."
    )
    inputs = sums.copy(r"\text{in}", np.concatenate([np.repeat([*A, 1.0], K), np.repeat(x, len(units))]))
    outcome = np.concatenate([np.tile(dZ, len(units) + 1), np.tile(dA, d + 1)])
    derivative = sums.copy(r"\text{derivative}", outcome)
    pull = sums.work_out(name, r"\text{in} \cdot \text{derivative}", inputs * derivative)
    return Work([example, hidden, outputs, back], places, sums, [pull], penalty)
