"""The way to webhooks, on real servers: what is taken, what is refused, and what never leaves."""

from __future__ import annotations

import ssl
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event
from typing import Any

import pytest
import trustme

from policysite.domain.model import Webhook
from policysite.outputs.notifications.delivery import DeliveryFailure
from policysite.outputs.notifications.webhooks import send_json
from tests.outputs.notifications.conftest import server_context
from tests.outputs.notifications.servers import Hook, listener, trickle

QUICK, IMPATIENT = 10.0, 0.4
NOW = datetime(2027, 12, 1, 12, tzinfo=UTC)
Start = Callable[..., Any]


def post(
    webhook: Webhook,
    environment: dict[str, str],
    seconds: float = QUICK,
    body: dict[str, str] | None = None,
) -> DeliveryFailure | None:
    """Post a body, or an empty one."""
    return send_json(body or {}, webhook, environment, seconds, NOW)


def hook_at(address: str) -> Webhook:
    """A webhook whose address is no secret."""
    return Webhook.model_validate({"url": address})


def unsure(cause: str) -> DeliveryFailure:
    """A message that the server may have taken all the same."""
    return DeliveryFailure(cause, is_transient=True, is_server_failure=True, may_have_arrived=True)


SECRET_HOOK = Webhook.model_validate({"url_from": "HOOK"})


def test_a_webhook(serve: Start, environment: dict[str, str], tls: ssl.SSLContext) -> None:
    """The body is posted as JSON over TLS that is verified, to the address of the environment."""
    hook = Hook()
    address = serve(hook, tls=tls)
    assert post(SECRET_HOOK, environment | {"HOOK": address}, body={"a": "é"}) is None
    assert hook.posted == [{"a": "é"}]
    assert hook.headers[0]["Content-Type"] == "application/json"


@pytest.fixture
def _netrc(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "netrc"
    file.write_text("machine localhost login me password hunter2\n", encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setenv("NETRC", str(file))


@pytest.mark.usefixtures("_netrc")
def test_no_other_login_is_sent(serve: Start, environment: dict[str, str]) -> None:
    """A password that this machine holds for the same host is not given away."""
    hook = Hook()
    assert post(hook_at(serve(hook)), environment) is None
    assert "Authorization" not in hook.headers[0]


def test_a_webhook_with_a_wrong_certificate(serve: Start, environment: dict[str, str]) -> None:
    """A server that cannot show who it is gets nothing."""
    hook = Hook()
    address = serve(hook, tls=server_context(trustme.CA().issue_cert("localhost")))
    found = post(SECRET_HOOK, environment | {"HOOK": address})
    assert found is not None
    assert found.cause.startswith("the server's certificate is not trusted (")
    assert found.cause.endswith("); where it is right, name a file with its authority in SSL_CERT_FILE")
    assert (found.is_transient, found.is_server_failure) == (False, True)
    assert hook.posted == []


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (202, None),
        (500, DeliveryFailure("the server answered 500", is_transient=True, is_server_failure=True)),
        (503, DeliveryFailure("the server answered 503", is_transient=True, is_server_failure=True)),
        (429, DeliveryFailure("the server answered 429", is_transient=True, is_server_failure=True)),
        (404, DeliveryFailure("the server answered 404")),
        (410, DeliveryFailure("the server answered 410")),
        ("slow", unsure("the server took too long: it was not done within 0.4 seconds")),
        ("drop", unsure("the server closed the connection without an answer")),
    ],
)
def test_answers_of_a_webhook(
    answer: int | str, failure: DeliveryFailure | None, serve: Start, environment: dict[str, str]
) -> None:
    """Every 2xx is a success; what may pass is worth another try."""
    hook = Hook(answers=deque([answer]))
    seconds = IMPATIENT if answer == "slow" else QUICK
    assert post(hook_at(serve(hook)), environment, seconds) == failure
    assert len(hook.posted) <= 1


def test_an_answer_is_not_read(serve: Start, environment: dict[str, str]) -> None:
    """Once a server has said that it took the message, whatever else it says costs nothing."""
    hook = Hook(answers=deque(["endless"]))
    assert post(hook_at(serve(hook)), environment, IMPATIENT) is None


