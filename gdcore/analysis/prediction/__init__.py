"""What was predicted before a run, compared with what came out: the distance is said in words, and as a number beside them.

| function | what was predicted |
| --- | --- |
| `compare_curves` | a loss curve, drawn on empty axes |
| `compare_lines` | a boundary or a regression line, through two points |
| `compare_places` | the place in the landscape where the run ends |
| `compare_numbers` | one number |
"""

from gdcore.analysis.prediction.curves import compare_curves
from gdcore.analysis.prediction.lines import compare_lines
from gdcore.analysis.prediction.places import compare_places
from gdcore.analysis.prediction.values import compare_numbers
from gdcore.analysis.prediction.words import Comparison

__all__ = ["Comparison", "compare_curves", "compare_lines", "compare_numbers", "compare_places"]
