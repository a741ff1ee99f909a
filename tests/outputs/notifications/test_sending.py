"""Tries, pauses and when a server is left: how patiently messages are sent."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

import pytest

from policysite.outputs.notifications.delivery import (
    DeliveryAttempt,
    DeliveryFailure,
    DeliveryQueue,
    PendingMessage,
    RetryPolicy,
)
from tests.outputs.notifications.conftest import FakeClock

MANNER = RetryPolicy(timeout=30, pauses=(2, 8), run_seconds=600, failures_per_server=2)
LATER, NEVER = DeliveryFailure("later", is_transient=True), DeliveryFailure("never")
DOWN = DeliveryFailure("no answer", is_transient=True, is_server_failure=True)
UNSURE = DeliveryFailure("dropped", is_transient=True, is_server_failure=True, may_have_arrived=True)
WRONG = DeliveryFailure("wrong password", is_server_failure=True)

Answers = Sequence[Mapping[str, DeliveryFailure]]


class Server:
    """What a server is asked in a run, and what came of it."""

    def __init__(self, *, run: float = 600, cost: float = 0) -> None:
        self.time = FakeClock()
        self.asked: list[str] = []
        """The first of the recipients of every try."""
        self._run = run
        self._cost = cost
        self._messages: list[PendingMessage] = []

    def message(self, *recipients: str, answers: Answers = ({},)) -> None:
        """Queue a message, with the answers to its tries; the last of them is given again and again."""
        left = deque(answers)

        def send(some: Sequence[str], seconds: float) -> Mapping[str, DeliveryFailure]:
            assert seconds == MANNER.timeout
            self.asked.append(some[0])
            self.time.reading += self._cost
            failures = left[0] if len(left) == 1 else left.popleft()
            return {one: failure for one, failure in failures.items() if one in some}

        self._messages.append(PendingMessage(send, recipients))

    def attempts(self) -> list[DeliveryAttempt]:
        """Send everything."""
        queue = DeliveryQueue("the server", self._messages, MANNER, self.time.clock)
        return [attempt for _, attempt in queue.deliver(self._run)]

    def failures(self) -> dict[str, str]:
        """Send everything; who was not told, and why."""
        return {
            one: failure.cause for attempt in self.attempts() for one, failure in attempt.failed.items()
        }


def test_a_success_is_one_try() -> None:
    """What was delivered is not tried again."""
    server = Server()
    server.message("a", "b")
    assert server.attempts() == [DeliveryAttempt(("a", "b"), {})]
    assert server.time.waits == []


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        (({"a": LATER}, {}), [DeliveryAttempt(("b",), {}), DeliveryAttempt(("a",), {})]),
        (
            ({"a": LATER, "b": NEVER}, {}),
            [DeliveryAttempt((), {"b": NEVER}), DeliveryAttempt(("a",), {})],
        ),
        (({"a": NEVER},), [DeliveryAttempt(("b",), {"a": NEVER})]),
    ],
)
def test_only_those_in_passing_trouble_are_tried_again(
    answers: Answers, found: list[DeliveryAttempt]
) -> None:
    """Whoever was told, or never will be, is left alone from then on."""
    server = Server()
    server.message("a", "b", answers=answers)
    assert server.attempts() == found


def test_three_tries_are_all() -> None:
    """Trouble that does not pass is the next run's."""
    server = Server()
    server.message("a", answers=[{"a": LATER}])
    assert server.attempts() == [
        DeliveryAttempt((), {}),
        DeliveryAttempt((), {}),
        DeliveryAttempt((), {"a": LATER}),
    ]
    assert server.time.waits == [2, 8]


def test_everybody_is_tried_before_anybody_is_tried_again() -> None:
    """However many are in trouble, the pauses are made once for all of them."""
    server = Server()
    for one in "abcd":
        server.message(one, answers=[{one: LATER}])
    server.failures()
    assert server.asked == [*"abcdabcdabcd"]
    assert server.time.waits == [2, 8]


@pytest.mark.parametrize("owners", [2, 20, 200])
def test_a_server_that_is_down_is_left(owners: int) -> None:
    """Four tries find out that a server is down, however many owners there are; all are named."""
    server = Server(cost=MANNER.timeout)
    names = [f"owner-{number}" for number in range(owners)]
    for one in names:
        server.message(one, answers=[{one: DOWN}])
    failures = server.failures()
    assert len(server.asked) == 4
    assert server.time.reading == 4 * 30 + 2 + 8
    assert set(failures) == set(names)
    assert failures[names[0]] == "no answer"
    if owners > 4:
        assert failures[names[-1]] == ("not tried, because the server failed 4 times in a row: no answer")