@pytest.mark.parametrize("begin", [b"", b"HTTP/1.1 200 OK\r\nX: "], ids=["status", "headers"])
def test_a_server_that_trickles(begin: bytes, environment: dict[str, str]) -> None:
    """A server that sends a byte now and then, and never a whole answer, is cut off at the deadline."""
    released = Event()
    with listener(trickle(released, begin=begin)) as port:
        found = post(hook_at(f"http://localhost:{port}/"), environment, IMPATIENT)
        released.set()
    assert found == unsure("the server took too long: it was not done within 0.4 seconds")


def test_a_handshake_that_trickles(environment: dict[str, str]) -> None:
    """A server that never comes to the end of its part of TLS is cut off at the deadline."""
    released = Event()
    with listener(trickle(released, begin=b"\x16\x03\x03\x40\x00")) as port:
        found = post(hook_at(f"https://localhost:{port}/"), environment, IMPATIENT)
        released.set()
    assert found is not None
    assert found.cause.startswith("the server took too long: ")


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "120"}, 120.0),
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": "9" * 400}, 1e9),
        ({"Retry-After": "Wed, 01 Dec 2027 12:01:30 GMT"}, 90.0),
        ({"Retry-After": "Wed, 01 Dec 2027 11:00:00 GMT"}, 0.0),
        # By the server's own clock, which is an hour behind.
        (
            {
                "Retry-After": "Wed, 01 Dec 2027 11:00:07 GMT",
                "Date": "Wed, 01 Dec 2027 11:00:00 GMT",
            },
            7.0,
        ),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "²"}, None),
        ({"Retry-After": "1e9"}, None),
        ({"Retry-After": "Wed, 99 Dec 2027 12:00:00 GMT"}, None),
        ({}, None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_how_long_a_server_asks_to_wait(
    status: int, headers: dict[str, str], wait: float | None, serve: Start, environment: dict[str, str]
) -> None:
    """Retry-After is read in seconds and as a date; what is neither is as if it were not there."""
    hook = Hook(answers=deque([(status, headers)]))
    found = post(hook_at(serve(hook)), environment)
    assert found is not None
    assert found.retry_after == wait


def test_a_line_break_after_an_address(serve: Start, environment: dict[str, str]) -> None:
    """The line break that a file leaves at the end of an address is no part of it."""
    hook = Hook()
    assert post(SECRET_HOOK, environment | {"HOOK": f"{serve(hook)}\n"}) is None
    assert len(hook.posted) == 1


def test_redirects_are_not_followed(serve: Start, environment: dict[str, str]) -> None:
    """The body goes to the address that was written and to no other."""
    elsewhere = Hook()
    hook = Hook(answers=deque([serve(elsewhere)]))
    found = post(hook_at(serve(hook)), environment)
    assert found == DeliveryFailure("it redirects elsewhere (307); write the address that it is at now")
    assert elsewhere.posted == []


@pytest.mark.parametrize(
    ("address", "cause"),
    [
        ("", "the environment variable HOOK is not set"),
        ("http://hooks.example.org/SECRET", "the address in HOOK does not begin with https://"),
        ("ftp://localhost/SECRET", "the address in HOOK does not begin with https://"),
        ("hooks.example.org/SECRET", "the address in HOOK is no web address"),
        ("https://[::SECRET", "the address in HOOK is no web address"),
        ("https:///SECRET", "the address in HOOK is no web address"),
        ("https://localhost:SECRET/", "its address cannot be used"),
        ("https://*.SECRET/", "its address cannot be used"),
    ],
)
def test_addresses_that_cannot_be_used(address: str, cause: str, environment: dict[str, str]) -> None:
    """A wrong address in the environment is said without being shown; nothing goes there."""
    assert post(SECRET_HOOK, environment | {"HOOK": address}) == DeliveryFailure(cause)


def test_secrets_are_in_no_trouble(serve: Start, environment: dict[str, str]) -> None:
    """However a webhook fails, its address from the environment is not told."""
    answers: list[int | str] = [404, 500, "drop", "slow", 429]
    hook = Hook(answers=deque(answers))
    secret = environment | {"HOOK": serve(hook)}
    found = [post(SECRET_HOOK, secret, IMPATIENT) for _ in answers]
    assert "SECRET" not in repr(found)
    assert None not in found


def test_a_file_of_authorities_that_is_not_there() -> None:
    """A wrong SSL_CERT_FILE is said, and nothing is sent without it."""
    wrong = {"SSL_CERT_FILE": "/nowhere/ca.pem"}
    cause = "the file in SSL_CERT_FILE cannot be read: No such file or directory"
    assert post(hook_at("https://localhost:9/"), wrong) == DeliveryFailure(cause, is_server_failure=True)
