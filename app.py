"""Gradient descent: the update rule itself on curves and surfaces, and the way to the six models."""

from gdapp import home, shell, training, view
from gdapp.figures import surface

here = shell.page("app")
run = home.choose()
look = view.choose(run)

history = training.trained(run)
epoch = view.show(here.name, surface.scene(history, look))
home.say(history)

home.cards()
home.lesson(history)
