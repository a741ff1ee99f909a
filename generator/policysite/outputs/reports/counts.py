"""What a check looked at, as numbers and as the line that closes a report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CheckCounts:
    """How much was checked and what was found; missing counts the parts that the copies lack."""

    documents: int
    editions: int
    clauses: int
    duties: int
    missing: int
    errors: int
    warnings: int


def summary_line(counts: CheckCounts) -> str:
    """The line that closes a report, as in "Checked 2 documents, ... No errors, 1 warning.".

    Missing parts are named only where there are some.
    """
    checked = ", ".join(
        (
            _number_of(counts.documents, "document"),
            _number_of(counts.editions, "edition"),
            _number_of(counts.clauses, "clause"),
            _number_of(counts.duties, "duty", "duties"),
        )
    )
    missing = ""
    if counts.missing:
        verb = "is" if counts.missing == 1 else "are"
        missing = f"; {_number_of(counts.missing, 'part')} {verb} missing from the copies"
    errors, warnings = _number_of(counts.errors, "error"), _number_of(counts.warnings, "warning")
    return f"Checked {checked}{missing}. {errors.capitalize()}, {warnings}."


def _number_of(count: int, singular: str, plural: str = "") -> str:
    if count == 1:
        return f"1 {singular}"
    return f"{count or 'no'} {plural or singular + 's'}"
