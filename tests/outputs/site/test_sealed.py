"""What readers see of policy.lock: duties that somebody has to compare again, and corrections."""

from __future__ import annotations

import pytest

from policysite.lock_recorder import LockRecorder
from tests.sites import Rendered, shown
from tests.small import EDITION, RECORD, SmallProject

CHECKLIST = """\
title: Answering a request
role: line-manager
trigger: When a request comes.
sections: [{items: [{do: Answer in writing., duty: HR12/answer-request}]}]
"""
CAUTION = "Read the clause, too. It has changed since this duty was last compared with it."


def cautions(site: Rendered, page: str) -> list[str]:
    """What a page says of duties and items that are not as somebody saw them."""
    return [shown(found) for found in site[page].find_class("to-compare")]


@pytest.fixture
def accepted(small: SmallProject) -> SmallProject:
    """The small project with a checklist, everything accepted."""
    small.write("checklists/answer.yml", CHECKLIST)
    project = small.project
    LockRecorder(project).accept(
        project.traceability.trace.links, project.traceability.restatements.values()
    )
    return small


def test_a_suspect_duty_sends_its_readers_to_the_clause(accepted: SmallProject) -> None:
    """Wherever a duty is read whose clause has changed, readers are sent there until somebody looks."""
    accepted.change(EDITION, "The [[line-manager]] answers it.", "Nobody answers it any more.")
    site = Rendered.of(accepted.folder)
    for page in (
        "documents/HR12/",
        "documents/HR12/2025-11/",
        "roles/line-manager/",
        "checklists/answer/",
    ):
        assert cautions(site, page) == [CAUTION], page
    project = accepted.project
    LockRecorder(project).accept([], project.traceability.restatements.values())
    site = Rendered.of(accepted.folder)
    assert [cautions(site, page) for page in ("documents/HR12/", "checklists/answer/")] == [[], []]


def test_a_checklist_that_is_made_says_so_too(accepted: SmallProject) -> None:
    """An item that is made from a suspect duty sends its readers to the clause as well."""
    accepted.remove("checklists/answer.yml")
    accepted.change(EDITION, "must: answer the request", "should: answer the request")
    assert cautions(Rendered.of(accepted.folder), "checklists/line-manager/") == [
        "Read the clause, too. This duty has changed since it was last compared with its clause."
    ]


def test_an_edition_before_is_left_alone(accepted: SmallProject) -> None:
    """Of an edition that is no longer current nobody compares anything, and nothing is said of it."""
    text = accepted.read(EDITION)
    accepted.write("policy/HR12/2023-10.yml", text.replace("edition: 2025-11", "edition: 2023-10"))
    accepted.change(EDITION, "The [[line-manager]] answers it.", "Nobody answers it any more.")
    assert cautions(Rendered.of(accepted.folder), "documents/HR12/2023-10/") == []


def test_suspect_duties_are_listed(accepted: SmallProject) -> None:
    """The page of traceability shows what a suspect duty's clause said then and what it says now."""
    accepted.change(EDITION, "The [[line-manager]] answers it.", "Nobody answers it any more.")
    (section,) = Rendered.of(accepted.folder)["traceability/"].xpath(
        "//section[@aria-labelledby='_suspect_duties']"
    )
    assert "HR12 1.2: Line manager must answer the request in writing" in shown(section)
    assert "answers it." in shown(section.find(".//del"))
    assert "Nobody answers it any more." in shown(section.find(".//ins"))


def test_a_correction_is_shown(small: SmallProject) -> None:
    """The page of a corrected edition says on which day its copy was corrected, and why, for good."""
    small.seal()
    assert "corrected" not in Rendered.of(small.folder).text("documents/HR12/")
    for word in ("Everybody", "Every person"):
        text = small.read(EDITION)
        start = text.index("text: ") + len("text: ")
        small.write(EDITION, text[:start] + word + text[text.index(" may make") :])
        LockRecorder(small.project).seal(small.project.library.editions, f"It said <{word}>.", ["HR12"])
    site = Rendered.of(small.folder)
    for page in ("documents/HR12/", "documents/HR12/2025-11/"):
        assert "This copy was corrected on 21 November 2026: It said <Everybody>." in site.text(page)
        assert "This copy was corrected on 21 November 2026: It said <Every person>." in site.text(page)
        assert site.facts(page)["This copy was corrected"] == "21 November 2026"


def test_a_correction_of_a_record_is_shown(small: SmallProject) -> None:
    """With the reviews on record stands which of them was corrected, what it said, and why."""
    extended = (
        "reviews: [{{date: 2026-05, outcome: extended, edition: 2025-11, next: {},"
        " approved_by: head-of-people, reason: The law changes.}}]\n"
    )
    small.write(RECORD, extended.format("2028-05"))
    small.seal()
    small.write(RECORD, extended.format("2028-11"))
    LockRecorder(small.project).seal([], "Minutes were misread.", ["HR12"])
    assert (
        "A record was corrected on 21 November 2026. It said “2026-05: extended, edition 2025-11, next"
        " 2028-05”, and now says “2026-05: extended, edition 2025-11, next 2028-11”. Minutes were"
        " misread."
    ) in Rendered.of(small.folder).text("documents/HR12/")
