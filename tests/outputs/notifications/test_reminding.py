"""Reminders from end to end, with real servers: once to everybody, whatever fails on the way."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from threading import Event
from typing import Any

import icalendar
import pytest

from policysite.outputs.notifications import RetryPolicy, UndeliveredMessage, ledger
from policysite.outputs.notifications.ledger import Ledger
from tests.outputs.notifications.conftest import FakeClock, Reminding, mail_settings
from tests.outputs.notifications.servers import PATIENCE, Hook, Inbox, accepts, listener

Start = Callable[..., Any]
HEAD, DEPUTY, LINE = "head@example.org", "deputy@example.org", "line@example.org"
DAY = "2027-12-01"


def owners(port: int, *heads: str) -> str:
    """Settings with mail for the owner of HR12 and for the one of HR13."""
    return (
        f"  owners:\n    head-of-people:\n      email: [{', '.join(heads or (HEAD,))}]\n"
        f"    line-manager:\n      email: [{LINE}]\n" + mail_settings(port)
    )


@pytest.fixture
def two(reminding: Reminding) -> Reminding:
    """Two overdue documents of two owners."""
    reminding.document("HR13", owner="line-manager")
    return reminding


def test_a_reminder_arrives_whole(two: Reminding, serve: Start) -> None:
    """Each owner gets a mail about the own documents, with text, HTML and the dates as a calendar."""
    inbox = Inbox()
    two.configure(owners(serve(inbox), HEAD, DEPUTY))
    outcome = two.run(DAY)
    assert outcome.is_complete
    assert list(outcome.failure_lines) == []
    assert [told.summary_line for told in outcome.sent] == [
        f"Told {HEAD}, {DEPUTY}: Review overdue: HR12 Flexible working\n",
        f"Told {LINE}: Review overdue: HR13 Flexible working\n",
    ]
    (recipients, mail), (others, _) = inbox.taken
    assert (recipients, others) == ([HEAD, DEPUTY], [LINE])
    assert mail["To"] == f"{HEAD}, {DEPUTY}"
    assert mail["Date"].datetime.isoformat() == "2027-12-01T12:00:00+00:00"
    body = mail.get_body(("plain",))
    assert body is not None
    assert "has been overdue since 1 December 2027." in " ".join(body.get_content().split())
    page = mail.get_body(("html",))
    assert page is not None
    assert "https://policies.example.org/documents/HR12/" in page.get_content()
    (dates,) = mail.iter_attachments()
    calendar = dates.get_payload(decode=True)
    assert isinstance(calendar, bytes)
    (event,) = icalendar.Calendar.from_ical(calendar).events
    assert event.start.isoformat() == "2027-11-30"
    assert dates.get_content_type() == "text/calendar"


def test_a_second_run_tells_nobody(two: Reminding, serve: Start) -> None:
    """What was told is not told again in the same month; in the next month it is, once."""
    inbox = Inbox()
    two.configure(owners(serve(inbox)))
    assert len(two.run(DAY).sent) == 2
    before = two.ledger.read_bytes()
    for day in (DAY, "2027-12-31"):
        outcome = two.run(day)
        assert (outcome.sent, outcome.is_complete) == ((), True)
    assert two.ledger.read_bytes() == before
    assert len(two.run("2028-01-01").sent) == 2
    assert two.run("2028-01-31").sent == ()
    assert len(inbox.taken) == 4
    assert len({mail["Message-ID"] for _, mail in inbox.taken}) == 4


def test_a_first_run_sends_one_message(two: Reminding, serve: Start) -> None:
    """Where several stages have passed only the last is told, and the earlier ones never after it."""
    inbox = Inbox()
    two.configure(owners(serve(inbox)))
    assert len(two.run("2027-11-15").sent) == 2
    assert two.run("2027-11-30").sent == ()
    assert len(inbox.taken) == 2


def test_one_failure_does_not_stop_the_others(two: Reminding, serve: Start) -> None:
    """An owner who is refused costs the other nothing, and is told on the next run alone."""
    inbox = Inbox(refusals={HEAD: deque(["550 no such user"])})
    two.configure(owners(serve(inbox)))
    outcome = two.run(DAY)
    assert outcome.failed == (UndeliveredMessage(HEAD, "the server answered 550 no such user"),)
    assert not outcome.is_complete
    assert [told.recipients for told in outcome.sent] == [(LINE,)]
    assert [told.recipients for told in two.run(DAY).sent] == [(HEAD,)]
    assert [recipients for recipients, _ in inbox.taken] == [[LINE], [HEAD]]


def test_of_two_addresses_one_is_refused(two: Reminding, serve: Start) -> None:
    """Whoever has the mail does not get it again because another of its recipients was refused."""
    inbox = Inbox(refusals={DEPUTY: deque(["550 full"])})
    two.configure(owners(serve(inbox), HEAD, DEPUTY))
    assert [failure.recipient for failure in two.run(DAY).failed] == [DEPUTY]
    assert [told.recipients for told in two.run(DAY).sent] == [(DEPUTY,)]
    assert [recipients for recipients, _ in inbox.taken] == [[HEAD], [LINE], [DEPUTY]]


def test_passing_trouble_is_overcome(two: Reminding, serve: Start) -> None:
    """4xx, a refusal for now and a dropped connection are tried again in the same run."""
    inbox = Inbox(answers=deque(["451 later", "drop"]), refusals={LINE: deque(["450 a", "450 b"])})
    two.configure(owners(serve(inbox)))
    assert two.run(DAY).is_complete
    assert [recipients for recipients, _ in inbox.taken] == [[HEAD], [LINE]]


def test_trouble_that_stays_is_the_next_runs(two: Reminding, serve: Start) -> None:
    """After three tries the cause is told, nothing is in the ledger, and the next run tries again."""
    hook = Hook(answers=deque([500, 500, 500, "drop", 503]))
    address = serve(hook)
    two.environment["HOOK"] = address
    two.configure("  otherwise:\n    webhooks:\n      - url_from: HOOK\n")
    outcome = two.run(DAY)
    assert outcome.failed == (UndeliveredMessage("json webhook HOOK", "the server answered 500"),)
    assert ledger.read_ledger(two.ledger) == Ledger()
    assert two.run(DAY).is_complete
    assert len(hook.posted) == 6
    assert two.run(DAY).sent == ()
    assert hook.posted[0]["format"] == "policysite-reminder/1"
    assert [document["reference"] for document in hook.posted[0]["documents"]] == ["HR12", "HR13"]
    assert all(post["id"] == hook.posted[0]["id"] for post in hook.posted)


def test_every_way_at_once(two: Reminding, serve: Start) -> None:
    """Mail and webhooks are told each by itself; what one of them refuses the others have."""
    inbox, slack, teams = Inbox(), Hook(), Hook(answers=deque([404]))
    two.environment |= {"SLACK": serve(slack), "TEAMS": serve(teams)}
    two.configure(
        f"  otherwise:\n    email: [{HEAD}]\n    webhooks:\n      - {{takes: slack, url_from: SLACK}}\n"
        "      - {takes: teams, url_from: TEAMS}\n" + mail_settings(serve(inbox))
    )
    outcome = two.run(DAY)
    assert outcome.failed == (UndeliveredMessage("teams webhook TEAMS", "the server answered 404"),)
    assert [told.recipients for told in two.run(DAY).sent] == [("teams webhook TEAMS",)]
    assert (len(inbox.taken), len(slack.posted), len(teams.posted)) == (1, 1, 2)
    assert set(slack.posted[0]) == {"text"}
    assert teams.posted[0]["type"] == "message"
    assert "SECRET" not in two.ledger.read_text(encoding="utf-8")


def test_documents_that_nobody_is_told_of(two: Reminding, serve: Start) -> None:
    """A document without anybody to tell is a failure on every run until somebody has an address."""
    inbox = Inbox()
    settings = f"  owners:\n    head-of-people:\n      email: [{HEAD}]\n" + mail_settings(serve(inbox))
    two.configure(settings)
    for _ in range(2):
        outcome = two.run(DAY)
        assert outcome.unaddressed_documents == ("HR13",)
        assert not outcome.is_complete
        assert next(outcome.failure_lines).startswith(
            "HR13: nobody was told, for neither its owner nor its contact point has an address; "
        )
    assert two.run("2026-01-01").is_complete


def test_a_dry_run_leaves_everything_alone(two: Reminding) -> None:
    """A dry run says to whom what would go, connects to nobody and writes nothing, not even a lock."""
    two.configure(owners(9, HEAD, DEPUTY))
    before = sorted(two.small.folder.rglob("*"))
    outcome = two.run(DAY, dry=True)
    assert outcome.is_complete
    assert sorted(two.small.folder.rglob("*")) == before
    assert outcome.sent[0].full_text.startswith(
        f"To: {HEAD}, {DEPUTY}\nSubject: Review overdue: HR12 Flexible working\n\nExample policies, "
    )


def test_a_damaged_ledger_stops_everything(two: Reminding, serve: Start) -> None:
    """Nobody is told anything while nobody knows what was told."""
    inbox = Inbox()
    two.configure(owners(serve(inbox)))
    two.ledger.write_text("{", encoding="utf-8")
    outcome = two.run(DAY)
    assert "reminders.json is damaged" in outcome.stopped
    assert not outcome.is_complete
    assert inbox.taken == []
    assert two.ledger.read_text(encoding="utf-8") == "{"
    assert "is damaged" in two.run(DAY, dry=True).stopped


def test_a_disk_that_is_full_from_the_start(
    two: Reminding, serve: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the ledger cannot be written that is noticed before anybody is told."""
    inbox = Inbox()
    two.configure(owners(serve(inbox)))
    monkeypatch.setattr(os, "fsync", _full)
    assert "No space left on device; nothing was sent" in two.run(DAY).stopped
    assert inbox.taken == []


