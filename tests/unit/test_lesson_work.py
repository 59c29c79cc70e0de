"""What a student hands in comes back as it was; what was altered is seen, what is none is refused; and whose run it is."""

import json
import unicodedata

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.stats import chisquare

from gdapp.lessons.reading import read_lesson
from gdapp.lessons.who import LETTERS, code_of, is_code, run_of, seed_of
from gdapp.lessons.work import MOST_LETTERS, MOST_POINTS, Done, Unreadable, Work, check_sum, read_work
from gdapp.squeezed import squeeze

LESSON = read_lesson(
    'title = "a"\nabout = "b"\nminutes = 1\npage = "linear_regression"\n'
    '[[step]]\ntitle = "c"\nquestion = "d"\nrun = "lr=0.5&seed=3"\nown = true\n'
    '[[step]]\ntitle = "e"\nquestion = "f"\nrun = "lr=0.5&seed=3"\n',
    "rates",
)
letters = st.characters(exclude_categories=["Cs"])
texts = st.text(letters, max_size=80)
numbers = st.floats(-1e300, 1e300) | st.integers(-(10**15), 10**15)
drawings = st.lists(st.tuples(numbers, numbers).map(list), max_size=MOST_POINTS)
said = st.none() | texts | numbers | drawings
works = st.builds(
    Work,
    texts,
    st.just("") | st.text("0123456789abcdef", min_size=LETTERS, max_size=LETTERS),
    st.dictionaries(
        st.integers(1, 40),
        st.builds(
            Done,
            st.booleans(),
            said,
            said,
            texts,
            st.booleans(),
            st.integers(0, 10**6 - 1),
            st.dictionaries(texts, texts, max_size=4),
        ),
        max_size=4,
    ),
)
ONE = Work("rates", code_of("Ada"), {1: Done(True, "It runs away", None, "It grows.", True, 2, {"lr": "1"})})


@given(works)
@example(Work("", "", {2: Done(True, 0.1 + 0.2)}))
def test_what_was_handed_in_comes_back_as_it_was(work):
    found, whole = read_work(work.text)
    assert whole and found.lesson == work.lesson and found.who == work.who
    assert found.steps == {number: done for number, done in work.steps.items() if done != Done()}
    assert found.text == work.text


@given(st.integers(0, len(ONE.text) - 1), st.sampled_from("aB3-_.x "))
def test_a_text_that_was_altered_is_seen_or_refused(place, letter):
    text = ONE.text[:place] + letter + ONE.text[place + 1 :]
    try:
        found, whole = read_work(text)
    except Unreadable:
        return
    assert not whole or found == ONE


def test_work_that_was_altered_and_squeezed_again_has_a_wrong_sum():
    plain = ONE.plain.replace("It runs away", "It creeps")
    found, whole = read_work(f"{squeeze(plain.encode())}.{check_sum(ONE.plain)}")
    assert not whole and found.step(1).first == "It creeps"


@given(st.text(max_size=200))
@example("")
@example(".")
@example(ONE.text[:-20] + ".")
def test_what_is_no_hand_in_is_refused_with_a_sentence(text):
    with pytest.raises(Unreadable, match="This is no hand-in"):
        read_work(text)


def record(**changed):
    """A record that would be read if nothing in it were changed."""
    fields = {"locked": True, **changed.pop("fields", {})}
    return {"v": 1, "lesson": "rates", "who": "", "steps": {"1": fields}, **changed}


