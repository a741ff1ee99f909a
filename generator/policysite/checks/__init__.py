"""Checks of what a library says, once the form of its files is sound.

Each check is a function with the decorator `check`, in the module about its subject, below the rules
whose breaches it finds.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.problem_limits import limit_findings
from ..domain.problems import Finding
from . import (
    appearance,
    characters,
    checklists,
    citations,
    clause_duties,
    date_changes,
    duties,
    editions,
    events,
    files,
    kinds,
    legal_force,
    names,
    numbering,
    own_fields,
    provisions,
    replacements,
    review_dates,
    review_records,
    sealing,
    source_dates,
    translations,
)
from .check import Check, CheckContext

__all__ = ["CHECKS", "Check", "CheckContext", "run_checks"]

_MODULES = (
    editions, kinds, own_fields, numbering, provisions, names, citations, legal_force, source_dates,
    events, files,
    review_records, review_dates, date_changes, replacements, checklists, duties, clause_duties, sealing,
    appearance, characters, translations,
)  # fmt: skip
CHECKS: tuple[Check, ...] = tuple(
    dict.fromkeys(
        value for module in _MODULES for value in vars(module).values() if isinstance(value, Check)
    )
)
"""Every check of these modules."""


def run_checks(context: CheckContext) -> Iterator[Finding]:
    """The findings of all checks, limited to so many in each file as `limit_findings` lets pass."""
    return limit_findings(finding for check in CHECKS for finding in check(context))
