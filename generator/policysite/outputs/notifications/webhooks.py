"""Posting to webhooks with a deadline, and with TLS except on this machine."""

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
    """Post a body to a webhook within `seconds`; None if it was accepted.

    Nothing that a server does raises an error. Redirects are not followed, since the body could go to an
    unknown server, and the response's body is not read. `now` is needed for a Retry-After with a date.
    """
    url = webhook_address(webhook, environment)
    if problem := _address_problem(url, webhook):
        return DeliveryFailure(problem)
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
            if connections.are_cut:  # the response may be incomplete
                raise DeadlineError
            return _answer_failure(response, now)

    try:
        return run_with_deadline(post, seconds)
    except DeadlineError:
        cause = f"the server took too long: it was not done within {seconds:g} seconds"
        return DeliveryFailure(cause, is_transient=True, is_server_failure=True, may_have_arrived=True)
    except (requests.RequestException, OSError, ValueError) as error:
        return _connection_failure(error)


def webhook_address(webhook: Webhook, environment: Mapping[str, str]) -> str:
    """The address of a webhook, without white space around it; empty if its variable is not set."""
    return webhook.url or environment.get(webhook.url_from or "", "").strip()


def webhook_server(webhook: Webhook, environment: Mapping[str, str]) -> str:
    """A secret key that is the same for all webhooks on one server."""
    return urlsplit(webhook_address(webhook, environment)).netloc.rpartition("@")[2].lower()


def _address_problem(url: str, webhook: Webhook) -> str:
    """What is wrong with a webhook's address, without the address; empty if it is right."""
    if not url:
        return f"the environment variable {webhook.url_from} is not set"
    described = f"the address in {webhook.url_from}" if webhook.url_from else "its address"
    try:
        address = urlsplit(url)
        is_complete = bool(address.hostname)
    except ValueError:
        is_complete = False
    if not is_complete:
        return f"{described} is no web address"
    if address.scheme == "https" or (address.scheme == "http" and address.hostname in LOOPBACK_HOSTS):
        return ""
    return f"{described} does not begin with https://"


def _unchanged(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Authentication that adds nothing, so that requests does not use a .netrc file."""
    return request


def _answer_failure(response: requests.Response, now: datetime) -> DeliveryFailure | None:
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
        retry_after=_retry_after(response.headers, now),
    )


def _retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """The seconds that the server asks to wait (RFC 9110, 10.2.3), or None.

    A date is compared with the server's own clock (the Date header), if there is one.
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
        instant = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _connection_failure(error: Exception) -> DeliveryFailure:
    """The failure for an error, described by its type only, since its message contains the address."""
    cause = connection_error_cause(error)
    if cause == UNUSABLE_ADDRESS or isinstance(error, ValueError):
        return DeliveryFailure("its address cannot be used")
    return DeliveryFailure(
        cause,
        is_transient=not is_certificate_error(error),
        is_server_failure=True,
        may_have_arrived=not is_before_sending(error),
    )
