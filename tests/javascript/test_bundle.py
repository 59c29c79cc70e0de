"""The one script for Streamlit: what it holds behaves as the modules themselves do, each in a scope of its own."""

from pathlib import Path

import pytest

from gdapp.bundle import bundle, served

PLAYER = Path(__file__).parents[2] / "gdapp" / "player" / "player.js"


@pytest.fixture
def called(node, tmp_path):
    """called(**modules) writes the modules, bundles entry.js, calls its default export and returns what it gave as text."""

    def called(**modules):
        script = tmp_path / "script.mjs"
        script.write_text(bundle(written(tmp_path, **modules)), "utf-8")
        program = f"import call from {script.as_uri()!r}; process.stdout.write(String(call()));"
        done = node("--input-type=module", "--eval", program)
        return done.stdout if done.returncode == 0 else done.stderr

    return called


def written(folder, **modules):
    """Write each module into a file, names as in entry="…", and return the path of entry.js."""
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, "utf-8")
    return folder / "entry.js"


def test_two_modules_may_have_a_helper_of_the_same_name(called):
    found = called(
        one='const word = () => "one";\nexport function first() {\n  return word();\n}\n',
        two='const word = () => "two";\nexport const second = () => word();\n',
        entry='import { first } from "./one.js";\nimport { second } from "./two.js";\n\n'
        'const word = "entry";\nexport default function () {\n  return [first(), second(), word];\n}\n',
    )
    assert found == "one,two,entry"


@pytest.mark.parametrize("name", ["helper", "shown"])
def test_what_is_not_imported_is_not_there(called, name):
    found = called(
        one="const helper = 1;\nexport const shown = 2;\nexport const other = 3;\n",
        entry=f'import {{ other }} from "./one.js";\nexport default function () {{\n  return other + {name};\n}}\n',
    )
    assert f"ReferenceError: {name} is not defined" in found


def test_imports_over_several_lines_by_another_name_and_of_a_default(called):
    found = called(
        one="export const a = 1;\nexport class B {\n  two = 2;\n}\nexport async function c() {}\n",
        two="export default function three() {\n  return 3;\n}\nexport const four = three() + 1;\n",
        entry='import {\n  a,\n  B as Other,\n  c,\n} from "./one.js";\nimport three from "./two.js";\n'
        'import { four } from "./two.js";\n\n'
        "export default function () {\n  return [a, new Other().two, c instanceof Function, three(), four];\n}\n",
    )
    assert found == "1,2,true,3,4"


def test_a_module_that_two_others_import_runs_once(called):
    found = called(
        count='const list = [];\nexport const add = (word) => list.push(word);\nadd("made");\n',
        one='import { add } from "./count.js";\nexport const first = add("one");\n',
        two='import { add } from "./count.js";\nexport const second = add("two");\n',
        entry='import { first } from "./one.js";\nimport { second } from "./two.js";\n'
        "export default function () {\n  return [first, second];\n}\n",
    )
    assert found == "2,3"


def test_json_is_a_default_export(called, tmp_path):
    (tmp_path / "table.json").write_text('{\n  "a": ["−", 1]\n}\n', "utf-8")
    found = called(
        entry='import TABLE from "./table.json" with { type: "json" };\n\nexport default function () {\n  return TABLE.a;\n}\n'
    )
    assert found == "−,1"


def test_comments_go_and_texts_that_look_like_them_stay(called, tmp_path):
    modules = {
        "entry": "// away\n/** @import { away } from 'x' */\n/**\n * away\n * `away\n */\nexport default function () {\n"
        '  const text = "http://host/*/"; // after code it stays\n  /* away */ const more = `// ${`/* ${text}`}`; /* here */\n'
        "  return more;\n}\n"
    }
    assert called(**modules).startswith("// /* http://host/*/")
    assert "away" not in bundle(written(tmp_path, **modules))


MISTAKES = {
    "entry.js imports b, which ./one.js does not export": {
        "one": "const b = 1;\nexport const a = b;\n",
        "entry": 'import { b } from "./one.js";\nexport default function () {}\n',
    },
    "has no default export": {"entry": "export const a = 1;\n"},
    "imports itself": {
        "one": 'import { a } from "./entry.js";\nexport const b = a;\n',
        "entry": 'import { b } from "./one.js";\nexport const a = 1;\nexport default function () {}\n',
    },
    r"form that is not known: export \{ a \}": {
        "entry": "const a = 1;\nexport { a };\nexport default function () {}\n"
    },
    "form that is not known: import [*] as one": {
        "one": "",
        "entry": 'import * as one from "./one.js";\nexport default function () {}\n',
    },
    'form that is not known: import "./one.js"': {
        "one": "",
        "entry": 'import "./one.js";\nexport default function () {}\n',
    },
    "may go over several lines: const a = `": {
        "entry": "const a = `\n// part of the text\n`;\nexport default function () {}\n"
    },
    "may go over several lines: a = 1; /[*] begins": {
        "entry": "a = 1; /* begins\n// ends */\nexport default function () {}\n"
    },
}


@pytest.mark.parametrize("message", MISTAKES)
def test_what_cannot_be_bundled_is_an_error_at_once(tmp_path, message):
    with pytest.raises(ValueError, match=message):
        bundle(written(tmp_path, **MISTAKES[message]))


def test_the_script_of_the_player_is_a_module_with_one_function(node, tmp_path):
    script = tmp_path / "player.mjs"
    script.write_text(bundle(PLAYER), "utf-8")
    program = (
        f"const all = await import({script.as_uri()!r}); console.log(Object.keys(all), typeof all.default);"
    )
    done = node("--input-type=module", "--eval", program)
    assert done.stdout == "[ 'default' ] function\n", done.stderr


def test_a_served_script_is_written_under_the_sum_of_its_contents_and_fetched_by_a_short_one(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("gdapp.bundle._STATIC", tmp_path)
    short = served(PLAYER)
    (file,) = tmp_path.iterdir()
    assert file.read_text("utf-8") == bundle(PLAYER)
    assert f'"{file.name}"' in short and len(short) < 2500
    written = file.stat().st_mtime_ns
    assert served(PLAYER) == short and file.stat().st_mtime_ns == written


def test_where_nothing_can_be_written_the_whole_script_travels(tmp_path, monkeypatch):
    monkeypatch.setattr("gdapp.bundle._STATIC", tmp_path / "not there")
    assert served(PLAYER) == bundle(PLAYER)
