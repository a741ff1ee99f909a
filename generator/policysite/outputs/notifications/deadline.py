"""Network tasks with a deadline that holds whatever the server does. Knows neither mail nor HTTP.

A socket's timeout applies to each single read, so a server that sends a byte now and then never exceeds
it, and the look-up of a name has no timeout at all. Therefore a task runs in a thread of its own, and at
the deadline its connections are shut down.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Lock, Thread
from typing import TypeVar

from ...errors import PolicySiteError

Result = TypeVar("Result")
Connection = TypeVar("Connection", bound=socket.socket)

GRACE_SECONDS = 1.0
"""Seconds that a task has to notice that its connections were shut down."""


class DeadlineError(PolicySiteError):
    """The task was not finished by its deadline."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The passing of time, in seconds."""

    now: Callable[[], float]
    """A monotonic reading."""
    wait: Callable[[float], object]
    """Wait for a number of seconds."""


class Connections:
    """The connections of a task, which another thread can shut down."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._handles: list[socket.socket] = []
        self._is_cut = False

    @property
    def are_cut(self) -> bool:
        return self._is_cut

    def watch(self, connection: Connection) -> Connection:
        """Add a connection to those to shut down. Raises DeadlineError if that has happened already."""
        # A duplicate handle, since TLS takes over the socket's own and closes it at any time.
        handle = socket.socket(fileno=os.dup(connection.fileno()))
        with self._lock:
            self._handles.append(handle)
            is_late = self._is_cut
        if is_late:
            connection.close()
            raise DeadlineError
        return connection

    def cut_all(self) -> None:
        """Shut down every connection, including those that are opened later."""
        with self._lock:
            self._is_cut = True
            handles = tuple(self._handles)
        for handle in handles:
            with suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        """Close the duplicate handles when the task is finished."""
        with self._lock:
            for handle in self._handles:
                handle.close()
            self._handles.clear()


def run_with_deadline(work: Callable[[Connections], Result], seconds: float) -> Result:
    """Run a task that opens connections for at most `seconds`. Raises what the task raises.

    At the deadline its connections are shut down. A result within GRACE_SECONDS of that still counts;
    otherwise this raises DeadlineError. A task that hangs elsewhere, as in the look-up of a name, is
    abandoned and can no longer open connections.
    """
    connections = Connections()
    results: SimpleQueue[Result] = SimpleQueue()
    errors: SimpleQueue[BaseException] = SimpleQueue()

    def run() -> None:
        try:
            results.put(work(connections))
        except BaseException as error:  # noqa: BLE001  # it is raised again in the caller's thread
            errors.put(error)
        finally:
            connections.release()

    thread = Thread(target=run, daemon=True)
    thread.start()
    try:
        thread.join(seconds)
    finally:
        if thread.is_alive():
            connections.cut_all()
            thread.join(GRACE_SECONDS)
    if not results.empty():
        return results.get()
    if errors.empty() or connections.are_cut:
        raise DeadlineError
    raise errors.get()
