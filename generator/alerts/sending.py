"""The way to servers: mail by SMTP, webhooks by HTTP. Nothing leaves without TLS.

What fails is a Trouble with its cause in words. No password, and no webhook's address that comes from
the environment, is ever part of one.
"""

from __future__ import annotations

import re
import smtplib
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from ..model import MailServer, Webhook

USER, PASSWORD = "POLICYSITE_SMTP_USER", "POLICYSITE_SMTP_PASSWORD"
"""The environment variables that hold who sends the mail. Both or neither are set."""
CERTIFICATES = "SSL_CERT_FILE"
"""The environment variable that names a file of authorities to trust, as OpenSSL has it."""

PORTS = {"starttls": 587, "tls": 465}
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
TOO_MANY, SERVER_ERROR, REDIRECT, ERROR = 429, 500, 300, 400


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something was not delivered, and whether it may be a moment later."""

    cause: str
    is_transient: bool = False


Troubles = Mapping[str, Trouble]
"""What was not delivered, by recipient; empty when all was."""


@dataclass(frozen=True)
class Manner:
    """How patiently to send."""

    timeout: float = 20.0
    """The seconds to wait for a connection, and for each answer."""
    pauses: tuple[float, ...] = (2.0, 8.0)
    """The seconds between two tries; there is one try more than pauses."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one try: who has it now, and who will not get it in this run."""

    delivered: tuple[str, ...]
    failed: Troubles


def attempts(
    send: Callable[[Sequence[str]], Troubles], recipients: Sequence[str], manner: Manner
) -> Iterator[Attempt]:
    """Try, and try again for those whose trouble is transient. Yields after each try, to be recorded."""
    left = tuple(recipients)
    for pause in (*manner.pauses, None):
        troubles = send(left)
        again = tuple(one for one in left if one in troubles and troubles[one].is_transient)
        is_last = pause is None or not again
        failed = {one: trouble for one, trouble in troubles.items() if is_last or one not in again}
        yield Attempt(tuple(one for one in left if one not in troubles), failed)
        if pause is None or not again:
            return
        left = again
        time.sleep(pause)


# --- mail ----------------------------------------------------------------------------------------


def send_mail(
    mail: EmailMessage,
    recipients: Sequence[str],
    server: MailServer,
    environment: Mapping[str, str],
    manner: Manner,
) -> Troubles:
    """Hand a mail to the server for some of its recipients. Raises nothing that a server can cause."""
    try:
        with _session(server, environment, manner.timeout) as session:
            refused = session.send_message(mail, server.sender, list(recipients))
            return {one: _reply(*reply, environment) for one, reply in refused.items()}
    except smtplib.SMTPRecipientsRefused as error:
        # Nobody has it. Whoever was not refused was not asked for, or the connection ended before.
        unsaid = Trouble("the server ended the session", is_transient=True)
        refused = error.recipients
        return {
            one: _reply(*refused[one], environment) if one in refused else unsaid for one in recipients
        }
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return dict.fromkeys(recipients, _mail_trouble(error, server, environment))


@contextmanager
def _session(
    server: MailServer, environment: Mapping[str, str], timeout: float
) -> Iterator[smtplib.SMTP]:
    """A session with the server that is private and, where a user is given, logged in."""
    session = _connected(server, _trust(environment), timeout)
    try:
        if environment.get(USER) or environment.get(PASSWORD):
            session.login(_secret(environment, USER), _secret(environment, PASSWORD))
        yield session
        # The mail is with the server now: a farewell that fails takes nothing back.
        with suppress(smtplib.SMTPException, OSError):
            session.quit()
    finally:
        session.close()


def _connected(server: MailServer, trust: ssl.SSLContext, timeout: float) -> smtplib.SMTP:
    port = server.port or PORTS[server.security]
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, port, timeout=timeout, context=trust)
    session = smtplib.SMTP(server.host, port, timeout=timeout)
    try:
        session.starttls(context=trust)
    except BaseException:
        session.close()
        raise
    return session


def _trust(environment: Mapping[str, str]) -> ssl.SSLContext:
    """What certificates are verified with: the system's authorities, and those of the environment."""
    context = ssl.create_default_context()
    if file := environment.get(CERTIFICATES):
        try:
            context.load_verify_locations(file)
        except OSError as error:
            raise ValueError(f"the file in {CERTIFICATES} cannot be read: {error.strerror}") from None
    return context


def _secret(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name)
    if not value:
        raise ValueError(f"the environment variable {name} is not set")
    if not value.isascii():
        raise ValueError(f"the environment variable {name} holds characters that SMTP cannot carry")
    return value


