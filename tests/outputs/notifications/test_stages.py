"""The stages of a review: when each is reached, and under which name it is told once."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysite.domain.fields import Period
from policysite.domain.model import ReviewLeadTimes
from policysite.domain.register import ReviewTrigger
from policysite.domain.reviews import (
    Month,
    MonthOrDay,
    parse_month_or_day,
    review_state,
    today_in_zone,
)
from policysite.outputs.notifications.stages import (
    reached_stage,
    review_notice,
    review_notices,
    unread_documents,
)
from tests import VECTOR_FILES
from tests.outputs.notifications.conftest import Reminding
from tests.small import EDITION, RECORD

VECTORS: list[dict[str, Any]] = json.loads((VECTOR_FILES / "reviews.json").read_text(encoding="utf-8"))[
    "vectors"
]

EVENT = """\
events:
  - id: provider-changed
    kind: provider
    date: 2026-03-10
    what: The provider of the service changed.
    documents: [HR12]
    source:
      url: https://www.example.org/news
"""


def window(due_soon: int, first_notice: int) -> ReviewLeadTimes:
    """Review windows of so many months; the vectors have some that no source may hold."""
    return ReviewLeadTimes.model_construct(due_soon=Period(due_soon), first_notice=Period(first_notice))


def keys(reminding: Reminding, day: str) -> tuple[str, ...]:
    """The stages that HR12 has reached."""
    found = [
        one
        for one in review_notices(reminding.project(day).register)
        if one.review_status.reference == "HR12"
    ]
    return found[0].stage_keys if found else ()


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vector(vector: dict[str, Any], reminding: Reminding) -> None:
    """What is told is the state of every vector; of a current one at most a first notice."""
    due = None if vector["due"] is None else parse_month_or_day(vector["due"])
    today = today_in_zone(vector["zone"], datetime.fromisoformat(vector["now"]))
    windows = window(vector["window"], vector["window"] + 6)
    since = date.fromisoformat(vector["called_from"]) if vector.get("called_from") else None
    calls = (
        (ReviewTrigger("legislation", since, "It changed.", name="law"),)
        if since and since <= today
        else ()
    )
    status = replace(
        reminding.project("2026-11-21").register.statuses[0],
        state=review_state(due, today, window=vector["window"], triggered_from=since),
        due_date=due,
        triggers=calls,
    )
    told = review_notice(status, today, windows)
    if told is None:
        assert vector["state"] in ("current", "unscheduled")
    elif vector["state"] == "current":
        assert (told.stage, told.heading) == ("first notice", "Review ahead")
    else:
        assert told.heading == f"Review {vector['state']}"
        month = vector["today"][:7]
        named = {key.rpartition(" | ")[2] for key in told.stage_keys}
        expected = {
            "overdue": {"overdue", f"overdue {month}"},
            "called for": {"called for: law"},
        }.get(vector["state"], {vector["state"]})
        assert named & expected
        assert (f"called for {month}" in named) == bool(calls)


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        ("2026-10-31", ""),
        ("2026-11-01", "first notice"),
        ("2027-04-30", "first notice"),
        ("2027-05-01", "due soon"),
        ("2027-10-31", "due soon"),
        ("2027-11-01", "due this month"),
        ("2027-11-30", "due this month"),
        ("2027-12-01", "overdue"),
        ("2027-12-31", "overdue"),
        ("2028-01-01", "overdue 2028-01"),
        ("2029-02-28", "overdue 2029-02"),
    ],
)
def test_the_way_of_a_review(day: str, stage: str, reminding: Reminding) -> None:
    """A review due in November 2027 reaches each stage on its first day; only the furthest is told."""
    assert keys(reminding, day) == ((f"HR12 | due 2027-11 | {stage}",) if stage else ())


def test_a_month_that_begins_overdue_is_the_first() -> None:
    """A day within a month makes that month's stage plain overdue; the next month has its own."""
    due, windows = parse_month_or_day("2026-01-14"), ReviewLeadTimes()
    days = ["2026-01-14", "2026-01-15", "2026-01-31", "2026-02-01"]
    found = [reached_stage(due, datetime.fromisoformat(day).date(), windows) for day in days]
    assert found == ["due this month", "overdue", "overdue", "overdue 2026-02"]


