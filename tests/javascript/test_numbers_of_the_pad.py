"""Numbers that the pad writes in the browser are written as gdcore/digits.py writes them."""

import json

import numpy as np

from gdcore.digits import number


def test_numbers_are_written_as_in_python(node):
    rng = np.random.default_rng(0)
    size = 10.0 ** rng.uniform(-9, 9, 300)
    values = [0.0, 1.0, -20.0, 999_999.9, 9.996, 1234.0, *(size * rng.choice([-1, 1], 300)).tolist()]
    program = (
        'import { number } from "./gdapp/predict/numbers.js";'
        f"const values = {json.dumps(values)};"
        "console.log(JSON.stringify([2, 3, 5].map((digits) => values.map((value) => number(value, digits)))))"
    )
    done = node("--input-type=module", "--eval", program)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [[number(value, digits) for value in values] for digits in (2, 3, 5)]
