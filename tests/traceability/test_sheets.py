"""Checklists as they are used: those written by hand, and those that are made for the other roles."""

from __future__ import annotations

from collections.abc import Mapping

from policysite.domain.fields import MAX_NAME_LENGTH
from policysite.domain.library import Library
from policysite.domain.model import AcceptedCitation, MissingContent, PolicyLock
from policysite.traceability import ResolvedChecklist, Traceability
from tests.factories import (
    CLAUSES,
    FORMS,
    MEET,
    checklist,
    clause,
    document,
    duty,
    edition,
    item,
    library,
    review,
)


def resolved_checklists(held: Library) -> Mapping[str, ResolvedChecklist]:
    """Resolve the checklists of a library, by their names."""
    return Traceability(held).resolved_checklists


def test_every_role_with_duties_has_a_checklist() -> None:
    """A role without a checklist gets one from its duties, what binds first, and what is missing."""
    found = resolved_checklists(library(edition(clauses=[*CLAUSES, FORMS])))
    assert list(found) == ["head-of-people", "line-manager"]
    made = found["line-manager"]
    assert made.is_generated
    assert (made.definition.title, made.definition.file) == (
        "Line manager: duties",
        "checklists/line-manager.yml",
    )
    assert [(section.title, [link.item.name for link in links]) for section, links in made.sections] == [
        ("You must", ["hr12-answer-request"]),
        ("You should", ["hr12-meet-employee"]),
        ("You may", ["hr12-ask-for-help"]),
        ("Missing from the copies", ["hr12-1-4"]),
    ]
    assert next(made.links).item.do == "Answer in writing"
    assert [link.item.name for link in made.actionable_items] == [
        "hr12-answer-request", "hr12-meet-employee", "hr12-ask-for-help",
    ]  # fmt: skip


def test_roles_written_for_get_none_made() -> None:
    """A role that a checklist was written for, under whatever name, gets none that is made."""
    written = checklist(item("HR12/answer-request"), name="flexible-working")
    found = resolved_checklists(library(edition(), written))
    assert {name: resolved.is_generated for name, resolved in found.items()} == {
        "flexible-working": False,
        "head-of-people": True,
    }


def test_roles_with_gaps_alone_get_a_checklist() -> None:
    """A role whose duties are all missing is shown what is missing, and has nothing to tick."""
    found = resolved_checklists(library(edition(clauses=[CLAUSES[0], FORMS])))
    (made,) = found.values()
    assert [link.item.kind for link in made.links] == ["missing"]
    assert (list(made.actionable_items), made.digests) == ([], {})
    assert made.editions[0].reference == "HR12"


def test_roles_without_duties_get_none() -> None:
    """A role that nothing is asked of has no checklist; nor has one whose document is withdrawn."""
    assert resolved_checklists(library(edition(clauses=[CLAUSES[0]]))) == {}
    assert resolved_checklists(library(document(reviews=[review("2026-05", "withdrawn")]))) == {}


def test_a_name_that_is_taken_is_left_to_its_file() -> None:
    """A made checklist never takes the place of one that was written, whatever that is called."""
    one = checklist(item("HR12/keep-register"), name="line-manager", role="head-of-people")
    two = checklist(item("HR12/keep-register"), name="line-manager-duties", role="head-of-people")
    found = resolved_checklists(library(edition(), one))
    assert {name: resolved.is_generated for name, resolved in found.items()} == {
        "line-manager": False,
        "line-manager-duties": True,
    }
    found = resolved_checklists(library(edition(), one, two))
    assert {name: resolved.is_generated for name, resolved in found.items()} == {
        "line-manager": False,
        "line-manager-duties": False,
        "line-manager-duties-duties": True,
    }
    assert all(name == resolved.name for name, resolved in found.items())


