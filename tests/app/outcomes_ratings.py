"""What is to be seen on the page of the matrix factorization."""

import numpy as np
from outcomes import gradient, outcome, rises

from gdcore import Status

RATINGS = "matrix_factorization"


@outcome(RATINGS, "“A curve that rises means that training fails”", "It falls")
def _(seen):
    history = seen.history
    squares = [np.sum(history.params["P"][e] ** 2) + np.sum(history.params["Q"][e] ** 2) for e in (1, 80)]
    for shown, epoch, square in zip(("4.32", "16.75"), (1, 80), squares, strict=True):
        seen.says(shown, history.data_loss[epoch] + 0.1 * square)
    seen.says("4.10", history.data_loss[1])
    seen.says("0.180", history.data_loss[80])
    seen.says("4.11", history.loss[1])
    seen.says("0.788", history.loss[80])


@outcome(RATINGS, "“A missing rating is a 0”", "held_out_metric")
def _(seen):
    history = seen.history
    seen.says("90", len(history.held_out.y))
    seen.says("1.79", np.sqrt(np.mean(history.held_out.y**2)))
    seen.says("1.79", history.held_out_metric[0])
    seen.says("0.940", history.held_out_metric[-1])
    then = seen.then()
    seen.says("0.633", then.held_out_metric[-1])
    assert then.run.data.density == 2 * history.run.data.density == 0.8


@outcome(RATINGS, "“A matrix with holes cannot be factored”", "To several digits")
def _(seen):
    history = seen.history
    assert history.held_out_metric[-1] < 0.00001
    seen.says("0.00001", 0.00001)
    seen.says("220", history.theta.shape[1])
    assert 445 <= len(history.training.y) <= 460
    assert history.run.data.true_rank == history.run.model.rank == 4
    then = seen.then()
    seen.says("2.20", then.held_out_metric[-1])
    seen.says("1.79", then.held_out_metric[0])
    seen.says("0.0279", then.metric[-1])
    seen.says("149", len(then.training.y))


@outcome(RATINGS, "“The factors are unique and have names”", "No")
def _(seen):
    history, plain = seen.history, seen.other(lr=1.0, batch="all", epochs=1000)
    seen.says("0.756", history.loss[-1])
    seen.says("0.756", plain.loss[-1])
    np.testing.assert_array_equal(history.theta[0], plain.theta[0])
    (P, Q), (A, B) = ((one.params["P"][-1], one.params["Q"][-1]) for one in (history, plain))
    seen.says("0.004", np.sqrt(np.mean((P @ Q.T - A @ B.T) ** 2)))
    seen.says("1.86", np.abs(P - A).max())
    turn = np.linalg.qr(np.arange(16.0).reshape(4, 4) ** 2 % 7)[0]
    np.testing.assert_allclose((P @ turn) @ (Q @ turn).T, P @ Q.T, atol=1e-12)
    np.testing.assert_allclose(np.sum((P @ turn) ** 2, axis=1), np.sum(P**2, axis=1))


@outcome(RATINGS, "“A lower training error means better recommendations”", "It rises above 0.940")
def _(seen):
    history, article = seen.history, seen.other(held=0.3)
    seen.says("0.425", article.metric[-1])
    seen.says("0.352", history.metric[-1])
    assert f"{article.held_out_metric[-1]:.3f}" in seen.experiment.answer
    seen.says("0.940", article.held_out_metric[-1])
    seen.says("1.05", history.held_out_metric[-1])
    assert history.held_out_metric.argmin() == 40
    seen.says("0.981", history.held_out_metric[40])
    seen.says("0.962", history.held_out_loss[40])
    seen.says("1.09", history.held_out_loss[-1])
    seen.says("301", len(history.training.y))
    then = seen.then()
    seen.says("1.05", then.held_out_metric[-1])
    seen.says("0.3", then.run.model.regularization)


@outcome(RATINGS, "“A start at 0 is neutral”", "Not at all")
def _(seen):
    history = seen.history
    seen.says("4.12", history.loss[-1])
    seen.says("4.12", np.mean(history.training.y**2))
    assert np.abs(history.theta[-1]).max() < 1e-9
    for strength in (3.0, 0.0):
        run = seen.other(reg=strength)
        assert not gradient(run, np.zeros_like(run.theta[0])).any()
    then = seen.then()
    seen.says("3.77", then.loss[-1])


@outcome(RATINGS, "“More factors are always better”", "Worse than 0.940")
def _(seen):
    history, article = seen.history, seen.other(held=0.3)
    seen.says("0.291", history.metric[-1])
    seen.says("0.425", article.metric[-1])
    seen.says("0.940", article.held_out_metric[-1])
    seen.says("1.02", history.held_out_metric[-1])
    seen.says("660", history.theta.shape[1])
    seen.says("301", len(history.training.y))
    then = seen.then()
    seen.says("1.40", then.held_out_metric[-1])
    seen.says("0.867", then.metric[-1])


@outcome(RATINGS, "“If a larger rate starts better, it stays better”", "")
def _(seen):
    history, article = seen.history, seen.other()
    seen.says("2.99", history.loss[1])
    seen.says("4.11", article.loss[1])
    seen.says("1.48", history.loss[8])
    assert history.loss.argmin() == 8 and history.loss[-1] > history.loss[8]
    assert history.status == Status.DIVERGED and "epoch 12:" in history.sentence
    assert seen.other(lr=0.02).status == Status.FINISHED
    then = seen.then()
    seen.says("4.12", history.loss[0])
    seen.says("0.853", then.loss[-1])
    assert not len(rises(then.loss)) and len(then.loss) == 21
    assert (then.loss[1:6] > history.loss[1:6]).all() and then.loss[8] < history.loss[8]


@outcome(RATINGS, "Find it: the rank behind the table", "")
def _(seen):
    seen.holds("0.02", "0.02" in seen.experiment.goal.where[0].text)
    assert seen.history.run.data.true_rank == 3 and seen.history.held_out_metric[-1] > 0.02