def test_a_disk_that_fills_up_stops_the_run(
    two: Reminding, serve: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a delivery cannot be written down no other follows it; the next run repeats it and goes on."""
    inbox = Inbox()
    two.configure(owners(serve(inbox)))
    sync = os.fsync

    def full_after_a_mail(handle: int) -> None:
        if inbox.taken and stat.S_ISREG(os.fstat(handle).st_mode):
            _full()
        sync(handle)

    monkeypatch.setattr(os, "fsync", full_after_a_mail)
    outcome = two.run(DAY)
    assert "No space left on device" in outcome.stopped
    assert [told.recipients for told in outcome.sent] == [(HEAD,)]
    assert len(inbox.taken) == 1
    monkeypatch.undo()
    two.run(DAY)
    assert [recipients for recipients, _ in inbox.taken] == [[HEAD], [HEAD], [LINE]]
    assert inbox.taken[0][1]["Message-ID"] == inbox.taken[1][1]["Message-ID"]


def test_each_try_is_written_down_at_once(two: Reminding, serve: Start) -> None:
    """While one recipient is tried again, the ledger has it already that the other was told."""
    inbox = Inbox(refusals={DEPUTY: deque(["450 later"])}, blocked=Event(), blocks=DEPUTY)
    two.configure(owners(serve(inbox), HEAD, DEPUTY))
    with ThreadPoolExecutor() as beside:
        running = beside.submit(two.run, DAY)
        # Everybody has a first try before anybody has a second.
        assert [inbox.arrivals.get(timeout=PATIENCE) for _ in "123"] == [HEAD, LINE, DEPUTY]
        assert set(ledger.read_ledger(two.ledger).sent_stages) == {HEAD, LINE}
        assert inbox.blocked is not None
        inbox.blocked.set()
        assert running.result().is_complete
    assert set(ledger.read_ledger(two.ledger).sent_stages) == {HEAD, DEPUTY, LINE}


def test_two_runs_at_once(two: Reminding, serve: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that begins while another sends waits for it, and then finds that all are told."""
    inbox = Inbox(blocked=Event())
    two.configure(owners(serve(inbox)))
    lock, asked = fcntl.flock, Queue[None]()

    def noted(handle: int, operation: int) -> None:
        asked.put(None)
        lock(handle, operation)

    monkeypatch.setattr(fcntl, "flock", noted)
    with ThreadPoolExecutor() as both:
        first = both.submit(two.run, DAY)
        asked.get(timeout=PATIENCE)
        assert inbox.arrivals.get(timeout=PATIENCE) == HEAD
        while not asked.empty():
            asked.get()
        second = both.submit(two.run, DAY)
        asked.get(timeout=PATIENCE)
        assert inbox.blocked is not None
        inbox.blocked.set()
        assert (len(first.result().sent), len(second.result().sent)) == (2, 0)
    assert [recipients for recipients, _ in inbox.taken] == [[HEAD], [LINE]]


IMPATIENT = RetryPolicy(timeout=0.3, pauses=(0, 0))


def assert_set(event: Event) -> None:
    """Wait for an event, and not for ever."""
    assert event.wait(PATIENCE)


def many(small: Reminding, count: int, ways: Callable[[int], str], rest: str) -> None:
    """Overdue documents of so many owners, each told in ways of its own."""
    names = [f"owner-{number:02}" for number in range(count)]
    roles = "".join(f"  {one}:\n    name: {one}\n" for one in names)
    file = small.small.folder / "policy/roles.yml"
    small.small.write("policy/roles.yml", file.read_text(encoding="utf-8") + roles)
    for number, one in enumerate(names):
        small.document(f"HR{number + 20}", owner=one)
    owned = "".join(f"    {one}:\n      {ways(number)}\n" for number, one in enumerate(names))
    small.configure(f"  owners:\n    head-of-people:\n      {ways(0)}\n{owned}{rest}")


def test_webhooks_do_not_wait_for_mail(two: Reminding, serve: Start) -> None:
    """While a mail server is silent a webhook is told; it is in the ledger before the silence ends."""
    inbox, hook = Inbox(blocked=Event()), Hook()
    two.environment["HOOK"] = serve(hook)
    two.configure(
        f"  owners:\n    head-of-people:\n      email: [{HEAD}]\n  otherwise:\n    webhooks:\n"
        "      - url_from: HOOK\n" + mail_settings(serve(inbox))
    )
    with ThreadPoolExecutor() as beside:
        running = beside.submit(two.run, DAY)
        assert hook.arrived.wait(PATIENCE)
        assert inbox.arrivals.get(timeout=PATIENCE) == HEAD
        assert inbox.blocked is not None
        inbox.blocked.set()
        outcome = running.result()
    assert outcome.is_complete
    assert [told.recipients for told in outcome.sent] == [(HEAD,), ("json webhook HOOK",)]


@pytest.mark.parametrize("owners", [2, 20])
def test_a_silent_mail_server_costs_four_tries(owners: int, reminding: Reminding) -> None:
    """However many owners a server keeps waiting, four tries are all; everybody is named."""
    released = Event()
    with listener(lambda _: assert_set(released)) as port:
        many(reminding, owners, lambda number: f"email: [o{number}@example.org]", mail_settings(port))
        outcome = reminding.run(DAY, retry_policy=IMPATIENT)
        released.set()
    assert len(outcome.failed) == owners
    tried = [one for one in outcome.failed if not one.cause.startswith("not tried, because ")]
    assert len(tried) == min(owners, 4)
    assert all("timed out" in one.cause for one in outcome.failed)
    assert not outcome.is_complete


def test_a_recipient_who_ends_the_session_keeps_nobody_untold(two: Reminding, serve: Start) -> None:
    """Who is answered 421 is tried in the next run, and all others are told in this one."""
    inbox = Inbox(refusals={DEPUTY: deque(["421 not you"] * 2)})
    two.configure(owners(serve(inbox), DEPUTY, HEAD))
    for expected in ([[HEAD], [LINE]], [], [[DEPUTY]]):
        inbox.taken.clear()
        outcome = two.run(DAY)
        assert [recipients for recipients, _ in inbox.taken] == expected
        assert [one.recipient for one in outcome.failed] == ([] if expected == [[DEPUTY]] else [DEPUTY])


def test_a_mail_that_may_have_arrived(two: Reminding, serve: Start) -> None:
    """A server that takes a mail and drops the connection gets it once more in a run, and it is said."""
    inbox = Inbox(answers=deque(["drop"] * 4))
    two.configure(owners(serve(inbox)))
    outcome = two.run(DAY)
    assert [inbox.arrivals.get() for _ in range(inbox.arrivals.qsize())] == [HEAD, LINE, HEAD, LINE]
    for failure in outcome.failed:
        assert failure.cause.endswith(
            "; it may have arrived all the same, and the next run sends it again"
        )


def test_retry_after_is_heeded(two: Reminding, serve: Start) -> None:
    """A webhook that asks for a pause has it, and then the message."""
    hook, time = Hook(answers=deque([(429, {"Retry-After": "17"})])), FakeClock()
    two.environment["HOOK"] = serve(hook)
    two.configure("  otherwise:\n    webhooks:\n      - url_from: HOOK\n")
    assert two.run(DAY, clock=time.clock).is_complete
    assert (time.waits, len(hook.posted)) == ([17], 2)


def test_a_run_ends_in_time(reminding: Reminding, serve: Start) -> None:
    """A run tells as many as its time allows, says that it ended, and the next one tells the others."""
    inbox = Inbox()
    many(reminding, 12, lambda number: f"email: [o{number}@example.org]", mail_settings(serve(inbox)))
    outcome = reminding.run(DAY, clock=FakeClock(tick=60).clock)
    assert outcome.sent
    assert {one.cause for one in outcome.failed} == {"not tried, because the time of this run was over"}
    assert outcome.stopped == "the run ended after 10 minutes; the next run sends what is left"
    assert reminding.run(DAY).is_complete
    assert sorted(one for some, _ in inbox.taken for one in some) == sorted(
        f"o{number}@example.org" for number in range(12)
    )


def _full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_without_settings_it_says_what_to_write(reminding: Reminding) -> None:
    """A library that reminds nobody is told how to; nothing is written."""
    outcome = reminding.run(DAY)
    assert outcome.stopped.startswith("policy/library.yml has no reminders: add them with owners: or")
    assert not reminding.ledger.exists()


def test_settings_that_were_not_read_whole(two: Reminding, serve: Start) -> None:
    """Where part of the settings is wrong, nobody is told, for it may be the wrong person."""
    inbox = Inbox()
    two.configure(owners(serve(inbox)).replace(LINE, "line"))
    assert two.run(DAY).stopped.startswith("policy/library.yml could not be read whole")
    assert inbox.taken == []


def test_a_document_that_was_not_read_whole(two: Reminding, serve: Start) -> None:
    """It is left out and named; the others are told."""
    inbox = Inbox()
    two.configure(owners(serve(inbox)))
    two.small.write("policy/HR13/reviews.yml", "reviews: [")
    outcome = two.run(DAY)
    assert outcome.unread_documents == ("HR13",)
    assert not outcome.is_complete
    assert [recipients for recipients, _ in inbox.taken] == [[HEAD]]


@pytest.mark.parametrize("base", ["policies.example.org", "ftp://example.org/", "https://[", "https:///"])
def test_an_address_of_the_site_that_is_none(base: str, two: Reminding) -> None:
    """Links that lead nowhere are not sent."""
    two.configure(owners(9))
    assert two.run(DAY, base=base).stopped.startswith("the site's address must begin with https://")


def test_no_secret_is_ever_written(two: Reminding, serve: Start, tmp_path: Path) -> None:
    """Neither the ledger nor what is printed holds a password or the address of a webhook."""
    hook, inbox = Hook(answers=deque([500, 404])), Inbox()
    two.environment |= {
        "HOOK": serve(hook),
        "POLICYSITE_SMTP_USER": "mailuser",
        "POLICYSITE_SMTP_PASSWORD": "hunter2",
    }
    port = serve(inbox, authenticator=accepts(b"mailuser", b"another"), auth_required=True)
    two.configure(
        f"  otherwise:\n    email: [{HEAD}]\n    webhooks:\n      - url_from: HOOK\n"
        + mail_settings(port)
    )
    outcome = two.run(DAY)
    assert len(outcome.failed) == 2
    written = "".join(
        path.read_text(encoding="utf-8", errors="replace")
        for path in tmp_path.rglob("*")
        if path.is_file()
    )
    assert not any(secret in repr(outcome) + written for secret in ("SECRET", "mailuser", "hunter2"))
