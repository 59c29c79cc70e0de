"""Gradient descent from scratch in NumPy: six models, six optimizers, one loop.

>>> import gdcore
>>> history = gdcore.article("linear_regression").history()
>>> history.status.value
'Finished: all 200 epochs were run.'
"""

import os

os.environ.setdefault(
    "OPENBLAS_NUM_THREADS", "1"
)  # before NumPy loads: on arrays this small a second thread only contends

from gdcore.article import article
from gdcore.run import Epoch, History, Run, Settings, Status

__all__ = ["Epoch", "History", "Run", "Settings", "Status", "article"]
