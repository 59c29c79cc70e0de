"""What holds for all tests."""

import os

# Before NumPy is imported: one BLAS thread, as `make run` has it, and none fighting with another worker's.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from hypothesis import settings

# A slow machine is not a fault, so no example has a deadline; CI tries the same examples every time.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")
