"""The widest street between two classes, by descending the hinge loss."""

from gdapp import controls, lesson, reference, shell, training, view
from gdapp.figures import boundary

here = shell.page("support_vector_machine")
run = controls.choose(here.name)
look = view.choose(run)

history = training.trained(run)
best = reference.optimum(run)
epoch = view.show(boundary.street(history, best, look))
view.say(history)

lesson.tabs(here.name, history, epoch)
