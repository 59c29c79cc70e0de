"""A lesson's file: what is read of it, and each kind of mistake, said by line, step and field."""

import pytest

from gdapp.lessons.reading import MOST_BYTES, MOST_LETTERS, Mistakes, read_lesson
from gdapp.lessons.record import Change
from gdcore.analysis.goals import Condition, Goal

GOOD = '''\
title = "Rates"
about = "Three rates."
minutes = 5
page = "linear_regression"

[[step]]
title = "Too large"
question = """
And
now?

Say it."""
choices = ["1", "20", "3 times"]
answer = "20"
run = "lr=1&epochs=60"
hide = ["mark", "batch"]
lock = ["n"]
pause = 2

[[step]]
title = "How low"
page = "app"
question = "Where?"
ask = "curve"
run = "f=double+well"

[step.then]
run = "lr=0.5"
question = "And now?"

[step.goal]
where = ["converges", "updates <= 40"]
largest = "lr"
'''


def mistakes(text):
    """What is said to be wrong with a file."""
    with pytest.raises(Mistakes) as caught:
        read_lesson(text, "rates")
    return caught.value.found


def altered(old, new, count=1):
    """The good file with one part changed."""
    assert old in GOOD
    return GOOD.replace(old, new, count)


def test_every_field_is_where_it_belongs():
    lesson = read_lesson(GOOD, "rates", carried=True)
    assert (lesson.name, lesson.title, lesson.minutes, lesson.text) == ("rates", "Rates", 5, GOOD)
    first, second = lesson.steps
    assert first.question == "And now?\n\nSay it." and first.run == {"lr": "1", "epochs": "60"}
    assert first.kind == "choice" and first.shown_choices == ["1", "3 times", "20"] and not first.blind
    assert (first.hide, first.lock, first.pause, first.page) == (
        ("mark", "batch"),
        ("n",),
        2,
        "linear_regression",
    )
    assert second.page == "app" and second.run == {"f": "double well"} and second.blind and not second.own
    assert second.then == Change({"lr": "0.5"}, "And now?") and second.then.run == {"lr": "0.5"}
    assert second.goal == Goal((Condition("converges"), Condition("updates <= 40")), "largest", "lr")


@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
def test_a_file_of_another_system_is_the_same_lesson(line_end):
    assert read_lesson(GOOD.replace("\n", line_end), "rates").steps == read_lesson(GOOD, "rates").steps


WRONG = [
    ('title = "Rates"\n', "", "Line 1, field “title”: this is missing"),
    ('title = "Rates"', 'title = ""', "Line 1, field “title”: this is missing"),
    ("minutes = 5", 'minutes = "5"', "Line 3, field “minutes”: this should be a whole number."),
    ("minutes = 5", "minutes = true", "Line 3, field “minutes”: this should be a whole number."),
    ("minutes = 5", "minutes = -5", "Line 3, field “minutes”: a lesson takes 1 minute or more."),
    ("minutes = 5", "minutes = 5\nhours = 1", "Line 4, field “hours”: this field is not known"),
    ('page = "linear_regression"', 'page = "linear"', "Line 4, field “page”: there is no page “linear”"),
    ('page = "linear_regression"\n', "", "Line 5, step 1, field “page”: neither the step nor the lesson"),
    ('title = "Too large"\n', "", "Line 6, step 1, field “title”: this is missing"),
    ('"20", "3 times"', '"1"', "Line 13, step 1, field “choices”: a choice has two to five different"),
    ('"20", "3 times"', "", "Line 13, step 1, field “choices”: a choice has two to five different"),
    ('answer = "20"', 'answer = "21"', "Line 14, step 1, field “answer”: “21” is not among the choices."),
    ('answer = "20"', "answer = 20", "Line 14, step 1, field “answer”: this should be a text."),
    ("lr=1&", "lr=11&", "Line 15, step 1, field “run”: lr=11 is not allowed; allowed is:"),
    ("lr=1&epochs=60", "rate=1", "Line 15, step 1, field “run”: “rate” is no knob of this page"),
    ("lr=1&epochs=60", "&", "Line 15, step 1, field “run”: “&” is not the end of a link"),
    ("lr=1&epochs=60", "data=moons", "Line 15, step 1, field “run”: data=moons is not allowed"),
    ('"batch"', '"velocity"', "Line 16, step 1, field “hide”: “velocity” is not known; these are:"),
    ('"mark", "batch"', "7", "Line 16, step 1, field “hide”: “7” is not known; these are:"),
    ('lock = ["n"]', 'lock = ["mark"]', "Line 17, step 1, field “lock”: “mark” is not known; these are:"),
    ('lock = ["n"]', 'lock = "n"', "Line 17, step 1, field “lock”: this should be a list."),
    ("pause = 2", "pause = -2", "Line 18, step 1, field “pause”: an epoch is 0 or more."),
    ("pause = 2", "pause = 2.5", "Line 18, step 1, field “pause”: this should be a whole number."),
    ("pause = 2", "tolerance = 0", "Line 18, step 1, field “tolerance”: a share above 0"),
    ("pause = 2", "tolerance = nan", "Line 18, step 1, field “tolerance”: a share above 0"),
    ("pause = 2", "own = 1", "Line 18, step 1, field “own”: this should be true or false."),
    ('page = "app"', 'page = "nowhere"', "Line 22, step 2, field “page”: there is no page “nowhere”"),
    ('question = "Where?"\n', "", "Line 20, step 2, field “question”: this is missing"),
    ('ask = "curve"', 'ask = "poem"', "Line 24, step 2, field “ask”: “poem” is not known; it is one of"),
    ('ask = "curve"', 'ask = "number"', "Line 20, step 2, field “answer”: “” is not known; it is one of"),
    ('ask = "curve"', 'ask = "choice"', "Line 20, step 2, field “choices”: a choice has two to five"),
    ("f=double+well", "f=hole", "Line 25, step 2, field “run”: f=hole is not allowed; allowed is: parabola"),
    ('run = "lr=0.5"\n', "", "Line 27, step 2, field “then.run”: this is missing"),
    ("lr=0.5", "lr=0.55", "Line 28, step 2, field “then.run”: lr=0.55 is not allowed"),
    (
        'question = "And now?"',
        "question = 3",
        "Line 29, step 2, field “then.question”: this should be a text",
    ),
    ('question = "And now?"', 'ask = "curve"', "Line 29, step 2, field “then.ask”: this field is not known"),
    (
        '"updates <= 40"',
        '"updates < 40"',
        "Line 32, step 2, field “goal.where”: “updates < 40” is no condition",
    ),
    ('"converges", "updates <= 40"', "", "Line 32, step 2, field “goal.where”: a goal has one condition"),
    ('where = ["converges", "updates <= 40"]\n', "", "Line 31, step 2, field “goal.where”: this is missing"),
    (
        'largest = "lr"',
        'largest = "opt"',
        "Line 33, step 2, field “goal.largest”: “opt” is no knob with numbers",
    ),
    (
        'largest = "lr"',
        'largest = "lr"\nsmallest = "lr"',
        "Line 31, step 2, field “goal”: either the largest",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), WRONG, ids=[said for _, _, said in WRONG])
