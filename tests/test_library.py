"""The frozen library of the tests: it is sound, and it has what its README says."""

from __future__ import annotations

import pytest

from policysite.project import Project
from tests import LIBRARY
from tests.sites import EPOCH, Rendered
from tests.small import NOW

STATES = {
    "B07": "Review overdue",
    "B07a": "In date, policy above it overdue",
    "S12": "Review due soon",
    "V03": "In date",
    "L01": "Withdrawn",
    "J20": "In date",
    "H31": "In date",
    "C40": "In date",
    "G50": "In date",
    "W09": "In date",
}


@pytest.fixture(scope="module")
def project() -> Project:
    """The library as it stands on the day of all tests."""
    return Project.open(LIBRARY, NOW)


def test_only_what_is_meant_to_be_noticed_is(project: Project) -> None:
    """It has no errors, and a warning for each of the states that a warning comes of."""
    assert int(NOW.timestamp()) == EPOCH
    assert [(problem.code, problem.position.file) for problem in project.problems] == [
        ("item-suspect", "checklists/spill.yml"),
        ("law-repealed", "policy/B07/2023-12.yml"),
        ("law-repealed", "policy/B07/2023-12.yml"),
        ("duty-suspect", "policy/S12/2025-02-10.yml"),
    ]


def test_documents_are_in_the_states_that_the_readme_tells() -> None:
    """Each document has the state of review that tests expect of it, and a row of the README."""
    site = Rendered.of(LIBRARY)
    readme = (LIBRARY / "README.md").read_text(encoding="utf-8")
    for reference, state in STATES.items():
        (said,) = [
            text
            for name, text in site.facts(f"documents/{reference}/").items()
            if name.startswith("State")
        ]
        assert said.startswith(state), reference
        assert f"\n| `{reference}` | " in readme
    assert {document.reference for document in site.site.documents} == {*STATES}
