"""The rule about review dates: the shared vectors, and properties that hold for every date."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysite.domain.reviews import (
    WORST_FIRST,
    Month,
    MonthOrDay,
    ReviewState,
    add_months,
    due_day,
    format_date,
    overdue_since,
    parse_month_or_day,
    review_state,
    today_in_zone,
)
from tests import VECTOR_FILES

VECTORS: list[dict[str, Any]] = json.loads((VECTOR_FILES / "reviews.json").read_text(encoding="utf-8"))[
    "vectors"
]
WORSENING = [
    ReviewState.CURRENT,
    ReviewState.DUE_SOON,
    ReviewState.DUE_THIS_MONTH,
    ReviewState.CALLED_FOR,
    ReviewState.OVERDUE,
]
LONGEST = 999 * 12
"""The months of the longest period that a source may hold."""

all_months = st.builds(Month, st.integers(1, 9999), st.integers(1, 12))
# The years that a source may hold: see policysite.domain.fields.Date.
days = st.dates(date(1000, 1, 1), date(8999, 12, 31))
dues = days | days.map(Month.containing)
calls = st.none() | days
shifts = st.integers(-LONGEST, LONGEST)


def index(month: Month) -> int:
    """Count the months since the beginning of the calendar."""
    return (month.year - 1) * 12 + month.month - 1


# --- the vectors ---------------------------------------------------------------------------------


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vector(vector: dict[str, Any]) -> None:
    """Every vector gives the day, the due day, the first day overdue and the state that it says."""
    due = None if vector["due"] is None else parse_month_or_day(vector["due"])
    today = today_in_zone(vector["zone"], datetime.fromisoformat(vector["now"]))
    called_from = vector.get("called_from") and date.fromisoformat(vector["called_from"])
    found = {
        "today": today.isoformat(),
        "due_day": None if due is None else due_day(due).isoformat(),
        "overdue_since": None if due is None else overdue_since(due).isoformat(),
        "state": str(review_state(due, today, window=vector["window"], triggered_from=called_from)),
    }
    assert found == {key: vector[key] for key in found}


def test_vectors_are_whole() -> None:
    """No two vectors share a name, and together they show every state."""
    assert len({vector["name"] for vector in VECTORS}) == len(VECTORS) >= 60
    assert {vector["state"] for vector in VECTORS} == set(ReviewState)
    assert sum(1 for vector in VECTORS if vector.get("called_from")) >= 12


# --- state ---------------------------------------------------------------------------------------


@given(due=dues, window=st.integers(0, LONGEST), call=calls, data=st.data())
def test_state_only_worsens(due: MonthOrDay, window: int, call: date | None, data: st.DataObject) -> None:
    """While date and call stay, a review's state never gets better from one day to a later one."""
    near = st.integers(-window * 31 - 40, 40).map(lambda by: due_day(due) + timedelta(by))
    earlier, later = sorted(data.draw(st.tuples(*[near.filter(lambda day: day.year >= 1000) | days] * 2)))
    states = [review_state(due, day, window=window, triggered_from=call) for day in (earlier, later)]
    ranks = [WORSENING.index(one) for one in states]
    assert ranks == sorted(ranks)


@given(due=dues, today=days, narrow=st.integers(0, 60), wide=st.integers(0, 60))
def test_window_moves_only_due_soon(due: MonthOrDay, today: date, narrow: int, wide: int) -> None:
    """A wider window can only turn current into due soon; it never hides or makes lateness."""
    narrow, wide = sorted((narrow, wide))
    before, after = review_state(due, today, window=narrow), review_state(due, today, window=wide)
    assert before == after or (before, after) == (ReviewState.CURRENT, ReviewState.DUE_SOON)


@given(due=dues)
def test_overdue_from_the_next_day(due: MonthOrDay) -> None:
    """A review is in time on its due day and overdue from the day after it."""
    assert overdue_since(due) == due_day(due) + timedelta(days=1)
    assert review_state(due, due_day(due)) is ReviewState.DUE_THIS_MONTH
    assert review_state(due, overdue_since(due)) is ReviewState.OVERDUE


near_days = st.dates(date(2025, 10, 1), date(2026, 3, 31))


