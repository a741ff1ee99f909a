"""How patiently messages are sent: tries, pauses, and when a server is left alone. Knows no protocol.

What fails is a DeliveryFailure with its cause in words. No password, and no webhook's address that comes
from the environment, is ever part of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .deadline import Clock


@dataclass(frozen=True, slots=True)
class DeliveryFailure:
    """Why something was not delivered, and what follows for further tries."""

    cause: str
    is_transient: bool = False
    """Whether it may be otherwise a moment later."""
    is_server_failure: bool = False
    """Whether other messages would fare alike: the trouble is with neither message nor recipient."""
    may_have_arrived: bool = False
    """Whether the server had all of the message when the connection ended."""
    retry_after: float | None = None
    """The seconds that the server asks to be left alone for."""


MAY_HAVE_ARRIVED = "; it may have arrived all the same, and the next run sends it again"

DeliveryFailures = Mapping[str, DeliveryFailure]
"""What was not delivered, by recipient; empty when all was."""
SendFunction = Callable[[Sequence[str], float], DeliveryFailures]
"""Hands a message over for some of its recipients, within so many seconds."""


@dataclass(frozen=True)
class RetryPolicy:
    """How patiently to send; everything in seconds."""

    timeout: float = 30.0
    """For one try of a message, from the look-up of the server's name to its last answer."""
    pauses: tuple[float, ...] = (2.0, 8.0)
    """Between two tries; there is one try more than pauses."""
    run_seconds: float = 600.0
    """For everything that is sent in a run: no try begins that could last longer."""
    lock_seconds: float = 60.0
    """For another run to end that holds the ledger."""
    failures_per_server: int = 2
    """How many failures in a row that are the server's make a queue stop."""

    @property
    def tries(self) -> int:
        return len(self.pauses) + 1


@dataclass(frozen=True, slots=True)
class DeliveryAttempt:
    """What came of one try: who has it now, and who will not get it in this run."""

    delivered: tuple[str, ...]
    failed: DeliveryFailures


@dataclass
class PendingMessage:
    """A message on its way to its recipients."""

    send: SendFunction
    remaining: tuple[str, ...]
    """Who is still to get it in this run."""
    tries: int = 0
    last_failures: dict[str, DeliveryFailure] = field(default_factory=dict)
    """The trouble of each who is left, once it was tried."""
    _unsure: set[str] = field(default_factory=set)
    """Whose message may have arrived."""

    def try_once(self, retry_policy: RetryPolicy) -> tuple[DeliveryAttempt, DeliveryFailures]:
        """Try once; what came of it, and every trouble there was."""
        self.tries += 1
        failures = self.send(self.remaining, retry_policy.timeout)
        delivered = tuple(one for one in self.remaining if one not in failures)
        again = {
            one: failure
            for one, failure in failures.items()
            if failure.is_transient
            and self.tries < retry_policy.tries
            # A message that the server may have is sent again once, and not more often.
            and not (failure.may_have_arrived and one in self._unsure)
        }
        self._unsure |= {one for one, failure in failures.items() if failure.may_have_arrived}
        self.remaining, self.last_failures = tuple(again), again
        failed = {one: failure for one, failure in failures.items() if one not in again}
        return DeliveryAttempt(delivered, self._told(failed)), failures

    def _told(self, failed: DeliveryFailures) -> DeliveryFailures:
        """Troubles that are final, each with what is not known of it."""
        return {
            one: replace(failure, cause=f"{failure.cause}{MAY_HAVE_ARRIVED}")
            if one in self._unsure
            else failure
            for one, failure in failed.items()
        }

    def give_up(self, reason: str) -> DeliveryAttempt:
        """Try no more in this run; the reason is for those who were not tried, or not as often."""
        causes = {one: failure.cause for one, failure in self.last_failures.items()}
        causes |= {one: f"not tried, because {reason}" for one in self.remaining if one not in causes}
        self.remaining = ()
        return DeliveryAttempt(
            (), self._told({one: DeliveryFailure(cause) for one, cause in causes.items()})
        )


class DeliveryQueue:
    """The messages for one server, sent one after the other.

    Everybody gets a first try before anybody gets a second. After some failures in a row that are the
    server's the others are spared until the next pause is over, and then one of them is tried; when that
    fails, too, and no pause is left, the server is left for this run. It is left at once when the trouble
    is not one that passes, when it asks to be left alone for longer than the run lasts, and when the time
    of the run is over.
    """

    def __init__(
        self, server: str, messages: Sequence[PendingMessage], retry_policy: RetryPolicy, clock: Clock
    ) -> None:
        self._server = server
        self._messages = messages
        self._manner = retry_policy
        self._clock = clock
        self._failures = 0
        self._last = ""
        self._reason = ""
        self.is_late = False
        """Whether the time of the run was over before everything was tried."""

    def deliver(self, end: float) -> Iterator[tuple[PendingMessage, DeliveryAttempt]]:
        """Send everything until the clock reads end. Yields after each try, to be recorded."""
        for pause in (0.0, *self._manner.pauses):
            waiting = sorted(self._waiting, key=lambda one: one.tries)
            if not waiting or self._reason or not self._has_time(pause, end):
                break
            if pause:
                self._clock.wait(pause)
            for place, message in enumerate(waiting):
                if self._reason or (place and self._failures >= self._manner.failures_per_server):
                    break
                yield from self._tried(message, end)
        reason = self._reason or f"{self._server} failed {self._failures} times in a row: {self._last}"
        for message in self._waiting:
            yield message, message.give_up(reason)

    @property
    def _waiting(self) -> list[PendingMessage]:
        return [message for message in self._messages if message.remaining]

    def _tried(
        self, message: PendingMessage, end: float
    ) -> Iterator[tuple[PendingMessage, DeliveryAttempt]]:
        """Try a message, and again as long as the server only asks to be left alone for a while."""
        wait: float | None = 0.0
        while wait is not None and message.remaining and self._has_time(wait, end):
            if wait:
                self._clock.wait(wait)
            attempt, failures = message.try_once(self._manner)
            self._judge(attempt, failures)
            yield message, attempt
            wait = max(
                (one.retry_after for one in failures.values() if one.retry_after is not None),
                default=None,
            )
            if wait is not None and not self._reason and not self._is_time(wait, end):
                self._reason = f"{self._server} asks to be left alone for {wait:g} seconds"

    def _judge(self, attempt: DeliveryAttempt, failures: DeliveryFailures) -> None:
        of_server = [failure for failure in failures.values() if failure.is_server_failure]
        if attempt.delivered or not of_server:
            self._failures = 0
            return
        self._failures += 1
        self._last = of_server[0].cause
        if not any(failure.is_transient for failure in of_server):
            self._reason = f"{self._server} failed: {of_server[0].cause}"

    def _is_time(self, wait: float, end: float) -> bool:
        return self._clock.now() + wait + self._manner.timeout <= end

    def _has_time(self, wait: float, end: float) -> bool:
        if not self._reason and not self._is_time(wait, end):
            self.is_late = True
            self._reason = "the time of this run was over"
        return not self._reason
