"""The way to a mail server. Nothing leaves without TLS, and no server holds anybody up."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from typing import Any, BinaryIO

from ...domain.model import MailServer
from .connection_errors import connection_error_cause
from .deadline import (
    GRACE_SECONDS,
    Connections,
    DeadlineError,
    run_with_deadline,
)
from .delivery import DeliveryFailure, DeliveryFailures
from .redaction import Secrets
from .tls import tls_context

SMTP_USER_VARIABLE, SMTP_PASSWORD_VARIABLE = "POLICYSITE_SMTP_USER", "POLICYSITE_SMTP_PASSWORD"
"""The environment variables that hold who sends the mail. Both or neither are set."""

DEFAULT_PORTS = {"starttls": 587, "tls": 465}
SMTP_OK, SMTP_FORWARDED, SMTP_SEND_DATA, SMTP_CLOSING, SMTP_ERROR = 250, 251, 354, 421, 500
MAX_ANSWER_BYTES = 65_536
"""More bytes than any server has reason to answer with."""
MAX_ANSWER_LINE_LENGTH = 200
"""The characters of a server's words that are passed on."""


def send_mail(
    mail: EmailMessage,
    recipients: Sequence[str],
    server: MailServer,
    environment: Mapping[str, str],
    seconds: float,
) -> DeliveryFailures:
    """Hand a mail to the server for some of its recipients. Raises nothing that a server can cause.

    A recipient at whose name the server ends the session is set aside, and the others are named to it in
    another. All of it ends within so many seconds.
    """
    transfer = _Transfer(mail, server, environment, seconds, list(recipients))
    try:
        run_with_deadline(transfer.carry_out, seconds)
    except DeadlineError:
        transfer.fail(DeadlineError())
    return transfer.troubles


@dataclass
class _Transfer:
    """One mail on its way to the server, and how far it has come."""

    mail: EmailMessage
    server: MailServer
    environment: Mapping[str, str]
    seconds: float
    left: list[str]
    """Who has neither the mail nor a trouble yet."""
    troubles: dict[str, DeliveryFailure] = field(default_factory=dict)
    naming: str = ""
    """The recipient that the server is just being asked about."""
    has_all: bool = False
    """Whether the server was sent the mail to its last dot, and has not answered."""

    def carry_out(self, connections: Connections) -> None:
        while self.left:
            self.naming, self.has_all = "", False
            try:
                with self._session(connections) as session:
                    self._hand_over(session)
            except (smtplib.SMTPException, OSError, ValueError, DeadlineError) as error:
                self.fail(DeadlineError() if connections.are_cut else error)

    def _hand_over(self, session: smtplib.SMTP) -> None:
        """Go through one transaction. Raises what ends it."""
        session.ehlo_or_helo_if_needed()
        code, said = session.mail(self.server.sender)
        if code != SMTP_OK:
            raise smtplib.SMTPSenderRefused(code, said, self.server.sender)
        accepted = [one for one in tuple(self.left) if self._is_accepted(session, one)]
        self.naming = ""
        if not accepted:
            return
        code, said = session.docmd("data")
        if code != SMTP_SEND_DATA:
            raise smtplib.SMTPDataError(code, said)
        session.send(_content(self.mail))
        self.has_all = True
        code, said = session.getreply()
        self.has_all = False
        if code != SMTP_OK:
            raise smtplib.SMTPDataError(code, said)
        self.left = []
        # The mail is with the server now: how the session ends takes nothing back, and is not waited for.
        with suppress(smtplib.SMTPException, OSError):
            session.putcmd("quit")

    def _is_accepted(self, session: smtplib.SMTP, recipient: str) -> bool:
        self.naming = recipient
        code, said = session.rcpt(recipient)
        if code in {SMTP_OK, SMTP_FORWARDED}:
            return True
        if code == SMTP_CLOSING:
            raise smtplib.SMTPResponseException(code, said)
        self._set_aside(recipient, self._reply(code, said, is_of_server=False))
        return False

    def _set_aside(self, recipient: str, failure: DeliveryFailure) -> None:
        self.troubles[recipient] = failure
        self.left.remove(recipient)

    def fail(self, error: Exception) -> None:
        """Say what ended a session: for the recipient that was being named, or else for all."""
        failure = self._trouble(error)
        is_over = isinstance(error, DeadlineError)
        if self.naming in self.left:
            # What comes of the others shows in the next session, or in the next try.
            self._set_aside(self.naming, _of_recipient(failure, is_over=is_over))
            if not is_over:
                return
            cause = f"the server did not answer when {self.naming} was named to it"
            failure = DeliveryFailure(cause, is_transient=True, is_server_failure=True)
        self.troubles |= dict.fromkeys(self.left, failure)
        self.left = []

    def _trouble(self, error: Exception) -> DeliveryFailure:
        match error:
            case smtplib.SMTPAuthenticationError():
                # What the server says here is about what it was sent.
                said = (
                    f"the server did not accept {SMTP_USER_VARIABLE} and {SMTP_PASSWORD_VARIABLE} "
                    f"({error.smtp_code})"
                )
                return DeliveryFailure(
                    said, is_transient=_is_transient(error.smtp_code), is_server_failure=True
                )
            case smtplib.SMTPResponseException():
                is_of_mail = isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= SMTP_ERROR
                return self._reply(error.smtp_code, error.smtp_error, is_of_server=not is_of_mail)
            case smtplib.SMTPNotSupportedError():
                said = f"{self.server.host} cannot do what is needed: {self._clean(str(error))}"
                return DeliveryFailure(said, is_server_failure=True)
            case ssl.SSLCertVerificationError():
                said = f"the certificate of {self.server.host} cannot be trusted: {error.verify_message}"
                return DeliveryFailure(said, is_server_failure=True)
            case DeadlineError():
                said = f"it timed out, for the server was not done within {self.seconds:g} seconds"
            case smtplib.SMTPException():
                said = self._clean(str(error))
            case OSError():
                said = connection_error_cause(error)
            case _:
                return DeliveryFailure(str(error), is_server_failure=True)
        said = f"the connection to {self.server.host} failed: {said}"
        return DeliveryFailure(
            said, is_transient=True, is_server_failure=True, may_have_arrived=self.has_all
        )

    def _reply(self, code: int, said: bytes | str, *, is_of_server: bool) -> DeliveryFailure:
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        cause = f"the server answered {code} {self._clean(text)}".rstrip()
        return DeliveryFailure(cause, _is_transient(code), is_of_server)

    def _clean(self, text: str) -> str:
        """One short line of a server's words, without anything secret or unprintable."""
        secrets = Secrets.from_environment(
            self.environment, [SMTP_PASSWORD_VARIABLE], users=[SMTP_USER_VARIABLE]
        )
        return re.sub(r"[^\x21-\x7e]+", " ", secrets.redact(text)).strip()[:MAX_ANSWER_LINE_LENGTH]

    @contextmanager
    def _session(self, connections: Connections) -> Iterator[smtplib.SMTP]:
        """A session with the server that is private and, where a user is given, logged in."""
        login = _login(self.environment)
        session = self._connected(connections)
        try:
            if login:
                session.login(*login)
            yield session
        finally:
            session.close()

    def _connected(self, connections: Connections) -> smtplib.SMTP:
        server, context = self.server, tls_context(self.environment)
        port, timeout = server.port or DEFAULT_PORTS[server.security], self.seconds + GRACE_SECONDS
        begin_open, begin_private = _sessions(connections)
        if server.security == "tls":
            return begin_private(server.host, port, timeout=timeout, context=context)
        session = begin_open(server.host, port, timeout=timeout)
        try:
            session.starttls(context=context)
        except BaseException:
            session.close()
            raise
        return session


