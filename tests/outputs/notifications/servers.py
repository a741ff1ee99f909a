"""Servers on this machine that take mail and webhooks, and misbehave as they are told."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
from collections import deque
from collections.abc import Callable, Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from queue import Queue
from threading import Event, Thread
from typing import Any, TypeVar

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.web_server import Request, serve

Result = TypeVar("Result")

PATIENCE = 30
"""The seconds after which a test gives up on something that should have come long ago."""


@dataclass
class Inbox:
    """What a mail server does with what it is handed, and what it has taken."""

    taken: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    """The recipients and the mail, in the order in which they came."""
    refusals: dict[str, deque[str]] = field(default_factory=dict)
    """What to answer to the next attempts at a recipient; when it is used up, they are welcome.

    "drop" ends the connection, as an answer of 421 does after it, and "silence" answers nothing.
    """
    answers: deque[str] = field(default_factory=deque)
    """What to answer to the next mails: an answer, or "drop"; then they are taken."""
    arrivals: Queue[str] = field(default_factory=Queue)
    """The first recipient of every mail that came."""
    blocked: Event | None = None
    """With it, a mail is taken but not answered until it is set."""
    blocks: str = ""
    """The recipient whose mail is blocked; all where it is empty."""
    released: Event = field(default_factory=Event)
    """Set when the server ends, so that nothing is silent for ever."""
    sessions: int = 0

    async def handle_EHLO(  # noqa: N802  # aiosmtpd looks for these names
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        del server, envelope
        self.sessions += session.host_name is None
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802  # as above
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del session, options
        if not self.refusals.get(address):
            envelope.rcpt_tos.append(address)
            return "250 OK"
        answer = self.refusals[address].popleft()
        if answer == "silence":
            await asyncio.get_running_loop().run_in_executor(None, self.released.wait, PATIENCE)
        assert isinstance(server.transport, asyncio.WriteTransport)
        if answer in {"drop", "silence"}:
            server.transport.abort()
        elif answer.startswith("421"):
            await server.push(answer)
            server.transport.close()
        return answer

    async def handle_DATA(  # noqa: N802  # as above
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        del session
        answer = self.answers.popleft() if self.answers else "250 OK"
        if answer == "drop":
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        elif answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            mail = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.taken.append((list(envelope.rcpt_tos), mail))
        self.arrivals.put(envelope.rcpt_tos[0])
        if self.blocked is not None and self.blocks in {"", *envelope.rcpt_tos}:
            await asyncio.get_running_loop().run_in_executor(None, self.blocked.wait, PATIENCE)
        return answer


def accepts(user: bytes, password: bytes) -> Any:
    """An authenticator that knows one user."""

    def authenticate(*arguments: Any) -> AuthResult:
        given = arguments[-1]
        assert isinstance(given, LoginPassword)
        return AuthResult(success=(given.login, given.password) == (user, password), handled=False)

    return authenticate


@contextmanager
def mail_server(inbox: Inbox, *, tls: ssl.SSLContext | None = None, **options: Any) -> Iterator[int]:
    """Serve an inbox on a port of 127.0.0.1; tls is for connections that are private from the start."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def run(work: Coroutine[Any, Any, Result]) -> Result:
        """Let the loop do something in its own thread: this one may have a browser's loop."""
        return asyncio.run_coroutine_threadsafe(work, loop).result(PATIENCE)

    server = run(loop.create_server(lambda: SMTP(inbox, loop=loop, **options), "127.0.0.1", 0, ssl=tls))
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        inbox.released.set()
        if inbox.blocked is not None:
            inbox.blocked.set()
        loop.call_soon_threadsafe(server.close)
        run(_ended())
        run(loop.shutdown_default_executor())
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)
        loop.close()


async def _ended() -> None:
    """Let every session come to its end."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@dataclass
class Hook:
    """What a web server answers, and what it was posted."""

    answers: deque[int | str | tuple[int, dict[str, str]]] = field(default_factory=deque)
    """A status, one with headers, "slow", "endless", "drop" or an address to redirect to; then 200."""
    posted: list[Mapping[str, Any]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    released: Event = field(default_factory=Event)
    arrived: Event = field(default_factory=Event)
    """Set when something was posted."""

    def answer(self, request: Request) -> None:
        """Answer the next request."""
        body = request.rfile.read(int(request.headers["Content-Length"]))
        self.posted.append(json.loads(body))
        self.headers.append(dict(request.headers))
        self.arrived.set()
        answer = self.answers.popleft() if self.answers else 200
        match answer:
            case "slow":
                self.released.wait(PATIENCE)
            case "endless":
                request.send(200, headers={"Content-Length": str(10**12)})
                self.released.wait(PATIENCE)
            case "drop":
                pass
            case str():
                request.send(307, headers={"Location": answer})
            case int():
                request.send(answer)
            case (status, headers):
                request.send(status, headers=headers)


@contextmanager
def web_server(hook: Hook, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """Serve a hook on 127.0.0.1. Gives the address, whose path is secret."""
    with serve(hook.answer, tls=tls) as address:
        yield f"{address.replace('127.0.0.1', 'localhost')}hook/SECRET"
        hook.released.set()


@contextmanager
def listener(speak: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that does one thing with everybody who connects, side by side, and nothing else."""
    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor() as beside:

        def answer(connection: socket.socket) -> None:
            with connection:
                speak(connection)

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection = listening.accept()[0]
                    try:
                        beside.submit(answer, connection)
                    except RuntimeError:  # it came while the server was ended
                        connection.close()

        beside.submit(serve)
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)


def trickle(
    released: Event, *, begin: bytes = b"", byte: bytes = b"a"
) -> Callable[[socket.socket], None]:
    """Speak a byte at a time, never the last, until the other side ends the connection."""

    def speak(connection: socket.socket) -> None:
        with suppress(OSError):
            connection.sendall(begin)
            while not released.wait(0.02):
                connection.sendall(byte)

    return speak
