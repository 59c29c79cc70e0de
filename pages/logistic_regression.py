"""Two classes and the probability of one of them, by descending the binary cross-entropy."""

from gdapp import controls, lesson, shell, training, view, why
from gdapp.figures import boundary

here = shell.page("logistic_regression")
run, mark = controls.choose(here.name)
look = view.choose(run, own_bias=True)

history = training.trained(run)
best = training.optimum(run)
why.mark_rate(mark, history)
epoch = view.show(here.name, boundary.probability(history, best, look))
why.say(here.name, history, best)

lesson.tabs(here.name, history, best, epoch)
