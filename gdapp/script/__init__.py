"""A run as a script and as a notebook of plain NumPy, to be taken away: no engine, every number is in it.

`models/`, `optimizers/`, `loop.txt` and the plots are the pieces, written as a person would; `write.py` puts them together
with the rows, the start and the settings of a run. A model or an optimizer without a piece has no script.
"""
