"""What `make restated` finds: eight words in a row of a published text, and nothing else."""

from __future__ import annotations

import pytest

from tests.restated import copied, digest, runs
from tests.small import EDITION, ROLES, SmallProject

PUBLISHED = {digest(run) for run in runs("Every request will be answered in writing within 28 days.")}
RUN = "every request will be answered in writing within"


@pytest.fixture
def restated(small: SmallProject) -> SmallProject:
    """The small project, its wording restated."""
    small.change(EDITION, "wording: official", "wording: restated")
    return small


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Each request will be answered in writing within", []),
        ("So every request: will be ANSWERED, in writing within", [RUN]),
        ("Every request will be [[HR12/1.2]] answered in writing within", []),
    ],
    ids=["other words", "the same words", "a cross-reference between"],
)
def test_a_copied_run_is_found(restated: SmallProject, said: str, found: list[str]) -> None:
    """Eight words in a row are found, whatever marks and capitals stand between them."""
    restated.change(EDITION, "text: Anybody may make an FWR", f"text: >\n          {said} an FWR")
    assert list(copied(restated.project, PUBLISHED)) == [(EDITION, run) for run in found]


def test_names_are_no_copies(restated: SmallProject) -> None:
    """A name may be as long as it is, and what is official may be quoted."""
    said = "Every request will be answered in writing within 28 days"
    restated.change(ROLES, "name: Line manager", f"name: {said}")
    assert list(copied(restated.project, PUBLISHED)) == []
    restated.change(ROLES, f"name: {said}", f"name: Line manager\n    about: {said}.")
    assert {file for file, _ in copied(restated.project, PUBLISHED)} == {ROLES}
    restated.change(EDITION, "wording: restated", "wording: official")
    assert list(copied(restated.project, PUBLISHED)) == []
