"""Experiments with the widest street between two classes. The article's two clouds overlap."""

from gdapp.experiments import Experiment

EXPERIMENTS = (
    Experiment(
        title="“A large C is softer”",
        question="At C = 1 the street is 3.88 wide. How wide is it with C = 10? (The rate is a tenth, to keep the steps short.)",
        guesses=("Wider", "As wide", "Narrower"),
        answer="Narrower",
        look_for=(
            "The street ends 2.29 wide. C weighs the hinge loss against the width: a large C is strict and makes the street narrow "
            "so that fewer points stand in it, a small C forgives."
        ),
        knobs={"reg": 10.0, "lr": 0.001},
    ),
    Experiment(
        title="“Support vectors are the points on the margin”",
        question="With C = 0.1 the street is 12.4 wide. How many of the 300 points are support vectors (ringed)?",
        guesses=("2 or 3", "About half", "Nearly all"),
        answer="Nearly all",
        look_for=(
            "296 of 300 are ringed. Every point inside the street or on its wrong side has a hinge loss and pulls at the line; a point "
            "exactly on the margin is the rare case. Accuracy is 64.3 %: so small a C forgives nearly everything."
        ),
        knobs={"reg": 0.1},
    ),
    Experiment(
        title="“Moving a far point moves the line”",
        question="Look at the points without a ring. If one of them moved further away from the street, what would the line do?",
        guesses=("Turn towards it", "Turn away from it", "Nothing"),
        answer="Nothing",
        look_for=(
            "Only the 22 ringed points of 300 have a hinge loss above 0. All others have slope 0 and are not in the gradient at "
            "all, wherever they stand behind their margin. In logistic regression every point keeps pulling a little."
        ),
        knobs={"seed": 1, "noise": 0.8},
    ),
    Experiment(
        title="“With a hinge loss of 0 nothing is left to learn”",
        question="Here one single step brings the hinge loss to 0. What happens in the next four epochs?",
        guesses=("Nothing, it is done", "The street narrows", "The street widens"),
        answer="The street widens",
        look_for=(
            "From 0.846 at epoch 1 to 2.07 at epoch 5, with the hinge loss at 0 throughout, while the loss falls from 2.79 to 0.469. "
            "That is the penalty ½ ‖w‖² alone: the shorter w, the wider the street. Later the two wrestle, and the loss jumps."
        ),
        knobs={"seed": 1, "noise": 0.4, "lr": 0.2, "reg": 2.0},
    ),
    Experiment(
        title="“A loss that wobbles for ever is a fault”",
        question="Five times the article's rate, α = 0.05. What does the loss do in the last hundred epochs?",
        guesses=("It stands still", "It falls steadily", "It wobbles"),
        answer="It wobbles",
        look_for=(
            "It goes up and down between 0.703 and 0.776, while α = 0.01 ends at 0.459. The hinge has a kink, so the slope does not "
            "fade near the bottom: a constant step leaps back and forth across it. A smaller step wobbles less."
        ),
        knobs={"lr": 0.05},
    ),
    Experiment(
        title="“The score is a probability”",
        question="The margins are at scores −1 and +1. How large is the score of the point farthest from the line?",
        guesses=("Below 1", "Exactly 1", "Above 3"),
        answer="Above 3",
        look_for=(
            "It is 3.89. A score s = w·x + b counts half widths of the street (2.29 / 2 here) from the line and has no bound. "
            "Logistic regression turns it into a probability; the hinge loss is not made for that."
        ),
        knobs={"reg": 10.0, "lr": 0.001, "epochs": 500},
    ),
    Experiment(
        title="“NaN or infinity means a broken program”",
        question="With α = 3, what will happen to the length of w from step to step?",
        guesses=("It shrinks threefold", "It stays bounded", "It doubles"),
        answer="It doubles",
        look_for=(
            "The loss goes from 1 to 16.9 to 241, and the run is stopped at epoch 13, before any number overflows. The penalty's "
            "step alone takes w to (1 − 3) w = −2 w. It is a result with a remedy: any α below 2 keeps w bounded."
        ),
        knobs={"lr": 3.0},
    ),
    Experiment(
        title="“More epochs will bend the line in the end”",
        question="A ring round a ring, 1,000 epochs. What accuracy does the machine reach?",
        guesses=("Above 90 %", "About 75 %", "Hardly above 50 %"),
        answer="Hardly above 50 %",
        look_for=(
            "The loss is flat near 0.995 and accuracy stays below 55 %. No line parts two rings: the limit is the model, not the "
            "number of epochs. Other features, such as x₁² + x₂², would help at once."
        ),
        knobs={"data": "circles", "epochs": 1000},
    ),
)
