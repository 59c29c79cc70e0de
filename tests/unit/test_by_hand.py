"""An update by hand: each number of the tables is worked out again from the text of the others, by formulas of the literature."""

import inspect
import re
from functools import cache

import numpy as np
import pytest

from gdapp.answers.by_hand import OneUpdate, ending
from gdapp.catalogue import model_pages
from gdapp.figures.ratings import batches
from gdapp.tabs import called_by
from gdcore import descent
from gdcore.by_hand.lines import UnknownLineError, update_by_hand
from gdcore.by_hand.paper import Table
from gdcore.by_hand.update import Paper, gradient_over, step_by_hand, update_after
from gdcore.inside import inside
from gdcore.optimizers import NoState, optimizers

MODELS = {page.program.name: page.program for page in model_pages()}
SMALL = {"matrix_factorization": {"rank": 6}, "neural_network": {"hidden_units": 6}}


def answer(question):
    """What a worker answers."""
    steps = question.steps()
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def run_of(model, optimizer="gradient_descent", **knobs):
    """A short run with a penalty and with batches."""
    program = MODELS[model]
    known = program.knobs()
    if program.run.model.strength:
        knobs = {"regularization": 0.5, **knobs}
    if "n" in known:
        knobs = {"n": 45, **knobs}
    small = {"batch_size": 7, "epochs": 4, "learning_rate": 0.05, **SMALL.get(model, {}), **knobs}
    return program.vary(optimizer=optimizer, **small)


def read(text):
    """A number as it stands in a cell."""
    mantissa, _, power = text.replace("−", "-").replace(",", "").partition("·10")
    return float(mantissa) * 10.0 ** int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)


class Read:
    """A table as a reader has it: the numbers of each column by its symbol, and the names of the rows."""

    def __init__(self, title, markdown):
        head, _, *rows = [line.strip("| ").split(" | ") for line in markdown.splitlines()]
        self.title, self.rows = title, [row[0].strip("$") for row in rows]
        names = [re.match(r"\$(.*?)( = .*)?\$<br>(?:`(.*)`|–)$", cell).groups() for cell in head[1:]]
        numbers = np.array([[read(cell) for cell in row[1:]] for row in rows])
        assert numbers.shape[1] == len(names)
        self.values = {symbol: numbers[:, place] for place, (symbol, _, _) in enumerate(names)}
        self.formulas = {symbol: formula.removeprefix(" = ") for symbol, formula, _ in names if formula}
        self.codes = [code for *_, code in names if code]

    def __getitem__(self, symbol):
        return self.values[symbol]


def tables_of(sheet):
    """The tables of an update by their titles."""
    return {title: Read(title, text) for title, text, _ in sheet.tables}


def of(titles, start):
    """The one table whose title begins so."""
    (found,) = [table for title, table in titles.items() if title.startswith(start)]
    return found


def features(table):
    """`(r, d)` the columns of features, and a last one of ones."""
    x = np.array([values for symbol, values in table.values.items() if symbol[0] == "x"]).T
    return np.column_stack([x, np.ones(len(x))])


def one_score(residual):
    """What is expected of a model with one score; `residual` gives its columns from y and s."""

    def expected(tables, run):
        theta = np.array([values[0] for values in of(tables, "The parameters").values.values()])
        scores, sums = of(tables, "Scores"), of(tables, "The gradient")
        yield scores, {"s": features(scores) @ theta, **residual(scores)}
        yield sums, {name: scores["ds"][r] * features(scores)[r] for r, name in enumerate(scores.rows)}

    return expected


def softmaxed(table, K):
    """The columns from Z to dZ, one example's K rows after another."""
    Z, e = (table[name].reshape(-1, K) for name in ("Z", "E"))
    return {
        "Z'": (Z - Z.max(axis=1, keepdims=True)).ravel(),
        "E": np.exp(table["Z'"]),
        r"\Sigma": e.sum(axis=1).repeat(K),
        "p": table["E"] / table[r"\Sigma"],
        "dZ": table["p"] - table["Y"],
    }


def softmax_regression(tables, run):
    """Softmax regression: θ is W `(d, K)` and then b."""
    K = run.data.class_count
    theta = np.array([values[0] for values in of(tables, "The parameters").values.values()]).reshape(-1, K)
    scores, sums = of(tables, "Scores"), of(tables, "The gradient")
    x = features(scores)[::K]
    yield scores, {"Z": (x @ theta).ravel(), **softmaxed(scores, K)}
    names = [row.split(",")[0] for row in scores.rows[::K]]
    pulls = x[:, :, None] * scores["dZ"].reshape(-1, 1, K)
    yield sums, {name: pull.ravel() for name, pull in zip(names, pulls, strict=True)}


