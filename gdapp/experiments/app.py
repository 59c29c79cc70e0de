"""Experiments of the home page: the update rule itself."""

from gdapp.experiments import Experiment

EXPERIMENTS = (
    Experiment(
        "“A bigger learning rate is simply faster”",
        "On the parabola α = 0.1 creeps to the minimum. What will α = 2.5 do?",
        ("Arrive sooner", "Jump across and arrive", "Jump ever farther away"),
        "Jump ever farther away",
        "The curvature is 1, so each step multiplies the distance by 1 − α = −1.5: beyond α = 2 the point swings out.",
        {"f": "parabola", "lr": 2.5, "epochs": 20},
    ),
    Experiment(
        "“It always takes many steps”",
        "Which learning rate lands on the parabola's minimum in a single step?",
        ("α = 0.1", "α = 1", "α = 2"),
        "α = 1",
        "The distance is multiplied by 1 − α, and at α = 1 that is 0. The best rate is 1 / curvature, here 1.",
        {"f": "parabola", "lr": 1.0, "epochs": 10},
    ),
    Experiment(
        "“Downhill leads to the lowest point”",
        "The double well is lower on the left. We start at x = 4. Where does it end?",
        ("In the left well", "In the right well", "On the hill between them"),
        "In the right well",
        "It ends at x = 1.89, a local minimum: the slope there is zero, and gradient descent knows nothing but the slope.",
        {"f": "double well", "x0": 4.0, "lr": 0.1, "epochs": 100},
    ),
    Experiment(
        "“Hardly any slope means the minimum”",
        "On the plateau we start at x = −4. Where is the point after 100 steps?",
        ("At the minimum", "About half-way", "Hardly moved"),
        "Hardly moved",
        "The slope is 0.00134 at the start and 0.00179 at the end, so 100 steps move the point by only 0.0771. Flat is not the same as finished.",
        {"f": "plateau", "x0": -4.0, "lr": 0.5, "epochs": 100},
    ),
    Experiment(
        "“The steepest way is the shortest”",
        "The valley is 20 times steeper across than along. What will α = 0.1 look like?",
        ("Straight to the star", "A zigzag that never settles", "It leaves the picture"),
        "A zigzag that never settles",
        "Across, each step multiplies the distance by 1 − 0.1 · 20 = −1; along, by 0.9. The steep side alone limits α to 0.1.",
        {"f": "valley", "lr": 0.1, "epochs": 60},
    ),
    Experiment(
        "“Past steps are of no use”",
        "The same valley with momentum 0.9 and α = 0.02. After 60 steps, beside plain descent with this α, it is …",
        ("nearer to the star", "farther away", "just as near"),
        "nearer to the star",
        "Momentum adds up the steps along the valley. Plain descent with α = 0.02 would still be 1.19 away from the star; this is 0.0227 away.",
        {"f": "valley", "lr": 0.02, "epochs": 60, "opt": "momentum"},
    ),
    Experiment(
        "“Where the slope is zero there is a minimum”",
        "We start at x = −4 and y = 0, exactly on the ridge of the saddle. Where does it end?",
        ("At (0, 2) or (0, −2)", "At (0, 0)"),
        "At (0, 0)",
        "That is no minimum. On the ridge the slope along y is exactly 0, so y never moves. Set the start y to 0.05: that is enough to fall off to (0, 2).",
        {"f": "saddle", "y0": 0.0, "lr": 0.1, "epochs": 100},
    ),
)
