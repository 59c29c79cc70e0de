"""Experiments with two classes and one straight boundary. The article's two clouds can be separated by a line."""

from gdapp.experiments import Experiment

EXPERIMENTS = (
    Experiment(
        title="“The boundary is S-shaped, because the sigmoid is”",
        question="The sigmoid is a curve, and these two moons need a curved boundary. What shape will the boundary have?",
        guesses=("An S", "A straight line", "A circle"),
        answer="A straight line",
        look_for=(
            "The line stays straight and stops at an accuracy of 86.0 %. The sigmoid bends the probability across the line, from "
            "0.1 over 0.5 to 0.9; but it is 0.5 exactly where w·x + b = 0, and that is straight."
        ),
        knobs={"data": "moons", "lr": 2.0},
    ),
    Experiment(
        title="“Weights that keep growing are a bug”",
        question="All points are classified correctly from epoch 3 on. Where are the weights after 1,000 epochs instead of 300?",
        guesses=("They settled long ago", "They shrink again", "They still grow"),
        answer="They still grow",
        look_for=(
            "At epoch 300 w is (−0.36, −1.69), at epoch 1,000 it is (−0.45, −2.08). When a line separates the classes, a longer w "
            "in the same direction makes every probability a little better, so there is no best w. A penalty λ > 0 ends this."
        ),
        knobs={"epochs": 1000},
    ),
    Experiment(
        title="“The loss will reach 0 in the end”",
        question="The clouds can be separated. With α = 10 and 1,000 epochs, does the loss reach exactly 0?",
        guesses=("Yes, after some epochs", "Yes, at the very end", "No, never"),
        answer="No, never",
        look_for=(
            "The loss ends at 9.13·10⁻⁶ and is still falling. No finite weights give a probability of exactly 1, so −log p is "
            "above 0 for every point, however sure the model is."
        ),
        knobs={"lr": 10.0, "epochs": 1000},
    ),
    Experiment(
        title="“With 100 % accuracy the training is done”",
        question="With α = 0.05 the accuracy is 100 % from epoch 3 on. What does the loss do in the 297 epochs after that?",
        guesses=("It stands still", "It falls a little", "It falls more than thirtyfold"),
        answer="It falls more than thirtyfold",
        look_for=(
            "The loss goes from 0.246 at epoch 3 to 0.00707 at epoch 300. Accuracy asks only on which side a point lies; the "
            "loss also asks how sure the model is, and the levels 0.1 and 0.9 move closer to the boundary."
        ),
        knobs={"lr": 0.05},
    ),
    Experiment(
        title="“The penalty spoils the loss”",
        question="With λ = 0.1 the loss ends at 0.0549 instead of 0.00237. How many points are classified wrongly now?",
        guesses=("None", "A few more than before", "About half"),
        answer="None",
        look_for=(
            "Accuracy is still 100.0 %. The curve is what is descended: error 0.0227 plus penalty 0.0322 (see “Data and "
            "history”). The penalty keeps w short, so the probabilities are less extreme and their map is softer."
        ),
        knobs={"reg": 0.1},
    ),
    Experiment(
        title="“A flat loss means a good model”",
        question="One class is a ring round the other. The loss goes flat within 20 epochs. What accuracy comes with it?",
        guesses=("Near 100 %", "About 75 %", "About 53 %"),
        answer="About 53 %",
        look_for=(
            "The loss stands at 0.688, hardly below the 0.693 of pure guessing (log 2), and accuracy at 52.7 %. It is the lowest "
            "loss that any straight line has here: descent did its work, and the model is too simple for the data."
        ),
        knobs={"data": "circles", "lr": 1.0},
    ),
    Experiment(
        title="“Ten times the rate, a tenth of the epochs”",
        question="Wide clouds overlap. With α = 0.2 the loss falls to 0.119. How does it end with ten times that rate?",
        guesses=("At the same 0.119", "Lower", "Higher"),
        answer="Higher",
        look_for=(
            "The first step takes the loss from 0.693 up to 1.63, and after 300 epochs it jumps about and ends at 0.151. The steps "
            "leap across the bottom of the valley and back. Still nothing runs away: the slope of this loss is bounded."
        ),
        knobs={"noise": 4.0, "lr": 2.0},
    ),
    Experiment(
        title="“A smaller batch is worse”",
        question=(
            "After 300 epochs of one update each the article's loss is 0.00237. With batches of a single point, how many epochs "
            "does it take to get there?"
        ),
        guesses=("1", "About 30", "300 as well", "It never gets there"),
        answer="1",
        look_for=(
            "After epoch 1 the loss is 0.00206 and “Updates made” says 300. One pass over 300 points, one by one, makes as many "
            "updates as 300 passes in one batch, for a three-hundredth of the work. The price, a noisy path, is small here."
        ),
        knobs={"batch": "1", "epochs": 20},
    ),
)
