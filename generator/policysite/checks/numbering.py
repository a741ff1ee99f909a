"""Section and clause numbers are unique, in order, and clauses are numbered under their section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..domain.model import Edition, Section
from ..domain.problems import Finding, Rule, SourcePlace, ValuePath
from ..domain.provision_numbers import ProvisionNumber
from .check import CheckContext, check_for

NUMBER_REPEATED = Rule.error("number-repeated", "A section or clause number stands twice")
NUMBER_OUT_OF_ORDER = Rule.warning("number-out-of-order", "A number comes before a smaller one")
NUMBER_OUTSIDE_SECTION = Rule.error(
    "number-outside-section", "A clause number does not begin with its section's number"
)
NUMBER_GAP = Rule.warning("number-gap", "A number is left out in a complete edition")


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A number in its place, among those that it is in order with."""

    path: ValuePath
    number: ProvisionNumber
    section: Section
    is_section: bool = False

    @property
    def above(self) -> ProvisionNumber | None:
        """The number that it has to begin with; none for a section, and where a part begins anew."""
        return None if self.is_section or self.section.part else self.section.number


@check_for(NUMBER_REPEATED, NUMBER_OUT_OF_ORDER, NUMBER_OUTSIDE_SECTION, NUMBER_GAP)
def numbers_in_order(context: CheckContext) -> Iterator[Finding]:
    """Numbers are unique and ascending, and a complete edition leaves none out.

    The body of an edition, its appendices, its annexes, its schedules, and the clauses of each of these
    have numbers of their own.
    """
    for edition in context.library.editions:
        gaps_matter = edition.extent == "complete" and edition.file not in context.library.unreadable
        for numbers, beginning in _sequences(edition):
            yield from _number_findings(edition.file, numbers, beginning, gaps_matter=gaps_matter)


def _number_findings(
    file: str, sequence: list[_Numbered], previous: ProvisionNumber | None, *, gaps_matter: bool
) -> Iterator[Finding]:
    numbers = {str(numbered.number) for numbered in sequence}
    seen: set[str] = set()
    is_previous_sound = True
    for numbered in sequence:
        number, place = numbered.number, SourcePlace(file, numbered.path)
        finding = _number_finding(numbered, previous, seen, place)
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
                " the document no longer has it, add it with not_used:, as in not_used: Deleted in May"
                " 2024; where the published document leaves it out without a word, nothing is to be done",
            )
        # After a wrong number, no gap can be determined. A clause with a wrong number is skipped; the
        # clauses of a section with a wrong number are compared with that number, so that they are not
        # reported as well.
        is_previous_sound = finding is None
        if is_previous_sound or numbered.is_section:
            seen.add(str(number))
            previous = number


def _number_finding(
    numbered: _Numbered, previous: ProvisionNumber | None, earlier: set[str], place: SourcePlace
) -> Finding | None:
    """What is wrong with a number after the previous one, and after all the earlier ones."""
    number, above = numbered.number, numbered.above
    if str(number) in earlier:
        return Finding(
            NUMBER_REPEATED,
            f"the number {number} stands twice",
            place,
            f"give this one the number that follows {previous}",
        )
    if numbered.is_section and number.depth != 1:
        return Finding(
            NUMBER_OUTSIDE_SECTION,
            f"a section has a number of one level; {number} has {number.depth}",
            place,
            f"make it a clause of section {str(number).partition('.')[0]}, with its title",
        )
    if above is not None and (not number.is_within(above) or number == above):
        return Finding(
            NUMBER_OUTSIDE_SECTION,
            f"{number} is not below section {above}",
            place,
            f"begin it with {above}., or move it to its section",
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


def _sequences(edition: Edition) -> Iterator[tuple[list[_Numbered], ProvisionNumber | None]]:
    """The numbers that are in order with each other, and the number that they begin after, if any."""
    body: list[_Numbered] = []
    parts: dict[str, list[_Numbered]] = {}
    for index, section in enumerate(edition.sections):
        path: ValuePath = ("sections", index)
        clauses = [
            _Numbered((*path, "clauses", place, "number"), clause.number, section)
            for place, clause in enumerate(section.clauses)
            if clause.number is not None
        ]
        sequence = parts.setdefault(section.part, []) if section.part else body
        if section.number is not None:
            sequence.append(_Numbered((*path, "number"), section.number, section, is_section=True))
        if section.part is None:
            body += clauses
        elif clauses:
            number, first = section.number, clauses[0].number
            is_below = number is not None and first.is_within(number) and first.levels != number.levels
            yield clauses, number if is_below else None
    yield body, None
    for sequence in parts.values():
        yield sequence, None


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
    is_free = bool(letter) or previous_letter[:1].isdigit() or count == 0
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