@given(due=dues | near_days, today=days | near_days, call=days | near_days)
def test_overdue_beats_called_for(due: MonthOrDay, today: date, call: date) -> None:
    """A review that is overdue stays so whatever calls for one; a call changes nothing before its day."""
    without, with_call = review_state(due, today), review_state(due, today, triggered_from=call)
    if without is ReviewState.OVERDUE or today < call:
        assert with_call is without
    else:
        assert with_call is ReviewState.CALLED_FOR


@given(due=st.none() | dues | near_days, today=days | near_days, call=days | near_days)
def test_a_call_makes_no_state_better(due: MonthOrDay | None, today: date, call: date) -> None:
    """What calls for a review never makes its document stand better."""
    ranks = [WORST_FIRST.index(review_state(due, today, triggered_from=one)) for one in (call, None)]
    assert ranks == sorted(ranks)


def test_every_state_has_its_rank() -> None:
    """The order in which states ask for attention names each once."""
    assert len(WORST_FIRST) == len(set(WORST_FIRST)) == len(ReviewState)


@given(today=days, window=shifts)
def test_nothing_due_is_unscheduled(today: date, window: int) -> None:
    """Without a due date a review is unscheduled on any day, and never current."""
    assert review_state(None, today, window=window) is ReviewState.UNSCHEDULED


# --- months --------------------------------------------------------------------------------------


@given(month=all_months)
def test_month_ends_before_the_next_begins(month: Month) -> None:
    """The days of a month run from its 1st to the day before the 1st of the next month."""
    assert month.first_day.day == 1
    assert Month.containing(month.first_day) == Month.containing(month.last_day) == month
    if month != Month(9999, 12):
        assert month.last_day + timedelta(days=1) == month.plus_months(1).first_day


@given(month=all_months, by=st.integers(-130_000, 130_000))
def test_plus_counts_or_raises(month: Month, by: int) -> None:
    """A month plus n is n months further on; outside years 1 to 9999 it raises ValueError."""
    if 0 <= index(month) + by < 9999 * 12:
        assert index(month.plus_months(by)) == index(month) + by
    else:
        with pytest.raises(ValueError, match="year"):
            month.plus_months(by)


@given(month=days.map(Month.containing), a=st.integers(-5000, 5000), b=st.integers(-5000, 5000))
def test_months_add_and_invert(month: Month, a: int, b: int) -> None:
    """Adding a and then b months is adding a + b, and taking them away again leads back."""
    assert month.plus_months(a).plus_months(b) == month.plus_months(a + b)
    assert month.plus_months(a).plus_months(-a) == month.plus_months(0) == month


@given(a=all_months, b=all_months)
def test_months_order_as_their_days(a: Month, b: Month) -> None:
    """Months are in the order of their days."""
    assert (a < b) == (a.first_day < b.first_day) == (a.last_day < b.last_day)
    assert (a == b) == (a.first_day == b.first_day)


@given(when=dues, by=shifts)
def test_plus_months_keeps_the_day_where_it_can(when: MonthOrDay, by: int) -> None:
    """A day stays the same day of its month, or becomes the last where the month is too short."""
    if isinstance(when, Month):
        assert add_months(when, by) == when.plus_months(by)
    else:
        target = Month.containing(when).plus_months(by)
        moved = add_months(when, by)
        assert isinstance(moved, date)
        assert Month.containing(moved) == target
        assert moved.day == when.day or (moved == target.last_day and moved.day < when.day)