def _of_recipient(failure: DeliveryFailure, *, is_over: bool) -> DeliveryFailure:
    """What ended a session, as the trouble of the recipient that was being named.

    One at whose name the server is silent or closes down is not tried again in this run: the others
    would wait for it.
    """
    is_closing = failure.cause.startswith(f"the server answered {SMTP_CLOSING} ")
    return DeliveryFailure(
        failure.cause, is_transient=not (is_over or is_closing), is_server_failure=is_over
    )


def _sessions(connections: Connections) -> tuple[type[smtplib.SMTP], type[smtplib.SMTP_SSL]]:
    """Sessions that begin open and private, whose connection can be cut and whose answers are short."""

    class Open(smtplib.SMTP):
        def _get_socket(self, *arguments: Any) -> Any:
            return connections.watch(super()._get_socket(*arguments))  # type: ignore[misc]

        def getreply(self) -> tuple[int, bytes]:
            if self.file is None:
                assert self.sock is not None
                self.file: Any = _Short(self.sock.makefile("rb"))
            self.file.left = MAX_ANSWER_BYTES
            return super().getreply()

    class Private(smtplib.SMTP_SSL, Open):  # in this order: watched before the handshake
        pass

    return Open, Private


@dataclass
class _Short:
    """The lines of one answer, which is not to go on for ever."""

    file: BinaryIO
    left: int = MAX_ANSWER_BYTES

    def readline(self, most: int) -> bytes:
        line = self.file.readline(most)
        self.left -= len(line)
        if self.left < 0:
            raise OSError("the answer has no end")
        return line

    def close(self) -> None:
        self.file.close()


def _content(mail: EmailMessage) -> bytes:
    """The mail as it is sent, to the dot that ends it (RFC 5321, 4.5.2)."""
    lines = mail.as_bytes(policy=policy.SMTP)
    return re.sub(rb"(?m)^\.", b"..", lines.removesuffix(b"\r\n")) + b"\r\n.\r\n"


def _login(environment: Mapping[str, str]) -> tuple[str, str] | None:
    """User and password, if there are any. Raises ValueError where one is missing or unusable."""
    user, password = environment.get(SMTP_USER_VARIABLE, ""), environment.get(SMTP_PASSWORD_VARIABLE, "")
    return (
        (_secret(user, SMTP_USER_VARIABLE), _secret(password, SMTP_PASSWORD_VARIABLE))
        if user or password
        else None
    )


def _secret(value: str, name: str) -> str:
    """A secret without the line break that a file or a form may leave at its end."""
    value = value.rstrip("\r\n")
    if not value:
        raise ValueError(f"the environment variable {name} is not set")
    if not (value.isascii() and value.isprintable()):
        raise ValueError(
            f"the environment variable {name} holds characters that SMTP cannot carry, as a line break is"
        )
    return value


def _is_transient(code: int) -> bool:
    """Whether SMTP means: not now. A code of -1 means that what was said is no answer."""
    return code < SMTP_ERROR
