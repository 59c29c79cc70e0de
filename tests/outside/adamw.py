"""What is appended to the optimizers: one class."""

from dataclasses import dataclass

from gdcore._checks import Range, constant
from gdcore.arrays import Array
from gdcore.optimizers import Adam, Moments


@dataclass(frozen=True)
class AdamW(Adam):
    r"""Adam with weight decay that does not pass through the gradient (Loshchilov and Hutter 2019, algorithm 2)."""

    name = "adamw"
    weight_decay: float = constant(Range(0.0, 1.0, "0.01"), 0.01)

    def update(self, gradient: Array, state: Moments, theta: Array) -> tuple[Array, Moments]:
        step, state = super().update(gradient, state, theta)
        return step - self.learning_rate * self.weight_decay * theta, state
