"""Calendars of review dates (iCalendar: RFC 5545, with the properties of RFC 7986).

The same records give the same bytes on every day, so that calendar programs see a change only when a
date has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard, vText

from ...domain import addresses
from ...domain.library import Document
from ...domain.prose import capitalised
from ...domain.register import Register, ReviewStatus
from ...domain.reviews import (
    MonthOrDay,
    add_months,
    due_day,
    first_day,
    format_by,
)
from ...domain.translation import Translation
from ..translations import translation_for

_NAMESPACE = UUID("ba205acc-fd44-4e29-afa1-8b68d1970274")
"""The namespace of the UIDs of reviews (RFC 9562, 5.5). It never changes."""

_PRODID = "-//policysite//Review dates//EN"
_REFRESH = timedelta(days=1)
_MORNING = timedelta(hours=9)
"""The time of day of alarms, in the reader's own time zone."""


def review_calendar(
    register: Register, statuses: Iterable[ReviewStatus], *, name: str, base: str, path: str
) -> bytes:
    """A calendar with an event for each status that has a due date, the earliest first.

    `base` is the absolute address of the site with a slash at its end, or empty; then the calendar has no
    addresses. `path` is the calendar's own address below it. Lines are as in RFC 5545, 3.1: at most 75
    octets, ended by CR and LF.

    A calendar must have a component (RFC 5545, 3.6). One without events has only a time zone, so that a
    program that follows it removes its events, which it would not do if the file were missing.
    """
    settings = register.library.settings
    words = translation_for(settings.language)
    calendar = Calendar()
    calendar.add("PRODID", _PRODID)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    # icalendar itself escapes only properties of RFC 5545; a vText is always escaped.
    calendar.add("NAME", vText(name))
    calendar.add("X-WR-CALNAME", vText(name))
    about = words.gettext(
        "When reviews are due, as %(site)s has it. The pages there are the authority.",
        site=settings.title,
    )
    calendar.add("DESCRIPTION", about)
    calendar.add("X-WR-CALDESC", vText(about))
    calendar.add("REFRESH-INTERVAL", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "P1D")
    if base:
        calendar.add("URL", base + (path.removesuffix(addresses.CALENDAR) or addresses.REVIEW))
        calendar.add("SOURCE", base + path, parameters={"VALUE": "URI"})
    for status in _by_due_date(statuses):
        calendar.add_component(_event(register, status, base, words))
    if not calendar.subcomponents:
        calendar.add_component(_utc_zone())
    written: bytes = calendar.to_ical()
    return written


def reminder_calendar(register: Register, base: str, statuses: Iterable[ReviewStatus]) -> bytes:
    """These reviews for a message: the calendar of all reviews, with no more than they. As above."""
    name = _calendar_name(register, register.library.settings.title)
    return review_calendar(register, statuses, name=name, base=base, path=addresses.CALENDAR)


def _calendar_name(register: Register, subject: str) -> str:
    words = translation_for(register.library.settings.language)
    return words.gettext("%(subject)s: review dates", subject=subject)


def all_review_calendars(register: Register, base: str) -> Iterator[tuple[str, bytes]]:
    """Every calendar of a site: its path below `base`, and its content.

    There is one of all reviews, one for each document that has or had a due date, and one for each role
    that owns such a document or is its contact point, or did or was in an earlier edition. A calendar
    stays, empty, when its document is withdrawn or loses its date, or its role no longer has documents,
    because readers may still follow it.
    """
    library = register.library

    def written(statuses: Iterable[ReviewStatus], name: str, path: str) -> tuple[str, bytes]:
        named = _calendar_name(register, name)
        return path, review_calendar(register, statuses, name=named, base=base, path=path)

    yield written(register.statuses, library.settings.title, addresses.CALENDAR)
    dated = [document for document in library.documents.values() if _was_ever_dated(document)]
    for document in dated:
        reference = document.reference
        own_status = register.status_by_reference.get(reference)
        path = addresses.document_calendar_path(reference)
        yield written(
            [own_status] if own_status else [],
            f"{document.published_reference} {document.current.title}",
            path,
        )
    statuses_by_role: dict[str, list[ReviewStatus]] = {}
    for status in register.statuses:
        for name in {*status.owners, *status.contacts}:
            statuses_by_role.setdefault(name, []).append(status)
    editions = [edition for document in dated for edition in document.editions]
    followed = {name for edition in editions for name in (*edition.owners, *edition.contacts)}
    for name, role in library.roles.items():
        if name in followed:
            yield written(statuses_by_role.get(name, []), role.name, addresses.role_calendar_path(name))


