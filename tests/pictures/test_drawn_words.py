"""The figures and the sentence under the picture: every number in them is the one of the epoch."""

import re

import numpy as np
import pytest
from cases import ALL
from planes import nearest_optimum
from reading import agrees, derivative, numbers, objective, read
from scenes import shown

ACCURATE = ("logistic_regression", "softmax_regression", "neural_network", "support_vector_machine")


def metric(seen, epoch, rows):
    """Accuracy, R² or RMSE of some rows, by the predictions of the history."""
    predicted = seen.history.predict(rows.X, epoch)
    if seen.case.page in ACCURATE:
        return np.mean(predicted == rows.y)
    missed = (predicted - rows.y) ** 2
    if seen.case.page == "matrix_factorization":
        return np.sqrt(missed.mean())
    if seen.case.page == "linear_regression":
        return 1 - missed.sum() / ((rows.y - rows.y.mean()) ** 2).sum()
    scores, (_, y) = seen.history.scores(rows.X, epoch), seen.history.prepared(rows)
    return seen.case.run.model.metric(scores, y)  # of a model that is not known here, its own word


def loss(seen, epoch):
    """The objective of an epoch."""
    return objective(seen.history, seen.history.theta[epoch])


def share(text, value):
    """Whether a percentage with one decimal says a share."""
    return text.endswith(" %") and abs(read(text) - 100 * value) <= 0.0501


@pytest.mark.parametrize("case", ALL, ids=str)
def test_the_readouts_of_loss_and_metric(case):
    seen, rows = shown(case), shown(case).history.training
    label = "Accuracy" if case.page in ACCURATE else case.run.model.metric_name
    for epoch in seen.epochs:
        assert agrees(read(seen.picture.readouts["Loss"][epoch]), loss(seen, epoch))
        text, value = seen.picture.readouts[label][epoch], metric(seen, epoch, rows)
        assert share(text, value) if case.page in ACCURATE else agrees(read(text), value)


@pytest.mark.parametrize("case", ALL, ids=str)
def test_the_readout_of_the_distance_to_the_optimum_or_of_the_slope(case):
    seen, theta, checked = shown(case), shown(case).history.theta, 0
    assert ("Distance to optimum" in seen.picture.readouts) == (seen.best.theta is not None)
    for epoch in seen.epochs:
        if seen.best.theta is not None:
            best = nearest_optimum(seen, theta[epoch])
            apart = sum((a - b) ** 2 for a, b in zip(theta[epoch], best, strict=True)) ** 0.5
            assert agrees(read(seen.picture.readouts["Distance to optimum"][epoch]), apart)
            checked += 1
            continue
        slopes = [derivative(seen.history, theta[epoch], way) for way in np.eye(theta.shape[1])]
        if None not in slopes:  # else a kink is within reach
            assert agrees(
                read(seen.picture.readouts["Slope ‖∇L‖"][epoch]), sum(s * s for s in slopes) ** 0.5, 1e-9
            )
            checked += 1
    assert checked


@pytest.mark.parametrize("case", ALL, ids=str)
def test_the_readout_of_the_updates_made(case):
    seen = shown(case)
    n, batch = len(seen.history.training.y), case.run.settings.batch_size
    each = len(range(0, n, batch or n))
    for epoch in seen.epochs:
        assert seen.picture.readouts["Updates made"][epoch] == f"{each * epoch:,}"
        if case.run.optimizer.name == "adam":  # which counts for itself
            assert seen.history.optimizer_states[epoch].steps == each * epoch


# What is said in the units of a file is held by tests/unit/test_units.py.
HELD = r"(, held out ((?P<held>\S+) ± (?P<error>\S+ %)|(?P<right>\d+) of (?P<rows>\d+)))?"
SENTENCES = {
    "linear_regression": r"loss (?P<loss>\S+), R² (?P<metric>\S+)(, held-out R² (?P<held>\S+))?, "
    r"ŷ = (?P<w>\S+)·x (?P<sign>[+−]) (?P<b>[^\s,]+(,\d{3})*)"
    r"(, y = \S+·x [+−] \S+)?",
    "logistic_regression": r"loss (?P<loss>\S+), accuracy (?P<metric>\S+ %)"
    + HELD
    + r", w = \((?P<weights>[^()]+)\), "
    r"b = (?P<b>[^\s,]+(,\d{3})*)"
    r"(, boundary where .+ = 0)?",
    "softmax_regression": r"loss (?P<loss>\S+), accuracy (?P<metric>\S+ %)" + HELD,
    "neural_network": r"loss (?P<loss>\S+), accuracy (?P<metric>\S+ %)" + HELD + r", (?P<dead>.+)",
    "support_vector_machine": r"loss (?P<loss>\S+), accuracy (?P<metric>\S+ %)"
    + HELD
    + r", w = \((?P<weights>[^()]+)\), "
    r"street (?P<wide>\S+) wide(, boundary where .+ = 0)?",
    "matrix_factorization": r"loss (?P<loss>\S+), mean square error (?P<square>\S+), RMSE (?P<metric>\S+) on the ratings"
    r"(, RMSE (?P<held>\S+) on held-out ratings)?",
}


