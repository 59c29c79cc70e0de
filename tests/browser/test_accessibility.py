"""axe-core on every page: nothing that keeps a person out, in light and dark. It comes with a package and asks no network."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from hands import PATHS, STILL, settled

SEVERE = {"serious", "critical"}


def violations(page):
    """The serious findings, as (rule, element) pairs."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        (rule["id"], str(node["target"]), node["html"][:160])
        for rule in found
        if rule["impact"] in SEVERE
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PATHS)
def test_no_serious_violation(visit, name, scheme):
    page = visit(PATHS[name], color_scheme=scheme, **STILL)
    settled(page)
    assert violations(page) == []
