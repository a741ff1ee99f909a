"""The way to mail servers, each of them real: what is taken, what is refused, and what never leaves."""

from __future__ import annotations

import re
import socket
import ssl
from base64 import b64encode
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from threading import Event
from typing import Any

import pytest
import trustme

from policysite.domain.model import MailServer
from policysite.outputs.notifications.delivery import DeliveryFailure
from policysite.outputs.notifications.smtp import send_mail
from tests.outputs.notifications.conftest import server_context
from tests.outputs.notifications.servers import PATIENCE, Inbox, accepts, listener, trickle

QUICK, IMPATIENT = 10.0, 0.4
"""Seconds that no server needs, and seconds that none is to need."""
HEAD, DEPUTY, LAST = "head@example.org", "deputy@example.org", "last@example.org"
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
        HEAD: DeliveryFailure(
            "localhost cannot do what is needed: STARTTLS extension not supported by server.",
            is_server_failure=True,
        )
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
    assert found == {HEAD: DeliveryFailure(cause, is_server_failure=True)}


@pytest.mark.parametrize("missing", ["POLICYSITE_SMTP_USER", "POLICYSITE_SMTP_PASSWORD"])
def test_half_a_login_is_an_error(
    missing: str, serve: Start, mail: EmailMessage, environment: dict[str, str]
) -> None:
    """A user without a password, or the other way round, is a mistake and not a mail without either."""
    secrets = {"POLICYSITE_SMTP_USER": "site", "POLICYSITE_SMTP_PASSWORD": "hunter2", missing: ""}
    inbox = Inbox()
    found = send_mail(mail, [HEAD], server(serve(inbox)), environment | secrets, QUICK)
    cause = f"the environment variable {missing} is not set"
    assert found == {HEAD: DeliveryFailure(cause, is_server_failure=True)}
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
    assert found == {DEPUTY: DeliveryFailure("the server answered 550 no such user")}
    assert [recipients for recipients, _ in inbox.taken] == [[HEAD]]


def test_all_recipients_are_refused(
    serve: Start, mail: EmailMessage, environment: dict[str, str]
) -> None:
    """Each refusal has its own cause, and 4xx may be otherwise a moment later."""
    inbox = Inbox(refusals={HEAD: deque(["450 come back"]), DEPUTY: deque(["550 gone"])})
    assert send_mail(mail, [HEAD, DEPUTY], server(serve(inbox)), environment, QUICK) == {
        HEAD: DeliveryFailure("the server answered 450 come back", is_transient=True),
        DEPUTY: DeliveryFailure("the server answered 550 gone"),
    }


@pytest.mark.parametrize(
    ("refusal", "failure"),
    [
        ("421 too busy for you", DeliveryFailure("the server answered 421 too busy for you")),
        (
            "drop",
            DeliveryFailure(
                "the connection to localhost failed: Connection unexpectedly closed",
                is_transient=True,
            ),
        ),
    ],
)
def test_a_session_that_ends_at_a_recipient(
    refusal: str, failure: DeliveryFailure, serve: Start, mail: EmailMessage, environment: dict[str, str]
) -> None:
    """Where the server ends the session at one recipient, the others get the mail in another."""
    inbox = Inbox(refusals={DEPUTY: deque([refusal])})
    found = send_mail(mail, [HEAD, DEPUTY, LAST], server(serve(inbox)), environment, QUICK)
    assert found == {DEPUTY: failure}
    assert [recipients for recipients, _ in inbox.taken] == [[HEAD, LAST]]


def test_every_recipient_ends_the_session(
    serve: Start, mail: EmailMessage, environment: dict[str, str]
) -> None:
    """A server that closes at every recipient is asked about each of them once."""
    everybody = [HEAD, DEPUTY, LAST]
    inbox = Inbox(refusals={one: deque(["421 no", "421 again"]) for one in everybody})
    found = send_mail(mail, everybody, server(serve(inbox)), environment, QUICK)
    assert found == dict.fromkeys(everybody, DeliveryFailure("the server answered 421 no"))
    assert inbox.sessions == 6, "each greets before and after STARTTLS"


def test_silence_at_a_recipient(serve: Start, mail: EmailMessage, environment: dict[str, str]) -> None:
    """A recipient at whom the server falls silent is not tried again; the others are, a moment later."""
    inbox = Inbox(refusals={DEPUTY: deque(["silence"])})
    port = serve(inbox)
    found = send_mail(mail, [HEAD, DEPUTY], server(port), environment, 3)
    assert (found[HEAD].is_transient, found[DEPUTY].is_transient) == (True, False)
    assert found[HEAD].cause == f"the server did not answer when {DEPUTY} was named to it"
    assert "timed out" in found[DEPUTY].cause
    assert send_mail(mail, [HEAD], server(port), environment, QUICK) == {}


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
    assert found[HEAD].may_have_arrived is (answer == "drop")
    assert inbox.taken == []


