"""Libraries made in memory, of an invented organisation, for what is exported from them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from policysite.domain.fields import Period
from policysite.domain.library import Document, Library
from policysite.domain.model import (
    Edition,
    Event,
    ExternalReference,
    LibrarySettings,
    ReviewRecord,
    Role,
)
from policysite.domain.register import Register
from policysite.domain.reviews import parse_month_or_day
from tests import VECTOR_FILES

BASE = "https://policies.example.org/"
TODAY = date(2026, 11, 21)
ODD = 'Leave, pay; "rest" & <b>time</b>: C:\\new\\; ünï 柔軟 🧑‍⚖️ ]]> \N{RIGHT-TO-LEFT OVERRIDE}'
"""Everything that has a meaning of its own in one of the formats."""

VECTORS: list[dict[str, Any]] = json.loads((VECTOR_FILES / "reviews.json").read_text(encoding="utf-8"))[
    "vectors"
]
BY_DATE = [vector for vector in VECTORS if not vector.get("called_from")]
"""Those whose state follows from the due date alone."""

ROLES = {"head-of-people": "Head of People", "line-manager": "Line manager"}


def edition(reference: str = "HR12", name: str = "2025-11", **given: Any) -> Edition:
    """An edition with one clause; what is given stands in for what is usual, as a source writes it."""
    usual = {
        "reference": reference,
        "title": "Flexible working",
        "kind": "policy",
        "edition": name,
        "wording": "official",
        "source": {"url": "https://www.example.org/hr12"},
        "owner": "head-of-people",
        "review": {"last": name, "next": "2027-11"},
        "sections": [
            {"number": "1", "title": "All", "clauses": [{"number": "1.1", "text": "See [[old-act]]."}]}
        ],
    }
    return Edition.model_validate({key: one for key, one in (usual | given).items() if one is not None})


def record(date: str, outcome: str, **given: str) -> dict[str, str]:
    """A record of a review, as a source writes it."""
    concerns = {"date": date, "outcome": outcome, "edition": "2025-11"}
    if outcome == "extended":
        concerns |= {"approved_by": "line-manager", "reason": "The law is about to change."}
    if outcome == "withdrawn":
        concerns |= {"reason": "Nobody needs it."}
    return concerns | given


def document(*editions: Edition, reviews: Iterable[Mapping[str, str]] = ()) -> Document:
    """A document of these editions, or of the usual one, with the record of its reviews."""
    held = list(editions) or [edition()]
    listed = list(reviews)
    kept = ReviewRecord.model_validate({"reviews": listed}) if listed else None
    return Document.from_editions(held[0].reference, held, kept)


def library(
    *documents: Document,
    window: int = 6,
    works: Mapping[str, Mapping[str, Any]] | None = None,
    events: Iterable[Mapping[str, Any]] = (),
    roles: Mapping[str, str] | None = None,
    **settings: Any,
) -> Library:
    """A library of these documents; due soon is so many months before."""
    usual = {
        "organisation": "Example Council",
        "title": "Example policies",
        "description": "The policies of Example Council.",
        "time_zone": "Europe/London",
        "contact": {"name": "Policy team"},
    }
    read = LibrarySettings.model_validate(usual | settings)
    windows = read.reviews.model_copy(update={"due_soon": Period(window)})
    return Library(
        settings=read.model_copy(update={"reviews": windows}),
        roles={key: Role.model_validate({"name": name}) for key, name in (roles or ROLES).items()},
        terms={},
        external_references={
            key: ExternalReference.model_validate(work) for key, work in (works or {}).items()
        },
        documents={one.reference: one for one in documents},
        events=tuple(Event.model_validate(one) for one in events),
    )


def register(*documents: Document, today: date = TODAY, **given: Any) -> Register:
    """How the documents of a library stand on a day."""
    return Register.from_library(library(*documents, **given), today)


def of_vector(vector: Mapping[str, Any]) -> Register:
    """A register whose only document is due as a vector says, on the vector's day."""
    due = {"next": vector["due"]} if vector["due"] else {}
    made = document(edition(name="1000-01", review=due))
    today = parse_month_or_day(vector["today"])
    assert isinstance(today, date)
    since = vector.get("called_from")
    source = {"url": "https://www.example.org/changes"}
    event = {"id": "change", "kind": "funding", "what": "Funding changed.", "source": source}
    act = {"title": "Old Act 1998", "kind": "legislation", "state": "repealed", "source": source}
    nobody_knows = since == str(date.min)
    return register(
        made,
        today=today,
        window=vector["window"],
        time_zone=vector["zone"],
        events=[event | {"date": since, "documents": ["HR12"]}] if since and not nobody_knows else [],
        works={"old-act": act} if nobody_knows else None,
    )


def many(count: int) -> list[Document]:
    """Many documents that differ in their references only."""
    one = edition()
    references = (f"D{place}" for place in range(count))
    return [Document(name, (one.model_copy(update={"reference": name}),)) for name in references]
