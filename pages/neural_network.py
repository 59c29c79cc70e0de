"""One hidden layer, by backpropagation in mini-batches."""

from gdapp import controls, lesson, shell, training, view, why
from gdapp.figures import regions

here = shell.page("neural_network")
run, mark = controls.choose(here.name)
look = view.choose(run, units=True)

history = training.trained(run)
best = training.optimum(run)
why.mark_rate(mark, history)
epoch = view.show(here.name, regions.network(history, best, look))
why.say(here.name, history, best)

lesson.tabs(here.name, history, best, epoch)