def neural_network(tables, run):
    """Backpropagation (Rumelhart, Hinton and Williams 1986) for one example."""
    example, hidden, outputs, back, sums = (
        of(tables, start)
        for start in (
            "The example",
            "Forward: the",
            "Forward: scores",
            "Backward: through",
            "Backward: the grad",
        )
    )
    units, K = [int(row.split("=")[1]) for row in hidden.rows], run.data.class_count
    x = features(example)[0]
    W1 = np.array([hidden[f"W_1[{j},h]"] for j in range(1, len(x))] + [hidden["b_1[h]"]])
    W2 = np.array([outputs[f"W_2[{h},k]"] for h in units])
    yield hidden, {"z": x @ W1, "A": np.maximum(hidden["z"], 0)}
    yield (
        outputs,
        {"Z": hidden["A"] @ W2 + outputs[r"\text{others}"] + outputs["b_2[k]"], **softmaxed(outputs, K)},
    )
    yield back, {"dA": W2 @ outputs["dZ"], "dz": back["dA"] * (hidden["z"] > 0)}
    pull = []
    for row in sums.rows:
        name, *at = re.match(r"(\w)_\d\[(\d+)(?:,(\d+))?\]", row).groups()
        if row.startswith(("W_2", "b_2")):
            into = hidden["A"][units.index(int(at[0]))] if name == "W" else 1
            pull.append(into * outputs["dZ"][int(at[-1] or at[0]) - 1])
        else:
            into = x[int(at[0]) - 1] if name == "W" else 1
            pull.append(into * back["dz"][units.index(int(at[-1] or at[0]))])
    yield sums, {example.rows[0]: np.array(pull)}


def matrix_factorization(tables, run):
    """Koren, Bell and Volinsky 2009, with the derivative of the square in full."""
    both, score, sums = of(tables, "The factors"), of(tables, "Score"), of(tables, "The gradient")
    P, Q, strength = both["P"], both["Q"], run.model.regularization
    yield both, {"PQ": P * Q}
    s = both["PQ"].sum() + score[r"\text{others}"]
    yield score, {"s": s, r"\text{residual}": score["s"] - score["y"], "ds": 2 * score[r"\text{residual}"]}
    pulls = [score["ds"] * Q + 2 * strength * P, score["ds"] * P + 2 * strength * Q]
    yield sums, {score.rows[0]: np.concatenate(pulls)}


FORWARD = {
    "linear_regression": one_score(lambda t: {"ds": t["s"] - t["y"]}),
    "logistic_regression": one_score(lambda t: {"p": 1 / (1 + np.exp(-t["s"])), "ds": t["p"] - t["y"]}),
    "support_vector_machine": one_score(
        lambda t: {
            "ys": t["y"] * t["s"],
            r"\text{inside}": t["y"] * t["s"] < 1,
            "ds": -t["y"] * (t["y"] * t["s"] < 1),
        }
    ),
    "softmax_regression": softmax_regression,
    "neural_network": neural_network,
    "matrix_factorization": matrix_factorization,
}
PENALISED = "wW"
"""The letters of the parameters that ½ λ ‖·‖² and ½ ‖w‖² are about; the factors' penalty is in each rating's own loss."""


def gradient(table, run):
    """From the pulls to the gradient: a mean over the batch of 7, and the derivative of the penalty."""
    pulls = [
        values
        for symbol, values in table.values.items()
        if re.match(r"\\text\{(row|user|the other) ", symbol)
    ]
    strength = getattr(run.model, "l2", None)
    weighed, strength = (1, strength) if strength is not None else (getattr(run.model, "C", 1), 1.0)
    expected = {r"\text{sum}": sum(pulls)}
    mean = table[r"\text{sum}"] * weighed / 7
    if r"\text{mean}" not in table.values:
        return {**expected, "g": mean}
    weights = np.array([row[0] in PENALISED for row in table.rows])
    penalty = strength * table[r"\theta"] * weights
    return {
        **expected,
        r"\text{mean}": mean,
        r"\text{penalty}": penalty,
        "g": table[r"\text{mean}"] + table[r"\text{penalty}"],
    }


