"""A line through points: the least-squares line, found by descending ½ mean square error."""

from gdapp import controls, lesson, reference, shell, training, view
from gdapp.figures import trend

here = shell.page("linear_regression")
run = controls.choose(here.name)
look = view.choose(run)

history = training.trained(run)
best = reference.optimum(run)
epoch = view.show(trend.scene(history, best, look))
view.say(history)

lesson.tabs(here.name, history, epoch)
