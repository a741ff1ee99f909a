"""The way to servers, each of them real: what is taken, what is refused, and what never leaves."""

from __future__ import annotations

import socket
import ssl
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from threading import Event, Thread
from typing import Any

import pytest
import trustme

from generator.alerts.sending import Attempt, Manner, Trouble, attempts, send_json, send_mail
from generator.model import MailServer, Webhook
from tests.alerts.conftest import server_context
from tests.alerts.servers import PATIENCE, Hook, Inbox, accepts

QUICK = Manner(timeout=10, pauses=(0, 0))
IMPATIENT = Manner(timeout=0.5, pauses=(0, 0))
HEAD, DEPUTY = "head@example.org", "deputy@example.org"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
Start = Callable[..., Any]


@pytest.fixture
def mail() -> EmailMessage:
    """Any mail."""
    made = EmailMessage()
    made["Subject"], made["To"] = "Review overdue", f"{HEAD}, {DEPUTY}"
    made.set_content("It is overdue.\n")
    return made


def server(port: int, security: str = "starttls") -> MailServer:
    """What library.yml says about a server of these tests."""
    return MailServer.model_validate(
        {"host": "localhost", "port": str(port), "security": security, "sender": "site@example.org"}
    )


@contextmanager
def listener(speak: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that does one thing with whoever connects, and nothing else."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    speak(connection)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(PATIENCE)


# --- mail ----------------------------------------------------------------------------------------


def test_starttls(serve: Start, mail: EmailMessage, environment: dict[str, str]) -> None:
    """A mail is handed over after STARTTLS, with the envelope that was meant."""
    inbox = Inbox()
    assert send_mail(mail, [HEAD], server(serve(inbox)), environment, QUICK) == {}
    ((recipients, taken),) = inbox.taken
    assert recipients == [HEAD]
    assert taken["Subject"] == "Review overdue"


def test_tls_from_the_start(
    serve: Start, mail: EmailMessage, environment: dict[str, str], tls: ssl.SSLContext
) -> None:
    """A server that is private from the start is spoken to so."""
    inbox = Inbox()
    port = serve(inbox, tls=tls)
    assert send_mail(mail, [HEAD, DEPUTY], server(port, "tls"), environment, QUICK) == {}
    assert [recipients for recipients, _ in inbox.taken] == [[HEAD, DEPUTY]]


@pytest.fixture(params=["another authority", "another name", "expired"])
def impostor(request: pytest.FixtureRequest, authority: trustme.CA) -> ssl.SSLContext:
    """A server's side of TLS that must not be trusted."""
    return server_context(
        {
            "another authority": lambda: trustme.CA().issue_cert("localhost"),
            "another name": lambda: authority.issue_cert("mail.example.org"),
            "expired": lambda: authority.issue_cert("localhost", not_after=LONG_AGO),
        }[request.param]()
    )


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_wrong_certificate_is_refused(
    security: str,
    impostor: ssl.SSLContext,
    serve: Start,
    mail: EmailMessage,
    environment: dict[str, str],
) -> None:
    """A server that cannot show who it is gets neither mail nor password, and is not asked again."""
    inbox = Inbox()
    port = serve(inbox, **({"tls": impostor} if security == "tls" else {"tls_context": impostor}))
    secrets = {"POLICYSITE_SMTP_USER": "site", "POLICYSITE_SMTP_PASSWORD": "hunter2"}
    found = send_mail(mail, [HEAD], server(port, security), environment | secrets, QUICK)
    assert found[HEAD].cause.startswith("the certificate of localhost cannot be trusted: ")
    assert not found[HEAD].is_transient
    assert inbox.taken == []


def test_a_server_without_starttls_gets_nothing(
    serve: Start, mail: EmailMessage, environment: dict[str, str]
) -> None:
    """No mail and no password go over an open line, even where the server would take them."""
    said: list[Any] = []

    def authenticate(*arguments: Any) -> Any:
        said.append(arguments)

    inbox = Inbox()
    port = serve(inbox, tls=None, authenticator=authenticate, auth_require_tls=False)
    secrets = {"POLICYSITE_SMTP_USER": "site", "POLICYSITE_SMTP_PASSWORD": "hunter2"}
    found = send_mail(mail, [HEAD], server(port), environment | secrets, QUICK)
    assert found == {
        HEAD: Trouble("localhost cannot do what is needed: STARTTLS extension not supported by server.")
    }
    assert (inbox.taken, said) == ([], [])


def test_user_and_password(serve: Start, mail: EmailMessage, environment: dict[str, str]) -> None:
    """A server that asks who sends is told so by the environment."""
    inbox = Inbox()
    port = serve(inbox, authenticator=accepts(b"site", b"hunter2"), auth_required=True)
    secrets = {"POLICYSITE_SMTP_USER": "site", "POLICYSITE_SMTP_PASSWORD": "hunter2"}
    assert send_mail(mail, [HEAD], server(port), environment | secrets, QUICK) == {}
    assert len(inbox.taken) == 1
    found = send_mail(mail, [HEAD], server(port), environment, QUICK)
    assert "530" in found[HEAD].cause


def test_a_wrong_password_is_not_quoted(
    serve: Start, mail: EmailMessage, environment: dict[str, str]
) -> None:
    """What the server says about a password that it does not accept is not passed on."""
    port = serve(Inbox(), authenticator=accepts(b"site", b"hunter2"), auth_required=True)
    secrets = {"POLICYSITE_SMTP_USER": "site", "POLICYSITE_SMTP_PASSWORD": "hunter3"}
    found = send_mail(mail, [HEAD], server(port), environment | secrets, QUICK)
    cause = "the server did not accept POLICYSITE_SMTP_USER and POLICYSITE_SMTP_PASSWORD (535)"
    assert found == {HEAD: Trouble(cause)}


@pytest.mark.parametrize("missing", ["POLICYSITE_SMTP_USER", "POLICYSITE_SMTP_PASSWORD"])
def test_half_a_login_is_an_error(
    missing: str, serve: Start, mail: EmailMessage, environment: dict[str, str]
) -> None:
    """A user without a password, or the other way round, is a mistake and not a mail without either."""
    secrets = {"POLICYSITE_SMTP_USER": "site", "POLICYSITE_SMTP_PASSWORD": "hunter2", missing: ""}
    inbox = Inbox()
    found = send_mail(mail, [HEAD], server(serve(inbox)), environment | secrets, QUICK)
    assert found == {HEAD: Trouble(f"the environment variable {missing} is not set")}
    assert inbox.taken == []


def test_an_echoed_secret_is_not_passed_on(
    serve: Start, mail: EmailMessage, environment: dict[str, str]
) -> None:
    """A server that repeats what it was told cannot make us print it."""
    inbox = Inbox(refusals={HEAD: deque(["550 no hunter2 \x1b[31m here" + "!" * 400])})
    port = serve(inbox, authenticator=accepts(b"site", b"hunter2"))
    secrets = {"POLICYSITE_SMTP_USER": "site", "POLICYSITE_SMTP_PASSWORD": "hunter2"}
    cause = send_mail(mail, [HEAD], server(port), environment | secrets, QUICK)[HEAD].cause
    assert cause.startswith("the server answered 550 no [POLICYSITE_SMTP_PASSWORD] [31m here!!!")
    assert cause.isprintable()
    assert len(cause) < 250


def test_one_recipient_is_refused(serve: Start, mail: EmailMessage, environment: dict[str, str]) -> None:
    """Where one of two recipients is refused the other has the mail, and only the one is in trouble."""
    inbox = Inbox(refusals={DEPUTY: deque(["550 no such user"])})
    found = send_mail(mail, [HEAD, DEPUTY], server(serve(inbox)), environment, QUICK)
    assert found == {DEPUTY: Trouble("the server answered 550 no such user")}
    assert [recipients for recipients, _ in inbox.taken] == [[HEAD]]


def test_all_recipients_are_refused(
    serve: Start, mail: EmailMessage, environment: dict[str, str]
) -> None:
    """Each refusal has its own cause, and 4xx may be otherwise a moment later."""
    inbox = Inbox(refusals={HEAD: deque(["450 come back"]), DEPUTY: deque(["550 gone"])})
    assert send_mail(mail, [HEAD, DEPUTY], server(serve(inbox)), environment, QUICK) == {
        HEAD: Trouble("the server answered 450 come back", is_transient=True),
        DEPUTY: Trouble("the server answered 550 gone"),
    }


def test_a_session_that_ends_among_recipients(
    serve: Start, mail: EmailMessage, environment: dict[str, str]
) -> None:
    """When a server closes while it is told the recipients, nobody has the mail, nor is anybody lost."""
    inbox = Inbox(refusals={DEPUTY: deque(["421 closing"])})
    found = send_mail(mail, [HEAD, DEPUTY], server(serve(inbox)), environment, QUICK)
    assert found[HEAD] == Trouble("the server ended the session", is_transient=True)
    assert found[DEPUTY] == Trouble("the server answered 421 closing", is_transient=True)
    assert inbox.taken == []


@pytest.mark.parametrize(
    ("answer", "is_transient"), [("451 try later", True), ("drop", True), ("554 not this", False)]
)
def test_a_mail_is_refused(
    answer: str, is_transient: object, serve: Start, mail: EmailMessage, environment: dict[str, str]
) -> None:
    """4xx and a connection that ends are worth another try; 5xx is not."""
    inbox = Inbox(answers=deque([answer]))
    found = send_mail(mail, [HEAD], server(serve(inbox)), environment, QUICK)
    assert found[HEAD].is_transient is is_transient
    assert inbox.taken == []


@pytest.mark.parametrize("manner", ["rude", "gone"])
def test_a_farewell_that_fails_takes_nothing_back(
    manner: str,
    serve: Start,
    mail: EmailMessage,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Once the server has the mail, it does not matter how the session ends."""

    async def end(self: Any, *_: object) -> None:
        if manner == "rude":
            await self.push("500 what?")
        else:
            self.transport.abort()

    monkeypatch.setattr("aiosmtpd.smtp.SMTP.smtp_QUIT", end)
    inbox = Inbox()
    assert send_mail(mail, [HEAD], server(serve(inbox)), environment, QUICK) == {}
    assert len(inbox.taken) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_silent_mail_server(security: str, mail: EmailMessage, environment: dict[str, str]) -> None:
    """A server that takes the connection and says nothing is given up on, for now."""
    done = Event()
    with listener(lambda _: assert_set(done)) as port:
        found = send_mail(mail, [HEAD], server(port, security), environment, IMPATIENT)
        done.set()
    assert found[HEAD].is_transient
    assert "timed out" in found[HEAD].cause


def assert_set(event: Event) -> None:
    """Wait for an event, and not for ever."""
    assert event.wait(PATIENCE)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_mail_server_that_drops_the_connection(
    security: str, mail: EmailMessage, environment: dict[str, str]
) -> None:
    """A connection that ends at once may be another a moment later."""
    with listener(lambda connection: connection.shutdown(socket.SHUT_RDWR)) as port:
        found = send_mail(mail, [HEAD], server(port, security), environment, QUICK)
    assert found[HEAD].is_transient
    assert found[HEAD].cause.startswith("the connection to localhost failed: ")


def test_nobody_listens(mail: EmailMessage, environment: dict[str, str]) -> None:
    """A server that is not there may be a moment later."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    found = send_mail(mail, [HEAD], server(port), environment, QUICK)
    assert found[HEAD].is_transient


def test_a_file_of_authorities_that_is_not_there(mail: EmailMessage) -> None:
    """A wrong SSL_CERT_FILE is said, and nothing is sent without it."""
    wrong = {"SSL_CERT_FILE": "/nowhere/ca.pem"}
    cause = "the file in SSL_CERT_FILE cannot be read: No such file or directory"
    assert send_mail(mail, [HEAD], server(9), wrong, QUICK) == {HEAD: Trouble(cause)}
    assert send_json({}, hook_at("https://localhost:9/"), wrong, QUICK) == Trouble(cause)


# --- tries ---------------------------------------------------------------------------------------

LATER, NEVER = Trouble("later", is_transient=True), Trouble("never")


def tries(*answers: Mapping[str, Trouble]) -> list[Attempt]:
    """What comes of tries that are answered so."""
    left = deque(answers)
    found = list(attempts(lambda _: left.popleft(), [HEAD, DEPUTY], QUICK))
    assert not left
    return found


def test_a_success_is_one_try() -> None:
    """What was delivered is not tried again."""
    assert tries({}) == [Attempt((HEAD, DEPUTY), {})]


def test_only_those_in_passing_trouble_are_tried_again() -> None:
    """Whoever was told, or never will be, is left alone from then on."""
    assert tries({HEAD: LATER}, {}) == [Attempt((DEPUTY,), {}), Attempt((HEAD,), {})]
    assert tries({HEAD: LATER, DEPUTY: NEVER}, {}) == [Attempt((), {DEPUTY: NEVER}), Attempt((HEAD,), {})]
    assert tries({HEAD: NEVER}) == [Attempt((DEPUTY,), {HEAD: NEVER})]


def test_three_tries_are_all() -> None:
    """Trouble that does not pass is the next run's."""
    both = {HEAD: LATER, DEPUTY: LATER}
    assert tries(both, both, both) == [Attempt((), {}), Attempt((), {}), Attempt((), both)]


# --- webhooks ------------------------------------------------------------------------------------


def hook_at(address: str) -> Webhook:
    """A webhook whose address is no secret."""
    return Webhook.model_validate({"url": address})


SECRET_HOOK = Webhook.model_validate({"url_from": "HOOK"})


def test_a_webhook(serve: Start, environment: dict[str, str], tls: ssl.SSLContext) -> None:
    """The body is posted as JSON over TLS that is verified, to the address of the environment."""
    hook = Hook()
    address = serve(hook, tls=tls)
    assert send_json({"a": "é"}, SECRET_HOOK, environment | {"HOOK": address}, QUICK) is None
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
    assert send_json({}, hook_at(serve(hook)), environment, QUICK) is None
    assert "Authorization" not in hook.headers[0]


def test_a_webhook_with_a_wrong_certificate(serve: Start, environment: dict[str, str]) -> None:
    """A server that cannot show who it is gets nothing."""
    hook = Hook()
    address = serve(hook, tls=server_context(trustme.CA().issue_cert("localhost")))
    found = send_json({}, SECRET_HOOK, environment | {"HOOK": address}, QUICK)
    assert found == Trouble("the server's certificate cannot be trusted, or TLS failed")
    assert hook.posted == []


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (202, None),
        (500, Trouble("the server answered 500", is_transient=True)),
        (503, Trouble("the server answered 503", is_transient=True)),
        (429, Trouble("the server answered 429", is_transient=True)),
        (404, Trouble("the server answered 404")),
        (410, Trouble("the server answered 410")),
        ("slow", Trouble("the server took too long to answer", is_transient=True)),
        ("drop", Trouble("the connection failed", is_transient=True)),
    ],
)
def test_answers_of_a_webhook(
    answer: int | str, trouble: Trouble | None, serve: Start, environment: dict[str, str]
) -> None:
    """Every 2xx is a success; what may pass is worth another try."""
    hook = Hook(answers=deque([answer]))
    manner = IMPATIENT if answer == "slow" else QUICK
    assert send_json({}, hook_at(serve(hook)), environment, manner) == trouble
    assert len(hook.posted) <= 1