def _was_ever_dated(document: Document) -> bool:
    """Whether the document has a due date, or had one by an earlier edition or review record."""
    reviews = document.reviews
    return any(
        document.due_date_after(edition, reviews[:count]) is not None
        for edition in document.editions
        for count in range(len(reviews) + 1)
    )


def _by_due_date(statuses: Iterable[ReviewStatus]) -> list[ReviewStatus]:
    """The statuses with a due date, the earliest first, in the same order on every day."""
    dated = [
        (due_day(status.due_date), addresses.natural_sort_key(status.document), status)
        for status in statuses
        if status.due_date
    ]
    return [status for *_, status in sorted(dated, key=lambda entry: entry[:2])]


def _event(register: Register, status: ReviewStatus, base: str, words: Translation) -> Event:
    """The event of a review, the same on every day."""
    document, due = status.document, status.due_date
    settings = register.library.settings
    edition = document.current
    assert due is not None, "only what has a due date has an event"
    what = f"{document.published_reference} {edition.title}"
    page = base + addresses.document_path(document.reference)
    owner = register.library.role_names(status.owners, words)
    contact = register.library.role_names(status.contacts, words)
    gettext = words.gettext
    kind = words.form(register.library.kind_of(edition).name)
    due_sentence = gettext(
        "The review of %(document)s is due %(due)s.", document=what, due=format_by(due, words)
    )
    sentences = [
        due_sentence,
        gettext("Owner: %(owner)s.", owner=owner) if owner else gettext("The document names no owner."),
        *([gettext("Contact point: %(contact)s.", contact=contact)] if contact else []),
        *([gettext("How it stands today: %(page)s", page=page)] if base else []),
    ]
    event = Event()
    changed = _at_midnight(_changed_on(document))
    event.add("UID", str(_uid(settings.organisation, document)))
    event.add("SEQUENCE", len(_records_of_the_cycle(document)))
    event.add("DTSTAMP", changed)
    event.add("LAST-MODIFIED", changed)
    event.add("DTSTART", due_day(due))
    event.add("DTEND", due_day(due) + timedelta(days=1))
    event.add("SUMMARY", gettext("Review due: %(document)s", document=what))
    event.add("DESCRIPTION", "\n".join(sentences))
    event.add("CATEGORIES", [gettext("Review"), capitalised(kind)])
    event.add("TRANSP", "TRANSPARENT")
    if base:
        event.add("URL", page)
    for day in _alarm_days(due, settings.reviews.due_soon.months):
        event.add_component(_alarm(day - due_day(due), due_sentence))
    return event


def _uid(organisation: str, document: Document) -> UUID:
    """The permanent UID of a review, which does not depend on the site's address."""
    return uuid5(
        _NAMESPACE, "\n".join((organisation, document.reference, str(document.last_review_date or "")))
    )


def _records_of_the_cycle(document: Document) -> tuple[object, ...]:
    """The records since the last review of the text, including that review."""
    reviews = document.reviews
    start = max((index for index, review in enumerate(reviews) if review.is_review), default=0)
    return reviews[start:]


def _changed_on(document: Document) -> date:
    """The day of the latest edition or review record; for a month its first day, which is not ahead."""
    dates: list[MonthOrDay] = [edition.edition for edition in document.editions]
    dates += [review.date for review in document.reviews]
    return max(map(first_day, dates))


def _at_midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _alarm_days(due: MonthOrDay, window: int) -> list[date]:
    """The days of reminders: when it becomes due soon, a month before the due day, and on that day."""
    last = due_day(due)
    return sorted({first_day(add_months(due, -window)), first_day(add_months(last, -1)), last})


def _alarm(before: timedelta, what: str) -> Alarm:
    """A reminder at a time before the start of its event (RFC 5545, 3.6.6).

    It counts from midnight in the reader's own zone, because the event has a day and no time
    (RFC 5545, 3.8.6.3).
    """
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", what)
    alarm.add("TRIGGER", before + _MORNING)
    return alarm


def _utc_zone() -> Timezone:
    """A time zone component, the smallest one that shows nothing: UTC, which all times here use."""
    standard = TimezoneStandard()
    standard.add("DTSTART", datetime(1970, 1, 1))  # noqa: DTZ001  # local by RFC 5545, 3.6.5
    standard.add("TZOFFSETFROM", timedelta())
    standard.add("TZOFFSETTO", timedelta())
    zone = Timezone()
    zone.add("TZID", "Etc/UTC")
    zone.add_component(standard)
    return zone
