"""The calendars, read back by another library than the one that wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from policysite.domain.register import Register
from policysite.domain.reviews import Month, ReviewState
from policysite.outputs.feeds import all_review_calendars, review_calendar
from tests.factories import (
    BASE,
    BY_DATE,
    ODD,
    document,
    edition,
    event,
    many_documents,
    register,
    register_of_vector,
    review,
)

PATH = "review.ics"


def written(made: Register, base: str = BASE) -> bytes:
    """The calendar of all reviews."""
    return review_calendar(made, made.statuses, name="Reviews", base=base, path=PATH)


def read(content: bytes) -> Any:
    """A calendar as another library reads it, which must understand all of it."""
    return vobject.readOne(content.decode("utf-8"), validate=True)


def events(content: bytes) -> list[Any]:
    """The events of a calendar in order."""
    return list(read(content).contents.get("vevent", ()))


def only_event(reviews: Iterable[Mapping[str, str]] = (), **changed: Any) -> Any:
    """The event of the usual document with these reviews and changes."""
    (found,) = events(written(register(document(edition(**changed), reviews=reviews))))
    return found


def alarm_days(found: Any) -> list[date]:
    """The days on which the alarms of an event sound, in order."""
    start = datetime.combine(found.dtstart.value, datetime.min.time())
    return [(start + one.trigger.value).date() for one in found.contents["valarm"]]


# --- dates ---------------------------------------------------------------------------------------


def state_by(found: Any, today: date, window: int) -> ReviewState:
    """The state that somebody who has only the calendar makes out for a day."""
    if today >= found.dtend.value:
        return ReviewState.OVERDUE
    if Month.containing(today) == Month.containing(found.dtstart.value):
        return ReviewState.DUE_THIS_MONTH
    return ReviewState.DUE_SOON if window and today >= min(alarm_days(found)) else ReviewState.CURRENT


@pytest.mark.parametrize("vector", BY_DATE, ids=lambda vector: vector["name"])
def test_vector(vector: dict[str, Any]) -> None:
    """The event is on the due day, ends where overdue begins, and its first alarm is due soon."""
    made = register_of_vector(vector)
    found = events(written(made))
    if vector["due"] is None:
        assert found == []
        return
    (one,) = found
    assert one.dtstart.value.isoformat() == vector["due_day"]
    assert one.dtend.value.isoformat() == vector["overdue_since"]
    assert state_by(one, made.today, vector["window"]) == vector["state"]


def test_events_last_a_day_and_block_nothing() -> None:
    """An event is all of its day, has no time, and leaves its reader free."""
    found = only_event()
    assert type(found.dtstart.value) is type(found.dtend.value) is date
    assert found.dtend.value - found.dtstart.value == timedelta(days=1)
    assert found.transp.value == "TRANSPARENT"


@pytest.mark.parametrize(
    ("due", "window", "days"),
    [
        ("2027-11", 6, ["2027-05-01", "2027-10-30", "2027-11-30"]),
        ("2027-08-31", 6, ["2027-02-28", "2027-07-31", "2027-08-31"]),
        ("2027-03-31", 1, ["2027-02-28", "2027-03-31"]),
        ("2027-03", 1, ["2027-02-01", "2027-02-28", "2027-03-31"]),
        ("2027-03-15", 0, ["2027-02-15", "2027-03-15"]),
    ],
)
def test_alarms(due: str, window: int, days: list[str]) -> None:
    """There is an alarm when it becomes due soon, a month before the due day, and on it; none twice."""
    (found,) = events(written(register(document(edition(review={"next": due})), due_soon=window)))
    assert [day.isoformat() for day in alarm_days(found)] == days
    for one in found.contents["valarm"]:
        assert one.action.value == "DISPLAY"
        assert "is due by" in one.description.value
        assert one.trigger.value % timedelta(days=1) == timedelta(hours=9)


# --- what stays and what moves -------------------------------------------------------------------


def test_days_go_by_without_a_change() -> None:
    """The same records give the same bytes on every day, also when documents become overdue."""
    documents = [
        document(edition("HR9", review={"next": "2027-01"})),
        document(edition("HR12", review={"next": "2026-12"}), reviews=[review("2025-11", "amended")]),
        document(edition("HR10", review={})),
    ]
    first, later = (
        dict(all_review_calendars(register(*documents, today=day, events=[event("HR9")]), BASE))
        for day in (date(2025, 12, 1), date(2027, 1, 10))
    )
    assert first == later
    assert [one.summary.value.split()[2] for one in events(first[PATH])] == ["HR12", "HR9"]


def test_an_extension_moves_the_event() -> None:
    """A review that is put off stays the same event, on another day and with a higher sequence."""
    amended = review("2025-11", "amended", next="2027-11")
    before = only_event([amended])
    after = only_event([amended, review("2026-09-03", "extended", next="2028-02-14")])
    assert before.uid.value == after.uid.value
    assert (before.sequence.value, after.sequence.value) == ("1", "2")
    assert before.dtstart.value == date(2027, 11, 30)
    assert after.dtstart.value == date(2028, 2, 14)
    for stamp in ("dtstamp", "last_modified"):
        assert getattr(before, stamp).value == datetime(2025, 11, 1, tzinfo=UTC)
        assert getattr(after, stamp).value == datetime(2026, 9, 3, tzinfo=UTC)


def test_a_review_makes_another_event() -> None:
    """The next review is another event, and its sequence begins anew."""
    first = review("2025-11", "amended", next="2026-06")
    put_off = review("2026-05", "extended", next="2026-12")
    before = only_event([first, put_off])
    after = only_event([first, put_off, review("2026-10", "unchanged", next="2027-10")])
    assert before.uid.value != after.uid.value
    assert (before.sequence.value, after.sequence.value) == ("2", "1")


def test_a_new_edition_makes_another_event() -> None:
    """Where nothing is recorded, the edition says when the last review was."""
    last, this = edition(), edition(name="2026-10", review={"last": "2026-10", "next": "2028-10"})
    before, after = (events(written(register(document(*held))))[0] for held in ((last,), (last, this)))
    assert before.uid.value != after.uid.value
    assert after.last_modified.value == datetime(2026, 10, 1, tzinfo=UTC)


def test_identity() -> None:
    """An event is told by organisation, document and review, and not by where the site is."""
    made = register(document())
    elsewhere = register(document(), organisation="Another Council")
    known = events(written(made))[0].uid.value
    assert events(written(made, "https://elsewhere.example/x/"))[0].uid.value == known
    assert events(written(made, ""))[0].uid.value == known
    assert events(written(elsewhere))[0].uid.value != known
    everywhere = {events(content)[0].uid.value for _, content in all_review_calendars(made, BASE)}
    assert everywhere == {known}
    assert known == "d1c76c86-57e7-558f-b4e3-8bd793532d30", "it may never change"


# --- texts ---------------------------------------------------------------------------------------


def test_what_an_event_says() -> None:
    """An event names the document, its owner and contact point, the date as given, and the page."""
    found = only_event()
    assert found.summary.value == "Review due: HR12 Flexible working"
    assert found.description.value == (
        "The review of HR12 Flexible working is due by the end of November 2027.\n"
        "Owner: Head of People.\n"
        f"How it stands today: {BASE}documents/HR12/"
    )
    assert found.url.value == f"{BASE}documents/HR12/"
    assert found.categories.value == ["Review", "Policy"]
    assert "\nThe document names no owner.\nHow" in only_event(owner=None).description.value
    both, only = only_event(contact="line-manager"), only_event(owner=None, contact="line-manager")
    assert "\nOwner: Head of People.\nContact point: Line manager.\n" in both.description.value
    assert "\nThe document names no owner.\nContact point: Line manager.\n" in only.description.value


def test_a_site_without_an_address() -> None:
    """Where nobody knows the address of the site, the calendar holds none."""
    content = written(register(document()), "")
    assert b"URL" not in content
    assert b"SOURCE" not in content
    assert b"http" not in content
    assert "\n" in events(content)[0].description.value


def test_odd_texts_survive() -> None:
    """Commas, semicolons, quotes, backslashes, emoji and markup come back as they were."""
    made = register(document(edition(title=ODD)), roles={"head-of-people": ODD}, title=ODD)
    found = dict(all_review_calendars(made, BASE))
    (one,) = events(found[PATH])
    assert one.summary.value == f"Review due: HR12 {ODD}"
    assert one.description.value.split("\n")[1] == f"Owner: {ODD}."
    for name in ("name", "x-wr-calname"):
        assert read(found[PATH]).contents[name][0].value == f"{ODD}: review dates"


lines = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"]), min_size=1, max_size=200
)


@given(title=lines.map(str.strip).filter(bool))
def test_any_title_survives(title: str) -> None:
    """Whatever a title holds, it comes back, in lines that end with CR and LF and are short enough."""
    content = written(register(document(edition(title=title))))
    assert events(content)[0].summary.value == f"Review due: HR12 {title}"
    assert content.endswith(b"\r\n")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\r" not in line
        assert b"\n" not in line
        line.decode("utf-8")


# --- calendars -----------------------------------------------------------------------------------


def test_what_a_calendar_says() -> None:
    """A calendar names itself and its form, and asks to be fetched once a day."""
    about = "When reviews are due, as Example policies has it. The pages there are the authority."
    found = read(dict(all_review_calendars(register(document()), BASE))[PATH])
    assert {name: found.contents[name][0].value for name in found.contents if name != "vevent"} == {
        "version": "2.0",
        "prodid": "-//policysite//Review dates//EN",
        "calscale": "GREGORIAN",
        "method": "PUBLISH",
        "name": "Example policies: review dates",
        "x-wr-calname": "Example policies: review dates",
        "description": about,
        "x-wr-caldesc": about,
        "refresh-interval": "P1D",
        "x-published-ttl": "P1D",
        "url": f"{BASE}review/",
        "source": f"{BASE}review.ics",
    }
    assert found.refresh_interval.params == {"VALUE": ["DURATION"]}
    assert found.source.params == {"VALUE": ["URI"]}


def test_which_calendars_there_are() -> None:
    """One of all, one for each dated document, and one for each role that owns such a document."""
    made = register(
        document(),
        document(edition("HR13", owner="line-manager", review={})),
        document(edition("HR14", owner=None)),
    )
    found = dict(all_review_calendars(made, BASE))
    assert list(found) == [
        "review.ics",
        "documents/HR12/review.ics",
        "documents/HR14/review.ics",
        "roles/head-of-people/review.ics",
    ]
    references = {
        path: [one.url.value.split("/")[-2] for one in events(content)] for path, content in found.items()
    }
    assert references == {
        "review.ics": ["HR12", "HR14"],
        "documents/HR12/review.ics": ["HR12"],
        "documents/HR14/review.ics": ["HR14"],
        "roles/head-of-people/review.ics": ["HR12"],
    }
    for path, content in found.items():
        assert read(content).source.value == BASE + path
    assert read(found["documents/HR14/review.ics"]).url.value == f"{BASE}documents/HR14/"


def test_withdrawn_documents_are_left_out() -> None:
    """A document that was withdrawn has no event; who follows its calendar finds it empty."""
    reviews = [review("2025-11", "amended"), review("2026-06", "withdrawn")]
    found = dict(all_review_calendars(register(document(reviews=reviews)), BASE))
    assert list(found) == [
        "review.ics",
        "documents/HR12/review.ics",
        "roles/head-of-people/review.ics",
    ]
    assert not any(map(events, found.values()))


def test_an_owner_who_passed_a_document_on() -> None:
    """The calendar of a former owner stays, and is empty."""
    held = edition(), edition(name="2026-10", owner="line-manager", review={"next": "2028-10"})
    found = dict(all_review_calendars(register(document(*held)), BASE))
    assert events(found["roles/head-of-people/review.ics"]) == []
    assert len(events(found["roles/line-manager/review.ics"])) == 1


def test_each_owner_has_a_calendar() -> None:
    """A review stands in the calendar of every owner, and names them all."""
    made = register(document(edition(owner=["head-of-people", "line-manager"])))
    found = dict(all_review_calendars(made, BASE))
    for role in ("head-of-people", "line-manager"):
        (event,) = events(found[f"roles/{role}/review.ics"])
        assert "Owner: Head of People and Line manager." in event.description.value


def test_a_contact_point_has_a_calendar() -> None:
    """A role's calendar holds what it owns and what it is the contact point for, each once."""
    made = register(
        document(edition(owner=None, contact="line-manager")),
        document(edition("HR13", owner="line-manager", contact="line-manager")),
        document(edition("HR14", contact="line-manager")),
    )
    found = dict(all_review_calendars(made, BASE))
    held = {
        path: [one.url.value.split("/")[-2] for one in events(content)]
        for path, content in found.items()
        if path.startswith("roles/")
    }
    assert held == {
        "roles/line-manager/review.ics": ["HR12", "HR13", "HR14"],
        "roles/head-of-people/review.ics": ["HR14"],
    }


