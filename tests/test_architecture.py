"""Which file may import what, how long it may be, and what it must say: read off the syntax trees of the whole repository."""

import ast
import inspect
import pkgutil
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import gdcore
import gdcore.models
from gdapp.catalogue import TOOLS, model_pages
from gdcore.data import Dataset
from gdcore.models.base import Model
from gdcore.optimizers import Optimizer

ROOT = Path(__file__).parents[1]
PYTHON = sorted(
    [ROOT / "app.py"]
    + [
        path
        for name in ("pages", "gdcore", "gdapp", "benchmarks", "scripts", "tests")
        for path in (ROOT / name).rglob("*.py")
    ]
)
APP = [path for path in PYTHON if path.relative_to(ROOT).parts[0] in ("app.py", "pages", "gdapp", "gdcore")]
SCRIPTS = sorted(
    path
    for kind in ("*.js", "*.ts", "*.css")
    for name in ("gdapp", "pages", "tests")
    for path in (ROOT / name).rglob(kind)
)
HEAVY = {"sklearn", "scipy"}


def name_of(path):
    """A file's name as the tests show it."""
    return str(path.relative_to(ROOT))


def imports(tree):
    """(top-level package, node) of every import in a tree, those inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "absolute imports only"
            yield node.module, node


def packages(path):
    """The top-level packages that a file imports."""
    return {module.split(".")[0] for module, _ in imports(tree_of(path))}


def tree_of(path):
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"))


def of(*folder):
    """The files below a folder of the repository."""
    return [path for path in PYTHON if path.relative_to(ROOT).parts[: len(folder)] == folder]


def test_every_page_has_a_record_and_every_record_a_page():
    assert {name_of(path) for path in of("pages")} == {page.file for page in (*model_pages(), *TOOLS)}
    assert len(of("gdcore", "models")) >= 7 and len(of("gdapp", "figures")) >= 5 and SCRIPTS


@pytest.mark.parametrize("path", of("gdcore"), ids=name_of)
def test_the_engine_needs_numpy_and_nothing_else(path):
    solvers = HEAVY if path in of("gdcore", "solvers") else set()  # where they are used; see below
    assert packages(path) <= {"numpy", "gdcore", *sys.stdlib_module_names, *solvers}


@pytest.mark.parametrize("path", of("gdapp"), ids=name_of)
def test_what_pages_share_never_imports_a_page(path):
    assert not packages(path) & {"pages", "app", "benchmarks", "scripts", "tests"}


@pytest.mark.parametrize("path", [*of("pages"), *of("app.py")], ids=name_of)
def test_a_page_is_put_together_from_what_pages_share(path):
    assert packages(path) <= {"gdapp", "gdcore", "streamlit", *sys.stdlib_module_names}


@pytest.mark.parametrize("path", of("gdapp", "figures"), ids=name_of)
def test_figures_are_made_without_streamlit_and_without_plotly(path):
    assert not packages(path) & {"streamlit", "plotly", "pandas"}


@pytest.mark.parametrize("path", APP, ids=name_of)
def test_scikit_learn_and_scipy_stay_inside_functions_of_the_solvers(path):
    tree = tree_of(path)
    inside = {id(node) for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) for node in ast.walk(f)}
    for module, node in imports(tree):
        if module.split(".")[0] in HEAVY:
            assert path in of("gdcore", "solvers"), module
            assert id(node) in inside, f"line {node.lineno}: import {module} only where it is needed"


@pytest.mark.parametrize("path", [*PYTHON, *SCRIPTS], ids=name_of)
def test_a_file_is_small_enough_to_hold_in_the_head(path):
    kind = name_of(path).split("/")[0]
    most = {"pages": 80, "tests": 500}.get(kind, 300)  # a file of tests is a list, read one at a time
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= most


@pytest.mark.parametrize("path", PYTHON, ids=name_of)
def test_a_file_begins_by_saying_what_it_is(path):
    text = path.read_text("utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text))


def module_of(path):
    """The dotted name of a file's module."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_modules(path, known):
    """The modules of this project that a file imports, those inside functions and for types alone too."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in known else node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_no_module_imports_another_that_imports_it():
    known = {module_of(path): path for path in APP}
    graph = {name: set(imported_modules(path, known)) & set(known) - {name} for name, path in known.items()}
    for _ in range(len(graph)):
        leaves = {name for name, needed in graph.items() if not needed & set(graph)}
        if not leaves:
            break
        graph = {name: needed - leaves for name, needed in graph.items() if name not in leaves}
    assert len(known) > 50 and not graph, f"a circle of imports is among {sorted(graph)}"


def kinds_of(base):
    """The names of all classes below a class."""
    return {kind.__name__ for kind in base.__subclasses__()} | {
        name for kind in base.__subclasses__() for name in kinds_of(kind)
    }


HOMES = {
    "programs": of("gdcore", "programs.py"),
    "models": of("gdcore", "models"),
    "optimizers": of("gdcore", "optimizers.py"),
    "data": of("gdcore", "data"),
    "functions": [
        *of("gdcore", "functions.py"),
        *of("gdapp", "hills.py"),
    ],  # the home page has a model of its own
}
AT_HOME = {path for paths in HOMES.values() for path in paths}


@pytest.mark.parametrize("path", [path for path in APP if path not in AT_HOME], ids=name_of)
def test_nobody_asks_which_model_optimizer_or_data_set_it_is(path):
    modules()  # so that every class there is has been defined
    which = kinds_of(Model) | kinds_of(Optimizer) | kinds_of(Dataset)
    assert len(which) > 20
    tree = tree_of(path)
    for module, node in ((node.module, node) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)):
        taken = {alias.name for alias in node.names} & which
        assert not taken, f"line {node.lineno}: {taken} from {module}: ask it, not which it is"
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            named = any(isinstance(side, ast.Attribute) and side.attr == "name" for side in sides)
            written = any(
                isinstance(part, ast.Constant) and isinstance(part.value, str)
                for side in sides
                for part in ast.walk(side)
            )
            assert not (named and written), f"line {node.lineno}: a name is compared: ask it, not which it is"


def test_models_know_no_page_and_the_engine_no_slider():
    for path in of("gdcore"):
        text = path.read_text("utf-8").lower()
        assert not re.search(
            r"\bslider|\bsidebar|\bwidget|streamlit", text.replace("the engine knows no slider", "")
        ), path


def test_importing_the_engine_is_cheap():
    heavy = {"sklearn", "scipy", "pandas", "streamlit", "plotly"}
    program = f"import sys, gdcore; print(sorted({heavy!r} & set(sys.modules)))"
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"


def test_a_worker_process_has_no_streamlit():
    program = (
        "import sys; from gdapp.office import worker; worker.prepare(0); "
        "print(sorted({'streamlit', 'pandas', 'pyarrow', 'plotly', 'sklearn', 'scipy'} & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"


def modules():
    """Every module of the engine."""
    return [import_module(found.name) for found in pkgutil.walk_packages(gdcore.__path__, "gdcore.")]


def public():
    """(name, object) of every public class, function and method that the engine defines."""
    for module in modules():
        for name, thing in vars(module).items():
            if name.startswith("_") or getattr(thing, "__module__", None) != module.__name__:
                continue
            if inspect.isfunction(thing) or inspect.isclass(thing):
                yield f"{module.__name__}.{name}", thing
            if inspect.isclass(thing):
                for method, function in vars(thing).items():
                    if inspect.isfunction(function) and not method.startswith("_"):
                        yield f"{module.__name__}.{name}.{method}", getattr(thing, method)


@pytest.mark.parametrize(("name", "thing"), [pytest.param(*pair, id=pair[0]) for pair in public()])
def test_every_public_name_of_the_engine_is_explained(name, thing):
    # A method that overrides an explained one inherits the explanation; a record's generated one ("Run(data, …)") is none.
    text = inspect.getdoc(thing) or ""
    assert text and not (inspect.isclass(thing) and text.startswith(f"{thing.__name__}("))


def listed():
    """The letters and names in the first column of NOTATION.md."""
    rows = [
        line.split("|")[1]
        for line in (ROOT / "NOTATION.md").read_text("utf-8").splitlines()
        if line.startswith("| `")
    ]
    return {name for row in rows for name in re.findall(r"`(\w+)`", row)}


def single_letters(tree):
    """The single letters that functions of a tree bind: arguments and assigned names."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.Lambda):
            for node in ast.walk(function):
                if isinstance(node, ast.arg) and len(node.arg) == 1:
                    yield node.arg
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and len(node.id) == 1:
                    yield node.id


@pytest.mark.parametrize("path", of("gdcore"), ids=name_of)
def test_every_single_letter_is_in_the_notation(path):
    assert set(single_letters(tree_of(path))) - {"_"} <= listed()


ABROAD = re.compile(
    r"""(https?:)?//[\w.-]*(cdn|unpkg|jsdelivr|cloudflare|googleapis|gstatic|plot\.ly)[\w.-]*"""
)


@pytest.mark.parametrize("path", [*APP, *SCRIPTS, ROOT / ".streamlit" / "config.toml"], ids=name_of)
def test_nothing_comes_from_a_content_network(path):
    assert not ABROAD.search(path.read_text("utf-8"))
