"""Sections and clauses are numbered once each, in order, and under their section."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..domain.fields import Number
from ..domain.library import Library
from ..domain.model import Edition
from ..domain.problems import Finding, Path, Place


def numbers_in_order(library: Library, _today: date) -> Iterator[Finding]:
    """Numbers neither repeat nor go back, and in a complete edition none is left out."""
    for edition in library.editions:
        yield from _in_edition(edition, whole=edition.file not in library.unreadable)


def _in_edition(edition: Edition, *, whole: bool) -> Iterator[Finding]:
    gaps_matter = whole and edition.extent == "complete"
    held = {str(number) for _, number, _ in _numbers(edition)}
    seen: set[str] = set()
    before: Number | None = None
    sound = True
    for path, number, section in _numbers(edition):
        place = Place(edition.file, path)
        fault = _fault(number, section, before, seen, place)
        if fault is not None:
            yield fault
        elif (
            sound
            and gaps_matter
            and not _follows(before, number)
            and (expected := _next_of(before, number)) not in held
        ):
            yield Finding(
                "number-gap",
                f"{number} comes after {before or 'the beginning'}: {expected} is left out",
                place,
                "add it, or mend the number; where only this copy lacks it, add it with missing:; where"
                " the published document leaves it out, too, nothing is to be done",
            )
        # After a wrong number, nobody can say which was left out. The clauses of a section that
        # stands at the wrong place are no more wrong than it is.
        sound = fault is None
        if sound or section is None:
            seen.add(str(number))
            before = number


def _fault(
    number: Number, section: Number | None, before: Number | None, seen: set[str], place: Place
) -> Finding | None:
    """What is wrong with a number where it stands; section is None for a section's own."""
    if str(number) in seen:
        return Finding(
            "number-repeated",
            f"the number {number} stands twice",
            place,
            f"give this one the number that follows {before}",
        )
    if section is None and number.level != 1:
        return Finding(
            "number-outside-section",
            f"a section has a number of one level; {number} has {number.level}",
            place,
            f"make it a clause of section {str(number).partition('.')[0]}, with its title",
        )
    if section is not None and (not number.within(section) or number == section):
        return Finding(
            "number-outside-section",
            f"{number} is not below section {section}",
            place,
            f"begin it with {section}., or move it to its section",
        )
    if before is not None and number < before:
        return Finding(
            "number-out-of-order",
            f"{number} comes after {before}",
            place,
            f"move it before {before}, or give it the number that follows {before}",
        )
    return None


def _numbers(edition: Edition) -> Iterator[tuple[Path, Number, Number | None]]:
    """Each number with its path and, for a clause, the number of its section."""
    for outer, section in enumerate(edition.sections):
        yield ("sections", outer, "number"), section.number, None
        for inner, clause in enumerate(section.clauses):
            if clause.number is not None:
                yield ("sections", outer, "clauses", inner, "number"), clause.number, section.number


def _shared_levels(before: Number, number: Number) -> int:
    pairs = zip(before.parts, number.parts, strict=False)
    shortest = min(len(before.parts), len(number.parts))
    return next((level for level, (a, b) in enumerate(pairs) if a != b), shortest)


def _follows(before: Number | None, number: Number) -> bool:
    """Whether no number is left out between the two.

    A lettered level may follow anything, and so may one with noughts: they begin where people like. After
    1.09 comes 1.10.
    """
    shared = _shared_levels(before, number) if before is not None else 0
    count_before, letter_before = _level(before, shared)
    count, letter = number.parts[shared]
    begins = all(below[0] <= 1 or below[1] for below in number.parts[shared + 1 :])
    is_free = bool(letter) or letter_before.isdigit() or count == 0
    return is_free or (count == count_before + 1 and begins)


def _level(number: Number | None, level: int) -> tuple[int, str]:
    """A level of a number; that before the first where it has none."""
    return number.parts[level] if number is not None and level < len(number.parts) else (0, "")


def _next_of(before: Number | None, number: Number) -> str:
    """The number that was expected where this one stands."""
    shared = _shared_levels(before, number) if before is not None else 0
    count = _level(before, shared)[0]
    levels = str(number).split(".")
    reached = number.parts[shared][0] == count + 1
    if reached:
        return ".".join([*levels[: shared + 1], "1"])
    return ".".join([*levels[:shared], str(count + 1)])
