"""Calendars of review dates (iCalendar: RFC 5545, with the properties of RFC 7986).

The same records give the same bytes on every day: nothing here depends on today or on the build, so
that clients that watch for changes see one only when there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard, vText

from ...domain import addresses
from ...domain.library import Document
from ...domain.register import Register, ReviewStatus
from ...domain.reviews import (
    MonthOrDay,
    add_months,
    due_day,
    first_day,
    format_by,
)

_NAMESPACE = UUID("ba205acc-fd44-4e29-afa1-8b68d1970274")
"""Our own name space for the UIDs of reviews (RFC 9562, 5.5). It never changes."""

_PRODID = "-//policysite//Review dates//EN"
_REFRESH = timedelta(days=1)
_MORNING = timedelta(hours=9)
"""When alarms sound on their day, after midnight where the reader is."""


def review_calendar(
    register: Register, statuses: Iterable[ReviewStatus], *, name: str, base: str, path: str
) -> bytes:
    """A calendar with an event for each of the standings that has a due date, the earliest first.

    base is the absolute address of the site with a slash at its end, or empty where it has none: then
    the calendar holds no addresses. path is the calendar's own address below it. The lines are those
    of RFC 5545, 3.1: at most 75 octets, each ended by CR and LF.

    A calendar must hold a component (RFC 5545, 3.6). One without events holds a time zone, which is
    the least that is one; so a client that follows it learns that its events are gone, which it would
    not from a file that is missing.
    """
    settings = register.library.settings
    calendar = Calendar()
    calendar.add("PRODID", _PRODID)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    # icalendar escapes texts of RFC 5545 by itself, and those of others only where they are a vText.
    calendar.add("NAME", vText(name))
    calendar.add("X-WR-CALNAME", vText(name))
    about = f"When reviews are due, as {settings.title} has it. The pages there are the authority."
    calendar.add("DESCRIPTION", about)
    calendar.add("X-WR-CALDESC", vText(about))
    calendar.add("REFRESH-INTERVAL", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "P1D")
    if base:
        calendar.add("URL", base + (path.removesuffix(addresses.CALENDAR) or addresses.REVIEW))
        calendar.add("SOURCE", base + path, parameters={"VALUE": "URI"})
    for status in _in_order(statuses):
        calendar.add_component(_event(register, status, base))
    if not calendar.subcomponents:
        calendar.add_component(_utc())
    written: bytes = calendar.to_ical()
    return written


def reminder_calendar(register: Register, base: str, statuses: Iterable[ReviewStatus]) -> bytes:
    """These reviews for a message: the calendar of all reviews, with no more than they. As above."""
    name = f"{register.library.settings.title}: review dates"
    return review_calendar(register, statuses, name=name, base=base, path=addresses.CALENDAR)


def all_review_calendars(register: Register, base: str) -> Iterator[tuple[str, bytes]]:
    """Every calendar of a site: its address below base, and what it holds.

    The one of all reviews; one for each document that has or ever had a due date; and one for each
    role that owns or ever owned such a document, or is or was its contact point. A document that was
    withdrawn, lost its date or passed to another role leaves an empty calendar behind, because somebody
    may follow it. Where there was never anything to follow, there is no calendar.
    """
    library = register.library

    def written(statuses: Iterable[ReviewStatus], name: str, path: str) -> tuple[str, bytes]:
        named = f"{name}: review dates"
        return path, review_calendar(register, statuses, name=named, base=base, path=path)

    yield written(register.statuses, library.settings.title, addresses.CALENDAR)
    dated = [one for one in library.documents.values() if _was_ever_dated(one)]
    for document in dated:
        reference = document.reference
        held = register.status_by_reference.get(reference)
        path = addresses.document_calendar_path(reference)
        yield written([held] if held else [], f"{reference} {document.current.title}", path)
    of_role: dict[str, list[ReviewStatus]] = {}
    for one in register.statuses:
        for name in {one.owner, one.contact} - {None}:
            of_role.setdefault(name or "", []).append(one)
    editions = [edition for document in dated for edition in document.editions]
    followed = {name for edition in editions for name in (edition.owner, edition.contact)}
    for name, role in library.roles.items():
        if name in followed:
            yield written(of_role.get(name, []), role.name, addresses.role_calendar_path(name))


def _was_ever_dated(document: Document) -> bool:
    """Whether any edition or record of the document lets a due date follow."""
    reviews = document.reviews
    return any(
        document.due_date_after(edition, reviews[:count]) is not None
        for edition in document.editions
        for count in range(len(reviews) + 1)
    )


def _in_order(statuses: Iterable[ReviewStatus]) -> list[ReviewStatus]:
    """Those with a due date, the earliest first: an order that is the same on every day."""
    dated = [
        (due_day(one.due_date), addresses.natural_sort_key(one.document), one)
        for one in statuses
        if one.due_date
    ]
    return [one for *_, one in sorted(dated, key=lambda found: found[:2])]


def _event(register: Register, status: ReviewStatus, base: str) -> Event:
    """The event of a review as its calendars hold it, the same whatever day it is looked at."""
    document, due = status.document, status.due_date
    settings = register.library.settings
    edition = document.current
    assert due is not None, "only what has a due date has an event"
    what = f"{document.reference} {edition.title}"
    page = base + addresses.document_path(document.reference)
    owner = register.library.role_name(status.owner)
    contact = register.library.role_name(status.contact)
    told = [
        f"The review of {what} is due {format_by(due)}.",
        f"Owner: {owner}." if owner else "The document names no owner.",
        *([f"Contact point: {contact}."] if contact else []),
        *([f"How it stands today: {page}"] if base else []),
    ]
    made = Event()
    changed = _at_midnight(_changed_on(document))
    made.add("UID", str(_uid(settings.organisation, document)))
    made.add("SEQUENCE", len(_records_of_the_cycle(document)))
    made.add("DTSTAMP", changed)
    made.add("LAST-MODIFIED", changed)
    made.add("DTSTART", due_day(due))
    made.add("DTEND", due_day(due) + timedelta(days=1))
    made.add("SUMMARY", f"Review due: {what}")
    made.add("DESCRIPTION", "\n".join(told))
    made.add("CATEGORIES", ["Review", edition.kind.capitalize()])
    made.add("TRANSP", "TRANSPARENT")
    if base:
        made.add("URL", page)
    for day in _alarm_days(due, settings.reviews.due_soon.months):
        made.add_component(_alarm(day - due_day(due), f"The review of {what} is due {format_by(due)}."))
    return made


def _uid(organisation: str, document: Document) -> UUID:
    """The same for one review for good, wherever the site is; the next review has another."""
    return uuid5(
        _NAMESPACE, "\n".join((organisation, document.reference, str(document.last_review_date or "")))
    )


def _records_of_the_cycle(document: Document) -> tuple[object, ...]:
    """What is recorded since the text was last looked at, with that review itself."""
    reviews = document.reviews
    began = max((place for place, one in enumerate(reviews) if one.is_review), default=0)
    return reviews[began:]


def _changed_on(document: Document) -> date:
    """The day from which what is known of a document is as it is: its latest edition or record.

    The first that a month may mean, so that it never lies ahead.
    """
    dates: list[MonthOrDay] = [one.edition for one in document.editions]
    dates += [one.date for one in document.reviews]
    return max(map(first_day, dates))


def _at_midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _alarm_days(due: MonthOrDay, window: int) -> list[date]:
    """When to remind: when it becomes due soon, a month before the due day, and on that day."""
    last = due_day(due)
    return sorted({first_day(add_months(due, -window)), first_day(add_months(last, -1)), last})


def _alarm(before: timedelta, what: str) -> Alarm:
    """A reminder so many days before or on the day that an event begins (RFC 5545, 3.6.6).

    It counts from the midnight of the reader's own zone, because the event has a day and no time
    (RFC 5545, 3.8.6.3).
    """
    made = Alarm()
    made.add("ACTION", "DISPLAY")
    made.add("DESCRIPTION", what)
    made.add("TRIGGER", before + _MORNING)
    return made


def _utc() -> Timezone:
    """The least that is a component and shows nothing: the time zone that all times here are in."""
    standard = TimezoneStandard()
    standard.add("DTSTART", datetime(1970, 1, 1))  # noqa: DTZ001  # local by RFC 5545, 3.6.5
    standard.add("TZOFFSETFROM", timedelta())
    standard.add("TZOFFSETTO", timedelta())
    made = Timezone()
    made.add("TZID", "Etc/UTC")
    made.add_component(standard)
    return made
