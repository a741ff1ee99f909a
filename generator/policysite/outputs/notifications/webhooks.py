"""The way to webhooks. Nothing leaves without TLS but on this machine, and no server holds anybody up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import requests

from ...domain.model import Webhook
from .connection_errors import (
    UNUSABLE_ADDRESS,
    connection_error_cause,
    is_before_sending,
    is_certificate_error,
)
from .deadline import (
    GRACE_SECONDS,
    Connections,
    DeadlineError,
    run_with_deadline,
)
from .delivery import DeliveryFailure
from .http import WebSession
from .tls import tls_context

LOOPBACK_HOSTS = {"127.0.0.1", "::1", "localhost"}
HTTP_REDIRECT, HTTP_ERROR, HTTP_TOO_MANY_REQUESTS, HTTP_SERVER_ERROR = 300, 400, 429, 500
MAX_RETRY_AFTER_DIGITS = 9


def send_json(
    body: Mapping[str, Any],
    webhook: Webhook,
    environment: Mapping[str, str],
    seconds: float,
    now: datetime,
) -> DeliveryFailure | None:
    """Post a body to a webhook; None when it was taken. Raises nothing that a server can cause.

    Follows no redirect: the body would go where nobody meant it to. What the server answers is not read.
    now is for servers that name an instant at which to come again. Ends within so many seconds.
    """
    url = webhook_address(webhook, environment)
    if wrong := _wrong_address(url, webhook):
        return DeliveryFailure(wrong)
    try:
        context = tls_context(environment)
    except ValueError as error:
        return DeliveryFailure(str(error), is_server_failure=True)

    def post(connections: Connections) -> DeliveryFailure | None:
        with (
            WebSession(context, connections) as session,
            session.post(
                url, json=body, timeout=seconds + GRACE_SECONDS, stream=True, auth=_unchanged
            ) as response,
        ):
            if connections.are_cut:  # what has come of its head until then is no whole answer
                raise DeadlineError
            return _answered(response, now)

    try:
        return run_with_deadline(post, seconds)
    except DeadlineError:
        cause = f"the server took too long: it was not done within {seconds:g} seconds"
        return DeliveryFailure(cause, is_transient=True, is_server_failure=True, may_have_arrived=True)
    except (requests.RequestException, OSError, ValueError) as error:
        return _trouble(error)


def webhook_address(webhook: Webhook, environment: Mapping[str, str]) -> str:
    """Where a webhook is, without what a file or a form may leave around it; empty when nobody says."""
    return webhook.url or environment.get(webhook.url_from or "", "").strip()


def webhook_server(webhook: Webhook, environment: Mapping[str, str]) -> str:
    """The same text for webhooks of the same server, and no others. It is secret."""
    return urlsplit(webhook_address(webhook, environment)).netloc.rpartition("@")[2].lower()


def _wrong_address(url: str, webhook: Webhook) -> str:
    """What is wrong with a webhook's address, without naming it; empty when nothing is."""
    if not url:
        return f"the environment variable {webhook.url_from} is not set"
    where = f"the address in {webhook.url_from}" if webhook.url_from else "its address"
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname)
    except ValueError:
        is_whole = False
    if not is_whole:
        return f"{where} is no web address"
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS):
        return ""
    return f"{where} does not begin with https://"


def _unchanged(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Send no user or password that some file on this machine holds for the host."""
    return request


def _answered(response: requests.Response, now: datetime) -> DeliveryFailure | None:
    status = response.status_code
    if status < HTTP_REDIRECT:
        return None
    if status < HTTP_ERROR:
        return DeliveryFailure(f"it redirects elsewhere ({status}); write the address that it is at now")
    cause = f"the server answered {status}"
    if status != HTTP_TOO_MANY_REQUESTS and status < HTTP_SERVER_ERROR:
        return DeliveryFailure(cause)
    return DeliveryFailure(
        cause,
        is_transient=True,
        is_server_failure=True,
        retry_after=_asked_to_wait(response.headers, now),
    )


def _asked_to_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds that the server asks to wait for (RFC 9110, 10.2.3); None where it does not.

    An instant is read by the server's own clock, where it tells it.
    """
    asked = headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit():
        return (
            float(asked[:MAX_RETRY_AFTER_DIGITS])
            if len(asked) <= MAX_RETRY_AFTER_DIGITS
            else float(10**MAX_RETRY_AFTER_DIGITS)
        )
    instant = _instant(asked)
    if instant is None:
        return None
    return max((instant - (_instant(headers.get("Date", "")) or now)).total_seconds(), 0.0)


def _instant(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _trouble(error: Exception) -> DeliveryFailure:
    """Say what went wrong by its kind alone: the error's own words hold the address."""
    said = connection_error_cause(error)
    if said == UNUSABLE_ADDRESS or isinstance(error, ValueError):
        return DeliveryFailure("its address cannot be used")
    return DeliveryFailure(
        said,
        is_transient=not is_certificate_error(error),
        is_server_failure=True,
        may_have_arrived=not is_before_sending(error),
    )
