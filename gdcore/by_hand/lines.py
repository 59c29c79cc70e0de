r"""The lines of an optimizer's own `update`, read one after another with the numbers on the paper.

Nothing is written twice here: formula, name and number of each column come from the very function that trains. What is understood
is assignments of sums, products, quotients, powers and NumPy's elementwise functions, which is what an optimizer is made of;
of any other line an `UnknownLineError` says that there is nothing to show.

$$\texttt{m = self.beta1 * state.mean + (1 - self.beta1) * gradient} \quad\to\quad
m = \beta_1 \cdot \text{old mean} + (1 - \beta_1) \cdot g$$
"""

import ast
import inspect
import operator
from collections.abc import Callable
from textwrap import dedent
from typing import Any, NamedTuple

import numpy as np

from gdcore.by_hand.paper import Table
from gdcore.optimizers import Optimizer

SYMBOLS = {
    "learning_rate": r"\alpha",
    "gradient": "g",
    "theta": r"\theta",
    "momentum": r"\mu",
    "decay": r"\rho",
    "epsilon": r"\epsilon",
    "beta1": r"\beta_1",
    "beta2": r"\beta_2",
    "l2": r"\lambda",
    "regularization": r"\lambda",
}
MADE_ARRAYS = ("factor", "scalar")
"""Functions of `gdcore.arrays` that give the number that they are given."""

SUM, PRODUCT, POWER, WHOLE = range(4)
"""How tightly a formula holds together."""


class UnknownLineError(ValueError):
    """A line that is not of the kind that is understood here."""


class Term(NamedTuple):
    """An expression: its value, its formula, and how tightly that holds together."""

    value: Any
    formula: str
    holds: int = WHOLE

    def within(self, least: int) -> str:
        """The formula as part of another one: in brackets, if it holds less tightly."""
        return self.formula if self.holds >= least else rf"({self.formula})"


Names = dict[str, Any]


def symbol(name: str) -> str:
    """The symbol of a name: m_hat is m with a hat, and what has no symbol is words."""
    if name in SYMBOLS or len(name) == 1:
        return SYMBOLS.get(name, name)
    if name.endswith("_hat"):
        return rf"\hat{{{symbol(name.removesuffix('_hat'))}}}"
    return rf"\text{{{name.replace('_', ' ')}}}"


def old(name: str) -> str:
    """The symbol of a field of the state before the update."""
    return rf"\text{{old {name.replace('_', ' ')}}}"


def update_by_hand(optimizer: Optimizer, gradient: Any, state: Any, theta: Any, table: Table) -> Any:
    """Write each line of an optimizer's `update` into the table, and return the step as it is read there."""
    names = {"self": optimizer, "gradient": gradient, "state": state, "theta": theta}
    found = lines_of(type(optimizer).__mro__, names, table)
    return table.work_out(r"\Delta\theta", found.formula, found.value, "step")


def lines_of(kinds: tuple[type, ...], names: Names, table: Table) -> Term:
    """The step that the first `update` among these classes returns, its lines written down on the way."""
    at = next(place for place, kind in enumerate(kinds) if "update" in vars(kind))
    tree = ast.parse(dedent(inspect.getsource(vars(kinds[at])["update"]))).body[0]
    terms: dict[str, Term] = {name: Term(names[name], symbol(name)) for name in ("gradient", "theta")}
    for line in tree.body if isinstance(tree, ast.FunctionDef) else []:
        match line:
            case ast.Expr(ast.Constant()):
                continue  # the docstring
            case ast.Assign([ast.Name(name)], expression):
                found = term(expression, names, terms)
            case ast.Assign(
                [ast.Tuple([ast.Name(name), _])], ast.Call(ast.Attribute(ast.Call(ast.Name("super"))))
            ):
                found = lines_of(kinds[at + 1 :], names, table)
            case ast.Return(ast.Tuple([step, _])):
                return term(step, names, terms)
            case _:
                break
        terms[name] = Term(table.work_out(symbol(name), found.formula, found.value, name), symbol(name))
    raise UnknownLineError(f"{kinds[at].__name__}.update")


OPERATORS: dict[type[ast.operator], tuple[Callable[[Any, Any], Any], str, int]] = {
    ast.Add: (operator.add, " + ", SUM),
    ast.Sub: (operator.sub, " - ", SUM),
    ast.Mult: (operator.mul, r" \cdot ", PRODUCT),
}


def term(node: ast.expr, names: Names, terms: dict[str, Term]) -> Term:
    """An expression with its value and its formula."""
    match node:
        case ast.Constant(int() | float() as value):
            return Term(value, f"{value:g}")
        case ast.Name(name) if name in terms:
            return terms[name]
        case ast.Attribute(ast.Name("self"), name):
            return Term(getattr(names["self"], name), symbol(name))
        case ast.Attribute(ast.Name("state"), name) if hasattr(names["state"], name):
            return Term(getattr(names["state"], name), old(name))
        case ast.UnaryOp(ast.USub(), operand):
            inner = term(operand, names, terms)
            return Term(-inner.value, f"-{inner.within(PRODUCT)}", PRODUCT)
        case ast.BinOp(left, operation, right):
            return combined(term(left, names, terms), operation, term(right, names, terms))
        case ast.Call(ast.Name(name), [argument]) if name in MADE_ARRAYS:
            return term(argument, names, terms)
        case ast.Call(ast.Attribute(ast.Name("np"), name), arguments):
            function = getattr(np, name)
            if isinstance(function, np.ufunc) and function.signature is None:
                inside = [term(argument, names, terms) for argument in arguments]
                written = ", ".join(each.formula for each in inside)
                formula = rf"\sqrt{{{written}}}" if name == "sqrt" else rf"\operatorname{{{name}}}({written})"
                return Term(function(*(each.value for each in inside)), formula)
    raise UnknownLineError(ast.unparse(node))


def combined(left: Term, operation: ast.operator, right: Term) -> Term:
    """Two expressions with a sign between them."""
    match operation:
        case ast.Div():
            return Term(
                np.true_divide(left.value, right.value), rf"\dfrac{{{left.formula}}}{{{right.formula}}}"
            )
        case ast.Pow():
            return Term(left.value**right.value, f"{left.within(WHOLE)}^{{{right.formula}}}", POWER)
    if type(operation) not in OPERATORS:
        raise UnknownLineError(type(operation).__name__)
    combine, sign, holds = OPERATORS[type(operation)]
    rest = right.within(holds + 1 if isinstance(operation, ast.Sub) else holds)
    return Term(combine(left.value, right.value), left.within(holds) + sign + rest, holds)
