"""The trace: how each item stands with what it cites, and which duties no item carries out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from policysite.domain.library import Library
from policysite.domain.model import AcceptedCitation, PolicyLock
from policysite.traceability import AcceptanceStatus, Traceability, TraceLink
from tests.factories import (
    ANSWER,
    CLAUSES,
    FORMS,
    KEEP,
    checklist,
    clause,
    document,
    duty,
    edition,
    item,
    library,
    review,
)


def only(held: Library) -> TraceLink:
    """The only item of a library."""
    (link,) = Traceability(held).trace.links
    return link


def looked_at(*held: Any, **changes: Any) -> PolicyLock:
    """What policy.lock holds once somebody has accepted every item of these; with changes to each."""
    found: dict[str, dict[str, AcceptedCitation]] = {}
    for link in Traceability(library(*held)).trace.links:
        assert link.current_state is not None
        found.setdefault(link.checklist.name, {})[link.item.name] = replace(link.current_state, **changes)
    return PolicyLock(citations=found)


DUTY = checklist(item("HR12/answer-request"))
CLAUSE = checklist(item("HR12/1.2", "clause"))
SECTION = checklist(item("HR12/1", "clause"))
MISSING = checklist(item("HR12/1.4", "missing"))
KINDS = {"duty": DUTY, "clause": CLAUSE, "section": SECTION, "missing": MISSING}
WITHDRAWN = document(reviews=[review("2026-05", "withdrawn")])
BEFORE = edition(clauses=[*CLAUSES, FORMS])


# --- how an item stands --------------------------------------------------------------------------


@pytest.mark.parametrize("made", KINDS.values(), ids=KINDS)
def test_what_nobody_has_looked_at_is_new(made: Any) -> None:
    """An item without an entry in the lock is new, whatever it cites."""
    link = only(library(BEFORE, made))
    assert (link.status, link.accepted) == (AcceptanceStatus.NEW, None)


@pytest.mark.parametrize("made", KINDS.values(), ids=KINDS)
def test_what_somebody_looked_at_is_accepted(made: Any) -> None:
    """An item stays accepted while what it cites says the same."""
    link = only(library(BEFORE, made, lock=looked_at(BEFORE, made)))
    assert link.status is AcceptanceStatus.ACCEPTED
    assert link.accepted == link.current_state


@pytest.mark.parametrize("made", KINDS.values(), ids=KINDS)
def test_what_has_changed_is_suspect(made: Any) -> None:
    """An item is suspect once what it cites says something else than when somebody looked."""
    changed = edition(
        clauses=[
            CLAUSES[0],
            {**CLAUSES[1], "duties": [duty(must="answer at once")]},
            {**FORMS, "missing": {"what": "The forms."}},
        ]
    )
    link = only(library(changed, made, lock=looked_at(BEFORE, made)))
    assert link.status is AcceptanceStatus.SUSPECT
    assert link.accepted and link.current_state and link.accepted.text != link.current_state.text


@pytest.mark.parametrize("name", ["duty", "clause", "missing"])
def test_what_says_the_same_under_another_number_is_moved(name: str) -> None:
    """An item whose source has moved says where it stood: nothing else has changed."""
    made = KINDS[name]
    there = only(library(BEFORE, made)).current_state
    assert there is not None
    old = looked_at(BEFORE, made, clause="9.9")
    link = only(library(BEFORE, made, lock=old))
    assert link.status is AcceptanceStatus.MOVED
    assert link.accepted and (link.accepted.clause, there.clause) == (
        "9.9",
        link.current_state and link.current_state.clause,
    )


def test_renumbering_a_document_moves_duties_and_changes_none() -> None:
    """A clause that is put in moves the duties below it; a number that is cited is another clause."""
    put_in = {"number": "1.2", "text": "A request is made in writing."}
    after = edition(
        clauses=[CLAUSES[0], put_in, {**CLAUSES[1], "number": "1.3"}, {**CLAUSES[2], "number": "1.4"}]
    )
    link = only(library(after, DUTY, lock=looked_at(BEFORE, DUTY)))
    assert (link.status, link.current_state and link.current_state.clause) == (
        AcceptanceStatus.MOVED,
        "1.3",
    )
    assert only(library(after, CLAUSE, lock=looked_at(BEFORE, CLAUSE))).status is AcceptanceStatus.SUSPECT


def test_a_change_beside_a_duty_leaves_it_alone() -> None:
    """An item that cites a duty is not told of the rest of its clause; one that cites the clause is."""
    changed = edition(clauses=[CLAUSES[0], {**CLAUSES[1], "text": "They answer."}, CLAUSES[2], FORMS])
    assert only(library(changed, DUTY, lock=looked_at(BEFORE, DUTY))).status is AcceptanceStatus.ACCEPTED
    assert (
        only(library(changed, CLAUSE, lock=looked_at(BEFORE, CLAUSE))).status is AcceptanceStatus.SUSPECT
    )


def test_an_item_that_cites_something_else_is_new() -> None:
    """What was accepted for one source is not accepted for another, even if both say the same."""
    twice = edition(clauses=[{**CLAUSES[1], "duties": [ANSWER, duty("reply")]}])
    named = checklist(item("HR12/answer-request", id="answer"))
    other = checklist(item("HR12/reply", id="answer"))
    assert only(library(twice, other, lock=looked_at(twice, named))).status is AcceptanceStatus.NEW


@pytest.mark.parametrize(
    ("cites", "kind"),
    [
        ("HR12/answer", "duty"),
        ("HR12/1.2", "duty"),
        ("HR12/answer-request", "clause"),
        ("HR12/1.9", "clause"),
        ("HR12/1.9", "missing"),
        ("HR13/answer-request", "duty"),
        ("hr12/answer-request", "duty"),
    ],
)
def test_what_leads_nowhere_is_broken(cites: str, kind: str) -> None:
    """An item is broken when what it cites is not there, or is of another kind."""
    link = only(library(edition(), checklist(item(cites, kind))))
    assert (link.status, link.cited_provision, link.current_state) == (
        AcceptanceStatus.BROKEN,
        None,
        None,
    )


def test_only_what_is_in_force_can_be_cited() -> None:
    """An item leads to the newest edition, and nowhere once the document is withdrawn."""
    older = edition(name="2023-11", clauses=[{**CLAUSES[1], "duties": [ANSWER, duty("old")]}])
    gone = checklist(item("HR12/old"))
    assert only(library(document(older, edition()), gone)).status is AcceptanceStatus.BROKEN
    link = only(library(document(older, edition()), DUTY))
    assert link.cited_provision and str(link.cited_provision.edition.edition) == "2025-11"
    assert only(library(WITHDRAWN, DUTY)).status is AcceptanceStatus.BROKEN


def test_a_source_is_told_in_a_line() -> None:
    """What is shown of a source is what it says: a duty with who, force and condition; a clause whole."""
    answers = clause(
        title="Answers",
        text="The line\nmanager answers.",
        items=["in writing"],
        duties=[duty(when="a request\nwas made")],
        missing={"what": "The form."},
    )
    held = edition(clauses=[answers])
    of_duty = only(library(held, DUTY)).cited_provision
    of_clause = only(library(held, checklist(item("HR12/1.1", "clause")))).cited_provision
    of_section = only(library(held, SECTION)).cited_provision
    assert of_section and of_clause and of_section.text == f"Requests {of_clause.text}"
    assert of_duty and of_duty.text == "line-manager must answer in writing, when a request was made"
    assert of_clause and of_clause.text == (
        "Answers The line manager answers. in writing"
        " (line-manager must answer in writing, when a request was made) (missing: The form.)"
    )


# --- what is left over ---------------------------------------------------------------------------


def uncovered(held: Library) -> list[str]:
    """The ids of the duties that no item carries out."""
    return [one.duty.id for one in Traceability(held).trace.uncovered_duties]


def test_duties_of_any_force_are_left_over() -> None:
    """Of a role with a checklist, every duty in no item is left over: must, should and may."""
    made = checklist(item("HR12/1.1", "clause"))
    assert uncovered(library(edition(), made)) == ["answer-request", "meet-employee", "ask-for-help"]
    assert uncovered(library(edition(), DUTY)) == ["meet-employee", "ask-for-help"]


def test_a_clause_that_is_cited_covers_no_duty() -> None:
    """An item that cites a clause, or says what is missing, does not carry out the duties there."""
    held = edition(clauses=[{**CLAUSES[1], "missing": {"what": "The form."}}])
    made = checklist(item("HR12/1.2", "clause"), item("HR12/1.2", "missing", id="form"))
    assert "answer-request" in uncovered(library(held, made))


def test_roles_without_a_checklist_lack_nothing() -> None:
    """The duties of a role without a checklist written by hand are in the one that is made for it."""
    assert uncovered(library(edition())) == []
    assert "keep-register" not in uncovered(library(edition(), DUTY))
    both = checklist(item("HR12/1.1", "clause"), name="head-of-people", role="head-of-people")
    assert "keep-register" in uncovered(library(edition(), DUTY, both))


def test_withdrawn_documents_have_no_duties() -> None:
    """Nothing is left over of a document that is out of force."""
    other = edition("HR13", clauses=[clause(text="A.")])
    made = checklist(item("HR13/1.1", "clause"))
    assert uncovered(library(WITHDRAWN, other, made)) == []
    assert Traceability(library(WITHDRAWN)).trace.duties == ()


def test_several_items_may_carry_out_one_duty() -> None:
    """A duty knows all of its items, of every checklist; one that leads nowhere is none of them."""
    one = checklist(item("HR12/answer-request", id="a"), item("HR12/answer-request", id="b"), name="one")
    two = checklist(item("HR12/answer-request"), item("HR12/answer"), name="two", role="head-of-people")
    trace = Traceability(library(edition(), one, two)).trace
    (located,) = (located for located in trace.duties if located.duty.id == "answer-request")
    assert [link.name for link in trace.links_to(located)] == ["one/a", "one/b", "two/answer-request"]


def test_duties_of_one_name_are_told_apart() -> None:
    """An item carries out the duty of the document that it names, and not that of another."""
    other = edition("HR13", clauses=[clause(text="A.", duties=[ANSWER])])
    trace = Traceability(
        library(edition(clauses=[{**CLAUSES[1], "duties": [ANSWER]}]), other, DUTY)
    ).trace
    assert [(one.edition.reference, one.duty.id) for one in trace.uncovered_duties] == [
        ("HR13", "answer-request")
    ]


def test_a_library_without_checklists_has_an_empty_trace() -> None:
    """Without a checklist there are no links; the duties are all there."""
    trace = Traceability(library(edition())).trace
    assert (trace.links, trace.links_with_status(*AcceptanceStatus)) == ((), [])
    assert [located.duty.id for located in trace.duties] == [
        "answer-request", "meet-employee", "ask-for-help", KEEP["id"],
    ]  # fmt: skip
