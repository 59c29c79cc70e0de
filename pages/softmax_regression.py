"""Several classes at once, by descending the cross-entropy."""

from gdapp import controls, lesson, reference, shell, training, view
from gdapp.figures import regions

here = shell.page("softmax_regression")
run = controls.choose(here.name)
look = view.choose(run)

history = training.trained(run)
best = reference.optimum(run)
epoch = view.show(regions.softmax(history, best, look))
view.say(history)

lesson.tabs(here.name, history, epoch)
