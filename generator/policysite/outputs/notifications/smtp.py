"""Sending mail by SMTP, always with TLS and with a deadline."""

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
"""The environment variables with the user and password; both are set, or neither."""

DEFAULT_PORTS = {"starttls": 587, "tls": 465}
SMTP_OK, SMTP_FORWARDED, SMTP_SEND_DATA, SMTP_CLOSING, SMTP_ERROR = 250, 251, 354, 421, 500
MAX_ANSWER_BYTES = 65_536
"""Most bytes of a server's answer."""
MAX_ANSWER_LINE_LENGTH = 200
"""Most characters of a server's answer that are shown."""


def send_mail(
    mail: EmailMessage,
    recipients: Sequence[str],
    server: MailServer,
    environment: Mapping[str, str],
    seconds: float,
) -> DeliveryFailures:
    """Send a mail to some of its recipients within `seconds`. Nothing that a server does raises an error.

    If the server ends the session when a recipient is named, that recipient fails, and the others are
    tried in a new session.
    """
    transfer = _Transfer(mail, server, environment, seconds, list(recipients))
    try:
        run_with_deadline(transfer.carry_out, seconds)
    except DeadlineError:
        transfer.fail(DeadlineError())
    return transfer.troubles


@dataclass
class _Transfer:
    """The transfer of a mail to the server, and its progress."""

    mail: EmailMessage
    server: MailServer
    environment: Mapping[str, str]
    seconds: float
    left: list[str]
    """The recipients that have neither received the mail nor failed."""
    troubles: dict[str, DeliveryFailure] = field(default_factory=dict)
    naming: str = ""
    """The recipient being named to the server, if any."""
    has_all: bool = False
    """Whether the complete mail was sent and the server has not answered yet."""

    def carry_out(self, connections: Connections) -> None:
        while self.left:
            self.naming, self.has_all = "", False
            try:
                with self._session(connections) as session:
                    self._hand_over(session)
            except (smtplib.SMTPException, OSError, ValueError, DeadlineError) as error:
                self.fail(DeadlineError() if connections.are_cut else error)

    def _hand_over(self, session: smtplib.SMTP) -> None:
        """Carry out an SMTP transaction. Raises the error that ends it."""
        session.ehlo_or_helo_if_needed()
        code, answer = session.mail(self.server.sender)
        if code != SMTP_OK:
            raise smtplib.SMTPSenderRefused(code, answer, self.server.sender)
        accepted = [recipient for recipient in tuple(self.left) if self._is_accepted(session, recipient)]
        self.naming = ""
        if not accepted:
            return
        code, answer = session.docmd("data")
        if code != SMTP_SEND_DATA:
            raise smtplib.SMTPDataError(code, answer)
        session.send(_content(self.mail))
        self.has_all = True
        code, answer = session.getreply()
        self.has_all = False
        if code != SMTP_OK:
            raise smtplib.SMTPDataError(code, answer)
        self.left = []
        # The server has accepted the mail, so errors at the end of the session do not matter.
        with suppress(smtplib.SMTPException, OSError):
            session.putcmd("quit")

    def _is_accepted(self, session: smtplib.SMTP, recipient: str) -> bool:
        self.naming = recipient
        code, answer = session.rcpt(recipient)
        if code in {SMTP_OK, SMTP_FORWARDED}:
            return True
        if code == SMTP_CLOSING:
            raise smtplib.SMTPResponseException(code, answer)
        self._set_aside(recipient, self._answer_failure(code, answer, is_of_server=False))
        return False

    def _set_aside(self, recipient: str, failure: DeliveryFailure) -> None:
        self.troubles[recipient] = failure
        self.left.remove(recipient)

    def fail(self, error: Exception) -> None:
        """Record what ended a session: for the recipient being named, or else for all remaining ones."""
        failure = self._failure(error)
        is_over = isinstance(error, DeadlineError)
        if self.naming in self.left:
            # The others are tried in the next session, or in the next try.
            self._set_aside(self.naming, _recipient_failure(failure, is_over=is_over))
            if not is_over:
                return
            cause = f"the server did not answer when {self.naming} was named to it"
            failure = DeliveryFailure(cause, is_transient=True, is_server_failure=True)
        self.troubles |= dict.fromkeys(self.left, failure)
        self.left = []

    def _failure(self, error: Exception) -> DeliveryFailure:
        match error:
            case smtplib.SMTPAuthenticationError():
                # The server's words may contain the login.
                cause = (
                    f"the server did not accept {SMTP_USER_VARIABLE} and {SMTP_PASSWORD_VARIABLE} "
                    f"({error.smtp_code})"
                )
                return DeliveryFailure(
                    cause, is_transient=_is_transient(error.smtp_code), is_server_failure=True
                )
            case smtplib.SMTPResponseException():
                is_of_mail = isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= SMTP_ERROR
                return self._answer_failure(
                    error.smtp_code, error.smtp_error, is_of_server=not is_of_mail
                )
            case smtplib.SMTPNotSupportedError():
                cause = f"{self.server.host} cannot do what is needed: {self._clean(str(error))}"
                return DeliveryFailure(cause, is_server_failure=True)
            case ssl.SSLCertVerificationError():
                cause = f"the certificate of {self.server.host} cannot be trusted: {error.verify_message}"
                return DeliveryFailure(cause, is_server_failure=True)
            case DeadlineError():
                cause = f"it timed out, for the server was not done within {self.seconds:g} seconds"
            case smtplib.SMTPException():
                cause = self._clean(str(error))
            case OSError():
                cause = connection_error_cause(error)
            case _:
                return DeliveryFailure(str(error), is_server_failure=True)
        cause = f"the connection to {self.server.host} failed: {cause}"
        return DeliveryFailure(
            cause, is_transient=True, is_server_failure=True, may_have_arrived=self.has_all
        )

    def _answer_failure(self, code: int, answer: bytes | str, *, is_of_server: bool) -> DeliveryFailure:
        text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
        cause = f"the server answered {code} {self._clean(text)}".rstrip()
        return DeliveryFailure(cause, _is_transient(code), is_of_server)

    def _clean(self, text: str) -> str:
        """A server's words on one short line, without secrets and unprintable characters."""
        secrets = Secrets.from_environment(
            self.environment, [SMTP_PASSWORD_VARIABLE], users=[SMTP_USER_VARIABLE]
        )
        return re.sub(r"[^\x21-\x7e]+", " ", secrets.redact(text)).strip()[:MAX_ANSWER_LINE_LENGTH]

    @contextmanager
    def _session(self, connections: Connections) -> Iterator[smtplib.SMTP]:
        """An encrypted session with the server, logged in if there is a user."""
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


