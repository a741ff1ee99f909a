"""A duty beside its clause: suspect as soon as one of the two says something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysite.checks import CheckContext
from policysite.checks.checklists import items_cite_provisions_in_force
from policysite.checks.duties import duties_restate_their_clauses
from policysite.domain.library import Library
from policysite.domain.model import FORCES
from policysite.traceability import (
    AcceptanceStatus,
    Traceability,
    restatements,
    with_accepted_duties,
    with_accepted_items,
)
from tests.factories import checklist, edition, item, library
from tests.small import is_action

TODAY = date(2026, 1, 15)
DUTY = {"id": "answer", "role": "line-manager", "must": "answer in writing", "when": "a request was made"}
CLAUSE: dict[str, Any] = {
    "number": "1.2",
    "title": "Answers",
    "text": "The line manager answers.",
    "items": ["in writing", "in time"],
    "duties": [DUTY],
    "missing": {"what": "The form."},
}
BY_CLAUSE = checklist(item("HR12/1.2", "clause"), name="by-clause", role="head-of-people")


def of(clause: Mapping[str, Any], before: Library | None = None) -> Library:
    """A library with this clause, and with the lock of another."""
    made = library(edition(clauses=[clause]), BY_CLAUSE)
    return replace(made, lock=before.lock) if before else made


def accepted(clause: Mapping[str, Any]) -> Library:
    """A library with this clause, in which everything was accepted."""
    made = of(clause)
    lock = with_accepted_duties(made.lock, {one.name: one.current_state for one in restatements(made)})
    return replace(made, lock=with_accepted_items(lock, Traceability(made).trace.links, ()))


def codes(made: Library) -> list[str]:
    """What is found about duties and items, as far as it is about what somebody has looked at."""
    found = [
        *duties_restate_their_clauses(CheckContext(made, TODAY)),
        *items_cite_provisions_in_force(CheckContext(made, TODAY)),
    ]
    return [one.code for one in found if one.code.startswith(("duty-s", "duty-n", "item-"))]


def with_duty(**changes: str | None) -> dict[str, Any]:
    """The clause with another duty."""
    duty = {key: value for key, value in (DUTY | changes).items() if value is not None}
    return CLAUSE | {"duties": [duty]}


CHANGES: dict[str, Mapping[str, Any]] = {
    **{
        f"force: {force}": with_duty(must=None, **{force.key: "answer in writing"})
        for force in FORCES[1:]
    },
    "role": with_duty(role="head-of-people"),
    "action": with_duty(must="answer by telephone"),
    "condition": with_duty(when="a request was received"),
    "no condition": with_duty(when=None),
    "text": CLAUSE | {"text": "Nobody answers any more."},
    "title": CLAUSE | {"title": "Replies"},
    "an item": CLAUSE | {"items": ["in writing"]},
    "the order of items": CLAUSE | {"items": ["in time", "in writing"]},
    "what is missing": CLAUSE | {"missing": {"what": "The forms."}},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_is_found_after_acceptance(change: Mapping[str, Any]) -> None:
    """Whatever the clause or its duty says differently: the duty is suspect, and its items are."""
    before = accepted(CLAUSE)
    assert codes(before) == []
    assert codes(of(change, before)) == ["duty-suspect", "item-suspect"]
    assert codes(accepted(change)) == []


@given(
    change=st.fixed_dictionaries(
        {},
        optional={
            key: st.text(
                st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=3
            ).filter(is_action)
            for key in ("text", "title", "role", "action", "when")
        }
        | {"force": st.sampled_from(FORCES)},
    )
)
def test_any_change_of_words_is_found(change: Mapping[str, Any]) -> None:
    """Of any words in any of the places, the duty is suspect exactly when one is another than before."""
    now = {"text": "a", "title": "b", "role": "c", "action": "d", "when": "e", "force": FORCES[0]}

    def clause(said: Mapping[str, Any]) -> dict[str, Any]:
        duty = {
            "id": "x",
            "role": said["role"].lower(),
            said["force"].key: said["action"],
            "when": said["when"],
        }
        return {"number": "1.2", "text": said["text"], "title": said["title"], "duties": [duty]}

    before = accepted(clause(now))
    said = {**now, **change}
    is_same = clause(said) == clause(now)
    assert (codes(of(clause(said), before)) == []) is is_same
    assert [one.status for one in restatements(of(clause(said), before))] == [
        AcceptanceStatus.ACCEPTED if is_same else AcceptanceStatus.SUSPECT
    ]


def test_a_move_is_no_change() -> None:
    """A clause under another number, or wrapped anew, that says the same leaves its duty alone."""
    before = accepted(CLAUSE)
    moved = CLAUSE | {"number": "1.7", "text": "The line\n  manager answers."}
    assert [one for one in codes(of(moved, before)) if one.startswith("duty")] == []


def test_what_a_force_was_is_told_of_a_long_clause() -> None:
    """However long a clause is, the message about it shows the part that changed, its force with it."""
    text = "The line manager answers. " * 40
    before = accepted(CLAUSE | {"text": text})
    now = with_duty(must=None, should=DUTY["must"]) | {"text": text}
    found = items_cite_provisions_in_force(CheckContext(of(now, before), TODAY))
    (message,) = (one.message for one in found if one.code == "item-suspect")
    assert "(line-manager must answer in writing, when a request was made)" in message
    assert len(message) < 320


def test_a_new_library_is_left_alone() -> None:
    """Before anything was sealed or accepted nobody is told to compare; then all are told at once."""
    made = of(CLAUSE)
    assert list(duties_restate_their_clauses(CheckContext(made, TODAY))) == []
    begun = replace(made, lock=replace(made.lock, editions={"HR12/2025-11": "v1:0"}))
    (finding,) = duties_restate_their_clauses(CheckContext(begun, TODAY))
    assert finding.code == "duty-new"


def test_what_is_told_of_a_suspect_duty_names_what_changed() -> None:
    """Whoever reads a duty is told whether its clause changed or the duty itself did."""
    before = accepted(CLAUSE)
    for change, said in (
        ("text", "It has changed since this duty was last compared with it."),
        ("force: should", "This duty has changed since it was last compared with its clause."),
    ):
        (one,) = restatements(of(CHANGES[change], before))
        assert one.caution == said
    (one,) = restatements(before)
    assert one.caution == ""
