"""Hand-ins: found in whatever they come in, recomputed, and laid side by side; one bad link is one marked row."""

import csv
import html
import io
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from gdapp.check.gathering import gather
from gdapp.check.judging import ALTERED, question
from gdapp.check.table import records, side_by_side, summary, votes, written
from gdapp.lessons.library import carried, named
from gdapp.lessons.who import code_of, seed_of
from gdapp.lessons.work import Done, Work
from gdapp.office.worker import answer
from gdcore import article

LESSON = """
title = "Rates"
about = "Three rates."
minutes = 5
page = "linear_regression"

[[step]]
title = "Too large"
question = "And now?"
choices = ["Lower", "It runs away"]
answer = "It runs away"
run = "lr=1&epochs=60"
lock = ["n"]

[[step]]
title = "The largest"
question = "Which is it?"
run = "lr=0.1&epochs=60"
own = true
goal = { where = ["converges"], largest = "lr" }

[[step]]
title = "How low"
question = "Where does it end?"
ask = "number"
answer = "loss"
run = "lr=0.5&epochs=60"
"""
SAID = carried(LESSON)
WHY = "Because every step multiplies the error by more than one, so it grows."


def work(who="Ada", rate="0.6", **first):
    """What a student hands in who took all three steps."""
    code = code_of(who)
    seed = str(seed_of(code, named(SAID), 2))
    done = Done(True, "It runs away", "It runs away", WHY, False, 1, {"lr": "1", "epochs": "60"})
    goal = Done(True, None, None, "", False, 3, {"lr": rate, "epochs": "60", "seed": seed})
    low = Done(True, 0.26, None, "", False, 1, {"lr": "0.5", "epochs": "60"})
    for name, value in first.items():
        setattr(done, name, value)
    return Work(SAID, code, {1: done, 2: goal, 3: low})


def checked(*works, names=(), label=""):
    texts = [one if isinstance(one, str) else one.text for one in works]
    found = gather("\n".join(f"http://school.example/app/check?work={text}" for text in texts))
    return side_by_side(found, [answer(question(one.text)) for one in found], names)


def test_every_run_is_trained_again_and_judged():
    (hand_in,) = checked(work())
    first, second, third = hand_in.row.steps
    assert not hand_in.notes and hand_in.row.title == "Rates"
    assert first.right is True and first.second_right is True and first.end.loss is None  # α = 1 runs away
    assert "Diverged" in first.end.verdict or "ran away" in first.end.verdict.lower()
    exact = article("linear_regression", learning_rate=0.5, epochs=60).history()
    assert third.end.loss == exact.loss[-1] and third.right is True  # 0.26 is within a tenth of it
    assert second.met is not None and second.tries == 3
    assert third.end.limit == pytest.approx(2 / max(_curvature(exact)), rel=1e-6)


def _curvature(history):
    """The eigenvalues of XᵀX/n with a column of ones."""
    import numpy as np

    X = np.c_[history.training.X, np.ones(len(history.training.y))]
    return np.linalg.eigvalsh(X.T @ X / len(X))


def test_the_goal_is_that_of_the_student_s_own_data():
    rates = ["0.2", "0.4", "0.5", "0.6", "0.8"]
    for who in ("Ada", "Emmy", "Sofya"):
        run = article("linear_regression", seed=seed_of(code_of(who), named(SAID), 2), epochs=60)
        limit = 2 / max(_curvature(run.history()))
        best = max((rate for rate in rates if float(rate) < limit), key=float)
        for rate in rates:
            (hand_in,) = checked(work(who, rate))
            assert hand_in.row.steps[1].met == (rate == best), (who, rate, limit)


def test_a_wrong_answer_is_wrong_and_the_second_vote_is_counted_by_itself():
    hand_ins = checked(work(first="Lower"), work("Emmy"))
    assert hand_ins[0].row.steps[0].right is False and hand_ins[0].row.steps[0].second_right is True
    first, second = votes([hand_in.row.steps[0] for hand_in in hand_ins])
    assert first == {"Lower": 1, "It runs away": 1} and second == {"It runs away": 2}


