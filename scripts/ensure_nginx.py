"""Find nginx for the tests of several servers, or install it; say how where that is not possible.

python -m scripts.ensure_nginx     exit code 1 without nginx only in CI: elsewhere its tests are skipped
"""

import os
import sys

from deploy.serve import find_nginx
from scripts.ensure_browser import attempt, in_ci, is_debian

ADVICE = (
    "No nginx was found, so the tests of several servers cannot run. Debian: sudo apt-get install nginx-light"
)


def main() -> int:
    may_install = is_debian() and os.geteuid() == 0
    if not find_nginx() and may_install and attempt("apt-get", "update", "-qq"):
        attempt("apt-get", "install", "-y", "-qq", "--no-install-recommends", "nginx-light")
    if found := find_nginx():
        print("nginx:", found)
        return 0
    print(ADVICE, file=sys.stderr)
    return int(in_ci())


if __name__ == "__main__":
    sys.exit(main())
