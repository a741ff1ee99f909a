"""Dates and periods in the words of documents, each with what to write instead."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from policysite.domain.date_hints import date_hint, period_hint
from policysite.domain.fields import MonthsPeriod
from policysite.domain.reviews import parse_month_or_day

EXAMPLE = "write a month as 2025-12 or a day as 2025-12-31"
NO_DATE = "remove the key: the document is then shown as one that says no date"
DATES = {
    "November 2025": "write 2025-11",
    "Sept. 2026": "write 2026-09",
    "7/2026": "write 2026-07",
    "13/2026": EXAMPLE,
    "Spring 2026": "write the month by whose end it is meant, as in 2026-05",
    "late autumn of 2026": "write the month by whose end it is meant, as in 2026-05",
    "Q1 2026": "write its last month, 2026-03 where the first quarter begins in January",
    "2026/Q4": "write its last month, 2026-12 where the first quarter begins in January",
    "the end": EXAMPLE,
    "last quarter of 2026": "write its last month, 2026-12 where the first quarter begins in January",
    "3rd quarter 2026": "write its last month, 2026-09 where the first quarter begins in January",
    "2026": "write its month, or 2026-12 for the end of the year",
    "by end of 2026": "write its month, or 2026-12 for the end of the year",
    "2026/27": "write its last month, as in 2027-03",
    "2026-13": EXAMPLE,
    "Until rescinded.": NO_DATE,
    "as and when required": NO_DATE,
    "TBC": NO_DATE,
    "soon": EXAMPLE,
    "": EXAMPLE,
}
PERIODS = {
    "every 3 years": "write 3 years",
    "at least every three years": "write 3 years",
    "3-yearly": "write 3 years",
    "Yearly": "write 1 year",
    "every year": "write 1 year",
    "two years": "write 2 years",
    "24 monthly": "write 24 months",
    "annually": "write 1 year",
    "Quarterly": "write 3 months",
    "0 years": "write it as 2 years or 6 months",
    "as needed": "remove the key; also_when: names the changes that call for a review",
    "often": "write it as 2 years or 6 months",
}


@pytest.mark.parametrize(("written", "hint"), DATES.items())
def test_dates(written: str, hint: str) -> None:
    """Months, quarters, seasons and years have a month; what is no date has none to write."""
    assert date_hint(written) == hint
    if hint.startswith("write 2"):
        parse_month_or_day(hint.removeprefix("write "))


@pytest.mark.parametrize(("written", "hint"), PERIODS.items())
def test_periods(written: str, hint: str) -> None:
    """Numbers in words and adverbs have the period that they mean."""
    assert period_hint(written) == hint
    if hint.startswith("write ") and hint[6].isdigit():
        TypeAdapter(MonthsPeriod).validate_python(hint.removeprefix("write "))
