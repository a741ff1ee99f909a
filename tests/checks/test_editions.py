"""Review dates that contradict each other, and documents that govern each other in circles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checks.editions import governing_documents
from generator.checks.reviewing import dates_agree
from generator.library import Document, Library
from generator.model import Contact, Edition, Settings
from generator.problems import Finding
from tests.cases import written
from tests.small import NOW, SmallProject

FILE = "policy/HR12/2025-11.yml"
REVIEW = "review:\n  last: 2025-11\n  every: 2 years\n  next: 2027-11\n"

NOT_AFTER = "the next review, {}, is not after the last, {}"
MEND = "mend one of the two dates"
REVIEWS: dict[str, tuple[str, str] | None] = {
    "last: 2025-11, every: 2 years, next: 2027-11": None,
    "last: 2025-11, every: 24 months, next: 2027-11": None,
    "last: 2025-11": None,
    "next: 2024-11": None,
    "every: 1 year": None,
    "last: 2025-11, every: 1 year": None,
    "every: 1 year, next: 2020-01": None,
    "last: 2025-11, next: 2025-12": None,
    # Where one date is a month, only the months are compared.
    "last: 2025-11-15, every: 2 years, next: 2027-11": None,
    "last: 2025-11, every: 2 years, next: 2027-11-01": None,
    # A month that has no such day gives its last.
    "last: 2024-02-29, every: 1 year, next: 2025-02-28": None,
    "last: 2025-08-31, every: 6 months, next: 2026-02-28": None,
    "last: 2023-08-31, every: 6 months, next: 2024-02-29": None,
    "last: 2025-11, every: 2 years, next: 2027-12": (
        "2 years after November 2025 is November 2027, not December 2027",
        "write next: 2027-11, or mend last: or every:",
    ),
    "last: 2025-11-15, every: 2 years, next: 2027-11-16": (
        "2 years after 15 November 2025 is 15 November 2027, not 16 November 2027",
        "write next: 2027-11-15, or mend last: or every:",
    ),
    "last: 2025-11-15, every: 18 months, next: 2027-06": (
        "18 months after 15 November 2025 is 15 May 2027, not June 2027",
        "write next: 2027-05-15, or mend last: or every:",
    ),
    "last: 2025-11, every: 1 month, next: 2026-01-01": (
        "1 month after November 2025 is December 2025, not 1 January 2026",
        "write next: 2025-12, or mend last: or every:",
    ),
    "last: 2024-02-29, every: 1 year, next: 2025-03-01": (
        "1 year after 29 February 2024 is 28 February 2025, not 1 March 2025",
        "write next: 2025-02-28, or mend last: or every:",
    ),
    "last: 2025-11, next: 2025-11": (NOT_AFTER.format("November 2025", "November 2025"), MEND),
    "last: 2025-11, next: 2025-11-30": (NOT_AFTER.format("30 November 2025", "November 2025"), MEND),
    "last: 2025-11-30, next: 2025-11": (NOT_AFTER.format("November 2025", "30 November 2025"), MEND),
    "last: 2027-11, every: 2 years, next: 2025-11": (
        NOT_AFTER.format("November 2025", "November 2027"),
        MEND,
    ),
}


@pytest.mark.parametrize(("review", "expected"), REVIEWS.items())
def test_review_dates_agree(review: str, expected: tuple[str, str] | None, small: SmallProject) -> None:
    """The next review comes after the last, as long after it as the document says."""
    small.change(FILE, REVIEW, f"review: {{{review}}}\n")
    column = review.find("next: ") + len("review: {next: ") + 1
    told = [written(problem) for problem in small.problems]
    if expected is None:
        assert told == []
    else:
        message, hint = expected
        assert told == [f"{FILE}:9:{column}: review-contradiction {message} | {hint}"]


dates = st.dates(date(1000, 1, 1), date(8999, 12, 31))
texts = dates.map(str) | dates.map(lambda day: str(day)[:7])


@given(last=texts, due=texts, every=st.integers(1, 999))
def test_what_a_contradiction_advises_is_none(last: str, due: str, every: int) -> None:
    """Whoever writes the date that the hint gives is not told again, whatever the dates."""
    review = {"last": last, "every": f"{every} months", "next": due}
    for finding in dates_agree(library(edition("HR12", review=review)), NOW.date()):
        if finding.hint.startswith("write next: "):
            review["next"] = finding.hint.removeprefix("write next: ").partition(",")[0]
            assert not list(dates_agree(library(edition("HR12", review=review)), NOW.date()))


def edition(reference: str, day: str = "2025-11", **changes: object) -> Edition:
    """An edition with nothing in it but what is given."""
    data = {
        "reference": reference,
        "title": "x",
        "kind": "policy",
        "edition": day,
        "wording": "official",
        "source": {"url": "https://www.example.org/"},
        "sections": [{"number": "1", "title": "x", "missing": {"what": "All of it."}}],
    }
    return Edition.model_validate(data | changes, context=f"policy/{reference}/{day}.yml")


def library(*editions: Edition) -> Library:
    """A library of these editions."""
    references = dict.fromkeys(one.reference for one in editions)
    return Library(
        settings=Settings(organisation="x", title="x", description="x", contact=Contact(name="x")),
        roles={},
        terms={},
        works={},
        documents={
            name: Document.of(name, [one for one in editions if one.reference == name])
            for name in references
        },
    )


def governed(above: Mapping[str, str]) -> list[Finding]:
    """Find what is wrong with documents of which each is governed by another."""
    names = dict.fromkeys([*above, *above.values()])
    editions = [
        edition(name, **({"governed_by": above[name]} if name in above else {})) for name in names
    ]
    return list(governing_documents(library(*editions), NOW.date()))


CIRCLES = {
    "A>A": ["A under A"],
    "A>B B>A": ["A under B under A"],
    "A>B B>C C>A": ["A under B under C under A"],
    "D>A A>B B>C C>A E>D": ["A under B under C under A"],
    "A>B B>A C>D D>C E>C": ["A under B under A", "C under D under C"],
    "A>B B>B": ["B under B"],
    "A>B B>C C>D": [],
    "A>C B>C D>A E>A": [],
    "": [],
}


@pytest.mark.parametrize(("above", "circles"), CIRCLES.items())
def test_circles_are_reported_once(above: str, circles: list[str]) -> None:
    """Each circle of governing documents is one problem, at its first document; chains are none."""
    pairs = dict(pair.split(">") for pair in above.split())
    expected = [
        (
            "governing-circle",
            f"these documents govern each other in a circle: {circle}",
            f"policy/{circle[0]}/2025-11.yml",
            ("governed_by",),
            "remove governed_by: from the highest of them",
        )
        for circle in circles
    ]
    assert [
        (one.code, one.message, one.place.file, one.place.path, one.hint) for one in governed(pairs)
    ] == expected


def test_a_circle_stands_where_it_is_written(small: SmallProject) -> None:
    """The problem is at the governing document that the first of the circle names."""
    small.change(FILE, "kind: policy\n", "kind: policy\ngoverned_by: HR12\n")
    (problem,) = small.problems
    assert written(problem).startswith(f"{FILE}:4:14: governing-circle ")


NAMES = "ABCDEF"


@given(st.dictionaries(st.sampled_from(NAMES), st.sampled_from(NAMES)))
def test_circles_are_those_that_there_are(above: dict[str, str]) -> None:
    """As many circles are reported as there are sets of documents that lead back to themselves."""

    def way(name: str) -> list[str]:
        found = [name]
        for _ in NAMES:
            found.append(above.get(found[-1], ""))
        return found

    circles = {frozenset(way(name)[1:]) for name in above if name in way(name)[1:]}
    assert len(governed(above)) == len(circles)


def test_superseded_editions_govern_nothing() -> None:
    """Only the newest editions make a circle: an older one may have been governed otherwise."""
    assert not list(
        governing_documents(
            library(
                edition("A", "2020-01", governed_by="B"), edition("A"), edition("B", governed_by="A")
            ),
            NOW.date(),
        )
    )
