"""Reminders from end to end: what is to be told, to whom, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from ..model import Reminders
from ..register import Register, Standing
from . import ledger as ledgers
from .ledger import Ledger, LedgerError
from .mail import mail
from .messages import Message
from .payloads import payload
from .planning import Parcel, Plan, plan
from .sending import Attempt, Manner, Troubles, attempts, send_json, send_mail
from .stages import Notice, notices, unread

Calendar = Callable[[Sequence[Standing]], bytes]
"""Writes the due dates of documents as an iCalendar file in UTF-8; each of them has one."""

SETTINGS = "policy/library.yml"


@dataclass(frozen=True, slots=True)
class Told:
    """A message that somebody got, or would get."""

    recipients: tuple[str, ...]
    subject: str
    text: str

    @property
    def line(self) -> str:
        """Who was told what, in a line that ends."""
        return f"Told {', '.join(self.recipients)}: {self.subject}\n"

    @property
    def whole(self) -> str:
        """What would be sent to whom."""
        return f"To: {', '.join(self.recipients)}\nSubject: {self.subject}\n\n{self.text}\n"


@dataclass(frozen=True, slots=True)
class Failure:
    """Somebody who did not get a message, and why."""

    recipient: str
    cause: str


@dataclass(frozen=True)
class Outcome:
    """What came of a run."""

    sent: tuple[Told, ...] = ()
    """What was delivered; of a dry run, what would be sent."""
    failed: tuple[Failure, ...] = ()
    """What is tried again on the next run."""
    unaddressed: tuple[str, ...] = ()
    """The references of the documents that somebody should be told of, but nobody has an address."""
    unread: tuple[str, ...] = ()
    """The references of the documents that were left out, for their files could not be read whole."""
    has_errors: bool = False
    """Whether the sources have errors, so that something may be missing from what was told."""
    stopped: str = ""
    """Why the run ended early, or did not begin; empty when it went through."""

    @property
    def is_complete(self) -> bool:
        """Whether everybody who should know does."""
        lacks = self.failed or self.unaddressed or self.unread
        return not (lacks or self.has_errors or self.stopped)

    @property
    def wrong(self) -> Iterator[str]:
        """What went wrong, a line each."""
        for failure in self.failed:
            yield f"{failure.recipient} was not told: {failure.cause}"
        for reference in self.unaddressed:
            yield (
                f"{reference}: nobody was told, for neither its owner nor its contact point has an"
                f" address; add one to owners: or to otherwise: below reminders: in {SETTINGS}"
            )
        for reference in self.unread:
            yield f"{reference}: left out, for a file of it could not be read whole; see policysite check"
        if self.has_errors:
            yield "the sources have errors, so something may be missing; see policysite check"
        if self.stopped:
            yield self.stopped


def remind(  # noqa: PLR0913  # each is a different thing from the world outside
    register: Register,
    *,
    base: str,
    now: datetime,
    environment: Mapping[str, str],
    ledger: Path,
    calendar: Calendar | None = None,
    dry_run: bool = False,
    manner: Manner | None = None,
) -> Outcome:
    """Tell everybody who was not yet told of the stages that reviews have reached on the register's day.

    base is the site's address, empty where nobody knows it; now is the instant of the run and knows its
    zone; environment holds the secrets that `sending` names, and the addresses of webhooks. Each
    delivery is in the ledger before the next begins. A dry run opens no connection and writes nothing.
    Raises nothing that the sources, the ledger or a server can cause: the outcome says it.
    """
    reminders = register.library.settings.reminders
    if wrong := _unready(register, base):
        return Outcome(stopped=wrong)
    assert reminders is not None
    run = _Run(
        register,
        reminders,
        base if not base or base.endswith("/") else f"{base}/",
        now,
        environment,
        ledger,
        calendar,
        manner or Manner(),
    )
    try:
        if dry_run:
            return run.rehearsed()
        with ledgers.locked(ledger):
            return run.carried_out()
    except LedgerError as error:
        return Outcome(unread=run.unread, stopped=f"{error}; nothing was sent")


def _unready(register: Register, base: str) -> str:
    """Why nothing can be sent at all; empty when something can."""
    library = register.library
    if SETTINGS in library.unreadable:
        return f"{SETTINGS} could not be read whole, so nothing was sent; see policysite check"
    if library.settings.reminders is None:
        return (
            f"{SETTINGS} has no reminders: add them with owners: or otherwise:, as docs/reminders.md says"
        )
    if base and not _is_web_address(base):
        return "the site's address must begin with https:// or http://; nothing was sent"
    return ""


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("https", "http") and bool(parts.netloc)


@dataclass
class _Run:
    """One run: all that it was given, and what came of it so far."""

    register: Register
    reminders: Reminders
    base: str
    now: datetime
    environment: Mapping[str, str]
    path: Path
    calendar: Calendar | None
    manner: Manner
    sent: list[Told] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)

    @property
    def unread(self) -> tuple[str, ...]:
        return unread(self.register.library)

    def rehearsed(self) -> Outcome:
        """What would be sent."""
        planned = self._plan(ledgers.read(self.path))
        for parcel in planned.parcels:
            message = self._message(parcel)
            self.sent.append(Told(parcel.recipients, message.subject, message.text))
        return self._outcome(planned)

    def carried_out(self) -> Outcome:
        """Send everything that somebody lacks. Raises LedgerError only before the first message."""
        known = ledgers.read(self.path)
        planned = self._plan(known)
        if planned.parcels:
            # A ledger that cannot be written is noticed before somebody is told, not after.
            ledgers.write(self.path, known)
        try:
            for parcel in planned.parcels:
                known = self._deliver(parcel, known)
        except LedgerError as error:
            return self._outcome(
                planned, f"{error}; the last message will be sent again, and the rest with it"
            )
        return self._outcome(planned)

    def _plan(self, known: Ledger) -> Plan:
        return plan(notices(self.register), self.reminders, known)

    def _message(self, parcel: Parcel) -> Message:
        return Message(parcel, self.register.library, self.register.today, self.base)

    def _outcome(self, planned: Plan, stopped: str = "") -> Outcome:
        unaddressed = tuple(notice.standing.reference for notice in planned.unaddressed)
        return Outcome(tuple(self.sent), tuple(self.failed), unaddressed, self.unread, stopped=stopped)

    def _deliver(self, parcel: Parcel, known: Ledger) -> Ledger:
        """Send one message, and write down who got it. Raises LedgerError."""
        message = self._message(parcel)
        for attempt in attempts(self._way(message), parcel.recipients, self.manner):
            self._note(message, attempt)
            if attempt.delivered:
                known = known.after(attempt.delivered, parcel.keys, self.now)
                ledgers.write(self.path, known)
        return known

    def _note(self, message: Message, attempt: Attempt) -> None:
        if attempt.delivered:
            self.sent.append(Told(attempt.delivered, message.subject, message.text))
        self.failed += [Failure(one, trouble.cause) for one, trouble in attempt.failed.items()]

    def _way(self, message: Message) -> Callable[[Sequence[str]], Troubles]:
        """How the message is sent to some of its recipients."""
        return self._by_mail(message) if message.parcel.webhook is None else partial(self._post, message)

    def _by_mail(self, message: Message) -> Callable[[Sequence[str]], Troubles]:
        server = self.reminders.mail
        assert server is not None, "the model asks for a server where there are addresses"
        written = mail(message, server.sender, self.now, self._dates(message.notices))
        return lambda some: send_mail(written, some, server, self.environment, self.manner)

    def _post(self, message: Message, recipients: Sequence[str]) -> Troubles:
        webhook = message.parcel.webhook
        assert webhook is not None
        body = payload(message, webhook, self.now)
        trouble = send_json(body, webhook, self.environment, self.manner)
        return dict.fromkeys(recipients, trouble) if trouble else {}

    def _dates(self, told: Sequence[Notice]) -> bytes:
        dated = [notice.standing for notice in told if notice.standing.due is not None]
        return self.calendar(dated) if self.calendar and dated else b""
