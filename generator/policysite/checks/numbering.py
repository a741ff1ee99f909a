"""Sections and clauses are numbered once each, in order, and under their section."""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.fields import ProvisionNumber
from ..domain.model import Edition
from ..domain.problems import Finding, Rule, SourcePlace, ValuePath
from .check import CheckContext, check

NUMBER_REPEATED = Rule.error("number-repeated", "A section or clause number stands twice")
NUMBER_OUT_OF_ORDER = Rule.error("number-out-of-order", "A number comes before a smaller one")
NUMBER_OUTSIDE_SECTION = Rule.error(
    "number-outside-section", "A clause number does not begin with its section's number"
)
NUMBER_GAP = Rule.warning("number-gap", "A number is left out in a complete edition")


@check(NUMBER_REPEATED, NUMBER_OUT_OF_ORDER, NUMBER_OUTSIDE_SECTION, NUMBER_GAP)
def numbers_in_order(context: CheckContext) -> Iterator[Finding]:
    """Numbers neither repeat nor go back, and in a complete edition none is left out."""
    for edition in context.library.editions:
        yield from _in_edition(edition, whole=edition.file not in context.library.unreadable)


def _in_edition(edition: Edition, *, whole: bool) -> Iterator[Finding]:
    gaps_matter = whole and edition.extent == "complete"
    held = {str(number) for _, number, _ in _numbers(edition)}
    seen: set[str] = set()
    before: ProvisionNumber | None = None
    sound = True
    for path, number, section in _numbers(edition):
        place = SourcePlace(edition.file, path)
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
                NUMBER_GAP,
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
    number: ProvisionNumber,
    section: ProvisionNumber | None,
    before: ProvisionNumber | None,
    seen: set[str],
    place: SourcePlace,
) -> Finding | None:
    """What is wrong with a number where it stands; section is None for a section's own."""
    if str(number) in seen:
        return Finding(
            NUMBER_REPEATED,
            f"the number {number} stands twice",
            place,
            f"give this one the number that follows {before}",
        )
    if section is None and number.depth != 1:
        return Finding(
            NUMBER_OUTSIDE_SECTION,
            f"a section has a number of one level; {number} has {number.depth}",
            place,
            f"make it a clause of section {str(number).partition('.')[0]}, with its title",
        )
    if section is not None and (not number.is_within(section) or number == section):
        return Finding(
            NUMBER_OUTSIDE_SECTION,
            f"{number} is not below section {section}",
            place,
            f"begin it with {section}., or move it to its section",
        )
    if before is not None and number < before:
        return Finding(
            NUMBER_OUT_OF_ORDER,
            f"{number} comes after {before}",
            place,
            f"move it before {before}, or give it the number that follows {before}",
        )
    return None


def _numbers(edition: Edition) -> Iterator[tuple[ValuePath, ProvisionNumber, ProvisionNumber | None]]:
    """Each number with its path and, for a clause, the number of its section."""
    for outer, section in enumerate(edition.sections):
        yield ("sections", outer, "number"), section.number, None
        for inner, clause in enumerate(section.clauses):
            if clause.number is not None:
                yield ("sections", outer, "clauses", inner, "number"), clause.number, section.number


def _shared_levels(before: ProvisionNumber, number: ProvisionNumber) -> int:
    pairs = zip(before.levels, number.levels, strict=False)
    shortest = min(len(before.levels), len(number.levels))
    return next((level for level, (a, b) in enumerate(pairs) if a != b), shortest)


def _follows(before: ProvisionNumber | None, number: ProvisionNumber) -> bool:
    """Whether no number is left out between the two.

    A lettered level may follow anything, and so may one with noughts: they begin where people like. After
    1.09 comes 1.10.
    """
    shared = _shared_levels(before, number) if before is not None else 0
    count_before, letter_before = _level(before, shared)
    count, letter = number.levels[shared]
    begins = all(below[0] <= 1 or below[1] for below in number.levels[shared + 1 :])
    is_free = bool(letter) or letter_before.isdigit() or count == 0
    return is_free or (count == count_before + 1 and begins)


def _level(number: ProvisionNumber | None, level: int) -> tuple[int, str]:
    """A level of a number; that before the first where it has none."""
    return number.levels[level] if number is not None and level < len(number.levels) else (0, "")


def _next_of(before: ProvisionNumber | None, number: ProvisionNumber) -> str:
    """The number that was expected where this one stands."""
    shared = _shared_levels(before, number) if before is not None else 0
    count = _level(before, shared)[0]
    levels = str(number).split(".")
    reached = number.levels[shared][0] == count + 1
    if reached:
        return ".".join([*levels[: shared + 1], "1"])
    return ".".join([*levels[:shared], str(count + 1)])