@pytest.mark.parametrize("retry_policy", ["rude", "gone"])
def test_a_farewell_that_fails_takes_nothing_back(
    retry_policy: str,
    serve: Start,
    mail: EmailMessage,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Once the server has the mail, it does not matter how the session ends."""

    async def end(self: Any, *_: object) -> None:
        if retry_policy == "rude":
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


@pytest.mark.parametrize(
    ("security", "begin"),
    [("starttls", b""), ("starttls", b"220-"), ("tls", b"\x16\x03\x03\x40\x00")],
    ids=["greeting", "lines", "handshake"],
)
def test_a_mail_server_that_trickles(
    security: str, begin: bytes, mail: EmailMessage, environment: dict[str, str]
) -> None:
    """A server that sends a byte now and then, and never an answer, is cut off at the deadline."""
    released = Event()
    with listener(trickle(released, begin=begin)) as port:
        found = send_mail(mail, [HEAD], server(port, security), environment, IMPATIENT)
        released.set()
    assert found[HEAD].is_server_failure
    assert "timed out, for the server was not done within 0.4 seconds" in found[HEAD].cause


def test_an_answer_without_an_end(mail: EmailMessage, environment: dict[str, str]) -> None:
    """A server that floods with lines of one answer fills no memory."""
    with listener(trickle(Event(), byte=b"220-more\r\n" * 20_000)) as port:
        found = send_mail(mail, [HEAD], server(port), environment, QUICK)
    assert found[HEAD].cause.endswith(" the answer has no end")


@pytest.mark.parametrize("written", ["hunter2\n", "hunter2\r\n"])
def test_a_line_break_after_a_password(
    written: str, serve: Start, mail: EmailMessage, environment: dict[str, str]
) -> None:
    """The line break that a file leaves at the end of a password is no part of it."""
    inbox = Inbox()
    port = serve(inbox, authenticator=accepts(b"site", b"hunter2"), auth_required=True)
    secrets = {"POLICYSITE_SMTP_USER": "site\n", "POLICYSITE_SMTP_PASSWORD": written}
    assert send_mail(mail, [HEAD], server(port), environment | secrets, QUICK) == {}
    assert len(inbox.taken) == 1


@pytest.mark.parametrize("written", ["hun\nter2", "hünter2", "hunter2\0"])
def test_a_password_that_cannot_be_sent(
    written: str, mail: EmailMessage, environment: dict[str, str]
) -> None:
    """A password that SMTP cannot carry is refused in a line that does not hold it."""
    secrets = {"POLICYSITE_SMTP_USER": "site", "POLICYSITE_SMTP_PASSWORD": written}
    found = send_mail(mail, [HEAD], server(9), environment | secrets, QUICK)
    cause = "the environment variable POLICYSITE_SMTP_PASSWORD holds characters that SMTP cannot carry"
    assert found[HEAD].cause.startswith(cause)
    assert "ter2" not in found[HEAD].cause


ECHOED = "correct-horse-battery"
PLAIN = b64encode(f"\0site\0{ECHOED}".encode()).decode()


@pytest.mark.parametrize(
    "echo",
    [
        ECHOED,
        ECHOED.upper(),
        PLAIN,
        b64encode(ECHOED.encode()).decode(),
        ECHOED.encode().hex(),
        f"AUTH PLAIN {PLAIN[:18]}\r\n550 {PLAIN[18:]}",
        ECHOED[:12],
    ],
)
def test_no_form_of_an_echo_is_passed_on(
    echo: str, serve: Start, mail: EmailMessage, environment: dict[str, str]
) -> None:
    """A server that repeats the password as it was sent, in another form or in pieces is not quoted."""
    inbox = Inbox(
        refusals={
            HEAD: deque([f"550-we got {echo} from you".replace("\r\n550 ", "\r\n550-") + "\r\n550 no"])
        }
    )
    port = serve(inbox, authenticator=accepts(b"site", ECHOED.encode()))
    secrets = {"POLICYSITE_SMTP_USER": "site", "POLICYSITE_SMTP_PASSWORD": f"{ECHOED}\n"}
    cause = send_mail(mail, [HEAD], server(port), environment | secrets, QUICK)[HEAD].cause
    assert re.fullmatch(
        r"the server answered 550 we got .*\[POLICYSITE_SMTP_PASSWORD\].* from you no", cause
    ), cause
    for piece in (ECHOED, PLAIN, b64encode(ECHOED.encode()).decode(), ECHOED.encode().hex()):
        assert not any(piece[at : at + 8].lower() in cause.lower() for at in range(len(piece) - 7))


def test_a_mail_arrives_as_it_was_written(
    serve: Start, mail: EmailMessage, environment: dict[str, str]
) -> None:
    """Lines that begin with a dot come whole, and nothing follows the last line."""
    mail.set_content(".\n..two\nend\n.\n")
    inbox = Inbox()
    assert send_mail(mail, [HEAD], server(serve(inbox)), environment, QUICK) == {}
    ((_, taken),) = inbox.taken
    assert taken.get_content().splitlines() == [".", "..two", "end", "."]


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
    assert send_mail(mail, [HEAD], server(9), wrong, QUICK) == {
        HEAD: DeliveryFailure(cause, is_server_failure=True)
    }
