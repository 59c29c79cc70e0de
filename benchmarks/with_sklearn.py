"""scikit-learn's `partial_fit`, one call an epoch, its coefficients copied after every call.

`MLPClassifier` and `MLPRegressor` with plain gradient descent (no momentum, no penalty) do the engine's work for the
regressions (no hidden layer, the whole set as the batch) and for the network. `SGDRegressor` and `SGDClassifier` step after
every example, in compiled code: that is the engine's work with batch size 1.
"""

from typing import Any

import numpy as np
from sklearn.linear_model import SGDClassifier, SGDRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor

from benchmarks.measure import Side
from gdcore.models.neural_network import NeuralNetwork
from gdcore.run import Run


def whole_layers(run: Run) -> Side:
    """The multilayer perceptron that does the work of a Run."""
    (X, y), _, _ = run.data.split(run.settings.seed)
    kind = MLPRegressor if run.model.name == "linear_regression" else MLPClassifier
    knobs: dict[str, Any] = {
        "hidden_layer_sizes": (run.model.hidden_units,) if isinstance(run.model, NeuralNetwork) else (),
        "learning_rate_init": run.optimizer.learning_rate,
        "batch_size": run.settings.batch_size or len(y),
    }

    def side() -> list[Any]:
        estimator = kind(
            solver="sgd", alpha=0.0, momentum=0.0, nesterovs_momentum=False, random_state=0, **knobs
        )
        classes = {} if kind is MLPRegressor else {"classes": np.unique(y)}
        trace = []
        for _ in range(run.settings.epochs):
            estimator.partial_fit(X, y, **classes)
            trace.append(
                (
                    estimator.loss_,
                    [W.copy() for W in estimator.coefs_],
                    [b.copy() for b in estimator.intercepts_],
                )
            )
        return trace

    return side


def one_by_one(run: Run) -> Side:
    """The linear model that steps after every example."""
    (X, y), _, _ = run.data.split(run.settings.seed)
    knobs = {
        "penalty": None,
        "learning_rate": "constant",
        "eta0": run.optimizer.learning_rate,
        "random_state": 0,
    }
    if run.model.name == "support_vector_machine":
        knobs["penalty"] = "l2"
    loss = {
        "linear_regression": "squared_error",
        "logistic_regression": "log_loss",
        "support_vector_machine": "hinge",
    }

    def side() -> list[Any]:
        kind = SGDRegressor if run.model.name == "linear_regression" else SGDClassifier
        estimator = kind(loss=loss[run.model.name], **knobs)
        classes = {} if kind is SGDRegressor else {"classes": np.unique(y)}
        trace = []
        for _ in range(run.settings.epochs):
            estimator.partial_fit(X, y, **classes)
            trace.append((estimator.coef_.copy(), estimator.intercept_.copy()))
        return trace

    return side