def _mail_trouble(error: Exception, server: MailServer, environment: Mapping[str, str]) -> Trouble:
    """Say what went wrong before or after the recipients were named."""
    match error:
        case smtplib.SMTPAuthenticationError():
            # What the server says here may quote what it was sent.
            said = f"the server did not accept {USER} and {PASSWORD} ({error.smtp_code})"
            return Trouble(said, is_transient=_is_transient(error.smtp_code))
        case smtplib.SMTPResponseException():
            return _reply(error.smtp_code, error.smtp_error, environment)
        case smtplib.SMTPNotSupportedError():
            return Trouble(f"{server.host} cannot do what is needed: {error}")
        case ssl.SSLCertVerificationError():
            return Trouble(f"the certificate of {server.host} cannot be trusted: {error.verify_message}")
        case smtplib.SMTPException() | OSError():
            reason = _clean(str(error), environment)
            return Trouble(f"the connection to {server.host} failed: {reason}", is_transient=True)
    return Trouble(str(error))


def _reply(code: int, said: bytes | str, environment: Mapping[str, str]) -> Trouble:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    cause = f"the server answered {code} {_clean(text, environment)}"
    return Trouble(cause, is_transient=_is_transient(code))


def _is_transient(code: int) -> bool:
    """Whether SMTP means: not now. A code of -1 means that the connection ended."""
    return code < SERVER_ERROR


def _clean(text: str, environment: Mapping[str, str]) -> str:
    """One short line of a server's words, without anything secret or unprintable."""
    for name in (USER, PASSWORD):
        if secret := environment.get(name):
            text = text.replace(secret, f"[{name}]")
    return re.sub(r"[^\x21-\x7e]+", " ", text).strip()[:200]


# --- webhooks ------------------------------------------------------------------------------------


def send_json(
    body: Mapping[str, Any], webhook: Webhook, environment: Mapping[str, str], manner: Manner
) -> Trouble | None:
    """Post a body to a webhook; None when it was taken. Raises nothing that a server can cause.

    Follows no redirect: the body would go where nobody meant it to. What the server answers is not read.
    """
    address = webhook.url or environment.get(webhook.url_from or "", "")
    if wrong := _wrong_address(address, webhook):
        return Trouble(wrong)
    try:
        trust = _trust(environment)
    except ValueError as error:
        return Trouble(str(error))
    try:
        with requests.Session() as session:
            session.mount("https://", _Trusting(trust))
            with session.post(
                address,
                json=body,
                timeout=(manner.timeout, manner.timeout),
                allow_redirects=False,
                stream=True,
                auth=_unchanged,
            ) as response:
                return _answered(response.status_code)
    except (requests.RequestException, OSError, ValueError) as error:
        return _web_trouble(error)


class _Trusting(HTTPAdapter):
    """Verifies servers also with what the environment says is to be trusted."""

    def __init__(self, trust: ssl.SSLContext) -> None:
        self._trust = trust
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options, ssl_context=self._trust)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        return super().proxy_manager_for(proxy, **options, ssl_context=self._trust)


def _wrong_address(address: str, webhook: Webhook) -> str:
    """What is wrong with a webhook's address, without naming it; empty when nothing is."""
    if not address:
        return f"the environment variable {webhook.url_from} is not set"
    where = f"the address in {webhook.url_from}" if webhook.url_from else "its address"
    try:
        parts = urlsplit(address)
        is_whole = bool(parts.hostname)
    except ValueError:
        is_whole = False
    if not is_whole:
        return f"{where} is no web address"
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return ""
    return f"{where} does not begin with https://"


def _unchanged(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Send no user or password that some file on this machine holds for the host."""
    return request


def _answered(status: int) -> Trouble | None:
    if status < REDIRECT:
        return None
    if status < ERROR:
        return Trouble(f"it redirects elsewhere ({status}); write the address that it is at now")
    return Trouble(
        f"the server answered {status}", is_transient=status == TOO_MANY or status >= SERVER_ERROR
    )


def _web_trouble(error: Exception) -> Trouble:
    """Say what went wrong by its kind alone: the error's own words hold the address."""
    if isinstance(error, requests.Timeout):
        return Trouble("the server took too long to answer", is_transient=True)
    if isinstance(error, requests.exceptions.SSLError):
        return Trouble("the server's certificate cannot be trusted, or TLS failed")
    if isinstance(error, requests.ConnectionError):
        return Trouble("the connection failed", is_transient=True)
    return Trouble("its address cannot be used")
