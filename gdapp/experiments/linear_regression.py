"""Experiments with a line through points. The curvature of the loss is 3.03 along w and 1 along b."""

from gdapp.experiments import Experiment

EXPERIMENTS = (
    Experiment(
        title="“A bigger learning rate is simply faster”",
        question="The article takes α = 0.05. With α = 1 every step is twenty times as long. What will the loss do?",
        guesses=("It arrives twenty times sooner", "It arrives a little sooner", "It runs away"),
        answer="It runs away",
        look_for=(
            "One step takes the loss from 6.22 up to 24.7, and the run is stopped at epoch 15. Each step overshoots: it "
            "multiplies the error of w by 1 − 3.03 · 1 = −2.03, where 3.03 is the mean of x². That is a result, not a broken program: "
            "below α = 2 / 3.03 = 0.66 the very same code arrives."
        ),
        knobs={"lr": 1.0, "epochs": 60},
    ),
    Experiment(
        title="“The loss must fall at every update”",
        question="Now each update looks at one point only, instead of all 200. Will the loss fall from every epoch to the next?",
        guesses=("Yes, always", "No, it also rises"),
        answer="No, it also rises",
        look_for=(
            "From epoch 1 to epoch 2 the loss rises from 0.260 to 0.276, and it never settles on the best possible 0.255: each "
            "point pulls the line its own way. Only a small enough step over all points must go downhill."
        ),
        knobs={"batch": "1", "epochs": 20},
    ),
    Experiment(
        title="“An epoch is an update”",
        question=(
            "With all points in one batch, one epoch brings the loss down to 4.55. With batches of 8, where is the loss after "
            "one epoch?"
        ),
        guesses=("At 4.55 as well", "Higher", "Far lower"),
        answer="Far lower",
        look_for=(
            "After epoch 1 “Updates made” says 25, and the loss is 0.264 instead of 4.55. An epoch is one pass over the points; "
            "200 points in batches of 8 are 25 updates, each almost as good as one over all points."
        ),
        knobs={"batch": "8", "epochs": 30},
    ),
    Experiment(
        title="“A flat loss means that the line fits”",
        question="These points lie on a parabola. After 1,000 epochs the loss is flat. How much of the variation is explained?",
        guesses=("R² near 1", "R² near 0.5", "R² near 0.27"),
        answer="R² near 0.27",
        look_for=(
            "The loss stands still at 3.98 and R² at 0.267, because this is already the best line. A flat loss says that this "
            "model has nothing more to gain. The line is not meant to join the points, and more epochs cannot bend it."
        ),
        knobs={"data": "curve", "epochs": 1000},
    ),
    Experiment(
        title="“Descent gives another answer than least squares”",
        question="The least-squares line can be worked out in one go. How far from it does descent with α = 0.5 end?",
        guesses=("Visibly away from it", "It gets stuck half way", "On it, to many digits"),
        answer="On it, to many digits",
        look_for=(
            "The line swings at first, w = 3.00, then 1.45, but after 60 epochs the distance to the optimum is below 10⁻⁸. The "
            "loss is one bowl with one lowest place, so there is nowhere else to get stuck."
        ),
        knobs={"lr": 0.5, "epochs": 60},
    ),
    Experiment(
        title="“The penalty pulls the intercept down too”",
        question="A strong penalty, λ = 10, shrinks the weight. What happens to the intercept b, which is −0.250 without it?",
        guesses=("It shrinks towards 0 as well", "It stays where it was", "It grows to make up for it"),
        answer="It stays where it was",
        look_for=(
            "The line turns flat: w falls from 1.98 to 0.460. But b still ends at −0.250, because a penalty on b would pull every "
            "line towards height zero, wherever the points are. The loss on the curve is the error plus the penalty."
        ),
        knobs={"reg": 10.0},
    ),
    Experiment(
        title="“The scale of a feature does not matter”",
        question="x reaches from −3 to 3, while the intercept's own “feature” is always 1. Which arrives first, w or b?",
        guesses=("w", "b", "Both together"),
        answer="w",
        look_for=(
            "After 2 epochs w is 1.96 of 1.98, but b is −0.128, half way to −0.250. Each step with α = 0.3 leaves 1 − 0.3 · 3.03 = "
            "0.09 of w's error, but 1 − 0.3 · 1 = 0.7 of b's. One rate has to serve both, so features of equal scale descend "
            "faster."
        ),
        knobs={"lr": 0.3, "epochs": 40},
    ),
    Experiment(
        title="“Sum or mean of the squares, that is all the same”",
        question="With 1,000 points instead of 200 the sum of squares is five times as large. How long is the first step now?",
        guesses=("Five times as long", "The same", "A fifth as long"),
        answer="The same",
        look_for=(
            "The first step takes w to 0.300, just as with 200 points, because the loss here is a mean. With the sum each step "
            "would be 1,000 times as long, so that this α = 0.05 would act like 50 and run away."
        ),
        knobs={"n": 1000},
    ),
)
