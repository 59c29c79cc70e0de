"""Gradient descent from scratch in NumPy: six models, six optimizers, one loop.

>>> import gdcore
>>> history = gdcore.article("linear_regression").history()
>>> history.status.value
'Finished: all epochs were run.'
"""

import os

os.environ.setdefault(
    "OPENBLAS_NUM_THREADS", "1"
)  # before NumPy loads: on arrays this small a second thread only contends

from gdcore.history import Epoch, History, Status
from gdcore.programs import article
from gdcore.run import Run
from gdcore.settings import Settings

__all__ = ["Epoch", "History", "Run", "Settings", "Status", "article"]