def test_an_answer_is_not_read(serve: Start, environment: dict[str, str]) -> None:
    """Once a server has said that it took the message, whatever else it says costs nothing."""
    hook = Hook(answers=deque(["endless"]))
    assert send_json({}, hook_at(serve(hook)), environment, IMPATIENT) is None


def test_redirects_are_not_followed(serve: Start, environment: dict[str, str]) -> None:
    """The body goes to the address that was written and to no other."""
    elsewhere = Hook()
    hook = Hook(answers=deque([serve(elsewhere)]))
    found = send_json({}, hook_at(serve(hook)), environment, QUICK)
    assert found == Trouble("it redirects elsewhere (307); write the address that it is at now")
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
    assert send_json({}, SECRET_HOOK, environment | {"HOOK": address}, QUICK) == Trouble(cause)


def test_secrets_are_in_no_trouble(serve: Start, environment: dict[str, str]) -> None:
    """However a webhook fails, its address from the environment is not told."""
    answers: list[int | str] = [404, 500, "drop", "slow", 429]
    hook = Hook(answers=deque(answers))
    secret = environment | {"HOOK": serve(hook)}
    found = [send_json({}, SECRET_HOOK, secret, IMPATIENT) for _ in answers]
    assert "SECRET" not in repr(found)
    assert None not in found
