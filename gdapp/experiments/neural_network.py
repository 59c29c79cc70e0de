"""Experiments with one hidden layer. Its loss is not convex, and mini-batches make the path rough."""

from gdapp.experiments import Experiment

EXPERIMENTS = (
    Experiment(
        title="“The last batch is as good as any other”",
        question=(
            "The article's program: 450 points are seven batches of 64 and a last one of 2. At epoch 199 accuracy is 98.0 %. "
            "Where is it one epoch later, at the end?"
        ),
        guesses=("A little higher", "About the same", "Far lower"),
        answer="Far lower",
        look_for=(
            "In the last epoch accuracy falls to 65.8 %, and the loss leaps from 0.0599 to 3.34: the mean over two points makes as long a step as the mean over "
            "64, and these two point elsewhere. (The article prints a third of it, 1.112: its formula averages over samples, its "
            "code over samples and the 3 classes as well.)"
        ),
        knobs={"epochs": 200},
    ),
    Experiment(
        title="“More epochs are always better”",
        question="30 noisy points, 64 hidden units, 1,000 epochs; 15 further points are held out. What will the held-out loss do?",
        guesses=("Fall with the training loss", "Fall and then stay", "Fall and then rise"),
        answer="Fall and then rise",
        look_for=(
            "The held-out loss is lowest at epoch 16 with 0.361 and ends at 0.673, while the training loss falls on from 0.429 to "
            "0.248. The network begins to learn the noise: overfitting is a gap that grows, not a yes or no."
        ),
        knobs={"data": "moons", "n": 30, "noise": 0.5, "units": 64, "held": 0.5, "lr": 0.1, "epochs": 1000},
    ),
    Experiment(
        title="“Zero is a fine start”",
        question="A penalty as strong as λ = 5 presses all weights to almost 0. What does a network with weights 0 predict?",
        guesses=("The same for every point", "The largest class for most points", "Something random"),
        answer="The same for every point",
        look_for=(
            "Accuracy is 33.3 % and the loss 1.10, log 3, as for guessing. With all weights at 0 every unit puts out 0 and gets "
            "slope 0, because each layer's slope is multiplied by the other layer. Started there, no step would change a weight; "
            "so the start is random."
        ),
        knobs={"reg": 5.0},
    ),
    Experiment(
        title="“When it is stuck, it only needs more epochs”",
        question="Three units can fence in the inner ring. With this seed accuracy ends at 80.4 %. What is wrong?",
        guesses=("The rate is too small", "A hidden unit is dead", "More epochs are needed"),
        answer="A hidden unit is dead",
        look_for=(
            "Read the sentence under the picture: from epoch 11 on, 1 of 3 hidden units is dead. Its input is below 0 for every "
            "point, so the ReLU gives 0 and slope 0 and no step can bring it back. Two lines cannot fence in a ring. It is a local "
            "minimum, of the flat kind: no small change of the dead unit changes the loss."
        ),
        knobs={"data": "circles", "units": 3, "seed": 0},
    ),
    Experiment(
        title="“Each hidden unit stands for an idea that people have”",
        question="With another start three units part the rings, with 99.8 % accuracy. Does one of them mean “inside”?",
        guesses=("One of them", "Each of them a little", "None of them"),
        answer="None of them",
        look_for=(
            "Switch on “Lines of the hidden units” in the view: three straight cuts round the ring. Whether a single unit is on "
            "tells the ring of at most 58.4 % of the points. “Inside” is only in what the three say together."
        ),
        knobs={"data": "circles", "units": 3},
    ),
    Experiment(
        title="“More hidden units always help”",
        question="The article has 32 hidden units, and at epoch 199 an accuracy of 98.0 %. What do 3 units reach?",
        guesses=("About 70 %", "About 90 %", "About 98 %"),
        answer="About 98 %",
        look_for=(
            "Accuracy ends at 98.2 %, and the curve is calmer. Three clouds need few bends, and a tenth of the units leaves a tenth "
            "of the parameters to learn. Units beyond what the data needs cost time and can fit noise."
        ),
        knobs={"units": 3},
    ),
    Experiment(
        title="“A rerun that ends differently is a bug”",
        question="Four units solve this square of four clouds with seed 3, to 100 %. This run has seed 2. Where does it end?",
        guesses=("At 100 % as well", "At 75 %", "At 50 %"),
        answer="At 75 %",
        look_for=(
            "Accuracy is 74.9 % and the loss stays at 0.351 instead of 0.0144. The seed sets the start, and from another start "
            "descent arrives in another valley. With the same seed each rerun is the same to the last digit."
        ),
        knobs={"data": "xor", "units": 4, "seed": 2},
    ),
    Experiment(
        title="“A run that ends at once is a broken program”",
        question="With α = 10, how many epochs will the run last?",
        guesses=("All 200", "About 50", "Not one"),
        answer="Not one",
        look_for=(
            "The eight updates of the first epoch take the loss from 9.57 to 1.56·10²⁰, and the run is stopped: each step makes the "
            "weights longer, longer weights make steeper slopes, and these longer steps. The picture stays at the last state that "
            "makes sense, the start, and the line below it names the remedy."
        ),
        knobs={"lr": 10.0},
    ),
)
