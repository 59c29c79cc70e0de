"""A line through points: the least-squares line, found by descending ½ mean square error."""

from gdapp import controls, lesson, shell, training, view, why
from gdapp.figures import trend

here = shell.page("linear_regression")
run, mark = controls.choose(here.name)
look = view.choose(run)

history = training.trained(run)
best = training.optimum(run)
why.mark_rate(mark, history)
epoch = view.show(here.name, trend.scene(history, best, look))
why.say(here.name, history, best)

lesson.tabs(here.name, history, best, epoch)
