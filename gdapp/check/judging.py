"""One hand-in, recomputed: every run in it is trained again, every goal checked, every prediction laid beside what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from gdapp import catalogue, knobs
from gdapp.answers.goal import GoalCheck
from gdapp.answers.judged import Judgement, judge_choice, judge_run
from gdapp.answers.picture import outcome
from gdapp.answers.question import Question, Steps, results_of
from gdapp.answers.start import start_of
from gdapp.catalogue import Page
from gdapp.comparing import said
from gdapp.described import described, value_in
from gdapp.lessons.library import named
from gdapp.lessons.record import CHOICE, Lesson, Step
from gdapp.lessons.who import run_of, seed_of
from gdapp.lessons.work import Done, Prediction, Unreadable, Work, read_work
from gdapp.results import Results
from gdcore import Run, Status
from gdcore.analysis.rates import largest_rate
from gdcore.digits import number
from gdcore.programs import begun

DRAWN = "drawn"
"""What stands for a drawing in a cell of a table."""
ALTERED = "The text was altered: its check sum is wrong."
NO_LESSON = "Its lesson is not among those of this app."
OTHER_SEED = "step {}: the data are not this student’s own"
NO_NAME = "step {}: taken without a name, so without data of one’s own"
UNLOCKED = "step {}: {} was locked, and is another"


@dataclass(frozen=True)
class End:
    """How a run ended."""

    loss: float | None
    """None where it diverged."""
    verdict: str
    rate: float
    limit: float | None
    """The largest rate, where one number holds for the whole run and is exact."""


@dataclass(frozen=True)
class StepRow:
    """What was handed in of one step, and what it comes to."""

    number: int
    title: str
    settings: str = ""
    end: End | None = None
    tries: int = 0
    first: str = ""
    right: bool | None = None
    words: str = ""
    """What is said of the prediction."""
    second: str = ""
    second_right: bool | None = None
    met: bool | None = None
    goal: str = ""
    why: str = ""


@dataclass(frozen=True)
class Row:
    """One hand-in, or why it is none."""

    code: str = ""
    lesson: str = ""
    title: str = ""
    plain: str = ""
    """The record, to find those that are the same."""
    notes: tuple[str, ...] = ()
    steps: tuple[StepRow, ...] = field(default=())

    @property
    def bad(self) -> bool:
        """Whether nothing could be read."""
        return not self.lesson


@dataclass(frozen=True)
class CheckWork(Question[Row]):
    """One hand-in. It is about many runs; `run`, which every question has, is the home page's."""

    text: str

    def steps(self) -> Steps[Row]:
        try:
            work, whole = read_work(self.text)
        except Unreadable as problem:
            return Row(notes=(str(problem),))
        lesson, altered = named(work.lesson), () if whole else (ALTERED,)
        if lesson is None:
            return Row(work.who, "", "", work.plain, (*altered, NO_LESSON))
        rows, notes = [], [*altered]
        for place, step in enumerate(lesson.steps, 1):
            done = work.steps.get(place)
            if done is None or not done.locked:
                continue
            notes += strange(lesson, place, step, work, done)
            rows.append((yield from judge_step(lesson, place, step, work, done)))
        return Row(work.who, lesson.name, lesson.title, work.plain, tuple(notes), tuple(rows))


def question(text: str) -> CheckWork:
    """The question that a hand-in is."""
    return CheckWork(described(catalogue.PAGES[0], {}), text)


def strange(lesson: Lesson, place: int, step: Step, work: Work, done: Done) -> list[str]:
    """What of a step cannot have come about by taking the lesson."""
    if step.page == catalogue.DIAGNOSE:
        return []
    notes, asked = [], run_of(step, work.who, lesson, place)
    if step.own and not work.who:
        notes.append(NO_NAME.format(place))
    elif step.own and done.counts.get(knobs.SEED.key) != str(seed_of(work.who, lesson, place)):
        notes.append(OTHER_SEED.format(place))
    known = catalogue.page(step.page).settable
    notes += [
        UNLOCKED.format(place, known[key].label)
        for key in step.lock
        if key in known and done.counts.get(key) != asked.get(key)
    ]
    return notes