def moments(t, o):
    """Kingma and Ba 2015, algorithm 1."""
    return {
        "t": t[r"\text{old steps}"] + 1,
        "m": o.beta1 * t[r"\text{old mean}"] + (1 - o.beta1) * t["g"],
        "v": o.beta2 * t[r"\text{old square mean}"] + (1 - o.beta2) * t["g"] ** 2,
        r"\hat{m}": t["m"] / (1 - o.beta1 ** t["t"]),
        r"\hat{v}": t["v"] / (1 - o.beta2 ** t["t"]),
    }


STEPS = {
    "gradient_descent": lambda t, o: {r"\Delta\theta": -o.learning_rate * t["g"]},
    "momentum": lambda t, o: {
        r"\text{velocity}": o.momentum * t[r"\text{old velocity}"] - o.learning_rate * t["g"],
        r"\Delta\theta": t[r"\text{velocity}"],
    },
    "nesterov": lambda t, o: {
        r"\text{descent}": -o.learning_rate * t["g"],
        r"\text{velocity}": o.momentum * t[r"\text{old velocity}"] + t[r"\text{descent}"],
        r"\Delta\theta": o.momentum * t[r"\text{velocity}"] + t[r"\text{descent}"],
    },
    "adagrad": lambda t, o: {
        r"\text{square sum}": t[r"\text{old square sum}"] + t["g"] ** 2,
        r"\Delta\theta": -o.learning_rate * t["g"] / (np.sqrt(t[r"\text{square sum}"]) + o.epsilon),
    },
    "rmsprop": lambda t, o: {
        r"\text{square mean}": o.decay * t[r"\text{old square mean}"] + (1 - o.decay) * t["g"] ** 2,
        r"\Delta\theta": -o.learning_rate * t["g"] / (np.sqrt(t[r"\text{square mean}"]) + o.epsilon),
    },
    "adam": lambda t, o: {
        **moments(t, o),
        r"\Delta\theta": -o.learning_rate * t[r"\hat{m}"] / (np.sqrt(t[r"\hat{v}"]) + o.epsilon),
    },
    "adamw": lambda t, o: {
        **moments(t, o),
        r"\text{step}": -o.learning_rate * t[r"\hat{m}"] / (np.sqrt(t[r"\hat{v}"]) + o.epsilon),
        r"\Delta\theta": t[r"\text{step}"] - o.learning_rate * o.weight_decay * t[r"\theta"],
    },
}


@cache
def code_of(model, optimizer):
    """The code that trains such a run, as one text."""
    kinds = [kind for kind in optimizer.__mro__ if "update" in vars(kind)]
    return "\n".join(map(inspect.getsource, [model, *called_by(model), *kinds, descent.epochs_of]))


def names_are_in_the_code_that_ran(tables, run):
    """What stands under the formulas is in the model, the losses, the optimizer or the loop."""
    text = code_of(type(run.model), type(run.optimizer))
    codes = {code for table in tables.values() for code in table.codes}
    assert {"gradient", "step", "theta"} <= codes
    missing = [code for code in codes if not re.search(rf"(?<!\w){re.escape(code)}(?!\w)", text)]
    assert not missing


def is_shown(column, values):
    """Whether a column shows these values, each to half of its last digit."""
    unit = 10.0 ** (np.floor(np.log10(np.abs(column) + 1e-300)) - 3)
    return (np.abs(column - values) <= 0.5001 * unit).all()


CALCULATOR = (
    (r"\\dfrac\{((?:[^{}]|\{[^{}]*\})*)\}\{((?:[^{}]|\{[^{}]*\})*)\}", r"((\1)/(\2))"),
    (r"\\sqrt\{([^{}]*)\}", r"np.sqrt(\1)"),
    (r"\\max\(", "np.maximum("),
    (r"\\exp\{([^{}]*)\}", r"np.exp(\1)"),
    (r"\^\{([^{}]*)\}", r"**(\1)"),
    (r"\\cdot", "*"),
    (r"(\d) known", r"\1 * known"),
)


def by_formula(formula, known):
    """What a formula, as it stands above a column, comes to; None where it speaks of something that is not known."""
    formula, names = formula.replace("e^{", r"\exp{"), {}
    for place, symbol in enumerate(sorted(known, key=len, reverse=True)):
        names[f"known{place:03}"] = known[symbol]
        formula = re.sub(rf"(?<![\w\\]){re.escape(symbol)}(?![\w_\['])", f"known{place:03}", formula)
    for pattern, put in CALCULATOR:
        formula = re.sub(pattern, put, formula)
    try:
        return eval(formula, {"np": np, **names})
    except (NameError, SyntaxError):
        return None


