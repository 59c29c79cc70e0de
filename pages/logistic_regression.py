"""Two classes and the probability of one of them, by descending the binary cross-entropy."""

from gdapp import controls, lesson, reference, shell, training, view
from gdapp.figures import boundary

here = shell.page("logistic_regression")
run = controls.choose(here.name)
look = view.choose(run)

history = training.trained(run)
best = reference.optimum(run)
epoch = view.show(boundary.probability(history, best, look))
view.say(history)

lesson.tabs(here.name, history, epoch)
