"""The register as JSON: review.json of the site, and what the command prints for programs.

exports/schemas/review.schema.json describes it field by field.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ...domain import addresses
from ...domain.register import Register, ReviewStatus, ReviewTrigger
from ...domain.reviews import MonthOrDay, due_day, overdue_since

REVIEW_FORMAT = "policysite-review/1"
"""What the document says it is. The number rises when a key goes or changes its meaning."""


def review_state_data(register: Register, base: str, built: datetime) -> dict[str, Any]:
    """The register in types that JSON knows, the worst first.

    base is the absolute address of the site with a slash at its end, or empty where it has none.
    built is the instant of the build and knows its zone. Dates are as precise as they were given
    (ISO 8601: "2025-12" or "2025-12-31"); what is not known is null, and no key is ever left out.
    """
    settings = register.library.settings
    there = built.astimezone(ZoneInfo(settings.time_zone))
    every = settings.builds.every if settings.builds else None
    return {
        "format": REVIEW_FORMAT,
        "organisation": settings.organisation,
        "title": settings.title,
        "url": base or None,
        "as_at": register.today.isoformat(),
        "built": there.isoformat(timespec="seconds"),
        "build_every_days": every,
        "next_build_expected": (there.date() + timedelta(every)).isoformat() if every else None,
        "time_zone": settings.time_zone,
        "due_soon_months": settings.reviews.due_soon.months,
        "totals": {
            "documents": len(register.statuses),
            **{str(state): count for state, count in register.totals.items()},
            "below_overdue": len(register.governed_by_overdue),
        },
        "documents": [_document(register, one, base) for one in register.statuses],
    }


def review_report(
    register: Register, shown: Collection[ReviewStatus], months: int, base: str, built: datetime
) -> dict[str, Any]:
    """The register with the documents shown only, and what becomes due in this and the next months."""
    data = review_state_data(register, base, built)
    references = {status.reference for status in shown}
    ahead = register.due_by_month(months)
    return {
        **data,
        "documents": [document for document in data["documents"] if document["reference"] in references],
        "ahead": {str(month): [status.reference for status in due] for month, due in ahead},
    }


def _document(register: Register, status: ReviewStatus, base: str) -> dict[str, Any]:
    edition, due = status.document.current, status.due_date
    above = status.overdue_governing_document
    return {
        "reference": status.reference,
        "title": edition.title,
        "kind": edition.kind,
        "edition": str(edition.edition),
        "url": base + addresses.document_path(status.reference) if base else None,
        "owner": _role(register, status.owner),
        "contact": _role(register, status.contact),
        "last": _date(status.last_review_date),
        "due": _date(due),
        "due_day": _date(due_day(due)) if due else None,
        "overdue_since": _date(overdue_since(due)) if due else None,
        "state": str(status.state),
        "label": status.label,
        "days": status.days_until_due,
        "sentence": status.sentence,
        "called_from": _date(status.triggered_from),
        "calls": [_call(one) for one in status.triggers],
        "governing_overdue": above.reference if above else None,
    }


def _role(register: Register, name: str | None) -> dict[str, str] | None:
    role = register.library.roles.get(name or "")
    return {"id": name, "name": role.name} if name and role else None


def _call(call: ReviewTrigger) -> dict[str, Any]:
    return {
        "kind": call.kind,
        "since": _date(call.since),
        "what": call.description,
        "name": call.name,
        "clauses": list(call.clauses),
    }


def _date(when: MonthOrDay | None) -> str | None:
    return str(when) if when else None
