"""Work with servers that ends in time, whatever they do. Knows neither mail nor HTTP.

The timeout of a socket is for each single read: a server that sends a byte now and then is never late by
it, and looking up a name has none at all. So the work is done beside, and at its deadline its connections
are cut under it.
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
"""The seconds within which work notices that its connections were cut."""


class DeadlineError(PolicySiteError):
    """The work was not done by its deadline."""


@dataclass(frozen=True, slots=True)
class Clock:
    """How time passes; both in seconds."""

    now: Callable[[], float]
    """A reading that only ever grows."""
    wait: Callable[[float], object]
    """Let so many seconds pass."""


class Connections:
    """The connections of one piece of work, which somebody else can cut."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._handles: list[socket.socket] = []
        self._is_cut = False

    @property
    def are_cut(self) -> bool:
        return self._is_cut

    def watch(self, connection: Connection) -> Connection:
        """Have a new connection cut with the others. Raises DeadlineError when they were cut already."""
        # A handle of our own: TLS takes the socket's away, and closes it when it likes.
        handle = socket.socket(fileno=os.dup(connection.fileno()))
        with self._lock:
            self._handles.append(handle)
            is_late = self._is_cut
        if is_late:
            connection.close()
            raise DeadlineError
        return connection

    def cut_all(self) -> None:
        """End every connection, and every one that is opened from now on."""
        with self._lock:
            self._is_cut = True
            handles = tuple(self._handles)
        for handle in handles:
            with suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        """Give the handles back, when the work is done."""
        with self._lock:
            for handle in self._handles:
                handle.close()
            self._handles.clear()


def run_with_deadline(work: Callable[[Connections], Result], seconds: float) -> Result:
    """Do work that opens connections, for so many seconds at most. Raises what it raises.

    At the deadline its connections are cut. What it then still returns within a moment counts;
    otherwise this raises DeadlineError. Work that hangs where nothing can be cut, as in looking up a
    name, is left behind, and can open no connection any more.
    """
    connections = Connections()
    results: SimpleQueue[Result] = SimpleQueue()
    errors: SimpleQueue[BaseException] = SimpleQueue()

    def run() -> None:
        try:
            results.put(work(connections))
        except BaseException as error:  # noqa: BLE001  # whoever asked for the work has to hear of it
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