ODD = [
    record(v=2),
    record(v="1"),
    record(lesson=None),
    record(lesson=["rates"]),
    record(lesson="half a letter: \ud800"),
    record(who="Ada"),
    record(who=list("0123456789ab")),
    record(who="٣" * LETTERS),
    record(steps=[]),
    record(steps={"one": {}}),
    record(steps={"0": {}}),
    record(steps={"-1": {}}),
    record(steps={"41": {}}),
    record(steps={"1": []}),
    record(steps={str(n): {} for n in range(41)}),
    record(fields={"points": 3}),
    record(fields={"locked": 1}),
    record(fields={"tries": -1}),
    record(fields={"tries": True}),
    record(fields={"tries": 1.5}),
    record(fields={"why": None}),
    record(fields={"run": []}),
    record(fields={"run": {"lr": 1}}),
    record(fields={"first": True}),
    record(fields={"first": 10**400}),
    record(fields={"first": float("nan")}),
    record(fields={"first": float("inf")}),
    record(fields={"first": {"a": 1}}),
    record(fields={"second": [[1, 2, 3]]}),
    record(fields={"second": [[1, "2"]]}),
    record(fields={"second": [[0, 1]] * (MOST_POINTS + 1)}),
    {},
    [],
    None,
    "work",
]


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_a_record_with_something_impossible_in_it_is_refused(odd):
    plain = json.dumps(odd)
    with pytest.raises(Unreadable):
        read_work(f"{squeeze(plain.encode())}.{check_sum(plain)}")


@pytest.mark.parametrize("plain", ["[" * 100_000, "{", "1e999", "\xff", '{"v":1}'])
def test_what_is_no_record_is_refused(plain):
    with pytest.raises(Unreadable):
        read_work(f"{squeeze(plain.encode('latin-1'))}.{check_sum(plain)}")


def test_a_letter_may_break_the_text_into_lines():
    text = "\n  ".join(ONE.text[k : k + 20] for k in range(0, len(ONE.text), 20))
    assert read_work(f" {text}\n") == (ONE, True)


def test_the_longest_work_that_can_be_done_comes_back():
    drawn = np.random.default_rng(0).normal(size=(MOST_POINTS, 2)).tolist()
    rng = np.random.default_rng(1)
    why = "".join(map(chr, rng.integers(0x4E00, 0x9000, MOST_LETTERS)))
    work = Work("rates", "", {number: Done(True, drawn, drawn, why) for number in range(1, 41)})
    assert read_work(work.text) == (work, True)


def test_a_long_explanation_is_cut():
    plain = json.dumps(record(fields={"why": "a" * 9_000}))
    found, _ = read_work(f"{squeeze(plain.encode())}.{check_sum(plain)}")
    assert found.step(1).why == "a" * MOST_LETTERS


def test_nothing_that_was_done_is_begun():
    work = Work("rates")
    assert not work.begun and not work.step(3).locked and not work.begun
    work.step(3).locked = True
    assert work.begun


@given(st.text(max_size=40))
def test_a_code_is_a_code_and_not_the_name(who):
    code = code_of(who)
    assert is_code(code) and bool(code) == bool(who.split())
    assert not who.strip() or who not in code or len(who) < 4


@pytest.mark.parametrize(
    "typed", ["Zoë  Müller", " zoë müller ", "ZOË MÜLLER", unicodedata.normalize("NFD", "Zoë Müller")]
)
def test_a_name_may_be_typed_in_several_ways(typed):
    assert code_of(typed) == code_of("Zoë Müller") != code_of("Zoe Muller")


def test_only_twelve_letters_of_sixteen_are_a_code():
    assert is_code("") and is_code("0123456789ab")
    for text in ("0123456789a", "0123456789AB", "0123456789ag", "0123456789abc", " 123456789ab"):
        assert not is_code(text)


def test_each_person_and_step_has_a_seed_and_it_stays():
    code, other = code_of("Ada"), code_of("Emmy")
    seeds = {seed_of(who, LESSON, number) for who in (code, other) for number in (1, 2)}
    assert len(seeds) == 4 and all(0 <= seed <= 9999 for seed in seeds)
    assert seed_of(code, LESSON, 1) == seed_of(code_of(" ada"), LESSON, 1)


def test_all_seeds_are_as_likely():
    seeds = [seed_of(code_of(f"student {k}"), LESSON, 1) for k in range(5_000)]
    counts, _ = np.histogram(seeds, 20, (0, 10_000))
    assert chisquare(counts).pvalue > 1e-4


def test_only_a_step_with_own_data_has_them():
    own, shared = LESSON.steps
    code = code_of("Ada")
    assert run_of(own, code, LESSON, 1) == {"lr": "0.5", "seed": str(seed_of(code, LESSON, 1))}
    assert run_of(own, "", LESSON, 1) == run_of(shared, code, LESSON, 2) == {"lr": "0.5", "seed": "3"}