def test_a_mistake_is_said_by_line_step_and_field(old, new, said):
    found = mistakes(altered(old, new))
    assert any(line.startswith(said) for line in found), found
    assert all(line.endswith(".") and ".." not in line for line in found)


def test_a_table_in_one_line_has_the_line_of_its_step_s_field():
    text = GOOD[: GOOD.index("[step.then]")] + 'then = { run = "lr=7.7" }\ngoal = { where = ["so"] }\n'
    assert [line.split(":")[0] for line in mistakes(text)] == [
        "Line 27, step 2, field “then.question”",
        "Line 27, step 2, field “then.run”",
        "Line 28, step 2, field “goal.where”",
    ]
    text = GOOD[: GOOD.index("[step.then]")] + "goal = 3\n"
    assert mistakes(text) == ["Line 27, step 2, field “goal”: this should be a table."]


def test_all_mistakes_are_said_at_once():
    text = altered("minutes = 5", "minutes = 0").replace("lr=1&", "lr=x&").replace("lr=0.5", "lr=y")
    assert len(mistakes(text)) == 3


def test_numbers_may_stand_for_choices():
    text = altered('["1", "20", "3 times"]', "[1, 20]")
    assert read_lesson(text, "rates").steps[0].choices == ("1", "20")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "this is missing"),
        ("title = ", "This is not TOML"),
        ("Once upon a time", "This is not TOML"),
        ("\x00", "This is not TOML"),
        ("x = " + "[" * 50_000, "This is not TOML"),
        ("# " + "a" * MOST_BYTES, "A lesson has at most 200,000 bytes."),
        ('title = "a"\nabout = "b"\nminutes = 1\nstep = 3', "this should be a list"),
        ('title = "a"\nabout = "b"\nminutes = 1\nstep = []', "a lesson has 1 to 40 steps"),
        ('title = "a"\nabout = "b"\nminutes = 1\npage = "app"\nstep = [1]', "a step is a table"),
        (GOOD + '[[step]]\ntitle = "x"\nquestion = "y"\n' * 39, "a lesson has 1 to 40 steps"),
        (altered("Say it.", "a" * (MOST_LETTERS + 1)), "this has more than 4,000 letters"),
        (altered("minutes = 5", "minutes = 1979-05-27"), "this should be a whole number"),
        (altered('title = "Too large"', "title = [[[]]]"), "this should be a text"),
    ],
)
def test_whatever_is_given_is_answered_in_sentences(text, said):
    assert any(said in line for line in mistakes(text))