def _recipient_failure(failure: DeliveryFailure, *, is_over: bool) -> DeliveryFailure:
    """The failure that ended a session, as that of the recipient that was being named.

    If the server gave no answer or closed down at that name, the recipient is not tried again in this
    run, because the others would have to wait.
    """
    is_closing = failure.cause.startswith(f"the server answered {SMTP_CLOSING} ")
    return DeliveryFailure(
        failure.cause, is_transient=not (is_over or is_closing), is_server_failure=is_over
    )


def _sessions(connections: Connections) -> tuple[type[smtplib.SMTP], type[smtplib.SMTP_SSL]]:
    """Session classes without and with TLS from the start; connections can be shut down."""

    class Open(smtplib.SMTP):
        def _get_socket(self, *arguments: Any) -> Any:
            return connections.watch(super()._get_socket(*arguments))  # type: ignore[misc]

        def getreply(self) -> tuple[int, bytes]:
            if self.file is None:
                assert self.sock is not None
                self.file: Any = _LimitedAnswer(self.sock.makefile("rb"))
            self.file.left = MAX_ANSWER_BYTES
            return super().getreply()

    class Private(
        smtplib.SMTP_SSL, Open
    ):  # in this order, so that Open watches the connection before the handshake
        pass

    return Open, Private


@dataclass
class _LimitedAnswer:
    """The lines of a server's answer, limited to MAX_ANSWER_BYTES."""

    file: BinaryIO
    left: int = MAX_ANSWER_BYTES

    def readline(self, limit: int) -> bytes:
        line = self.file.readline(limit)
        self.left -= len(line)
        if self.left < 0:
            raise OSError("the answer has no end")
        return line

    def close(self) -> None:
        self.file.close()


def _content(mail: EmailMessage) -> bytes:
    """The mail with doubled dots and the final dot (RFC 5321, 4.5.2)."""
    lines = mail.as_bytes(policy=policy.SMTP)
    return re.sub(rb"(?m)^\.", b"..", lines.removesuffix(b"\r\n")) + b"\r\n.\r\n"


def _login(environment: Mapping[str, str]) -> tuple[str, str] | None:
    """User and password, or None if neither is set. Raises ValueError if only one is, or is unusable."""
    user, password = environment.get(SMTP_USER_VARIABLE, ""), environment.get(SMTP_PASSWORD_VARIABLE, "")
    return (
        (_secret(user, SMTP_USER_VARIABLE), _secret(password, SMTP_PASSWORD_VARIABLE))
        if user or password
        else None
    )


def _secret(value: str, name: str) -> str:
    """A secret without a line break at its end. Raises ValueError if it is empty or unusable."""
    value = value.rstrip("\r\n")
    if not value:
        raise ValueError(f"the environment variable {name} is not set")
    if not (value.isascii() and value.isprintable()):
        raise ValueError(
            f"the environment variable {name} holds characters that SMTP cannot carry, as a line break is"
        )
    return value


def _is_transient(code: int) -> bool:
    """Whether a code means a transient failure. -1 stands for an answer that is not SMTP."""
    return code < SMTP_ERROR
