"""A panel of the picture, by its axes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Panel:
    """A panel of the picture: its title in words, and the axes on which it is drawn ("x5", "y5")."""

    title: str
    xaxis: str = "x"
    yaxis: str = "y"