@given(
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.integers(0, 1000),
    st.sampled_from([Month.containing, lambda due: due]),
    st.integers(1, 24),
    st.integers(1, 24),
)
def test_nobody_is_told_twice_in_a_month_of_one_date(
    due: date, after: int, as_given: Callable[[date], MonthOrDay], soon: int, first: int
) -> None:
    """Whatever the windows are, a stage never comes back once a later one was reached."""
    windows = window(soon, first)
    start = due + timedelta(days=after - 800)
    seen = [reached_stage(as_given(due), start + timedelta(days=ahead), windows) for ahead in range(60)]
    changes = [one for one, before in zip(seen[1:], seen, strict=False) if one != before]
    assert len(set(changes)) == len(changes)


def test_a_new_date_begins_a_new_cycle(reminding: Reminding) -> None:
    """A review that is recorded silences the document, and its next date has stages of its own."""
    assert keys(reminding, "2027-12-01") == ("HR12 | due 2027-11 | overdue",)
    record = "reviews:\n  - date: 2027-12-01\n    outcome: unchanged\n    edition: 2025-11\n"
    reminding.small.write(RECORD, record)
    assert keys(reminding, "2027-12-02") == ()
    assert keys(reminding, "2029-12-02") == ("HR12 | due 2029-12-01 | overdue",)


def test_calls_are_told_when_they_begin_and_every_month(reminding: Reminding) -> None:
    """A call is told on its first day and then by the month, for as long as no review answers it."""
    reminding.small.write("policy/events.yml", EVENT)
    cycle = "HR12 | reviewed 2025-11 | called for"
    assert keys(reminding, "2026-03-09") == ()
    assert keys(reminding, "2026-03-10") == (f"{cycle}: provider-changed", f"{cycle} 2026-03")
    assert keys(reminding, "2026-04-01") == (f"{cycle}: provider-changed", f"{cycle} 2026-04")


def test_overdue_and_called_for_begin_together(reminding: Reminding) -> None:
    """While a review is overdue and called for, both months begin on one day and go out together."""
    reminding.small.write("policy/events.yml", EVENT)
    cycle = "HR12 | reviewed 2025-11 | called for"
    calls = (f"{cycle}: provider-changed", f"{cycle} 2028-01")
    assert keys(reminding, "2028-01-01") == ("HR12 | due 2027-11 | overdue 2028-01", *calls)
    assert keys(reminding, "2028-01-31") == keys(reminding, "2028-01-01")


def test_without_a_date_there_are_only_calls(reminding: Reminding) -> None:
    """A document that has no due date has no stages of one; what calls for its review is told."""
    reminding.small.change(
        EDITION, "  last: 2025-11\n  every: 2 years\n  next: 2027-11", "  last: 2025-11"
    )
    assert keys(reminding, "2030-01-01") == ()
    reminding.small.write("policy/events.yml", EVENT)
    assert len(keys(reminding, "2030-01-01")) == 2


def test_a_withdrawn_document_is_silent(reminding: Reminding) -> None:
    """Nobody is told of a document that no longer applies, whatever its date was."""
    record = "reviews:\n  - {date: 2026-01, outcome: withdrawn, edition: 2025-11, reason: Merged.}\n"
    reminding.small.write(RECORD, record)
    assert keys(reminding, "2028-01-01") == ()


def test_a_document_that_was_not_read_whole_is_left_out(reminding: Reminding) -> None:
    """Without its record a review that took place would look overdue: nothing is said of it."""
    reminding.document("HR13")
    reminding.small.write(RECORD, "reviews: [")
    register = reminding.project("2028-01-01").register
    assert [one.review_status.reference for one in review_notices(register)] == ["HR13"]
    assert unread_documents(register.library) == ("HR12",)


def test_the_worst_comes_first(reminding: Reminding) -> None:
    """Notices are in the order of the register: overdue before due soon before a first notice."""
    reminding.document("HR20", next="2027-01")
    reminding.document("HR21", next="2026-03")
    reminding.document("HR22", next="2026-01")
    found = review_notices(reminding.project("2026-11-21").register)
    assert [(one.review_status.reference, one.heading) for one in found] == [
        ("HR22", "Review overdue"),
        ("HR21", "Review overdue"),
        ("HR20", "Review due soon"),
        ("HR12", "Review ahead"),
    ]
