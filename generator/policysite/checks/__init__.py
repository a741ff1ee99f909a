"""What must hold of a library beyond the form of its files: a table of checks.

Each check is a plain function from the library and today's date to findings. A new one is written in
the module it belongs to, its codes are added to problems.RULES, and it is named here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from ..domain.library import Library
from ..domain.model import REVIEWS_FILE
from ..domain.problem_limits import limit_findings
from ..domain.problems import Finding
from . import (
    appearance,
    characters,
    checklists,
    citations,
    duties,
    editions,
    history,
    legal_force,
    names,
    numbering,
    review_dates,
    sealing,
)

Check = Callable[[Library, date], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    editions.names_match_files,
    editions.editions_are_ordered,
    editions.provision_ids_are_unique,
    editions.governing_documents_exist,
    numbering.numbers_in_order,
    names.names_are_unambiguous,
    names.file_names_are_portable,
    names.named_roles_exist,
    names.preferred_terms_exist,
    names.replacement_references_exist,
    citations.citations_resolve,
    legal_force.cited_legislation_in_force,
    legal_force.cited_documents_in_force,
    review_dates.last_reviews_took_place,
    review_dates.source_dates_are_past,
    review_dates.review_dates_agree,
    review_dates.review_records_in_order,
    review_dates.extensions_move_the_date,
    review_dates.date_changes_have_records,
    review_dates.events_name_documents,
    checklists.item_names_are_unique,
    checklists.items_cite_provisions_in_force,
    duties.duties_restate_their_clauses,
    sealing.sealed_records_unchanged,
    appearance.accent_is_readable,
    characters.no_hidden_characters,
)


def run_checks(library: Library, today: date, earlier: Library | None = None) -> Iterator[Finding]:
    """What the checks find, so much a file; earlier is the library before what is being changed."""
    return limit_findings(_all(library, today, earlier))


def _all(library: Library, today: date, earlier: Library | None) -> Iterator[Finding]:
    since = list(history.review_records_kept(library, earlier)) if earlier is not None else []
    changed = {
        one.place.file
        for one in (*since, *sealing.sealed_records_unchanged(library, today))
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
    yield from sealing.sealed_editions_unchanged(library, earlier)
    if earlier is not None:
        yield from (
            one for one in since if one.code != "review-unrecorded" or one.place not in unrecorded
        )
        yield from sealing.lock_entries_kept(library, earlier)


def _record_of(finding: Finding) -> str:
    """The record of reviews of the document that a finding is about."""
    return f"{finding.place.file.rpartition('/')[0]}/{REVIEWS_FILE}"