def test_a_server_that_comes_back_is_used() -> None:
    """After a pause one message is tried, and all others after it when the server is there again."""
    server = Server()
    server.message("a", answers=[{"a": DOWN}, {}])
    server.message("b", answers=[{"b": DOWN}, {}])
    server.message("c")
    assert server.failures() == {}
    assert server.asked == [*"abcab"]


def test_two_that_fail_keep_nobody_else_untold() -> None:
    """After a pause those are tried who were not yet, so that others than the first are told."""
    server = Server()
    server.message("a", answers=[{"a": DOWN}])
    server.message("b", answers=[{"b": DOWN}])
    for one in "cdef":
        server.message(one)
    assert set(server.failures()) == {"a", "b"}
    assert server.asked[:7] == [*"abcdefa"]


def test_failures_count_only_in_a_row() -> None:
    """A message that is delivered, or refused for itself, shows that the server is there."""
    server = Server()
    for one, answer in {"a": DOWN, "b": None, "c": DOWN, "d": NEVER, "e": DOWN, "f": None}.items():
        server.message(one, answers=[{one: answer} if answer else {}])
    server.attempts()
    assert server.asked[:6] == [*"abcdef"]


def test_trouble_that_cannot_pass_ends_everything_at_once() -> None:
    """A password that is refused is not shown again and again: an account may be locked for it."""
    server = Server()
    for one in "abc":
        server.message(one, answers=[{one: WRONG}])
    assert server.failures() == {
        "a": "wrong password",
        "b": "not tried, because the server failed: wrong password",
        "c": "not tried, because the server failed: wrong password",
    }
    assert server.asked == ["a"]
    assert server.time.waits == []


def test_what_may_have_arrived_is_sent_again_once() -> None:
    """A server that takes a message and drops the connection gets it twice in a run, not three times."""
    server = Server()
    server.message("a", answers=[{"a": UNSURE}])
    assert server.failures() == {
        "a": "dropped; it may have arrived all the same, and the next run sends it again"
    }
    assert server.asked == ["a", "a"]


def asking(seconds: float) -> DeliveryFailure:
    """A server that asks to be left alone."""
    return DeliveryFailure("too many", is_transient=True, is_server_failure=True, retry_after=seconds)


def test_a_server_is_waited_for_as_long_as_it_asks() -> None:
    """The same message goes on after the time that the server asked for, and the others after it."""
    server = Server()
    server.message("a", answers=[{"a": asking(60)}, {}])
    server.message("b", answers=[{"b": asking(45)}, {"b": asking(0)}, {}])
    assert server.failures() == {}
    assert server.asked == [*"aabbb"]
    assert server.time.waits == [60, 45]


def test_a_server_that_asks_for_more_than_the_run_is_left() -> None:
    """Nobody comes back before the time that a server asked for: what is left is the next run's."""
    server = Server()
    server.message("a", answers=[{"a": asking(3600)}])
    server.message("b")
    assert server.failures() == {
        "a": "too many",
        "b": "not tried, because the server asks to be left alone for 3600 seconds",
    }
    assert (server.asked, server.time.waits) == (["a"], [])


@pytest.mark.parametrize(("cost", "told"), [(0, 40), (10, 40), (29, 20), (30, 20), (600, 1)])
def test_no_try_begins_that_could_outlast_the_run(cost: float, told: int) -> None:
    """A run ends in its time whatever each message costs, and says whom it left for the next."""
    server = Server(cost=cost)
    names = [f"owner-{number}" for number in range(40)]
    for one in names:
        server.message(one)
    failures = server.failures()
    assert len(server.asked) == told
    assert failures == dict.fromkeys(names[told:], "not tried, because the time of this run was over")


def test_no_pause_outlasts_the_run() -> None:
    """Where a pause leaves no time for a try, it is not made."""
    server = Server(run=MANNER.timeout + 3)
    server.message("a", answers=[{"a": LATER}])
    assert server.failures() == {"a": "later"}
    assert (server.asked, server.time.waits) == (["a", "a"], [2])
