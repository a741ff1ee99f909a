"""One run: each server has a queue of its own, and no queue waits for another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread

from ...domain.model import Reminders, Webhook
from ...domain.register import Register, Standing
from . import ledger as ledgers
from . import smtp, webhooks
from .deadline import Clock
from .ledger import Ledger, LedgerError
from .mail import mail
from .messages import Message
from .outcome import Failure, Outcome, Told
from .payloads import payload
from .planning import Parcel, Plan, plan
from .sending import (
    Attempt,
    Manner,
    Queue,
    Send,
    Sending,
    Troubles,
)
from .stages import Notice, notices, unread

Calendar = Callable[[Sequence[Standing]], bytes]
"""Writes the due dates of documents as an iCalendar file in UTF-8; each of them has one."""

FAREWELL = 5.0
"""The seconds in which what is on its way may end when somebody stops the run."""


@dataclass
class Run:
    """One run: all that it was given, and what came of it so far."""

    register: Register
    reminders: Reminders
    base: str
    now: datetime
    environment: Mapping[str, str]
    path: Path
    clock: Clock
    calendar: Calendar | None
    manner: Manner
    _told: list[tuple[int, Told]] = field(default_factory=list)
    """What was delivered, each with the place of its message in the plan."""
    _failed: list[tuple[int, Failure]] = field(default_factory=list)
    _known: Ledger = field(default_factory=Ledger)
    _writing: Lock = field(default_factory=Lock)
    """Whoever changes the ledger or what came of the run holds this."""
    _stopped: Event = field(default_factory=Event)
    _reasons: list[str] = field(default_factory=list)
    """Why the run ended early."""

    @property
    def unread(self) -> tuple[str, ...]:
        return unread(self.register.library)

    def rehearsed(self) -> Outcome:
        """What would be sent."""
        planned = self._plan(ledgers.read(self.path))
        for place, parcel in enumerate(planned.parcels):
            message = self._message(parcel)
            self._told.append((place, Told(parcel.recipients, message.subject, message.text)))
        return self._outcome(planned)

    def carried_out(self) -> Outcome:
        """Send everything that somebody lacks. Raises LedgerError only before the first message."""
        self._known = ledgers.read(self.path)
        planned = self._plan(self._known)
        if planned.parcels:
            # A ledger that cannot be written is noticed before somebody is told, not after.
            ledgers.write(self.path, self._known)
        self._work(self._queues(planned))
        return self._outcome(planned)

    def _plan(self, known: Ledger) -> Plan:
        return plan(notices(self.register), self.reminders, known)

    def _message(self, parcel: Parcel) -> Message:
        return Message(parcel, self.register.library, self.register.today, self.base)

    def _outcome(self, planned: Plan) -> Outcome:
        unaddressed = tuple(notice.standing.reference for notice in planned.unaddressed)
        told = tuple(one for _, one in sorted(self._told, key=lambda placed: placed[0]))
        failed = tuple(one for _, one in sorted(self._failed, key=lambda placed: placed[0]))
        stopped = "; ".join(dict.fromkeys(self._reasons))
        return Outcome(told, failed, unaddressed, self.unread, stopped=stopped)

    # --- queues, side by side ------------------------------------------------------------------------

    def _queues(self, planned: Plan) -> list[_Line]:
        lines: dict[str, _Line] = {}
        for place, parcel in enumerate(planned.parcels):
            key, name = self._server(parcel.webhook)
            line = lines.setdefault(key, _Line(name))
            message = self._message(parcel)
            line.messages.append((Sending(self._way(message), parcel.recipients), message, place))
        return list(lines.values())

    def _server(self, webhook: Webhook | None) -> tuple[str, str]:
        """Which server a message goes to, and how it is called where people read it."""
        if webhook is None:
            assert self.reminders.mail is not None, (
                "the model asks for a server where there are addresses"
            )
            return "mail", f"the mail server {self.reminders.mail.host}"
        return f"web {webhooks.server(webhook, self.environment)}", "its server"

    def _work(self, lines: Sequence[_Line]) -> None:
        """Send what is in every queue. Ends in time: each try does, and none begins too late."""
        end = self.clock.now() + self.manner.run
        ended: SimpleQueue[Exception | None] = SimpleQueue()

        def send(line: _Line) -> None:
            try:
                self._send(line, end)
            except Exception as error:  # noqa: BLE001  # it is raised again below
                ended.put(error)
            else:
                ended.put(None)

        for line in lines:
            Thread(target=send, args=(line,), daemon=True).start()
        errors, left = [], len(lines)
        while left:
            # No join: interrupted, it takes a thread that runs for one that has ended.
            try:
                errors.append(ended.get(timeout=FAREWELL if self._stopped.is_set() else None))
            except Empty:
                break
            except KeyboardInterrupt:
                self._stop("the run was stopped; what was on its way may be sent again by the next run")
            else:
                left -= 1
        for error in filter(None, errors):
            raise error

    def _send(self, line: _Line, end: float) -> None:
        queue = Queue(line.name, [one for one, _, _ in line.messages], self.manner, self.clock)
        known = {id(one): (message, place) for one, message, place in line.messages}
        for one, attempt in queue.attempts(end):
            self._note(*known[id(one)], attempt)
            if self._stopped.is_set():
                return
        if queue.is_late:
            minutes = self.manner.run / 60
            self._reasons.append(
                f"the run ended after {minutes:g} minutes; the next run sends what is left"
            )

    def _stop(self, reason: str) -> None:
        self._reasons.append(reason)
        self._stopped.set()

    def _note(self, message: Message, place: int, attempt: Attempt) -> None:
        """Write down who was told and who was not."""
        with self._writing:
            if attempt.delivered:
                told = Told(attempt.delivered, message.subject, message.text)
                self._told.append((place, told))
                try:
                    self._known = ledgers.note(
                        self.path, self._known, attempt.delivered, message.parcel.keys, self.now
                    )
                except LedgerError as error:
                    self._stop(f"{error}; the last message will be sent again, and the rest with it")
            for one, trouble in attempt.failed.items():
                self._failed.append((place, Failure(one, trouble.cause)))

    # --- the way of one message ----------------------------------------------------------------------

    def _way(self, message: Message) -> Send:
        """How the message is sent to some of its recipients."""
        return self._by_mail(message) if message.parcel.webhook is None else self._by_web(message)

    def _by_mail(self, message: Message) -> Send:
        server = self.reminders.mail
        assert server is not None, "the model asks for a server where there are addresses"
        written = mail(message, server.sender, self.now, self._dates(message.notices))
        return lambda some, seconds: smtp.send_mail(written, some, server, self.environment, seconds)

    def _by_web(self, message: Message) -> Send:
        webhook = message.parcel.webhook
        assert webhook is not None
        body, begun = payload(message, webhook, self.now), self.clock.now()

        def send(some: Sequence[str], seconds: float) -> Troubles:
            now = self.now + timedelta(seconds=self.clock.now() - begun)
            trouble = webhooks.send_json(body, webhook, self.environment, seconds, now)
            return dict.fromkeys(some, trouble) if trouble else {}

        return send

    def _dates(self, told: Sequence[Notice]) -> bytes:
        dated = [notice.standing for notice in told if notice.standing.due is not None]
        return self.calendar(dated) if self.calendar and dated else b""


@dataclass
class _Line:
    """The messages for one server."""

    name: str
    messages: list[tuple[Sending, Message, int]] = field(default_factory=list)
    """Each on its way, in words, and with its place in the plan."""
