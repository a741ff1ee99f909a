"""A run of reminders: each server has its own queue and thread, so none waits for another."""

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
"""Writes documents, which must have due dates, as an iCalendar file in UTF-8."""

SHUTDOWN_SECONDS = 5.0
"""Seconds that messages being sent may take after a user stops the run."""


@dataclass
class ReminderRun:
    """A run: its inputs, and its results so far."""

    register: Register
    reminders: ReminderSettings
    base: str
    now: datetime
    environment: Mapping[str, str]
    path: Path
    clock: Clock
    calendar: CalendarWriter | None
    retry_policy: RetryPolicy
    _sent: list[tuple[int, SentMessage]] = field(default_factory=list)
    """The messages delivered, each with its position in the plan."""
    _failed: list[tuple[int, UndeliveredMessage]] = field(default_factory=list)
    _ledger: Ledger = field(default_factory=Ledger)
    _writing: Lock = field(default_factory=Lock)
    """The lock for changes of the ledger and of the results."""
    _stopped: Event = field(default_factory=Event)
    _reasons: list[str] = field(default_factory=list)
    """Why the run ended early."""

    @property
    def unread_documents(self) -> tuple[str, ...]:
        return unread_documents(self.register.library)

    def dry_run(self) -> ReminderOutcome:
        """What would be sent."""
        planned = self._plan(ledgers.read_ledger(self.path))
        for position, batch in enumerate(planned.batches):
            message = self._message(batch)
            self._sent.append((position, SentMessage(batch.recipients, message.subject, message.text)))
        return self._outcome(planned)

    def deliver(self) -> ReminderOutcome:
        """Send everything that is due. Raises LedgerError, but only before the first message."""
        self._ledger = ledgers.read_ledger(self.path)
        planned = self._plan(self._ledger)
        if planned.batches:
            # Notice a ledger that cannot be written before the first message is sent.
            ledgers.write_ledger(self.path, self._ledger)
        self._send_all(self._queues(planned))
        return self._outcome(planned)

    def _plan(self, known: Ledger) -> SendingPlan:
        return plan_messages(review_notices(self.register), self.reminders, known)

    def _message(self, batch: MessageBatch) -> Message:
        return Message(batch, self.register.library, self.register.today, self.base)

    def _outcome(self, planned: SendingPlan) -> ReminderOutcome:
        unaddressed = tuple(notice.review_status.reference for notice in planned.unaddressed)
        sent = tuple(message for _, message in sorted(self._sent, key=lambda placed: placed[0]))
        failed = tuple(failure for _, failure in sorted(self._failed, key=lambda placed: placed[0]))
        stopped = "; ".join(dict.fromkeys(self._reasons))
        return ReminderOutcome(sent, failed, unaddressed, self.unread_documents, stopped=stopped)

    # --- queues, side by side ------------------------------------------------------------------------

    def _queues(self, planned: SendingPlan) -> list[_ServerQueue]:
        queues: dict[str, _ServerQueue] = {}
        for position, batch in enumerate(planned.batches):
            key, name = self._server(batch.webhook)
            queue = queues.setdefault(key, _ServerQueue(name))
            message = self._message(batch)
            queue.messages.append(
                (PendingMessage(self._send_function(message), batch.recipients), message, position)
            )
        return list(queues.values())

    def _server(self, webhook: Webhook | None) -> tuple[str, str]:
        """A key for the server that a message goes to, and its name for people."""
        if webhook is None:
            assert self.reminders.mail is not None, (
                "the model asks for a server where there are addresses"
            )
            return "mail", f"the mail server {self.reminders.mail.host}"
        return f"web {webhooks.webhook_server(webhook, self.environment)}", "its server"

    def _send_all(self, queues: Sequence[_ServerQueue]) -> None:
        """Send all queues, each in a thread. Every try has a deadline, and none begins too late."""
        end = self.clock.now() + self.retry_policy.run_seconds
        ended: SimpleQueue[Exception | None] = SimpleQueue()

        def send(queue: _ServerQueue) -> None:
            try:
                self._send_queue(queue, end)
            except Exception as error:  # noqa: BLE001  # it is raised again below
                ended.put(error)
            else:
                ended.put(None)

        for queue in queues:
            Thread(target=send, args=(queue,), daemon=True).start()
        errors, running = [], len(queues)
        while running:
            # Not Thread.join: after an interrupt it takes a running thread for one that has ended.
            try:
                errors.append(ended.get(timeout=SHUTDOWN_SECONDS if self._stopped.is_set() else None))
            except Empty:
                break
            except KeyboardInterrupt:
                self._stop("the run was stopped; what was on its way may be sent again by the next run")
            else:
                running -= 1
        for error in filter(None, errors):
            raise error

    def _send_queue(self, server_queue: _ServerQueue, end: float) -> None:
        queue = DeliveryQueue(
            server_queue.name,
            [pending for pending, _, _ in server_queue.messages],
            self.retry_policy,
            self.clock,
        )
        messages = {
            id(pending): (message, position) for pending, message, position in server_queue.messages
        }
        for pending, attempt in queue.deliver(end):
            self._record(*messages[id(pending)], attempt)
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

    def _record(self, message: Message, position: int, attempt: DeliveryAttempt) -> None:
        """Record who received the message and who did not."""
        with self._writing:
            if attempt.delivered:
                sent = SentMessage(attempt.delivered, message.subject, message.text)
                self._sent.append((position, sent))
                try:
                    self._ledger = ledgers.record_sent(
                        self.path, self._ledger, attempt.delivered, message.batch.stage_keys, self.now
                    )
                except LedgerError as error:
                    self._stop(f"{error}; the last message will be sent again, and the rest with it")
            for recipient, failure in attempt.failed.items():
                self._failed.append((position, UndeliveredMessage(recipient, failure.cause)))

    # --- the way of one message ----------------------------------------------------------------------

    def _send_function(self, message: Message) -> SendFunction:
        """The function that sends the message, by mail or to a webhook."""
        return self._by_mail(message) if message.batch.webhook is None else self._by_web(message)

    def _by_mail(self, message: Message) -> SendFunction:
        server = self.reminders.mail
        assert server is not None, "the model asks for a server where there are addresses"
        mail = build_mail(message, server.sender, self.now, self._calendar_of(message.notices))
        return lambda recipients, seconds: smtp.send_mail(
            mail, recipients, server, self.environment, seconds
        )

    def _by_web(self, message: Message) -> SendFunction:
        webhook = message.batch.webhook
        assert webhook is not None
        body, started = webhook_payload(message, webhook, self.now), self.clock.now()

        def send(recipients: Sequence[str], seconds: float) -> DeliveryFailures:
            now = self.now + timedelta(seconds=self.clock.now() - started)
            failure = webhooks.send_json(body, webhook, self.environment, seconds, now)
            return dict.fromkeys(recipients, failure) if failure else {}

        return send

    def _calendar_of(self, notices: Sequence[ReviewNotice]) -> bytes:
        dated = [notice.review_status for notice in notices if notice.review_status.due_date is not None]
        return self.calendar(dated) if self.calendar and dated else b""


@dataclass
class _ServerQueue:
    """The messages for one server."""

    name: str
    messages: list[tuple[PendingMessage, Message, int]] = field(default_factory=list)
    """Each with its content and its position in the plan."""
