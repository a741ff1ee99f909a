"""Delivering messages with retries and pauses, until a server is given up. Knows no protocol.

A failure is a DeliveryFailure with its cause in words, which never contain a password or the address of
a webhook from the environment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .deadline import Clock


@dataclass(frozen=True, slots=True)
class DeliveryFailure:
    """Why a message was not delivered, and whether to try again."""

    cause: str
    is_transient: bool = False
    """Whether another try may succeed."""
    is_server_failure: bool = False
    """Whether other messages would fail in the same way, since the server is the cause."""
    may_have_arrived: bool = False
    """Whether the server had received the complete message when the connection ended."""
    retry_after: float | None = None
    """The number of seconds that the server asks to wait."""


MAY_HAVE_ARRIVED = "; it may have arrived all the same, and the next run sends it again"

DeliveryFailures = Mapping[str, DeliveryFailure]
"""The failures by recipient; empty if everything was delivered."""
SendFunction = Callable[[Sequence[str], float], DeliveryFailures]
"""Sends a message to some of its recipients, within a number of seconds."""


@dataclass(frozen=True)
class RetryPolicy:
    """Time limits and retries of sending; all times in seconds."""

    timeout: float = 30.0
    """The limit of one try, from the look-up of the server's name to its last answer."""
    pauses: tuple[float, ...] = (2.0, 8.0)
    """The pauses between tries; there is one more try than pauses."""
    run_seconds: float = 600.0
    """The limit of a run: no try begins that could exceed it."""
    lock_seconds: float = 60.0
    """The time to wait while another run has locked the ledger."""
    failures_per_server: int = 2
    """How many server failures in a row make a queue pause."""

    @property
    def tries(self) -> int:
        return len(self.pauses) + 1


@dataclass(frozen=True, slots=True)
class DeliveryAttempt:
    """The result of a try: who received the message, and who will not receive it in this run."""

    delivered: tuple[str, ...]
    failed: DeliveryFailures


@dataclass
class PendingMessage:
    """A message with the recipients that have not received it yet."""

    send: SendFunction
    remaining: tuple[str, ...]
    """The recipients still to be tried in this run."""
    tries: int = 0
    last_failures: dict[str, DeliveryFailure] = field(default_factory=dict)
    """The last failure of each remaining recipient that was tried."""
    _may_have_arrived: set[str] = field(default_factory=set)
    """The recipients that may have received it in a failed try."""

    def try_once(self, retry_policy: RetryPolicy) -> tuple[DeliveryAttempt, DeliveryFailures]:
        """Try once, and return the attempt with all its failures, transient ones included."""
        self.tries += 1
        failures = self.send(self.remaining, retry_policy.timeout)
        delivered = tuple(recipient for recipient in self.remaining if recipient not in failures)
        retried = {
            recipient: failure
            for recipient, failure in failures.items()
            if failure.is_transient
            and self.tries < retry_policy.tries
            # A message that may have arrived is sent again only once.
            and not (failure.may_have_arrived and recipient in self._may_have_arrived)
        }
        self._may_have_arrived |= {
            recipient for recipient, failure in failures.items() if failure.may_have_arrived
        }
        self.remaining, self.last_failures = tuple(retried), retried
        failed = {
            recipient: failure for recipient, failure in failures.items() if recipient not in retried
        }
        return DeliveryAttempt(delivered, self._final_failures(failed)), failures

    def _final_failures(self, failed: DeliveryFailures) -> DeliveryFailures:
        """Final failures, which say so where the message may have arrived."""
        return {
            recipient: replace(failure, cause=f"{failure.cause}{MAY_HAVE_ARRIVED}")
            if recipient in self._may_have_arrived
            else failure
            for recipient, failure in failed.items()
        }

    def give_up(self, reason: str) -> DeliveryAttempt:
        """End the tries in this run; `reason` is the cause for recipients that were not tried."""
        causes = {recipient: failure.cause for recipient, failure in self.last_failures.items()}
        causes |= {
            recipient: f"not tried, because {reason}"
            for recipient in self.remaining
            if recipient not in causes
        }
        self.remaining = ()
        return DeliveryAttempt(
            (),
            self._final_failures(
                {recipient: DeliveryFailure(cause) for recipient, cause in causes.items()}
            ),
        )


class DeliveryQueue:
    """The messages for one server, sent one after the other.

    Every message is tried once before any is tried again. After several server failures in a row the
    rest wait for the next pause, after which a single message is tried; if that fails and no pause is
    left, the server is given up for this run. It is given up at once if the failure is not transient, if
    the server asks to wait beyond the end of the run, or when the time of the run is over.
    """

    def __init__(
        self, server: str, messages: Sequence[PendingMessage], retry_policy: RetryPolicy, clock: Clock
    ) -> None:
        self._server = server
        self._messages = messages
        self._retry_policy = retry_policy
        self._clock = clock
        self._failures = 0
        self._last_cause = ""
        self._reason = ""
        self.is_late = False
        """Whether the time of the run ended before everything was tried."""

    def deliver(self, end: float) -> Iterator[tuple[PendingMessage, DeliveryAttempt]]:
        """Send everything until the clock reads `end`. Yields after each try, for the record."""
        for pause in (0.0, *self._retry_policy.pauses):
            waiting = sorted(self._waiting, key=lambda pending: pending.tries)
            if not waiting or self._reason or not self._has_time(pause, end):
                break
            if pause:
                self._clock.wait(pause)
            for position, message in enumerate(waiting):
                if self._reason or (
                    position and self._failures >= self._retry_policy.failures_per_server
                ):
                    break
                yield from self._try_message(message, end)
        reason = (
            self._reason or f"{self._server} failed {self._failures} times in a row: {self._last_cause}"
        )
        for message in self._waiting:
            yield message, message.give_up(reason)

    @property
    def _waiting(self) -> list[PendingMessage]:
        return [message for message in self._messages if message.remaining]

    def _try_message(
        self, message: PendingMessage, end: float
    ) -> Iterator[tuple[PendingMessage, DeliveryAttempt]]:
        """Try a message, and again whenever the server asks to wait for a time that is left."""
        wait: float | None = 0.0
        while wait is not None and message.remaining and self._has_time(wait, end):
            if wait:
                self._clock.wait(wait)
            attempt, failures = message.try_once(self._retry_policy)
            self._count_failures(attempt, failures)
            yield message, attempt
            wait = max(
                (failure.retry_after for failure in failures.values() if failure.retry_after is not None),
                default=None,
            )
            if wait is not None and not self._reason and not self._fits_in_time(wait, end):
                self._reason = f"{self._server} asks to be left alone for {wait:g} seconds"

    def _count_failures(self, attempt: DeliveryAttempt, failures: DeliveryFailures) -> None:
        server_failures = [failure for failure in failures.values() if failure.is_server_failure]
        if attempt.delivered or not server_failures:
            self._failures = 0
            return
        self._failures += 1
        self._last_cause = server_failures[0].cause
        if not any(failure.is_transient for failure in server_failures):
            self._reason = f"{self._server} failed: {server_failures[0].cause}"

    def _fits_in_time(self, wait: float, end: float) -> bool:
        return self._clock.now() + wait + self._retry_policy.timeout <= end

    def _has_time(self, wait: float, end: float) -> bool:
        if not self._reason and not self._fits_in_time(wait, end):
            self.is_late = True
            self._reason = "the time of this run was over"
        return not self._reason
