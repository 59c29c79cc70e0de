"""Experiments with a table of ratings that has holes. A rating is the product of four factors a side, plus noise."""

from gdapp.experiments import Experiment

EXPERIMENTS = (
    Experiment(
        title="“A curve that rises means that training fails”",
        question=(
            "The article's own program. Its printed loss rises, from 4.32 after epoch 1 to 16.75 at epoch 80. What does the mean "
            "square error on the ratings do in the meantime?"
        ),
        guesses=("It rises as well", "It stays about the same", "It falls"),
        answer="It falls",
        look_for=(
            "The mean square error goes from 4.10 to 0.180, and the loss here from 4.11 to 0.788. The printed curve is another "
            "function: it counts the penalty once a row, but the updates shrink a row once for each of its ratings. What is drawn "
            "here is what is descended."
        ),
        knobs={"epochs": 80},
    ),
    Experiment(
        title="“A missing rating is a 0”",
        question=(
            "90 of the empty cells are held out; their true ratings are known to us alone. If the model took empty for 0, it would "
            "miss them by 1.79 (RMSE). By how much does it miss them?"
        ),
        guesses=("By 1.79 as well", "By more", "By about half of that"),
        answer="By about half of that",
        look_for=(
            "The held-out RMSE falls from 1.79 at the start, where every product is near 0, to 0.940. Empty cells are in no sum "
            "and pull nothing towards 0. The matrix P Qᵀ, the second in the picture, fills them in."
        ),
        knobs={"held": 0.3},
    ),
    Experiment(
        title="“A matrix with holes cannot be factored”",
        question="Ratings without noise, four cells in ten missing. How exactly can the missing ones be found?",
        guesses=("Not at all", "To within about 0.5", "To several digits"),
        answer="To several digits",
        look_for=(
            "The held-out RMSE falls below 0.00001. A matrix of rank 4 has only 4 · (30 + 25) = 220 factors, and about 450 known "
            "ratings pin them down. Noise, too few ratings or a penalty are what spoil it in practice."
        ),
        knobs={"noise": 0.0, "density": 0.6, "reg": 0.0, "held": 0.3, "epochs": 400},
    ),
    Experiment(
        title="“The factors are unique and have names”",
        question=(
            "Adam, from the same start, descends to the same loss of 0.756 as plain descent with α = 1 and the same batch. "
            "Does it find the same P and Q?"
        ),
        guesses=("Yes", "Yes, in another order", "No"),
        answer="No",
        look_for=(
            "The products differ by 0.004 on average (RMS), single entries of P by up to 1.86. Turn P and Q by the same rotation and "
            "no product, no penalty, no loss changes; so a column of P is no genre, unless somebody finds one in it."
        ),
        knobs={"opt": "adam", "batch": "all", "lr": 0.05, "epochs": 1000},
    ),
    Experiment(
        title="“A lower training error means better recommendations”",
        question="Without the penalty the RMSE on the known ratings falls from 0.425 to 0.352. And on held-out ratings?",
        guesses=("It falls below 0.940", "It stays at 0.940", "It rises above 0.940"),
        answer="It rises above 0.940",
        look_for=(
            "The held-out RMSE ends at 1.05 and was lowest at epoch 40, with 0.981 (the loss curve shows their squares, 1.09 and "
            "0.962). Without a penalty the factors stretch to fit the noise of the 301 known ratings; recommendations are about "
            "the others."
        ),
        knobs={"reg": 0.0, "held": 0.3},
    ),
    Experiment(
        title="“A start at 0 is neutral”",
        question="With λ = 3 all factors shrink towards 0. Once they are there, how would they come back?",
        guesses=("The errors push them away again", "By chance", "Not at all"),
        answer="Not at all",
        look_for=(
            "The loss stands at 4.12, the mean of the squared ratings, and P Qᵀ is 0 in every cell. The slope of P is the error times Q, "
            "and that of Q the error times P: where both are 0, so are both slopes, whatever λ is. So the start is small and random."
        ),
        knobs={"reg": 3.0},
    ),
    Experiment(
        title="“More factors are always better”",
        question="12 factors instead of 4 fit the known ratings better: RMSE 0.291 instead of 0.425. And the held-out ones?",
        guesses=("Better than 0.940 as well", "The same 0.940", "Worse than 0.940"),
        answer="Worse than 0.940",
        look_for=(
            "The held-out RMSE ends at 1.02. The ratings behind the noise have rank 4; twelve factors are 12 · (30 + 25) = 660 "
            "numbers to fit 301 ratings with, and what rank 4 does not need goes into the noise."
        ),
        knobs={"rank": 12, "held": 0.3},
    ),
    Experiment(
        title="“If a larger rate starts better, it stays better”",
        question="Ten times the article's rate, α = 0.1: after one epoch the loss is 2.99 instead of 4.11. How does it go on?",
        guesses=("It stays ahead", "Both arrive at the same loss", "It runs away"),
        answer="It runs away",
        look_for=(
            "It falls to 1.48 at epoch 8, then rises, and is stopped at epoch 12. As the factors grow, the slopes grow with them: a "
            "rate that is short enough near 0 is too long further out. Stopping is no fault of the program; α = 0.02 arrives."
        ),
        knobs={"lr": 0.1, "held": 0.0},
    ),
)