def told(seen, epoch):
    """The parts of the sentence of an epoch that are there."""
    name = seen.case.run.model.metric_name
    plain = rf"loss (?P<loss>\S+), {name} (?P<metric>\S+)(, held-out {name} (?P<held>\S+))?"
    wanted = SENTENCES.get(seen.case.page, plain)
    found = re.fullmatch(rf"Epoch {epoch}: {wanted}", seen.picture.sentences[epoch])
    assert found, seen.picture.sentences[epoch]
    return {name: text for name, text in found.groupdict().items() if text is not None}


@pytest.mark.parametrize("case", ALL, ids=str)
def test_the_sentence_has_the_loss_and_the_metric_of_its_epoch(case):
    seen, rows = shown(case), shown(case).history.training
    assert len(seen.picture.sentences) == len(seen.history)
    for epoch in seen.epochs:
        parts = told(seen, epoch)
        assert agrees(read(parts["loss"]), loss(seen, epoch))
        value = metric(seen, epoch, rows)
        assert (
            share(parts["metric"], value) if case.page in ACCURATE else agrees(read(parts["metric"]), value)
        )
        if "square" in parts:
            assert agrees(read(parts["square"]), value**2)
        assert ("held" in parts or "right" in parts) == (seen.history.held_out is not None)
        if "right" in parts:  # an error of 0 would say more than so few rows can
            count, n = int(parts["right"]), len(seen.history.held_out.y)
            assert int(parts["rows"]) == n and count in (0, n)
            assert metric(seen, epoch, seen.history.held_out) == count / n
        if "held" in parts:
            value = metric(seen, epoch, seen.history.held_out)
            assert (
                share(parts["held"] + " %", value)
                if case.page in ACCURATE
                else agrees(read(parts["held"]), value)
            )


@pytest.mark.parametrize("case", [case for case in ALL if case.page in ACCURATE], ids=str)
def test_a_held_out_share_has_its_standard_error(case):
    seen = shown(case)
    for epoch in seen.epochs:
        parts = told(seen, epoch)
        if "error" in parts:
            right = seen.history.predict(seen.history.held_out.X, epoch) == seen.history.held_out.y
            assert share(parts["error"], right.std() / np.sqrt(len(right)))


@pytest.mark.parametrize(
    "case",
    [case for case in ALL if "weights" in SENTENCES.get(case.page, "") or case.page[:2] == "li"],
    ids=str,
)
def test_the_sentence_has_the_parameters_of_its_epoch(case):
    seen = shown(case)
    for epoch in seen.epochs:
        parts, w, b = told(seen, epoch), seen.history.params["w"][epoch], seen.history.params["b"][epoch]
        if "weights" in parts:
            assert all(
                agrees(said, one, 0.00501) for said, one in zip(numbers(parts["weights"]), w, strict=True)
            )
        else:
            assert agrees(read(parts["w"]), w[0])
        if "b" in parts:
            sign = -1 if parts.get("sign") == "−" else 1
            assert agrees(sign * read(parts["b"]), b)
        if "wide" in parts:
            length = np.sqrt((w**2).sum())
            assert parts["wide"] == "infinitely" if not length else agrees(read(parts["wide"]), 2 / length)


@pytest.mark.parametrize("case", [case for case in ALL if case.page == "neural_network"], ids=str)
def test_the_sentence_counts_the_hidden_units_that_are_off_for_every_row(case):
    seen, X = shown(case), shown(case).history.training.X
    for epoch in seen.epochs:
        W1, b1 = seen.history.params["W1"][epoch], seen.history.params["b1"][epoch]
        dead = sum(all(x @ W1[:, unit] + b1[unit] <= 0 for x in X) for unit in range(len(b1)))
        alive = f"all {len(b1)} hidden units alive" if len(b1) > 1 else "the hidden unit alive"
        wanted = f"{dead} of {len(b1)} hidden units dead" if dead else alive
        assert told(seen, epoch)["dead"] == wanted
