"""A chosen start: the parameters that a place on the plane of a run's landscape stands for."""

from dataclasses import dataclass

from gdapp.answers.question import Question, Steps, results_of
from gdcore.analysis.landscape import displaced


@dataclass(frozen=True)
class StartAt(Question[tuple[float, ...]]):
    """The start of a run, moved in the plane of its landscape to a place there: every parameter."""

    place: tuple[float, float]

    def steps(self) -> Steps[tuple[float, ...]]:
        results = yield from results_of(self.run)
        theta: list[float] = displaced(results.history, self.place).tolist()
        return tuple(theta)
