"""How a page opens on somebody's own rows."""

from dataclasses import dataclass
from typing import Any

from gdapp import catalogue
from gdapp.answers.question import Question, Steps
from gdcore.analysis.opening import opening


@dataclass(frozen=True)
class Opening(Question[dict[str, Any]]):
    """The knobs with which a page learns from the rows of a run, by the engine's names: several short runs are tried for it."""

    address: str
    rescale: bool

    def steps(self) -> Steps[dict[str, Any]]:
        program = catalogue.page(self.address).program
        assert program is not None, "own rows are asked for on a model's page"
        yield None
        return opening(program, self.run.data, self.rescale)
