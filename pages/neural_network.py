"""One hidden layer, by backpropagation in mini-batches."""

from gdapp import controls, lesson, reference, shell, training, view
from gdapp.figures import regions

here = shell.page("neural_network")
run = controls.choose(here.name)
look = view.choose(run, units=True)

history = training.trained(run)
best = reference.optimum(run)
epoch = view.show(regions.network(history, best, look))
view.say(history)

lesson.tabs(here.name, history, epoch)
