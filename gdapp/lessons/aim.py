"""A goal in words, for who is to reach it: on the screen above the picture, and on paper."""

from gdapp.catalogue import Page
from gdapp.described import described
from gdcore.analysis.goals import Goal
from gdcore.analysis.prediction.words import listed


def metric_of(page: Page) -> str:
    """What the metric of a page's model is called."""
    return described(page, {}).model.metric_name


def said(goal: Goal, page: Page) -> str:
    """What is to be reached, in one sentence: its conditions, and the knob whose largest or smallest value is looked for."""
    conditions = listed([condition.asked(metric_of(page)) for condition in goal.where])
    knob = page.settable.get(goal.knob)
    if knob is None:
        return f"Set the knobs so that {conditions or 'the run ends'}."
    return f"Find the {goal.sense} value of “{knob.label}”{' with which ' * bool(conditions)}{conditions}."
