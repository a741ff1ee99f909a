"""Section and clause numbers are unique, in order, and clauses are numbered under their section."""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.model import Edition
from ..domain.problems import Finding, Rule, SourcePlace, ValuePath
from ..domain.provision_numbers import ProvisionNumber
from .check import CheckContext, check_for

NUMBER_REPEATED = Rule.error("number-repeated", "A section or clause number stands twice")
NUMBER_OUT_OF_ORDER = Rule.warning("number-out-of-order", "A number comes before a smaller one")
NUMBER_OUTSIDE_SECTION = Rule.error(
    "number-outside-section", "A clause number does not begin with its section's number"
)
NUMBER_GAP = Rule.warning("number-gap", "A number is left out in a complete edition")


@check_for(NUMBER_REPEATED, NUMBER_OUT_OF_ORDER, NUMBER_OUTSIDE_SECTION, NUMBER_GAP)
def numbers_in_order(context: CheckContext) -> Iterator[Finding]:
    """Numbers are unique and ascending, and a complete edition leaves none out."""
    for edition in context.library.editions:
        yield from _number_findings(edition, is_readable=edition.file not in context.library.unreadable)


def _number_findings(edition: Edition, *, is_readable: bool) -> Iterator[Finding]:
    gaps_matter = is_readable and edition.extent == "complete"
    numbers = {str(number) for _, number, _ in _numbers(edition)}
    seen: set[str] = set()
    previous: ProvisionNumber | None = None
    is_previous_sound = True
    for path, number, section in _numbers(edition):
        place = SourcePlace(edition.file, path)
        finding = _number_finding(number, section, previous, seen, place)
        if finding is not None:
            yield finding
        elif (
            is_previous_sound
            and gaps_matter
            and not _is_next(previous, number)
            and (expected := _expected_number(previous, number)) not in numbers
        ):
            yield Finding(
                NUMBER_GAP,
                f"{number} comes after {previous or 'the beginning'}: {expected} is left out",
                place,
                "add it, or mend the number; where only this copy lacks it, add it with missing:; where"
                " the published document leaves it out, too, nothing is to be done",
            )
        # After a wrong number, no gap can be determined. A clause with a wrong number is skipped; the
        # clauses of a section with a wrong number are compared with that number, so that they are not
        # reported as well.
        is_previous_sound = finding is None
        if is_previous_sound or section is None:
            seen.add(str(number))
            previous = number


def _number_finding(
    number: ProvisionNumber,
    section: ProvisionNumber | None,
    previous: ProvisionNumber | None,
    earlier_numbers: set[str],
    place: SourcePlace,
) -> Finding | None:
    """What is wrong with a number. section is that of a clause; None for a section's own number."""
    if str(number) in earlier_numbers:
        return Finding(
            NUMBER_REPEATED,
            f"the number {number} stands twice",
            place,
            f"give this one the number that follows {previous}",
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
    if previous is not None and number < previous:
        return Finding(
            NUMBER_OUT_OF_ORDER,
            f"{number} comes after {previous}",
            place,
            f"move it before {previous}, or give it the number that follows {previous}; where the"
            " published document has it here, nothing is to be done",
        )
    return None


def _numbers(edition: Edition) -> Iterator[tuple[ValuePath, ProvisionNumber, ProvisionNumber | None]]:
    """Each number with its path and, for a clause, the number of its section."""
    for section_index, section in enumerate(edition.sections):
        yield ("sections", section_index, "number"), section.number, None
        for clause_index, clause in enumerate(section.clauses):
            if clause.number is not None:
                yield (
                    ("sections", section_index, "clauses", clause_index, "number"),
                    clause.number,
                    section.number,
                )


def _shared_levels(previous: ProvisionNumber, number: ProvisionNumber) -> int:
    pairs = zip(previous.levels, number.levels, strict=False)
    shortest = min(len(previous.levels), len(number.levels))
    return next((level for level, (old, new) in enumerate(pairs) if old != new), shortest)


def _is_next(previous: ProvisionNumber | None, number: ProvisionNumber) -> bool:
    """Whether no number is left out between the two. No previous number means the beginning.

    A level with a letter (3A) or a leading nought (1.01) may follow any other, as people begin such
    levels where they like. After 1.09 comes 1.10.
    """
    shared = _shared_levels(previous, number) if previous is not None else 0
    previous_count, previous_letter = _level(previous, shared)
    count, letter = number.levels[shared]
    is_first_below = all(level[0] <= 1 or level[1] for level in number.levels[shared + 1 :])
    is_free = bool(letter) or previous_letter.isdigit() or count == 0
    return is_free or (count == previous_count + 1 and is_first_below)


def _level(number: ProvisionNumber | None, level: int) -> tuple[int, str]:
    """The count and letter of a level of a number; (0, "") where it has no such level."""
    return number.levels[level] if number is not None and level < len(number.levels) else (0, "")


def _expected_number(previous: ProvisionNumber | None, number: ProvisionNumber) -> str:
    """The number that was expected in place of this one."""
    shared = _shared_levels(previous, number) if previous is not None else 0
    count = _level(previous, shared)[0]
    levels = str(number).split(".")
    is_parent_next = number.levels[shared][0] == count + 1
    if is_parent_next:
        return ".".join([*levels[: shared + 1], "1"])
    return ".".join([*levels[:shared], str(count + 1)])