def test_items_that_are_made_have_names_of_their_own() -> None:
    """Documents whose references differ in their signs alone do not share the names of their items."""
    held = [
        edition(reference, clauses=[clause(text="A.", duties=[duty(name)])])
        for reference, name in (("HR_1", "a"), ("HR-1", "a"), ("hr-1", "a"), ("HR", "1-a"))
    ]
    (made,) = resolved_checklists(library(*held)).values()
    names = [link.item.name for link in made.links]
    assert names == ["hr-1-a", "hr-1-a-again", "hr-1-a-again-again", "hr-1-a-again-again-again"]
    assert len(made.digests) == 4


def test_what_is_missing_has_a_name_of_its_own() -> None:
    """A missing part whose number is the id of a duty shares no name with its item."""
    answers = clause("1.3", "A.", duties=[duty("1-4")])
    (made,) = resolved_checklists(library(edition(clauses=[answers, FORMS]))).values()
    assert [link.item.name for link in made.links] == ["hr12-1-4", "hr12-1-4-again"]


def test_the_longest_names_make_an_item() -> None:
    """A duty's item is named for document and duty, however long an id both have."""
    reference, name = "R" * MAX_NAME_LENGTH, "d" * MAX_NAME_LENGTH
    duties = [duty(name), {**MEET, "id": f"{name[:-1]}e"}]
    answers = clause(text="A.", duties=duties)
    (made,) = resolved_checklists(library(edition(reference, clauses=[answers]))).values()
    assert [link.item.cited_name for link in made.links] == [
        f"{reference}/{each['id']}" for each in duties
    ]
    assert len({link.item.name for link in made.links}) == len(duties)


def test_items_that_lead_nowhere_are_left_out() -> None:
    """Nobody is shown an item without its source; its part stays, with what is left."""
    written = checklist(item("HR12/answer-requests"), item("HR12/meet-employee"), name="a")
    resolved = resolved_checklists(library(edition(), written))["a"]
    assert [link.item.name for link in resolved.links] == ["meet-employee"]
    nothing = checklist(item("HR12/answer-requests"), name="a")
    assert [links for _, links in resolved_checklists(library(edition(), nothing))["a"].sections] == [()]


def test_the_digest_of_a_sheet_is_that_of_what_it_says() -> None:
    """A changed duty changes the digest of its item and of the whole; accepting it changes neither."""
    written = checklist(item("HR12/answer-request"), item("HR12/1.1", "clause"), name="a")
    changed = edition(clauses=[CLAUSES[0], {**CLAUSES[1], "duties": [duty(when="asked")]}])
    before, after = (
        resolved_checklists(library(edition(), written))["a"],
        resolved_checklists(library(changed, written))["a"],
    )
    assert before.digests["answer-request"] != after.digests["answer-request"]
    assert before.digests["hr12-1-1"] == after.digests["hr12-1-1"]
    assert before.digest != after.digest
    accepted = {"a": {"answer-request": AcceptedCitation("HR12/answer-request", "1.2", "v1:0", "-")}}
    assert (
        resolved_checklists(library(edition(), written, lock=PolicyLock(citations=accepted)))["a"].digest
        == before.digest
    )


def test_editions_are_named_once_in_the_order_of_use() -> None:
    """A sheet names each edition that its items come from once."""
    other = edition("HR13", clauses=[clause(text="A.")])
    written = checklist(
        item("HR13/1.1", "clause"), item("HR12/answer-request"), item("HR12/meet-employee"), name="a"
    )
    resolved = resolved_checklists(library(edition(), other, written))["a"]
    assert [one.reference for one in resolved.editions] == ["HR13", "HR12"]


def test_a_gap_without_a_role_is_in_no_made_checklist() -> None:
    """What is missing, and is nobody's duties, is shown in the document and in no checklist."""
    gap = {"number": "1.4", "title": "Forms", "missing": {"what": "The list."}}
    assert MissingContent.model_validate(gap["missing"]).role is None
    assert resolved_checklists(library(edition(clauses=[CLAUSES[0], gap]))) == {}
