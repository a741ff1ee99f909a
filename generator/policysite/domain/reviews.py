"""When a review is due, and the state that this puts a document in: one rule for every output.

Pure functions over dates. Nothing here reads a clock or a file: `today` is always an argument.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal, Self, get_args
from zoneinfo import ZoneInfo

from .translation import ENGLISH, Translation, marked

MONTH_NAMES = (
    marked("January"), marked("February"), marked("March"), marked("April"), marked("May"),
    marked("June"), marked("July"), marked("August"), marked("September"), marked("October"),
    marked("November"), marked("December"),
)  # fmt: skip


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A month of the proleptic Gregorian calendar, in the years 1 to 9999. Raises ValueError outside."""

    year: int
    month: int

    def __post_init__(self) -> None:
        date(self.year, self.month, 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def plus_months(self, months: int) -> Self:
        """The month that is `months` later. Raises ValueError outside the years 1 to 9999."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return type(self)(year, month + 1)

    @classmethod
    def containing(cls, day: date) -> Self:
        return cls(day.year, day.month)


MonthOrDay = Month | date
"""A date as precise as the owner gave it. A month stays a month: any day in it would be invented."""

_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?", re.ASCII)


def parse_month_or_day(text: str) -> MonthOrDay:
    """Read a text such as "2025-12" or "2025-12-31" (ISO 8601). Raises ValueError for any other form."""
    match = _ISO.fullmatch(text)
    if match is None:
        raise ValueError(f"not a month or day: {text!r}")
    year, month, day = match.groups()
    if day is None:
        return Month(int(year), int(month))
    return date(int(year), int(month), int(day))


def is_date(text: str) -> bool:
    """Whether a text is a month or a day as sources write it."""
    try:
        parse_month_or_day(text)
    except ValueError:
        return False
    return True


def format_date(when: MonthOrDay, translation: Translation = ENGLISH) -> str:
    """A date for readers: "December 2025" or "1 July 2026"."""
    month = translation.gettext(MONTH_NAMES[when.month - 1])
    if isinstance(when, Month):
        return translation.gettext("%(month)s %(year)s", month=month, year=when.year)
    return translation.gettext("%(day)s %(month)s %(year)s", day=when.day, month=month, year=when.year)


def add_months(when: MonthOrDay, months: int) -> MonthOrDay:
    """The same month or day, `months` later. 31 August less 6 months is the last day of February."""
    if isinstance(when, Month):
        return when.plus_months(months)
    target = Month.containing(when).plus_months(months)
    return target.first_day.replace(day=min(when.day, target.last_day.day))


def format_on(when: MonthOrDay, translation: Translation = ENGLISH) -> str:
    """When something happened, as in "in December 2025" or "on 1 July 2026"."""
    date_in_words = format_date(when, translation)
    if isinstance(when, Month):
        return translation.gettext("in %(month)s", month=date_in_words)
    return translation.gettext("on %(date)s", date=date_in_words)


def format_by(due: MonthOrDay, translation: Translation = ENGLISH) -> str:
    """When a review is due, as in "by the end of December 2025" or "by 1 July 2026"."""
    date_in_words = format_date(due, translation)
    if isinstance(due, Month):
        return translation.gettext("by the end of %(month)s", month=date_in_words)
    return translation.gettext("by %(date)s", date=date_in_words)


def first_day(when: MonthOrDay) -> date:
    """The first day that a month or day may mean."""
    return when.first_day if isinstance(when, Month) else when


def due_day(due: MonthOrDay) -> date:
    """The last day on which a review is in time. A month is due by its last day."""
    return due.last_day if isinstance(due, Month) else due


def date_sort_key(when: MonthOrDay) -> tuple[date, date]:
    """A sort key for months and days, unique to each of them.

    A month sorts by its last day. Whether it comes before or after a day within it is unknown: see
    `overlaps`.
    """
    return due_day(when), first_day(when)


def overlaps(first: MonthOrDay, second: MonthOrDay) -> bool:
    """Whether the two share a day: they are the same, or one is a day in the other."""
    return first_day(first) <= due_day(second) and first_day(second) <= due_day(first)


def overdue_since(due: MonthOrDay) -> date:
    """The first day on which a review is overdue: the day after the due day."""
    return due_day(due) + timedelta(days=1)


class ReviewState(StrEnum):
    """The state of a document's review."""

    CURRENT = "current"
    DUE_SOON = "due soon"
    DUE_THIS_MONTH = "due this month"
    OVERDUE = "overdue"
    CALLED_FOR = "called for"
    UNSCHEDULED = "unscheduled"


WORST_FIRST = (
    ReviewState.OVERDUE,
    ReviewState.CALLED_FOR,
    ReviewState.DUE_THIS_MONTH,
    ReviewState.DUE_SOON,
    ReviewState.UNSCHEDULED,
    ReviewState.CURRENT,
)
"""The states by how much they need attention, the most urgent first."""


ReviewLimit = Literal["overdue", "due", "called-for"]
REVIEW_LIMITS: tuple[ReviewLimit, ...] = get_args(ReviewLimit)
"""The points at which a command can warn: overdue, due, or called for early."""


def reaches_limit(limit: ReviewLimit, state: ReviewState, open_triggers: int) -> bool:
    """Whether a review in this state, with this number of open triggers, has reached a limit."""
    match limit:
        case "overdue":
            return state is ReviewState.OVERDUE
        case "due":
            return state in (ReviewState.OVERDUE, ReviewState.DUE_THIS_MONTH, ReviewState.DUE_SOON)
        case "called-for":
            return open_triggers > 0


def review_state(
    due: MonthOrDay | None, today: date, *, window: int = 6, triggered_from: date | None = None
) -> ReviewState:
    """The state of a review on a day.

    `window` is the number of months before the due month or day in which a review counts as due soon.
    For a month, whole months count: due in December with a window of 6 is due soon from 1 June.
    `triggered_from` is the first day on which something calls for a review before its date; an overdue
    review stays overdue.
    """
    if due is not None and today > due_day(due):
        return ReviewState.OVERDUE
    if triggered_from is not None and today >= triggered_from:
        return ReviewState.CALLED_FOR
    if due is None:
        return ReviewState.UNSCHEDULED
    if Month.containing(today) == Month.containing(due_day(due)):
        return ReviewState.DUE_THIS_MONTH
    window_start = add_months(due, -window)
    if today >= first_day(window_start):
        return ReviewState.DUE_SOON
    return ReviewState.CURRENT


def today_in_zone(zone: str, now: datetime) -> date:
    """The day in a time zone (IANA name) at an instant. Raises ValueError if `now` has no zone."""
    if now.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return now.astimezone(ZoneInfo(zone)).date()