def judge_step(lesson: Lesson, place: int, step: Step, work: Work, done: Done) -> Steps[StepRow]:
    """One step, recomputed."""
    if step.page == catalogue.DIAGNOSE:
        said_first, said_again = (
            Judgement(None, "") if prediction is None else judge_choice(step, prediction)
            for prediction in (done.first, done.second)
        )
        return StepRow(
            place,
            step.title,
            f"program {step.run['fault']}",
            first=shown(done.first),
            right=said_first.right,
            words=said_first.sentence,
            second=shown(done.second),
            second_right=said_again.right,
            why=done.why,
        )
    page = catalogue.page(step.page)
    run = yield from run_from(page, done.counts)
    end = yield from end_of(page, run)
    asked = yield from run_from(page, run_of(step, work.who, lesson, place))
    first = yield from judge(asked, step, done.first)
    second = yield from judge(asked, step, done.second)
    met, goal = None, ""
    if step.goal is not None:
        knob = page.settable.get(step.goal.knob)
        value = value_in(page, run, knob) if knob else 0
        met, goal = yield from GoalCheck(run, step.goal, knob, value).steps()
    return StepRow(
        place,
        step.title,
        settings(page, done.counts),
        end,
        done.tries,
        shown(done.first),
        first.right,
        first.sentence,
        shown(done.second),
        second.right,
        met,
        goal,
        done.why,
    )


def run_from(page: Page, texts: Mapping[str, str]) -> Steps[Run]:
    """The run that texts describe, from where they say that it starts."""
    run, start = plain_run(page.address, tuple(texts.items())), start_of(page, texts)
    return run if start is None else begun(run, (yield from start.steps()))


@lru_cache(maxsize=4096)
def plain_run(address: str, texts: tuple[tuple[str, str], ...]) -> Run:
    """The run that texts describe, from its own start; a class asks for the same ones again and again."""
    return described(catalogue.page(address), dict(texts))


def end_of(page: Page, run: Run) -> Steps[End]:
    """How a run ended; a class often hands in the same one, so it is kept after the run itself had to make room."""
    known = _kept(run)
    if known:
        return known[0]
    results = yield from results_of(run)
    history = results.history
    limit = largest_rate(history) if page.program is not None and not results.curvature_is_local else None
    known.append(
        End(
            None if history.status is Status.DIVERGED else float(history.loss[-1]),
            outcome(page, results).sentence,
            run.optimizer.learning_rate,
            limit.rate if limit is not None and limit.kind == "exact" else None,
        )
    )
    return known[0]


@lru_cache(maxsize=4096)
def _kept(run: Run) -> list[End]:
    return []


def judge(run: Run, step: Step, said_: Prediction) -> Steps[Judgement]:
    """A prediction; none was made where it is None."""
    if said_ is None:
        return Judgement(None, "")
    if step.kind == CHOICE:
        return judge_choice(step, said_)
    kept = _asked(run)
    if not kept:
        kept.append((yield from results_of(run)))
    return judge_run(kept[0], step, said_)


@lru_cache(maxsize=16)
def _asked(run: Run) -> list[Results]:
    """The results of the run that a step asks for: of a whole class it is one, and more would push it out of the store."""
    return []


def shown(prediction: Prediction) -> str:
    """A prediction in a cell of a table."""
    if isinstance(prediction, list):
        return DRAWN
    return "" if prediction is None else prediction if isinstance(prediction, str) else number(prediction, 4)


def settings(page: Page, texts: Mapping[str, str]) -> str:
    """The knobs of a run that are not the page's own, in few words."""
    known = page.settable
    return (
        ", ".join(said(known[key], text) for key, text in texts.items() if key in known)
        or "as the page has it"
    )