@pytest.mark.parametrize(
    ("when", "by", "expected"),
    [
        ("2025-08-31", -6, "2025-02-28"),
        ("2024-08-31", -6, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2025-12-15", -12, "2024-12-15"),
        ("2025-12", -12, "2024-12"),
        ("2025-12", 1, "2026-01"),
        ("2025-01", -1, "2024-12"),
        ("9999-12", 0, "9999-12"),
    ],
)
def test_plus_months(when: str, by: int, expected: str) -> None:
    """A month stays a month and a day a day, however many months later or earlier."""
    assert str(add_months(parse_month_or_day(when), by)) == expected


@pytest.mark.parametrize(("when", "by"), [("9999-12", 1), ("0001-01", -1), ("9999-12-31", 1)])
def test_plus_months_stays_in_the_calendar(when: str, by: int) -> None:
    """No month or day is made up outside years 1 to 9999."""
    with pytest.raises(ValueError, match="year"):
        add_months(parse_month_or_day(when), by)


@pytest.mark.parametrize(("year", "month"), [(2025, 0), (2025, 13), (0, 1), (10_000, 1)])
def test_month_outside_the_calendar(year: int, month: int) -> None:
    """A month that the calendar does not have cannot be made."""
    with pytest.raises(ValueError, match=r"year|month"):
        Month(year, month)


# --- text ----------------------------------------------------------------------------------------


@given(when=all_months | st.dates())
def test_text_round_trip(when: MonthOrDay) -> None:
    """A month or day written as text reads as the same month or day, with the same precision."""
    assert parse_month_or_day(str(when)) == when
    assert type(parse_month_or_day(str(when))) is type(when)


@pytest.mark.parametrize(
    "text",
    [
        "", "2025", "2025-1", "25-12", "12025-12", "2025-12-3", "2025-12-031", "2025/12", "202512",
        "2025-00", "2025-13", "2025-12-00", "2025-12-32", "2025-02-30", "2025-02-29", "2100-02-29",
        "0000-01", "-2025-12", "+2025-12", " 2025-12", "2025-12 ", "2025-12\n", "2025-12-31\n",
        "２０２５-１２", "2025-1２", "٢٠٢٥-١٢", "2025–12", "2025-12-31T00:00", "2025-W01",
        "2025-12-", "December 2025",
    ],
)  # fmt: skip
def test_malformed_text(text: str) -> None:
    """Whatever is not exactly YYYY-MM or YYYY-MM-DD of the calendar raises ValueError."""
    with pytest.raises(ValueError, match=r"not a month or day|must be in|out of range|must be"):
        parse_month_or_day(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2025-12", "December 2025"),
        ("2026-07-01", "1 July 2026"),
        ("2024-02-29", "29 February 2024"),
        ("2025-01", "January 2025"),
    ],
)
def test_in_words(text: str, words: str) -> None:
    """Readers get the month by name, and a day only where the owner gave one."""
    assert format_date(parse_month_or_day(text)) == words


# --- today ---------------------------------------------------------------------------------------


def last_sunday(year: int, month: int) -> datetime:
    """01:00 UTC on the last Sunday of a month of 31 days: when the clocks of London change."""
    end = datetime(year, month, 31, 1, tzinfo=UTC)
    return end - timedelta(days=end.isoweekday() % 7)


# Since 1996 the rule of London has been one sentence of law: Directive 2000/84/EC, kept since then.
instants = st.datetimes(
    datetime(1996, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC)  # noqa: DTZ001  # Hypothesis wants them naive
)  # fmt: skip
near_midnight = st.builds(
    lambda day, seconds: datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(0, seconds),
    st.dates(date(1996, 1, 2), date(2037, 12, 30)),
    st.integers(-7200, 7200),
)


@given(now=instants | near_midnight)
def test_today_in_london(now: datetime) -> None:
    """London is an hour ahead of UTC between the last Sundays of March and October, 01:00 UTC."""
    summer = last_sunday(now.year, 3) <= now < last_sunday(now.year, 10)
    assert today_in_zone("Europe/London", now) == (now + timedelta(hours=int(summer))).date()


@pytest.mark.parametrize(
    ("zone", "ahead"),
    [
        ("UTC", timedelta()),
        ("Pacific/Kiritimati", timedelta(hours=14)),
        ("Pacific/Pago_Pago", timedelta(hours=-11)),
        ("Asia/Kathmandu", timedelta(hours=5, minutes=45)),
    ],
)
@given(now=instants | near_midnight)
def test_today_in_a_zone_without_summer_time(zone: str, ahead: timedelta, now: datetime) -> None:
    """In a zone without summer time, today is the day of UTC moved by the zone's offset."""
    assert today_in_zone(zone, now) == (now + ahead).date()


@given(now=instants, hours=st.integers(-23, 23))
def test_today_does_not_depend_on_how_now_is_written(now: datetime, hours: int) -> None:
    """The same instant written in another offset falls on the same day."""
    elsewhere = now.astimezone(timezone(timedelta(hours=hours)))
    assert today_in_zone("Europe/London", elsewhere) == today_in_zone("Europe/London", now)


def test_today_needs_a_zone() -> None:
    """An instant that does not know its zone is refused: it could be two different days."""
    with pytest.raises(ValueError, match="needs a time zone"):
        today_in_zone("Europe/London", datetime(2025, 12, 31, 23, 30))  # noqa: DTZ001  # that is the point
