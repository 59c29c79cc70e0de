"""What the engine costs, measured as ratios: `python -m benchmarks`. README.md says what is measured and how."""

import os

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy is imported: one thread on every side
