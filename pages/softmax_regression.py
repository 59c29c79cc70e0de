"""Several classes at once, by descending the cross-entropy."""

from gdapp import controls, lesson, shell, training, view, why
from gdapp.figures import regions

here = shell.page("softmax_regression")
run, mark = controls.choose(here.name)
look = view.choose(run)

history = training.trained(run)
best = training.optimum(run)
why.mark_rate(mark, history)
epoch = view.show(here.name, regions.softmax(history, best, look))
why.say(here.name, history, best)

lesson.tabs(here.name, history, best, epoch)
