"""The line below the home page's picture: what it says is worked out here by hand."""

import pytest

from gdapp.ending import ending
from gdcore import Run, Settings
from gdcore.functions import FUNCTIONS, NoData, PlainFunction
from gdcore.programs import chosen_optimizer


def said(function, rate, steps, *begin, optimizer="gradient_descent"):
    """What is said about a descent, and whether all is well."""
    start = begin or FUNCTIONS[function].start
    model = PlainFunction(function, tuple(map(float, start)))
    return ending(Run(NoData(), model, chosen_optimizer(optimizer)(rate), Settings(steps)).history())


@pytest.mark.parametrize(
    ("rate", "steps", "well", "sentence"),
    [
        # From −4: −4 · 0.5³ = −0.5, −4 · 0² = 0, −4 · (−0.5)³ = 0.5, −4 · (−1)³ = 4.
        (0.5, 3, True, "by 1 − 0.5 · 1 = 0.5 (creeps in); after 3 steps 0.500 is left."),
        (1.0, 2, True, "by 1 − 1 · 1 = 0 (arrives); after 2 steps 0 is left."),
        (1.5, 3, True, "by 1 − 1.5 · 1 = −0.5 (jumps across); after 3 steps 0.500 is left."),
        (2.0, 1, False, "by 1 − 2 · 1 = −1 (to and fro for ever); after 1 step 4.00 is left."),
        (
            2.5,
            20,
            False,
            "by 1 − 2.5 · 1 = −1.5 (runs away); it gets closer below α = 2 / 1 = 2.",
        ),
    ],
)
def test_on_the_parabola_every_step_has_the_same_factor(rate, steps, well, sentence):
    assert said("parabola", rate, steps) == (well, f"Each step multiplies the distance {sentence}")


def test_a_run_that_is_stopped_says_so():
    # The height starts at 8 and grows 9² = 81-fold a step: 8 · 81⁵ = 2.8·10¹⁰ is the first above 8·10⁹.
    _, sentence = said("parabola", 10.0, 1000)
    assert "= −9 (runs away), stopped after 4 steps; it gets closer below α = 2 / 1 = 2." in sentence


def test_in_the_valley_each_axis_has_its_own_factor():
    # Along x 1 − 0.08 = 0.92, across 1 − 1.6 = −0.6; after one step (−3.68, −0.6), which is 3.7286 away.
    assert said("valley", 0.08, 1) == (
        True,
        "Each step multiplies x by 1 − 0.08 · 1 = 0.92 (creeps in) and y by 1 − 0.08 · 20 = −0.6 (jumps across); "
        "after 1 step 3.73 is left.",
    )
    well, sentence = said("valley", 0.1, 60)
    assert not well and "y by 1 − 0.1 · 20 = −1 (to and fro for ever)" in sentence
    well, sentence = said("valley", 0.2, 5)
    assert not well and sentence.endswith("(runs away); it gets closer below α = 2 / 20 = 0.1.")


def test_an_axis_on_which_nothing_moves_is_left_out():
    assert said("valley", 0.1, 1, -4, 0)[1] == (
        "Each step multiplies the distance by 1 − 0.1 · 1 = 0.9 (creeps in); after 1 step 3.60 is left."
    )
    assert said("bowl", 0.1, 10, 0, 0) == (
        True,
        "It starts at the lowest point: the slope is 0, so no step moves it.",
    )


def test_a_bowl_has_one_factor():
    # From (−4, 3), which is 5 away, half of it a step.
    assert said("bowl", 0.5, 1)[1] == (
        "Each step multiplies the distance by 1 − 0.5 · 1 = 0.5 (creeps in); after 1 step 2.50 is left."
    )


@pytest.mark.parametrize(
    ("asked", "well", "parts"),
    [
        # f″(1.89) = ¾ · 1.89² − 1 = 1.7 > 0; the other minimum is at −2.09, and 1.89 + 2.09 = 3.98.
        (("double well", 0.1, 100), False, ["local minimum, x = 1.89", "lower at x = −2.09, 3.98 away"]),
        (("double well", 0.1, 100, -4), True, ["Rests at the lowest point"]),
        # f′(x) = x³/4 − x + 0.2 is 0.002 at 0.2, where f″ = ¾ · 0.04 − 1 = −0.97.
        (("double well", 0.0001, 1, 0.2), False, ["on a hilltop", "0.00200", "curvature is −0.97"]),
        (("double well", 10.0, 40), False, ["Ran away", "stopped after 1 step.", "try 2.5 for 10"]),
        # At 4 the slope is 16 − 4 + 0.2 = 12.2, and the lowest point 6.09 away.
        (("double well", 0.0001, 1), True, ["Still moving: after 1 step", "12.2", "0.00122", "6.09 away"]),
        (("plateau", 0.5, 100, -4), False, ["Flat, yet no minimum", "0.00179", "3.92 away"]),
        (("plateau", 0.5, 100), True, ["Rests at the lowest point"]),
        # 4 · 0.9¹⁰⁰ = 0.000106; along y the curvature is −1.
        (("saddle", 0.1, 100, -4, 0), False, ["at a saddle", "0.000106", "curvature is −1.0"]),
        (("saddle", 0.1, 100), True, ["Rests at a lowest point", "every way leads up"]),
        (("rosenbrock", 0.001, 1000), True, ["Still moving: after 1,000 steps"]),
    ],
)  # fmt: skip
def test_elsewhere_the_slope_and_the_curvature_at_the_end_decide(asked, well, parts):
    found = said(*asked)
    assert found.well == well and all(part in found.sentence for part in parts), found.sentence


def test_thrown_far_out_a_point_lies_on_a_plain_and_on_no_hilltop():
    well, sentence = said("plateau", 10.0, 100, -1, optimizer="momentum")
    assert not well and sentence.startswith(
        "Flat, yet no minimum: the slope is only 0, and the lowest point is"
    )


def test_other_optimizers_have_no_factor():
    assert said("parabola", 0.1, 40, optimizer="momentum").sentence.startswith("Still going to and fro")
    assert said("parabola", 0.1, 40, optimizer="adam").sentence.startswith("Still moving")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_line_is_short_whatever_the_knobs_say(function):
    for optimizer in ("gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam"):
        for rate in (0.0001, 0.08, 0.5, 2.0, 10.0):
            for steps in (1, 60, 1000):
                sentence = said(function, rate, steps, optimizer=optimizer).sentence
                assert sentence.endswith(".") and len(sentence) <= 170 and "nan" not in sentence, sentence


def test_the_page_says_it_below_the_picture(visit):
    page = visit("app", f="parabola", lr="0.5", epochs="3")
    assert any(text.value.startswith("● Each step multiplies the distance by") for text in page.at.markdown)
    page = visit("app", f="parabola", lr="2.5")
    assert any(text.value.startswith("▲ Each step multiplies the distance by") for text in page.at.markdown)


def test_a_run_that_never_got_a_step_says_so_and_its_rate_is_on_the_slider(visit):
    page = visit("app", f="rosenbrock", lr="3")
    assert "Ran away at once. Lower α: try 0.6 for 3." in " ".join(text.value for text in page.at.markdown)
