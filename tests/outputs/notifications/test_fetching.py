"""What stands at an address: read in bounded time over TLS that is verified, or why not, in words."""

from __future__ import annotations

import socket
import ssl
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from threading import Event

import pytest
import trustme

from policysite.outputs.notifications.fetching import FetchError, fetch
from tests.outputs.notifications.conftest import server_context
from tests.outputs.notifications.servers import listener, trickle

MOST, LONG, SOON = 1000, 20.0, 0.4
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
LONG_AGO, AHEAD = datetime(2020, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)


def answering(
    *answers: bytes, tls: ssl.SSLContext | None = None, asked: list[bytes] | None = None
) -> Callable[[socket.socket], None]:
    """Answer each request with the next of some answers, the last of them again and again."""
    left = list(answers)

    def speak(connection: socket.socket) -> None:
        with (
            suppress(OSError),
            tls.wrap_socket(connection, server_side=True) if tls else connection as line,
        ):
            (asked if asked is not None else []).append(line.recv(65_536))
            line.sendall(left.pop(0) if len(left) > 1 else left[0])

    return speak


def why(address: str, environment: dict[str, str] | None = None, seconds: float = LONG) -> str:
    """Why nothing can be read at an address."""
    with pytest.raises(FetchError) as caught:
        fetch(address, environment or {}, MOST, seconds)
    return str(caught.value)


def test_an_authority_of_the_environment(tls: ssl.SSLContext, environment: dict[str, str]) -> None:
    """A server whose authority only the file in SSL_CERT_FILE knows is trusted."""
    with listener(answering(ANSWER, tls=tls)) as port:
        assert fetch(f"https://localhost:{port}/", environment, MOST, LONG) == b"{}"


@pytest.mark.parametrize(
    ("certificate", "said"),
    [
        (lambda _: trustme.CA().issue_cert("localhost"), "the server's certificate is not trusted ("),
        (
            lambda ours: ours.issue_cert("www.example.org"),
            "the server's certificate is for another name",
        ),
        (
            lambda ours: ours.issue_cert("localhost", not_after=LONG_AGO),
            "the server's certificate has expired",
        ),
        (
            lambda ours: ours.issue_cert("localhost", not_before=AHEAD, not_after=AHEAD),
            "the server's certificate is not valid yet",
        ),
    ],
)
def test_a_wrong_certificate(
    certificate: Callable[[trustme.CA], trustme.LeafCert],
    said: str,
    authority: trustme.CA,
    environment: dict[str, str],
) -> None:
    """What is wrong with a certificate is said, and nothing is read."""
    context = server_context(certificate(authority))
    with listener(answering(ANSWER, tls=context)) as port:
        assert why(f"https://localhost:{port}/", environment).startswith(said)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"", "the server closed the connection without an answer"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "what answers there does not speak HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}", "the answer breaks off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{}", "the answer breaks off"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
            "the answer is packed in a way that cannot be read",
        ),
        (b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n", "the server leads in a circle"),
        (
            b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 1000000\r\n\r\n",
            "the server leads in a circle",  # its body is not waited for
        ),
        (b"HTTP/1.1 302 Found\r\nLocation: ftp://localhost/\r\n\r\n", "the address cannot be used"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://[\r\n\r\n", "the address cannot be used"),
        (b"HTTP/1.1 401 Unauthorized\r\n\r\n", "the server answers 401"),
    ],
)
def test_answers_that_are_none(answer: bytes, said: str) -> None:
    """Why an answer cannot be used is said in words."""
    with listener(answering(answer)) as port:
        assert why(f"http://localhost:{port}/") == said


def test_a_server_that_does_not_speak_tls() -> None:
    """A private connection to a server that has none is a failure with that cause."""
    with listener(answering(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as port:
        assert why(f"https://localhost:{port}/").startswith("no private connection (TLS) came about")


def test_nobody_listens() -> None:
    """A server that refuses the connection does so in words."""
    with listener(lambda _: None) as port:
        pass
    assert why(f"http://localhost:{port}/") == "the server refuses connections there"


def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name without a server is a matter of DNS."""

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert why("http://policies.example.org/") == "no server is known by this name (DNS)"


def test_a_look_up_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name whose look-up never ends is given up at the deadline."""
    released = Event()

    def hang(*_: object, **__: object) -> None:
        released.wait()
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    assert why("http://policies.example.org/", seconds=SOON) == "no answer within 0.4 s"
    released.set()


@pytest.mark.parametrize(
    "begin",
    [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"],
    ids=["status", "headers", "body"],
)
def test_a_server_that_trickles(begin: bytes) -> None:
    """A server that sends a byte now and then is cut off at the deadline, wherever it does."""
    released = Event()
    with listener(trickle(released, begin=begin)) as port:
        assert why(f"http://localhost:{port}/", seconds=SOON) == "no answer within 0.4 s"
        released.set()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://localhost:99999/", "the address cannot be used"),
        ("http://*.example.org/", "the address cannot be used"),
        ("http:///review.json", "the address cannot be used"),
    ],
)
def test_addresses_that_cannot_be_used(address: str, said: str) -> None:
    """An address that is none is said so."""
    assert why(address) == said


def test_a_login_goes_along_to_the_same_server_only() -> None:
    """A redirect on the server is followed with the password, one to another server without."""
    asked: list[bytes] = []
    elsewhere: list[bytes] = []
    basic = b"Authorization: Basic " + b64encode(b"me:hunter2")
    with listener(answering(ANSWER, asked=elsewhere)) as other:
        moved = b"HTTP/1.1 302 Found\r\nLocation: %s\r\n\r\n"
        first = moved % b"/moved"
        second = moved % f"http://localhost:{other}/".encode()
        with listener(answering(first, second, asked=asked)) as port:
            assert fetch(f"http://me:hunter2@localhost:{port}/", {}, MOST, LONG) == b"{}"
    assert [basic in request for request in asked] == [True, True]
    assert [basic in request for request in elsewhere] == [False]


def test_no_more_is_read_than_shows_that_it_is_too_much() -> None:
    """A body without an end is read only until it is too large."""
    endless = trickle(Event(), begin=b"HTTP/1.1 200 OK\r\n\r\n", byte=b" " * 100_000)
    with listener(endless) as port:
        assert MOST < len(fetch(f"http://localhost:{port}/", {}, MOST, LONG)) <= 70_000
