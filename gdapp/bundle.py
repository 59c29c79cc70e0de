"""JavaScript modules as the one script that Streamlit takes, each of them in a scope of its own.

`js=` is a single text, so an import in it leads nowhere. Each module becomes a function that is called at once and returns
what the module exports; an import becomes a look into what another one returned:

    import { resolve } from "./colors.js";      const { resolve } = $colors2;
    export function figure(…) { … }             function figure(…) { … }   and at the end   return { figure };

So a helper is seen in its own module only, and what is not imported is not there, as in a browser that loads the modules
themselves. This needs nothing but Python. It knows the forms of import and export that are used here; any other is a ValueError
when the app starts, never a script that does something else.

The text travels with every message to the browser, so indentation and comments on lines of their own are left out. That is safe
as long as no string goes over several lines, which is checked. A long script is written into static/ when the app starts, and a
few lines travel that fetch it once.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tempfile
from pathlib import Path

_HERE = Path(__file__).parent
_STYLED = """
document.head.append(Object.assign(document.createElement("style"), {{ textContent: {} }}));"""
_STATIC = _HERE.parent / "static"
_IMPORT = re.compile(
    r'^import (?:(?P<default>\w+)|\{(?P<names>[^}]*)\}) from "(?P<source>\.[^"]+)"(?: with \{[^}]*\})?;$',
    re.MULTILINE,
)
_EXPORT = re.compile(
    r"^export (?:(?P<default>default )?(?P<function>(?:async )?function) ?|(?P<other>class|const) )(?P<name>\w*)",
    re.MULTILINE,
)
_NAME = re.compile(r"(\w+)(?: as (\w+))?")
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def bundle(entry: Path) -> str:
    """Return the module at `entry` and all that it imports as one module, which exports the default of `entry`."""
    texts, default = _joined(entry)
    return f"{texts}\nexport default {default};"


def served(entry: Path, sheet: Path | None = None) -> str:
    """Return a short module that does what `bundle(entry)` does, by fetching that from static/.

    sheet: a style sheet for the whole document that comes along, so that it does not travel with every message either.

    The name of the file tells its contents, so that browsers may keep it, and servers of two versions do not disturb each other.
    Where nothing can be written, or no server gives out files (Pyodide), the whole is returned instead.
    """
    text = bundle(entry) + ("" if sheet is None else _STYLED.format(json.dumps(sheet.read_text("utf-8"))))
    file = _STATIC / f"{entry.stem}-{hashlib.sha256(text.encode()).hexdigest()[:12]}.js"
    try:
        if sys.platform == "emscripten":
            return text
        if not file.exists():
            with tempfile.NamedTemporaryFile("w", dir=_STATIC, encoding="utf-8", delete=False) as half:
                half.write(text)
            Path(half.name).chmod(0o644)
            Path(half.name).replace(file)  # at once: another server may be reading it
    except OSError:
        return text
    return bundle(_HERE / "loader.js").replace('const FILE = "";', f'const FILE = "{file.name}";')


def styled(sheet: Path) -> str:
    """Return the style sheet of a component behind what all buttons and lists of components look like."""
    return "".join(path.read_text("utf-8") for path in (_HERE / "button.css", sheet))


def script(entry: Path) -> str:
    """Return the same as a script for a page of its own, which calls the default of `entry`."""
    texts, default = _joined(entry)
    return f"{texts}\n{default}();"


def _joined(entry: Path) -> tuple[str, str]:
    """The modules as text, and what the default of `entry` is called there."""
    modules = _Modules()
    name = modules.add(entry.resolve())
    if "default" not in modules.exports[name]:
        raise ValueError(f"{entry.name} has no default export, and that is what is called.")
    return "\n".join(modules.texts), f"{name}.default"


class _Modules:
    """The modules so far, each after those that it imports."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.exports: dict[str, list[str]] = {}
        self._names: dict[Path, str | None] = {}

    def add(self, path: Path) -> str:
        """Add a module unless it is there, and return the name of the object that has its exports."""
        if path in self._names:
            known = self._names[path]
            if known is None:
                raise ValueError(f"{path.name} imports itself, by way of others.")
            return known
        self._names[path] = None
        text = path.read_text("utf-8")
        if path.suffix == ".json":
            exports, body = ["default"], json.dumps({"default": json.loads(text)}, separators=(",", ":"))
        else:
            exports, body = self._scope(path, _bare(text, path.name))
        word = re.sub(r"\W", "_", path.stem)
        name = f"${word}{len(self.texts)}"  # the number, because two folders may have files of one name
        self.texts.append(f"const {name} = {body};")
        self.exports[name], self._names[path] = exports, name
        return name

    def _scope(self, path: Path, text: str) -> tuple[list[str], str]:
        """The names that a module exports, and the module as an expression that gives them."""

        def imported(found: re.Match[str]) -> str:
            source = self.add((path.parent / found["source"]).resolve())
            pairs = [("default", found["default"])] if found["default"] else _NAME.findall(found["names"])
            for name, _ in pairs:
                if name not in self.exports[source]:
                    raise ValueError(f"{path.name} imports {name}, which {found['source']} does not export.")
            here = ", ".join(f"{name}: {other}" if other else name for name, other in pairs)
            return f"const {{ {here} }} = {source};"

        exports: dict[str, str] = {}

        def exported(found: re.Match[str]) -> str:
            name = found["name"] or "$default"
            exports["default" if found["default"] else name] = name
            return f"{found['function'] or found['other']} {name}"

        body = _EXPORT.sub(exported, _IMPORT.sub(imported, text))
        if left := _LEFT.search(body):
            raise ValueError(f"{path.name}: this import or export is in a form that is not known: {left[0]}")
        returned = ", ".join(key if key == value else f"{key}: {value}" for key, value in exports.items())
        return list(exports), f"(() => {{\n{body}\nreturn {{ {returned} }};\n}})()"


def _bare(text: str, name: str) -> str:
    """The lines of a module without indentation, empty lines, and comments that begin a line."""
    lines = []
    inside = False  # a comment over several lines
    for line in map(str.strip, text.split("\n")):
        if inside or line.startswith("/*"):
            _, end, line = line.partition("*/")
            inside = not end
            line = line.lstrip()
        if not line or line.startswith("//"):
            continue
        if line.count("`") % 2 or line.endswith("\\") or line.rfind("/*") > line.rfind("*/"):
            raise ValueError(
                f"{name}: no string, and no comment after code, may go over several lines: {line}"
            )
        lines.append(line)
    return "\n".join(lines)
