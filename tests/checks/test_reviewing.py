"""Review dates that contradict each other, and what is advised then."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysite.checks import CheckContext
from policysite.checks.review_dates import review_dates_agree
from tests.cases import describe_problem
from tests.factories import edition, library
from tests.small import EDITION, NOW, SmallProject

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
    "last: 2026-11, every: 2 years, next: 2025-11": (
        NOT_AFTER.format("November 2025", "November 2026"),
        MEND,
    ),
}


@pytest.mark.parametrize(("review", "expected"), REVIEWS.items())
def test_review_dates_agree(review: str, expected: tuple[str, str] | None, small: SmallProject) -> None:
    """The next review comes after the last, as long after it as the document says."""
    small.change(EDITION, REVIEW, f"review: {{{review}}}\n")
    column = review.find("next: ") + len("review: {next: ") + 1
    told = [describe_problem(problem) for problem in small.problems]
    if expected is None:
        assert told == []
    else:
        message, hint = expected
        assert told == [f"{EDITION}:9:{column}: review-contradiction {message} | {hint}"]


# A period of up to 999 months from these ends within the years that a source may hold.
dates = st.dates(date(1000, 1, 1), date(8900, 12, 31))
texts = dates.map(str) | dates.map(lambda day: str(day)[:7])


@given(last=texts, due=texts, every=st.integers(1, 999))
def test_what_a_contradiction_advises_is_none(last: str, due: str, every: int) -> None:
    """Whoever writes the date that the hint gives is not told again, whatever the dates."""
    review = {"last": last, "every": f"{every} months", "next": due}
    for finding in review_dates_agree(CheckContext(library(edition("HR12", review=review)), NOW.date())):
        if finding.hint.startswith("write next: "):
            review["next"] = finding.hint.removeprefix("write next: ").partition(",")[0]
            assert not list(
                review_dates_agree(CheckContext(library(edition("HR12", review=review)), NOW.date()))
            )
