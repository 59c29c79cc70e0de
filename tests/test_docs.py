"""The documentation holds what it says: commands that exist, links that lead somewhere, colours that agree."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from plotly.offline import get_plotlyjs_version

from gdapp import address
from gdapp.lessons import fields
from gdapp.lessons.record import KINDS
from gdcore.analysis.goals import MEASURES, Condition

ROOT = Path(__file__).parents[1]
PAPERS = sorted(
    path
    for path in ROOT.rglob("*.md")
    if not any(part.startswith(".") or part == "node_modules" for part in path.relative_to(ROOT).parts)
)


def targets():
    """The targets of the Makefile that a person calls."""
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def code_in(text):
    """What a text sets as code: inline and in blocks."""
    return "\n".join([*re.findall(r"```.*?\n(.*?)```", text, re.DOTALL), *re.findall(r"`([^`\n]+)`", text)])


def slug(heading):
    """The anchor of a heading, as code hosts make it."""
    return re.sub(r"[^\w\- ]", "", re.sub(r"[`*_]", "", heading).lower()).strip().replace(" ", "-")


def anchors(path):
    """The anchors that a document has."""
    return {slug(found) for found in re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)}


def test_the_front_page_exists_and_names_the_two_commands():
    text = code_in((ROOT / "README.md").read_text("utf-8"))
    assert "make run" in text and "make test" in text


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_that_are_named_exist(path):
    named = set(re.findall(r"\bmake ([a-z][a-z-]*)", code_in(path.read_text("utf-8"))))
    assert named <= targets()


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_inside_the_repository_lead_somewhere(path):
    text = re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)[^)]*\)", text) + re.findall(r"(?:src|href)=\"([^\"]+)\"", text):
        if re.match(r"[a-z]+:", link):
            continue
        where, _, anchor = link.partition("#")
        target = (path.parent / where).resolve() if where else path
        assert target.is_relative_to(ROOT) and target.exists(), link
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), link


def test_the_table_of_links_has_every_name_and_every_part_as_they_are_declared():
    text = (ROOT / "docs" / "links.md").read_text("utf-8")
    named = re.findall(r"^\| `(\w+)` \| .+ \| (yes|no) \|$", text, re.MULTILINE)
    assert {name: promised == "yes" for name, promised in named} == {
        name.key: name.promised for name in address.NAMES
    }
    parts = re.findall(r"^\| `(\w+)` \| ([^|]+) \|$", text, re.MULTILINE)
    assert parts == [(part.name, part.label) for part in address.PARTS]


FIELDS = {
    "The lesson": fields.LESSON_FIELDS,
    "A step": fields.STEP_FIELDS,
    "One changed knob": fields.THEN_FIELDS,
    "A goal": fields.GOAL_FIELDS,
}


@pytest.mark.parametrize("heading", FIELDS)
def test_the_tables_of_a_lesson_s_fields_are_those_that_are_read(heading):
    text = (ROOT / "docs" / "lessons.md").read_text("utf-8")
    section = re.search(rf"^## {heading}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)[1]
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \| (yes|no) \|$", section, re.MULTILINE)
    assert rows == [
        (name, fields.TYPES[field.kind], field.help, "yes" if field.needed else "no")
        for name, field in FIELDS[heading].items()
    ]


def test_the_example_of_a_lesson_is_the_one_in_the_page_and_every_condition_and_kind_is_explained():
    text = (ROOT / "docs" / "lessons.md").read_text("utf-8")
    example = (ROOT / "gdapp" / "lessons" / "example.toml").read_text("utf-8")
    assert re.search(r"```toml\n(.*?)```", text, re.DOTALL)[1] == example
    for name in (*KINDS, *MEASURES):
        assert f"`{name}`" in text
    for condition in re.findall(r"^\| `([^`]*(?:<=|converges|minimum)[^`]*)` \|", text, re.MULTILINE):
        assert Condition(condition)


def test_tests_that_the_statement_on_accessibility_names_exist():
    text = (ROOT / "docs" / "accessibility.md").read_text("utf-8")
    there = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    for name in re.findall(r"`(test_\w+)`", text):
        assert f"def {name}(" in there, name
    for file in re.findall(r"`(?:tests/\w+/)?(test_\w+\.py)`", text):
        assert list((ROOT / "tests").rglob(file)), file


def test_targets_of_the_makefile_are_declared_and_explained():
    text = (ROOT / "Makefile").read_text("utf-8")
    declared = set(re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)[1].split())
    explained = set(re.findall(r'@echo "make ([a-z-]+)', text))
    assert targets() == declared and declared - {"help"} == explained


def test_the_theme_of_the_pages_is_the_theme_of_the_player():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    tokens = json.loads((ROOT / "gdapp" / "player" / "theme.json").read_text("utf-8"))
    for mode in ("light", "dark"):
        assert config[mode]["textColor"] == tokens[mode]["ink"], mode
        assert config[mode]["backgroundColor"] == tokens[mode]["paper"], mode
        assert config[mode]["secondaryBackgroundColor"] == tokens[mode]["panel"], mode


def test_the_bundle_that_the_player_loads_is_there_with_its_licence_and_fits_the_plotly_package():
    named = re.search(
        r"plotly-basic-([\d.]+)\.min\.js",
        (ROOT / "gdapp" / "player" / "stage.js").read_text("utf-8"),
    )
    bundle = ROOT / "static" / f"plotly-basic-{named[1]}.min.js"
    assert named[1] in bundle.read_text("utf-8")[:200]
    assert named[1] == get_plotlyjs_version()
    assert (ROOT / "static" / "plotly-basic-LICENSE.txt").exists()