@pytest.mark.parametrize("cut", [1, 12, 40])
def test_a_link_that_was_cut_is_one_marked_row(cut):
    good = work("Emmy").text
    hand_ins = checked(work().text[:-cut], good)
    assert len(hand_ins) == 2 and not hand_ins[1].row.bad
    assert hand_ins[0].row.bad or ALTERED in hand_ins[0].notes
    assert hand_ins[0].notes


def test_what_was_altered_is_marked():
    honest, forged = work(rate="0.2"), work(rate="0.6")
    text = forged.text.rpartition(".")[0] + "." + honest.text.rpartition(".")[2]
    (hand_in,) = checked(text)
    assert hand_in.notes == (ALTERED,) and hand_in.row.steps


def test_other_data_and_a_knob_that_was_locked_are_marked():
    other = work()
    other.steps[2].run["seed"] = "7"
    other.steps[1].run["n"] = "1000"
    (hand_in,) = checked(other)
    assert len(hand_in.notes) == 2
    assert "step 2: the data are not" in " ".join(hand_in.notes) and "Points was locked" in " ".join(
        hand_in.notes
    )


def test_who_handed_in_the_same_is_marked_and_equal_explanations_too():
    first, second, third = checked(work(), work(), work("Emmy"))
    assert not first.notes
    assert second.notes == ("the same as in row 1",)
    assert third.notes == ("step 1: the same explanation as in row 1",)


def test_names_are_found_by_their_codes():
    known, other = checked(work(" ADA "), work("Nobody", why=""), names=["Ada", "Emmy"])
    assert known.found.label == "Ada" and not known.notes
    assert other.notes == ("its name is not in the list",)


TEXT = work().text


@pytest.mark.parametrize(
    "given",
    [
        TEXT,
        f"  {TEXT}\n",
        f"https://x.example/check?work={TEXT}&embed=true",
        f"https://x.example/check?work={quote(TEXT, safe='')}",
        html.escape(f'<a href="https://x.example/check?a=1&work={TEXT}">mine</a>'),
        f"Surname;First name;Answer\nLovelace;Ada;https://x.example/check?work={TEXT}",
        f'"Full name","E-mail","Online text"\n"Ada Lovelace","ada@x.example","Here it is:\n{TEXT}"',
        f"\ufeffname\tlink\r\nAda\t{TEXT}\r\n",
    ],
)
def test_a_hand_in_is_found_in_what_people_have(given):
    (found,) = gather(given)
    assert found.text == TEXT
    if "Ada" in given:
        assert "Ada" in found.label and TEXT[:20] not in found.label


def test_what_has_no_hand_in_gives_nothing_and_never_fails():
    assert gather("") == [] and gather("name,points\nAda,3\n") == [] and gather("hello\n\nworld") == []
    (bad,) = gather("https://x.example/check?work=abc")
    assert bad.text == ""
    assert answer(question(bad.text)).bad


def test_the_table_has_a_row_for_each_step_and_no_formula_for_a_spreadsheet():
    table = records(checked(work(why="=HYPERLINK(1)")))
    assert [row["step"][:1] for row in table] == ["1", "2", "3"]
    rows = list(csv.DictReader(io.StringIO(written(table))))
    assert rows[0]["explanation"] == "'=HYPERLINK(1)" and rows[0]["loss"] == "diverged"
    assert summary(checked(work(), "x" * 70 + ".0123456789")).startswith("2 hand-ins, 1 that cannot be read")


def run_command(*arguments, given=""):
    return subprocess.run(
        [sys.executable, "-m", "gdapp.check", *arguments],
        input=given,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )


def test_the_command_line_writes_the_table_and_says_how_it_went(tmp_path):
    file = tmp_path / "class.txt"
    file.write_text("\n".join(work(f"student {k}").text for k in range(9)), "utf-8")
    done = run_command(str(file))
    assert done.returncode == 0 and len(list(csv.DictReader(io.StringIO(done.stdout)))) == 27
    assert "9 hand-ins" in done.stderr
    bad = run_command("-", given=TEXT[:-15])
    assert bad.returncode == 1 and "Traceback" not in bad.stderr
    for arguments in (["/nowhere"], [str(tmp_path)]):
        lost = run_command(*arguments)
        assert lost.returncode == 2 and len(lost.stderr.strip().splitlines()) == 1 and not lost.stdout
    empty = run_command("-", given="nothing")
    assert empty.returncode == 2 and "no hand-in" in empty.stderr
