"""A table of ratings with holes, by descending the squared error of the known ones."""

from gdapp import controls, lesson, shell, training, view, why
from gdapp.figures import ratings

here = shell.page("matrix_factorization")
run, mark = controls.choose(here.name)
look = view.choose(run)

history = training.trained(run)
best = training.optimum(run)
why.mark_rate(mark, history)
epoch = view.show(here.name, ratings.scene(history, best, look))
why.say(here.name, history, best)

lesson.tabs(here.name, history, best, epoch)
