"""Experiments with several classes. A guess of 1/3 for each of three classes has the loss log 3 = 1.10."""

from gdapp.experiments import Experiment

EXPERIMENTS = (
    Experiment(
        title="“Softmax bends the boundaries”",
        question="Three spiral arms wind round each other. What will the borders between the classes look like?",
        guesses=("They follow the arms", "They are straight"),
        answer="They are straight",
        look_for=(
            "Straight borders and an accuracy of 45.8 %, where guessing has 33.3 %. Two classes are equally likely where their "
            "scores are equal, and the scores are linear in x; exponentials on top of them change no order."
        ),
        knobs={"data": "three spirals", "lr": 1.0},
    ),
    Experiment(
        title="“The top probability can be trusted”",
        question=(
            "Only 20 points to learn from, all learned perfectly. On ten further points the model names its class with a "
            "probability of 99.8 % on average. How many of these ten are right?"
        ),
        guesses=("All ten", "Nine", "Eight"),
        answer="Eight",
        look_for=(
            "Held-out accuracy is 80.0 %, and the two mistakes are made with 98.5 % and 99.7 %. The training loss ends at 0.00643, "
            "the held-out loss at 1.00: on separable points longer weights always lower the first, and make the model boast."
        ),
        knobs={"n": 20, "noise": 3.0, "held": 0.5, "seed": 7, "lr": 1.0, "epochs": 1000},
    ),
    Experiment(
        title="“It is the same as K separate logistic regressions”",
        question=(
            "Three clouds in a row. Take instead three logistic regressions, each for “this cloud or not”, trained to the end. What "
            "do their three probabilities of one point add up to?"
        ),
        guesses=("Always to 1", "Not always to 1"),
        answer="Not always to 1",
        look_for=(
            "Softmax's three always add up to 1: they are one distribution, learned together. Three separate models do not know of "
            "each other, and theirs add up to anything between 0.27 and 1.48. They are no worse at naming the class: with the largest score they get 100.0 % right, and softmax 99.6 % "
            "after these epochs. What they lack is probabilities that belong together."
        ),
        knobs={"seed": 29},
    ),
    Experiment(
        title="“Each class's weights mean something alone”",
        question="Two classes have two weight vectors and two biases. How many borders does the picture show?",
        guesses=("Two", "One"),
        answer="One",
        look_for=(
            "One border, where the two scores are equal: only the difference of the two weight vectors counts. Here they come out "
            "exactly opposite; add the same vector to both and no probability changes, nor the loss of 0.0438."
        ),
        knobs={"classes": 2},
    ),
    Experiment(
        title="“With all examples in one batch the loss must fall”",
        question="Full batch, but α = 1 instead of 0.2. What does the very first step do to the loss?",
        guesses=("It falls faster than before", "It falls a little", "It triples"),
        answer="It triples",
        look_for=(
            "From 1.10 to 3.59, and up to 8.03 at epoch 3. The direction was right, the step too long for it. Later the slopes are "
            "smaller and the same α is short enough: after epoch 223 it only falls, and ends at 0.233, below the article's 0.313."
        ),
        knobs={"lr": 1.0},
    ),
    Experiment(
        title="“A small batch learns worse than the full one”",
        question="With α = 0.02, 20 epochs of the full batch end at 0.821. Where do 20 epochs in batches of 8 end?",
        guesses=("Higher", "At about the same loss", "At less than half of it"),
        answer="At less than half of it",
        look_for=(
            "The loss ends at 0.391. “Updates made” tells why: 1,140 instead of 20, for the same number of looks at each point. "
            "A batch of 8 points is enough for a step in almost the right direction, 57 times an epoch."
        ),
        knobs={"batch": "8", "lr": 0.02, "epochs": 20},
    ),
    Experiment(
        title="“A higher training loss means a worse model”",
        question="With λ = 0.1 the loss ends at 0.385; the article's run ends at 0.313. Which has the higher accuracy?",
        guesses=("The article's, 88.4 %", "They are equal", "The one with λ = 0.1"),
        answer="The one with λ = 0.1",
        look_for=(
            "Accuracy is 89.3 %. The two curves are different functions: of the 0.385 here, 0.0504 is the penalty (see “Data and "
            "history”). Compare losses only where the same thing is descended."
        ),
        knobs={"reg": 0.1},
    ),
    Experiment(
        title="“A good learning rate is good for any data”",
        question="α = 1 made the loss of the clouds jump up to 8. The moons are only 3.5 wide. What does α = 1 do here?",
        guesses=("The loss jumps in the same way", "The loss falls at every step"),
        answer="The loss falls at every step",
        look_for=(
            "From 0.693 down to 0.272 without one rise. The clouds lie up to 13 away from the origin, and the curvature of the loss "
            "grows with the square of the features. That is why features are scaled before training."
        ),
        knobs={"data": "moons", "lr": 1.0},
    ),
)