def test_a_calendar_without_events() -> None:
    """A calendar must hold a component (RFC 5545, 3.6): an empty one holds a time zone only."""
    found = dict(all_review_calendars(register(), BASE))
    assert list(found) == [PATH]
    parts = [part for part in found[PATH].split(b"\r\n") if part.startswith(b"BEGIN:")]
    assert parts == [b"BEGIN:VCALENDAR", b"BEGIN:VTIMEZONE", b"BEGIN:STANDARD"]
    assert read(found[PATH]).contents["vtimezone"]


def test_a_thousand_documents() -> None:
    """Each of a thousand documents has an event of its own in the one calendar of all."""
    found = events(written(register(*many_documents(1000))))
    assert len({one.uid.value for one in found}) == 1000
    natural = [int(one.summary.value.split()[2].removeprefix("D")) for one in found]
    assert natural == list(range(1000))


def test_only_events_are_written() -> None:
    """There are no to-dos, which other calendars ignore or refuse, and the order of events is given."""
    later = document(edition("HR1", review={"next": "2028-01"}))
    made = register(document(), document(edition("HR2")), later)
    content = written(replace(made, statuses=made.statuses[::-1]))
    assert b"VTODO" not in content
    assert [one.summary.value.split()[2] for one in events(content)] == ["HR2", "HR12", "HR1"]
