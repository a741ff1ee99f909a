"""The register as review.json of the site, and as the command prints it for programs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ...domain import addresses
from ...domain.library import Library
from ...domain.register import Register, ReviewStatus, ReviewTrigger
from ...domain.reviews import due_day, overdue_since
from ..formats.base import NamedRole
from ..formats.review_state import (
    DocumentReviewState,
    ReviewReport,
    ReviewStateFile,
    ReviewTotals,
    TriggerState,
)


def review_state_file(register: Register, base: str, built: datetime) -> ReviewStateFile:
    """The register, the worst first.

    base is the absolute address of the site with a slash at its end, or empty where it has none.
    built is the instant of the build and knows its zone. What is not known is None, and becomes null.
    """
    settings = register.library.settings
    there = built.astimezone(ZoneInfo(settings.time_zone))
    every = settings.builds.every if settings.builds else None
    totals = {state.value: count for state, count in register.totals.items()}
    return ReviewStateFile(
        organisation=settings.organisation,
        title=settings.title,
        url=base or None,
        as_at=register.today,
        built=there,
        build_every_days=every,
        next_build_expected=there.date() + timedelta(every) if every else None,
        time_zone=settings.time_zone,
        due_soon_months=settings.reviews.due_soon.months,
        totals=ReviewTotals.model_validate(
            {
                "documents": len(register.statuses),
                **totals,
                "below_overdue": len(register.governed_by_overdue),
            }
        ),
        documents=tuple(_document(register.library, status, base) for status in register.statuses),
    )


def review_report(
    register: Register, statuses: Collection[ReviewStatus], months: int, base: str, built: datetime
) -> ReviewReport:
    """The register with the documents shown only, and what becomes due in this and the next months."""
    state = review_state_file(register, base, built)
    references = {status.reference for status in statuses}
    facts = dict(state) | {
        "documents": tuple(document for document in state.documents if document.reference in references)
    }
    ahead = {
        str(month): tuple(status.reference for status in due)
        for month, due in register.due_by_month(months)
    }
    return ReviewReport(**facts, ahead=ahead)


def _document(library: Library, status: ReviewStatus, base: str) -> DocumentReviewState:
    edition, due = status.document.current, status.due_date
    governing = [above.reference for above in status.overdue_governing_documents]
    owners, contacts = _roles(library, status.owners), _roles(library, status.contacts)
    return DocumentReviewState(
        reference=status.reference,
        published_reference=status.published_reference,
        title=edition.title,
        kind=edition.kind,
        kind_name=library.kind_of(edition).name,
        edition=edition.edition,
        url=base + addresses.document_path(status.reference) if base else None,
        owner=next(iter(owners), None),
        owners=owners,
        contact=next(iter(contacts), None),
        contacts=contacts,
        last=status.last_review_date,
        due=due,
        due_day=due_day(due) if due else None,
        overdue_since=overdue_since(due) if due else None,
        state=status.state,
        label=status.label,
        days=status.days_until_due,
        sentence=status.sentence,
        called_from=status.triggered_from,
        calls=tuple(map(_trigger, status.triggers)),
        governing_overdue=governing[0] if governing else None,
        overdue_governing_documents=tuple(governing),
    )


def _roles(library: Library, names: Iterable[str]) -> tuple[NamedRole, ...]:
    return tuple(
        NamedRole(id=name, name=library.roles[name].name) for name in names if name in library.roles
    )


def _trigger(trigger: ReviewTrigger) -> TriggerState:
    return TriggerState(
        kind=trigger.kind,
        since=trigger.since,
        what=trigger.description,
        name=trigger.name,
        clauses=trigger.clauses,
    )
