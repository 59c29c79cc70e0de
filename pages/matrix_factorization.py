"""A table of ratings with holes, by descending the squared error of the known ones."""

from gdapp import controls, lesson, reference, shell, training, view
from gdapp.figures import ratings

here = shell.page("matrix_factorization")
run = controls.choose(here.name)
look = view.choose(run)

history = training.trained(run)
best = reference.optimum(run)
epoch = view.show(ratings.scene(history, best, look))
view.say(history)

lesson.tabs(here.name, history, epoch)
