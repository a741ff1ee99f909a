"""Libraries in memory, to trace items in: a document HR12, and checklists that cite it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policysite.domain.library import Document, Library
from policysite.domain.model import (
    AcceptedCitation,
    Checklist,
    Contact,
    Edition,
    LibrarySettings,
    PolicyLock,
    ReviewRecord,
    Role,
)

SETTINGS = LibrarySettings(organisation="-", title="-", description="-", contact=Contact(name="-"))
ANSWER = {"id": "answer-request", "role": "line-manager", "must": "answer in writing"}
MEET = {"id": "meet-employee", "role": "line-manager", "should": "meet the employee"}
HELP = {"id": "ask-for-help", "role": "line-manager", "may": "ask for help"}
KEEP = {"id": "keep-register", "role": "head-of-people", "must": "keep a register"}
CLAUSES = (
    {"number": "1.1", "text": "Anybody may ask."},
    {"number": "1.2", "text": "The line manager answers.", "duties": [ANSWER, MEET, HELP]},
    {"number": "1.3", "text": "A register is kept.", "duties": [KEEP]},
)
FORMS = {"number": "1.4", "title": "Forms", "missing": {"what": "The list.", "role": "line-manager"}}


def edition(*clauses: Mapping[str, Any], **changes: Any) -> Edition:
    """An edition of HR12 with these clauses."""
    reference = changes.get("reference", "HR12")
    told = {
        "reference": reference,
        "title": "Flexible working",
        "kind": "policy",
        "edition": "2025-11",
        "wording": "official",
        "source": {"url": "https://www.example.org/hr12"},
        "sections": [{"number": "1", "title": "Requests", "clauses": list(clauses or CLAUSES)}],
    }
    whole = told | changes
    return Edition.model_validate(whole, context=f"policy/{reference}/{whole['edition']}.yml")


def checklist(name: str, *items: Mapping[str, Any], role: str = "line-manager") -> Checklist:
    """A checklist with these items."""
    told = {
        "title": f"Checklist {name}",
        "role": role,
        "trigger": "When somebody asks.",
        "sections": [{"items": list(items)}],
    }
    return Checklist.model_validate(told, context=f"checklists/{name}.yml")


def item(cites: str, kind: str = "duty", **more: str) -> dict[str, str]:
    """An item that cites something."""
    return {"do": "Do it.", kind: cites, **more} if kind != "missing" else {kind: cites, **more}


def library(
    *held: Edition | Checklist,
    accepted: Mapping[str, Mapping[str, AcceptedCitation]] | None = None,
    withdrawn: tuple[str, ...] = (),
    roles: tuple[str, ...] = ("line-manager", "head-of-people"),
) -> Library:
    """A library of editions and checklists."""
    editions: dict[str, list[Edition]] = {}
    for one in held:
        if isinstance(one, Edition):
            editions.setdefault(one.reference, []).append(one)
    gone = {"date": "2026-05", "outcome": "withdrawn", "edition": "2025-11", "reason": "-"}
    record = ReviewRecord.model_validate({"reviews": [gone]})
    return Library(
        settings=SETTINGS,
        roles={role: Role(name=role.replace("-", " ").capitalize()) for role in roles},
        terms={},
        external_references={},
        documents={
            reference: Document.from_editions(
                reference, found, record if reference in withdrawn else None
            )
            for reference, found in editions.items()
        },
        checklists={one.name: one for one in held if isinstance(one, Checklist)},
        lock=PolicyLock(citations=accepted or {}),
    )
