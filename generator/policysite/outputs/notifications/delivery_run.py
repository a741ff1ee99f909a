"""One run: each server has a queue of its own, and no queue waits for another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread

from ...domain.model import ReminderSettings, Webhook
from ...domain.register import Register, ReviewStatus
from . import ledger as ledgers
from . import smtp, webhooks
from .deadline import Clock
from .delivery import (
    DeliveryAttempt,
    DeliveryFailures,
    DeliveryQueue,
    PendingMessage,
    RetryPolicy,
    SendFunction,
)
from .ledger import Ledger, LedgerError
from .mail import build_mail
from .messages import Message
from .outcome import ReminderOutcome, SentMessage, UndeliveredMessage
from .payloads import webhook_payload
from .planning import MessageBatch, SendingPlan, plan_messages
from .stages import ReviewNotice, review_notices, unread_documents

CalendarWriter = Callable[[Sequence[ReviewStatus]], bytes]
"""Writes the due dates of documents as an iCalendar file in UTF-8; each of them has one."""

SHUTDOWN_SECONDS = 5.0
"""The seconds in which what is on its way may end when somebody stops the run."""


@dataclass
class ReminderRun:
    """One run: all that it was given, and what came of it so far."""

    register: Register
    reminders: ReminderSettings
    base: str
    now: datetime
    environment: Mapping[str, str]
    path: Path
    clock: Clock
    calendar: CalendarWriter | None
    retry_policy: RetryPolicy
    _told: list[tuple[int, SentMessage]] = field(default_factory=list)
    """What was delivered, each with the place of its message in the plan."""
    _failed: list[tuple[int, UndeliveredMessage]] = field(default_factory=list)
    _known: Ledger = field(default_factory=Ledger)
    _writing: Lock = field(default_factory=Lock)
    """Whoever changes the ledger or what came of the run holds this."""
    _stopped: Event = field(default_factory=Event)
    _reasons: list[str] = field(default_factory=list)
    """Why the run ended early."""

    @property
    def unread_documents(self) -> tuple[str, ...]:
        return unread_documents(self.register.library)

    def dry_run(self) -> ReminderOutcome:
        """What would be sent."""
        planned = self._plan(ledgers.read_ledger(self.path))
        for place, batch in enumerate(planned.batches):
            message = self._message(batch)
            self._told.append((place, SentMessage(batch.recipients, message.subject, message.text)))
        return self._outcome(planned)

    def deliver(self) -> ReminderOutcome:
        """Send everything that somebody lacks. Raises LedgerError only before the first message."""
        self._known = ledgers.read_ledger(self.path)
        planned = self._plan(self._known)
        if planned.batches:
            # A ledger that cannot be written is noticed before somebody is told, not after.
            ledgers.write_ledger(self.path, self._known)
        self._work(self._queues(planned))
        return self._outcome(planned)

    def _plan(self, known: Ledger) -> SendingPlan:
        return plan_messages(review_notices(self.register), self.reminders, known)

    def _message(self, batch: MessageBatch) -> Message:
        return Message(batch, self.register.library, self.register.today, self.base)

    def _outcome(self, planned: SendingPlan) -> ReminderOutcome:
        unaddressed = tuple(notice.review_status.reference for notice in planned.unaddressed)
        told = tuple(one for _, one in sorted(self._told, key=lambda placed: placed[0]))
        failed = tuple(one for _, one in sorted(self._failed, key=lambda placed: placed[0]))
        stopped = "; ".join(dict.fromkeys(self._reasons))
        return ReminderOutcome(told, failed, unaddressed, self.unread_documents, stopped=stopped)

    # --- queues, side by side ------------------------------------------------------------------------

    def _queues(self, planned: SendingPlan) -> list[_Line]:
        lines: dict[str, _Line] = {}
        for place, batch in enumerate(planned.batches):
            key, name = self._server(batch.webhook)
            line = lines.setdefault(key, _Line(name))
            message = self._message(batch)
            line.messages.append((PendingMessage(self._way(message), batch.recipients), message, place))
        return list(lines.values())

    def _server(self, webhook: Webhook | None) -> tuple[str, str]:
        """Which server a message goes to, and how it is called where people read it."""
        if webhook is None:
            assert self.reminders.mail is not None, (
                "the model asks for a server where there are addresses"
            )
            return "mail", f"the mail server {self.reminders.mail.host}"
        return f"web {webhooks.webhook_server(webhook, self.environment)}", "its server"

    def _work(self, lines: Sequence[_Line]) -> None:
        """Send what is in every queue. Ends in time: each try does, and none begins too late."""
        end = self.clock.now() + self.retry_policy.run_seconds
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
                errors.append(ended.get(timeout=SHUTDOWN_SECONDS if self._stopped.is_set() else None))
            except Empty:
                break
            except KeyboardInterrupt:
                self._stop("the run was stopped; what was on its way may be sent again by the next run")
            else:
                left -= 1
        for error in filter(None, errors):
            raise error

    def _send(self, line: _Line, end: float) -> None:
        queue = DeliveryQueue(
            line.name, [one for one, _, _ in line.messages], self.retry_policy, self.clock
        )
        known = {id(one): (message, place) for one, message, place in line.messages}
        for one, attempt in queue.deliver(end):
            self._note(*known[id(one)], attempt)
            if self._stopped.is_set():
                return
        if queue.is_late:
            minutes = self.retry_policy.run_seconds / 60
            self._reasons.append(
                f"the run ended after {minutes:g} minutes; the next run sends what is left"
            )

    def _stop(self, reason: str) -> None:
        self._reasons.append(reason)
        self._stopped.set()

    def _note(self, message: Message, place: int, attempt: DeliveryAttempt) -> None:
        """Write down who was told and who was not."""
        with self._writing:
            if attempt.delivered:
                told = SentMessage(attempt.delivered, message.subject, message.text)
                self._told.append((place, told))
                try:
                    self._known = ledgers.record_sent(
                        self.path, self._known, attempt.delivered, message.batch.stage_keys, self.now
                    )
                except LedgerError as error:
                    self._stop(f"{error}; the last message will be sent again, and the rest with it")
            for one, failure in attempt.failed.items():
                self._failed.append((place, UndeliveredMessage(one, failure.cause)))

    # --- the way of one message ----------------------------------------------------------------------

    def _way(self, message: Message) -> SendFunction:
        """How the message is sent to some of its recipients."""
        return self._by_mail(message) if message.batch.webhook is None else self._by_web(message)

    def _by_mail(self, message: Message) -> SendFunction:
        server = self.reminders.mail
        assert server is not None, "the model asks for a server where there are addresses"
        written = build_mail(message, server.sender, self.now, self._dates(message.notices))
        return lambda some, seconds: smtp.send_mail(written, some, server, self.environment, seconds)

    def _by_web(self, message: Message) -> SendFunction:
        webhook = message.batch.webhook
        assert webhook is not None
        body, begun = webhook_payload(message, webhook, self.now), self.clock.now()

        def send(some: Sequence[str], seconds: float) -> DeliveryFailures:
            now = self.now + timedelta(seconds=self.clock.now() - begun)
            failure = webhooks.send_json(body, webhook, self.environment, seconds, now)
            return dict.fromkeys(some, failure) if failure else {}

        return send

    def _dates(self, told: Sequence[ReviewNotice]) -> bytes:
        dated = [notice.review_status for notice in told if notice.review_status.due_date is not None]
        return self.calendar(dated) if self.calendar and dated else b""


@dataclass
class _Line:
    """The messages for one server."""

    name: str
    messages: list[tuple[PendingMessage, Message, int]] = field(default_factory=list)
    """Each on its way, in words, and with its place in the plan."""