IN_WORDS = re.compile(r"\\text\{(row|user) .*|\\text\{(sum|inside)\}|\\Sigma|Z'?|dA|dz|s")
"""Columns whose formulas have words in them, or numbers of several rows of another table."""


def formulas_hold(tables, constants):
    """Every formula comes to the numbers below it, where it is of symbols of its own table, of single rows or of constants."""
    single = {s: v[0] for table in tables.values() if len(table.rows) == 1 for s, v in table.values.items()}
    ends = {r"\theta": of(tables, "The new")[r"\theta"]}
    for title, table in tables.items():
        known = {**constants, **single, **(ends if title.startswith("The step") else {}), **table.values}
        for symbol, formula in table.formulas.items():
            found = by_formula(formula, known)
            biases = np.array(["penalty" in symbol and row[0] == "b" for row in table.rows])
            if found is None:
                assert IN_WORDS.fullmatch(symbol), (title, symbol, formula)
            else:
                assert is_shown(table[symbol], np.where(biases, 0, found)), (title, symbol, formula)


def expect(table, expected):
    """Every column of a table that is not a copy is expected, and each of its numbers is, to half of its last digit."""
    assert set(table.formulas) == set(expected) & set(table.values), table.title
    for symbol, values in expected.items():
        unit = 10.0 ** (np.floor(np.log10(np.abs(table[symbol]) + 1e-300)) - 3)
        assert (np.abs(table[symbol] - values) <= 0.5001 * unit).all(), (
            table.title,
            symbol,
            table[symbol],
            values,
        )


@pytest.mark.parametrize("optimizer", optimizers())
@pytest.mark.parametrize("model", MODELS)
def test_each_number_follows_from_the_numbers_shown(model, optimizer):
    run = run_of(model, optimizer)
    for epoch, batch, example in ((0, 0, 0), (3, 1, 4)):
        sheet = answer(OneUpdate(run, epoch, batch, example))
        tables = tables_of(sheet)
        constants = {
            name: read(value) for name, value in re.findall(r"\$([^$]+)\$ = ([^\s,]+)", sheet.constants)
        }
        step, end = of(tables, "The step"), of(tables, "The new")
        if model in FORWARD:
            found = list(FORWARD[model](tables, run))
            sums, pulls = found[-1]
            for table, expected in found[:-1]:
                expect(table, expected)
            expect(sums, {**pulls, **gradient(sums, run)})
            assert (sums["g"] == step["g"]).all()
        known = {r"\theta": end[r"\theta"], **step.values}
        if optimizer in STEPS:
            expect(step, STEPS[optimizer](known, run.optimizer))
        assert (step[r"\Delta\theta"] == end[r"\Delta\theta"]).all() and step.rows == end.rows
        new = end[r"\theta"] + end[r"\Delta\theta"]
        expect(end, {r"\theta_{\text{new}}": new})
        names_are_in_the_code_that_ran(tables, run)
        formulas_hold(tables, constants)
        size = np.abs(end[r"\theta"]).max() + np.abs(end[r"\Delta\theta"]).max()
        assert np.abs(new - end[r"\text{the machine's}"]).max() <= 2e-3 * size


