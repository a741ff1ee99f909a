"""What must hold of a library beyond the form of its files: a table of checks.

Each check is a plain function from the library and today's date to findings. A new one is written in
the module it belongs to, its codes are added to problems.RULES, and it is named here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from ..domain.library import Library
from ..domain.listing import bounded
from ..domain.model import RECORD
from ..domain.problems import Finding
from . import (
    appearance,
    characters,
    checklists,
    citations,
    duties,
    editions,
    history,
    law,
    names,
    numbering,
    reviewing,
    sealing,
)

Check = Callable[[Library, date], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    editions.names_agree,
    editions.order_is_clear,
    editions.ids_are_unique,
    editions.governing_documents,
    numbering.numbers_in_order,
    names.one_kind_a_name,
    names.can_be_stored,
    names.roles,
    names.terms,
    names.replacements,
    citations.lead_somewhere,
    law.in_force,
    law.documents_in_force,
    reviewing.last_reviews_took_place,
    reviewing.sources_were_read,
    reviewing.dates_agree,
    reviewing.records_in_order,
    reviewing.extensions_extend,
    reviewing.dates_have_records,
    reviewing.events_touch_documents,
    checklists.items_are_unique,
    checklists.items_lead_to_what_is_in_force,
    duties.duties_restate_their_clauses,
    sealing.sealed_records_stay,
    appearance.accent_is_readable,
    characters.nothing_is_hidden,
)


def check(library: Library, today: date, earlier: Library | None = None) -> Iterator[Finding]:
    """What the checks find, so much a file; earlier is the library before what is being changed."""
    return bounded(_all(library, today, earlier))


def _all(library: Library, today: date, earlier: Library | None) -> Iterator[Finding]:
    since = list(history.dates_kept(library, earlier)) if earlier is not None else []
    changed = {
        one.place.file
        for one in (*since, *sealing.sealed_records_stay(library, today))
        if one.code == "review-record-changed"
    }
    unrecorded = set()
    for one in CHECKS:
        for finding in one(library, today):
            if finding.code == "review-contradiction" and _record_of(finding) in changed:
                continue  # a record that is brought back contradicts nothing
            if finding.code == "review-unrecorded":
                unrecorded.add(finding.place)
            yield finding
    yield from sealing.sealed_editions_stay(library, earlier)
    if earlier is not None:
        yield from (
            one for one in since if one.code != "review-unrecorded" or one.place not in unrecorded
        )
        yield from sealing.lock_kept(library, earlier)


def _record_of(finding: Finding) -> str:
    """The record of reviews of the document that a finding is about."""
    return f"{finding.place.file.rpartition('/')[0]}/{RECORD}"
