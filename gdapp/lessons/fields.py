"""The fields of a lesson's file, each with its type and what it says: what is read, what the page tells, and what the docs list."""

from dataclasses import dataclass

from gdapp.lessons.record import KINDS
from gdcore.analysis.goals import LARGEST, MEASURES, SMALLEST


@dataclass(frozen=True)
class Field:
    """A field of a lesson's file: its type, and what it says."""

    kind: type
    help: str
    needed: bool = False


LESSON_FIELDS = {
    "title": Field(str, "What the lesson is called.", True),
    "about": Field(str, "What it is about, in one sentence.", True),
    "minutes": Field(int, "How long it takes.", True),
    "page": Field(str, "The page of every step that names none, by its address: linear_regression, app, …"),
    "step": Field(list, "The steps, each under a line [[step]].", True),
}
STEP_FIELDS = {
    "title": Field(str, "What the step is called.", True),
    "question": Field(str, "What is asked before the run.", True),
    "page": Field(str, "The page on which it is run; diagnose is that of the programs with a famous fault."),
    "program": Field(int, "On the page diagnose, the number of the program."),
    "run": Field(
        str, "The run as the end of a link: lr=0.3&epochs=60. What is not named has the page's own value."
    ),
    "ask": Field(str, f"What is predicted: {', '.join(KINDS)}. With choices it is a choice."),
    "choices": Field(list, "The possible answers of a choice, two to five."),
    "answer": Field(
        str, f"Of a choice, the right one. Of a number, what the engine works out: {', '.join(MEASURES)}."
    ),
    "tolerance": Field(
        float, "How far off a number may be, as a share of the true one. 0.1 if it is not said."
    ),
    "pause": Field(int, "The epoch at which the run pauses, where something is to be seen."),
    "look": Field(str, "What to look for after the run, and why it is so."),
    "explain": Field(str, "What is to be explained in own words."),
    "then": Field(dict, "One changed knob: run, question, look."),
    "goal": Field(dict, "What is to be reached: where, and largest or smallest with the name of a knob."),
    "blind": Field(bool, "true keeps the picture back until the prediction is locked."),
    "own": Field(bool, "true gives each student data of their own, by the name that was typed."),
    "hide": Field(list, "Names of knobs and parts of the page that are not shown."),
    "lock": Field(list, "Names of knobs that cannot be moved."),
}
THEN_FIELDS = {
    "run": Field(str, "The knob that changes, as in a link.", True),
    "question": Field(str, "What is asked about it.", True),
    "look": Field(str, "What to look for."),
}
GOAL_FIELDS = {
    "where": Field(list, "The conditions that have to hold.", True),
    LARGEST: Field(str, "The knob whose largest value is looked for."),
    SMALLEST: Field(str, "The knob whose smallest value is looked for."),
}
TYPES = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    list: "a list",
    dict: "a table",
    bool: "true or false",
}
"""What each type is called."""