@pytest.mark.parametrize("model", MODELS)
def test_the_last_update_of_an_epoch_leads_to_the_next_epoch_of_the_history(model):
    for size in (7, 1) if MODELS[model].run.data.n > 100 else (7,):
        run = run_of(model, "momentum" if size > 1 else "gradient_descent", batch_size=size)
        history = run.history()
        theta, state, order = update_after(history, 2, history.batches.updates - 1)
        assert len(order) == history.batches.last
        step, _ = run.optimizer.update(gradient_over(run, theta, *history.examples, order), state, theta)
        assert theta + step == pytest.approx(history.theta[3], rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("model", MODELS)
def test_with_the_whole_set_the_machine_has_the_next_epoch_of_the_history(model):
    run = run_of(model, batch_size=None, learning_rate=0.01)
    end = of(tables_of(answer(OneUpdate(run, 1))), "The new")
    after = {f"{value:.3e}" for value in run.history().theta[2]}
    assert {f"{value:.3e}" for value in end[r"\text{the machine's}"]} <= after


def apart(by_hand, machine, step, moved=None):
    """What is said about new parameters and steps on paper and in the machine; the steps are alike if no others are given."""
    return ending(Paper([], [], *map(np.array, (by_hand, machine, step, step if moved is None else moved))))


def test_what_is_said_about_paper_and_machine():
    assert apart([1.234], [1.2344], [0.5]) == "Paper and machine agree in all four digits."
    drowned = apart([1.978], [1.978], [3e-7], [4.8e-7])
    assert "agree in all four digits of the new parameters, but not in the step" in drowned
    assert "3.0·10⁻⁷ at most in the machine, that rounding moves it by 1.8·10⁻⁷" in drowned
    assert apart([1.978], [1.978], [0.0], [0.0]) == "Paper and machine agree in all four digits."
    near = apart([1.234, 2.0], [1.2361, 2.0], [0.5, 0.1])
    assert near.startswith("Paper and machine differ by 0.0021 at most. The reason is rounding")
    assert near.endswith("about sixteen.")
    assert "The longest step here is 0.0020, too short" in apart([1.234], [1.2361], [0.002])
    assert apart([np.inf], [1.0], [np.inf]).startswith("This update overflows")


def test_the_end_of_a_run_says_where_the_step_has_drowned_in_rounding():
    run = MODELS["linear_regression"].run
    assert "but not in the step" in answer(OneUpdate(run, run.settings.epochs)).ending
    assert "step" not in answer(OneUpdate(run, 1)).ending


def test_a_rating_is_called_as_the_picture_calls_it():
    history = inside(MODELS["matrix_factorization"].vary(epochs=2, batch_size=1).history(), 1)
    for row, said in enumerate(batches(history)[:5]):
        sheet = answer(OneUpdate(history.run, 1, row))
        (name,) = of(tables_of(sheet), "Score").rows
        called = name.removeprefix(r"\text{").removesuffix("}")
        assert said.startswith(f", next rating: {called}, loss ")
        user, item = re.findall(r"\d+", called)
        note = next(note for title, _, note in sheet.tables if title.startswith("The gradient"))
        assert f"$P[{int(user) + 1},f]$ are the factors of user {user}" in note
        assert of(tables_of(sheet), "The gradient").rows[-1].startswith(f"Q[{int(item) + 1},")


@pytest.mark.parametrize("model", MODELS)
def test_an_update_that_overflows_is_a_sentence(model):
    run = run_of(
        model,
        learning_rate=1e6,
        batch_size=1,
        epochs=3,
        **({"n": 99} if "n" in MODELS[model].knobs() else {}),
    )
    sheet = answer(OneUpdate(run, 0, run.history().batches.updates - 1))
    assert sheet.tables == [] and sheet.ending.startswith("This update overflows")


class Clipped:
    """An optimizer with a line that is more than arithmetic."""

    name = "clipped"
    learning_rate = 0.5

    def update(self, gradient, state, theta):
        scaled = 2 * gradient
        if scaled.max() > 1:
            scaled = scaled / scaled.max()
        return -self.learning_rate * scaled, state


class Odd:
    """An optimizer of lines that tell whether brackets are where they belong."""

    name = "odd"
    decay = 0.25

    def update(self, gradient, state, theta):
        u = theta - (gradient - 3)
        v = (1 - self.decay) * u**2 / np.abs(theta)
        return -(u + v), state


def test_of_lines_that_cannot_be_read_the_step_is_the_machines():
    table = Table("", ["w"])
    g = table.copy("g", [0.75], "gradient")
    with pytest.raises(UnknownLineError):
        update_by_hand(Clipped(), g, NoState(), g, table)
    assert step_by_hand(Clipped(), table, g, NoState(), g, np.array([0])) is None
    assert [column.symbol for column in table.columns] == ["g"]


def test_formulas_have_their_brackets():
    table = Table("", ["w"])
    step = update_by_hand(Odd(), np.array([0.5]), NoState(), np.array([2.0]), table)
    assert {column.symbol: column.formula for column in table.columns} == {
        "u": r"\theta - (g - 3)",
        "v": r"\dfrac{(1 - \rho) \cdot u^{2}}{\operatorname{abs}(\theta)}",
        r"\Delta\theta": "-(u + v)",
    }
    assert step == [-12.09]  # 4.5, and 0.75 · 4.5² / 2 = 7.59375, which is written down as 7.594
