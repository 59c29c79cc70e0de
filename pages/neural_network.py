"""One hidden layer, by backpropagation in mini-batches."""

from gdapp.page import draw_model_page

draw_model_page("neural_network")
