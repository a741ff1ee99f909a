"""Work that ends in time: what is cut, and what is left behind."""

from __future__ import annotations

import socket
from threading import Event

import pytest

from policysite.outputs.notifications.deadline import Connections, DeadlineError, run_with_deadline
from tests.outputs.notifications.servers import PATIENCE, listener, trickle

SOON, LONG = 0.2, 20.0


def test_what_work_returns_and_raises_comes_through() -> None:
    """Work that is done in time is as if it had been done here."""
    assert run_with_deadline(lambda _: 7, LONG) == 7
    with pytest.raises(ZeroDivisionError):
        run_with_deadline(lambda _: 1 // 0, LONG)


def test_a_connection_is_cut_at_the_deadline() -> None:
    """Work that waits for a server is woken, and the server sees the connection end."""
    released, woken = Event(), Event()

    def read(connections: Connections) -> None:
        with connections.watch(socket.create_connection(("127.0.0.1", port), LONG)) as connection:
            while connection.recv(1):
                pass
        woken.set()

    with listener(trickle(released)) as port:
        # It comes to an end when it is cut, and what it returns then counts.
        assert run_with_deadline(read, SOON) is None
        assert woken.is_set()
        released.set()


def test_work_that_fails_because_it_was_cut_is_late() -> None:
    """What a cut connection makes of the work is the deadline's doing and no other error."""
    released = Event()

    def read(connections: Connections) -> None:
        with connections.watch(socket.create_connection(("127.0.0.1", port), LONG)) as connection:
            while connection.recv(1):
                pass
        raise ConnectionResetError

    with listener(trickle(released)) as port:
        with pytest.raises(DeadlineError):
            run_with_deadline(read, SOON)
        released.set()


def test_what_hangs_is_left_behind_and_connects_to_nobody() -> None:
    """Work that cannot be woken, as a look-up of a name, is not waited for, and cannot connect later."""
    found, ended = Event(), Event()
    outcome: list[int] = []

    def look_up(connections: Connections) -> None:
        assert found.wait(PATIENCE)
        connection = socket.create_connection(("127.0.0.1", port), LONG)
        try:
            connections.watch(connection)
        except DeadlineError:
            outcome.append(connection.fileno())
        ended.set()

    with listener(lambda _: None) as port:
        with pytest.raises(DeadlineError):
            run_with_deadline(look_up, SOON)
        found.set()
        assert ended.wait(PATIENCE)
    assert outcome == [-1], "it was closed"
