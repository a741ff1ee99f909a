"""What a change since an earlier state may not do: move a date, or touch a record, in silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from policysite.checks import CHECKS, CheckContext, run_checks
from policysite.domain.library import Library
from policysite.domain.problems import Finding
from policysite.sources import read_sources
from tests.cases import describe_problem
from tests.small import EDITION, NOW, RECORD, SmallProject

FIRST = "  - {date: 2025-11, outcome: amended, edition: 2025-11}\n"
SECOND = "  - {date: 2026-05, outcome: unchanged, edition: 2025-11, reason: It was asked for.}\n"
PUT_OFF = "  - {date: 2026-10, outcome: extended, edition: 2025-11, next: 2029-11, approved_by: line-manager, reason: x}\n"  # noqa: E501  # one line of a source
ENDED = "  - {date: 2026-10, outcome: withdrawn, edition: 2025-11, reason: x}\n"

Change = Callable[[SmallProject], None]


def records(*lines: str) -> Change:
    """Write the record of the reviews."""
    return lambda small: (small.write(RECORD, "reviews:\n" + "".join(lines)), None)[1]


def dates(new: str) -> Change:
    """Write other review dates into the edition."""
    old = "  last: 2025-11\n  every: 2 years\n  next: 2027-11\n"
    return lambda small: small.change(EDITION, old, new)


def both(*changes: Change) -> Change:
    """Make one change after the other."""

    def make(small: SmallProject) -> None:
        for change in changes:
            change(small)

    return make


def nothing(_small: SmallProject) -> None:
    """Leave everything as it is."""


def told(small: SmallProject, change: Change) -> list[str]:
    """Make a change, and say what is wrong with it since then."""
    earlier = read_sources(small.folder).library
    change(small)
    now = read_sources(small.folder)
    return [describe_problem(problem) for problem in now.locate_findings(compared(now.library, earlier))]


def compared(now: Library, earlier: Library) -> list[Finding]:
    """What the checks find that compare a library with an earlier one."""
    context = CheckContext(now, NOW.date(), earlier)
    return [finding for check in CHECKS if check.needs_earlier for finding in check(context)]


UNRECORDED = (
    f"review-unrecorded the date of the next review {{}}; no record says why | add the review to {RECORD}"
)
MOVED = UNRECORDED.format("moves from November 2027 to {}")
GONE = UNRECORDED.format("was November 2027, and is gone")
NOT_THERE = (
    f"{RECORD}:1:1: review-record-changed the record of the review of {{}} is gone | "
    "bring it back: records are only added to"
)
SAID = (
    f"{RECORD}:{{}}:5: review-record-changed this record said before: {{}} | "
    "write that again, and add a record at the end that says what is so now"
)

CASES: dict[str, tuple[Change, Change, list[str]]] = {
    "nothing changed": (nothing, nothing, []),
    "a record of what was so is added": (nothing, records(FIRST), []),
    "a date is put off": (
        nothing,
        dates("  last: 2025-11\n  next: 2029-11\n"),
        [f"{EDITION}:11:9: {MOVED.format('November 2029')}"],
    ),
    "a date is put off, and a record says why": (
        nothing,
        both(dates("  last: 2025-11\n  next: 2027-11\n"), records(PUT_OFF)),
        [],
    ),
    "a date is put off from the month to a later day": (
        nothing,
        dates("  next: 2027-12-01\n"),
        [f"{EDITION}:10:9: {MOVED.format('1 December 2027')}"],
    ),
    "a date is given to the day within its month": (nothing, dates("  next: 2027-11-30\n"), []),
    "a date is brought forward": (nothing, dates("  next: 2027-10\n"), []),
    "a date is given where there was none": (
        dates("  last: 2025-11\n"),
        lambda small: small.change(EDITION, "  last: 2025-11\n", "  next: 2030-11\n"),
        [],
    ),
    "a date is removed": (nothing, dates("  last: 2025-11\n"), [f"{EDITION}:10:3: {GONE}"]),
    "all dates are removed": (
        nothing,
        lambda small: small.change(
            EDITION, "review:\n  last: 2025-11\n  every: 2 years\n  next: 2027-11\n", ""
        ),
        [f"{EDITION}:1:1: {GONE}"],
    ),
    "a longer period moves the date that follows from it": (
        dates("  last: 2025-11\n  every: 2 years\n"),
        lambda small: small.change(EDITION, "2 years", "3 years"),
        [f"{EDITION}:11:10: {MOVED.format('November 2028')}"],
    ),
    "a longer period moves the date that follows from a record": (
        records(FIRST, SECOND),
        lambda small: small.change(EDITION, "2 years", "3 years"),
        [f"{EDITION}:11:10: {UNRECORDED.format('moves from May 2028 to May 2029')}"],
    ),
    "a later last review moves the date that follows from it": (
        dates("  last: 2025-11\n  every: 2 years\n"),
        lambda small: small.change(EDITION, "  last: 2025-11", "  last: 2026-03"),
        [f"{EDITION}:10:9: {MOVED.format('March 2028')}"],
    ),
    "a record is added below": (records(FIRST), records(FIRST, SECOND, PUT_OFF), []),
    "the last record is removed": (
        records(FIRST, SECOND),
        records(FIRST),
        [NOT_THERE.format("May 2026")],
    ),
    "the first record is removed": (
        records(FIRST, SECOND),
        records(SECOND),
        [
            NOT_THERE.format("November 2025"),
        ],
    ),
    "the file of the records is removed": (
        records(FIRST, SECOND),
        lambda small: small.remove(RECORD),
        [NOT_THERE.format("November 2025"), NOT_THERE.format("May 2026")],
    ),
    "a record gets another next review": (
        records(FIRST, PUT_OFF),
        records(FIRST, PUT_OFF.replace("2029", "2031")),
        [SAID.format(3, "date: 2026-10, outcome: extended, edition: 2025-11, next: 2029-11")],
    ),
    "a record gets another outcome": (
        records(FIRST, SECOND),
        records(FIRST, SECOND.replace("unchanged", "amended")),
        [SAID.format(3, "date: 2026-05, outcome: unchanged, edition: 2025-11, and no next:")],
    ),
    "a withdrawal is taken back by a change": (
        records(FIRST, ENDED),
        records(FIRST, SECOND),
        [SAID.format(3, "date: 2026-10, outcome: withdrawn, edition: 2025-11, and no next:")],
    ),
    "a withdrawal is followed by a review": (records(FIRST, ENDED), records(FIRST, ENDED, SECOND), []),
    "the reason of a record is worded anew": (
        records(FIRST, SECOND),
        records(FIRST, SECOND.replace("asked for", "time")),
        [],
    ),
    "a changed record and a changed date are two faults": (
        records(FIRST),
        both(
            records(FIRST.replace("2025-11,", "2025-10,", 1)), dates("  last: 2025-10\n  next: 2029-11\n")
        ),
        [
            SAID.format(2, "date: 2025-11, outcome: amended, edition: 2025-11, and no next:"),
            f"{EDITION}:11:9: {MOVED.format('November 2029')}",
        ],
    ),
    "records that cannot be read now are not said to be gone": (
        records(FIRST, SECOND),
        records(FIRST, SECOND.replace("unchanged", "unchangd")),
        [],
    ),
    "records that could not be read then are not said to be changed": (
        records(FIRST.replace("amended", "amendd"), SECOND),
        records(FIRST, SECOND),
        [],
    ),
    "an edition that cannot be read now moves nothing": (
        nothing,
        lambda small: small.change(EDITION, "next: 2027-11", "next: [2029-11"),
        [],
    ),
    "an edition that could not be read then moves nothing": (
        lambda small: small.change(EDITION, "wording: official", "wording: offical"),
        both(dates("  next: 2029-11\n"), lambda small: small.change(EDITION, "offical", "official")),
        [],
    ),
}


@pytest.mark.parametrize(("before", "change", "expected"), CASES.values(), ids=CASES)
def test_changes_are_told(
    before: Change, change: Change, expected: list[str], small: SmallProject
) -> None:
    """What moves a date or touches a record in silence is told where it stands, and nothing else is."""
    before(small)
    assert sorted(told(small, change)) == sorted(expected)


NOT_RECORDED = (
    "policy/HR12/2026-11.yml:11:9: review-unrecorded this edition moves the date of its next review to"
    " November 2029; it was November 2027 before, and no record says why | add to"
    f" {RECORD}, below reviews: - {{date: …, outcome: amended, edition: 2026-11}}"
)


def next_edition(small: SmallProject) -> None:
    """Write a new edition that puts its next review off without a record."""
    text = small.read(EDITION).replace("edition: 2025-11", "edition: 2026-11")
    text = text.replace("  every: 2 years\n  next: 2027-11\n", "  next: 2029-11\n")
    small.write("policy/HR12/2026-11.yml", text)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            records(FIRST.replace("date: 2025-11", "date: 2026-02")),
            SAID.format(2, "date: 2025-11, outcome: amended, edition: 2025-11, and no next:"),
        ),
        (
            next_edition,
            NOT_RECORDED,
        ),
    ],
    ids=["a changed record", "a date that moves"],
)
def test_one_fault_is_told_once(change: Change, expected: str, small: SmallProject) -> None:
    """What is wrong because of a changed record, or was told of the edition itself, is not told again."""
    records(FIRST)(small)
    earlier = read_sources(small.folder).library
    change(small)
    now = read_sources(small.folder)
    assert [
        describe_problem(one)
        for one in now.locate_findings(run_checks(CheckContext(now.library, NOW.date(), earlier)))
    ] == [expected]


def test_a_document_that_is_removed_was_withdrawn_before(small: SmallProject) -> None:
    """A document may go when its withdrawal was recorded before; otherwise it has to come back."""
    other = small.folder / "policy" / "HR13"
    other.mkdir()
    text = small.read(EDITION).replace("HR12", "HR13")
    small.write("policy/HR13/2025-11.yml", text)
    with_both = read_sources(small.folder).library
    small.write("policy/HR13/reviews.yml", "reviews:\n" + FIRST + ENDED)
    withdrawn = read_sources(small.folder).library
    unreadable = replace(with_both, unreadable=frozenset({"policy/HR13/reviews.yml"}))
    remove(other)
    now = read_sources(small.folder)
    (problem,) = now.locate_findings(compared(now.library, with_both))
    assert describe_problem(problem) == (
        "policy/HR13:1:1: document-removed HR13 was here before, and is gone without having been "
        "withdrawn | bring the folder back, and add a record with outcome: withdrawn to its reviews.yml"
    )
    assert not compared(now.library, withdrawn)
    assert not compared(now.library, unreadable)


def remove(folder: Path) -> None:
    """Remove a folder and the files in it."""
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
