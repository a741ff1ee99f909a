"""Sections and clauses are numbered once each, in order, and under their section."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..fields import Number
from ..library import Library
from ..model import Edition
from ..problems import Finding, Path, Place


def numbers_in_order(library: Library, _today: date) -> Iterator[Finding]:
    """Numbers neither repeat nor go back, and in a complete edition none is left out."""
    for edition in library.editions:
        yield from _in_edition(edition, whole=edition.file not in library.unreadable)


def _in_edition(edition: Edition, *, whole: bool) -> Iterator[Finding]:
    seen: set[str] = set()
    before: Number | None = None
    for path, number, section in _numbers(edition):
        place = Place(edition.file, path)
        if str(number) in seen:
            yield Finding(
                "number-repeated",
                f"the number {number} stands twice",
                place,
                f"give this one the number that follows {before}",
            )
            continue
        seen.add(str(number))
        if section is None:
            if number.level != 1:
                yield Finding(
                    "number-outside-section",
                    f"a section has a number of one level; {number} has {number.level}",
                    place,
                    f"make it a clause of section {str(number).split('.')[0]}, with its title",
                )
        elif not number.within(section) or number == section:
            yield Finding(
                "number-outside-section",
                f"{number} is not below section {section}",
                place,
                f"begin it with {section}., or move it to its section",
            )
            continue
        if before is not None and number < before:
            yield Finding(
                "number-out-of-order",
                f"{number} comes after {before}",
                place,
                f"move it before {before}, or give it the number that follows {before}",
            )
            continue
        if whole and edition.extent == "complete" and not _follows(before, number):
            expected = _next_of(before, number)
            yield Finding(
                "number-gap",
                f"{number} comes after {before or 'the beginning'}: {expected} is left out",
                place,
                "add what is left out, with missing: where the copy does not hold it, or mend the number",
            )
        before = number


def _numbers(edition: Edition) -> Iterator[tuple[Path, Number, Number | None]]:
    """Each number with its path and, for a clause, the number of its section."""
    for outer, section in enumerate(edition.sections):
        yield ("sections", outer, "number"), section.number, None
        for inner, clause in enumerate(section.clauses):
            if clause.number is not None:
                yield ("sections", outer, "clauses", inner, "number"), clause.number, section.number


def _shared_levels(before: Number, number: Number) -> int:
    pairs = zip(before.parts, number.parts, strict=False)
    return next((level for level, (a, b) in enumerate(pairs) if a != b), min(before.level, number.level))


def _follows(before: Number | None, number: Number) -> bool:
    """Whether no number is left out between the two. Lettered levels may follow anything."""
    if before is None:
        shared, count_before = 0, 0
    else:
        shared = _shared_levels(before, number)
        count_before = before.parts[shared][0] if shared < before.level else 0
    count, letter = number.parts[shared]
    if letter or (before is not None and shared < before.level and before.parts[shared][1]):
        return True
    return count == count_before + 1 and all(below == (1, "") for below in number.parts[shared + 1 :])


def _next_of(before: Number | None, number: Number) -> str:
    """The number that was expected where this one stands."""
    shared = _shared_levels(before, number) if before is not None else 0
    count = before.parts[shared][0] if before is not None and shared < before.level else 0
    levels = str(number).split(".")
    reached = number.parts[shared][0] == count + 1
    if reached:
        return ".".join([*levels[: shared + 1], "1"])
    return ".".join([*levels[:shared], str(count + 1)])
