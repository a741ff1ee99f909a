"""Fetching an address with limits on time and size."""

from __future__ import annotations

import ssl
from collections.abc import Mapping

import requests

from ...errors import PolicySiteError
from .connection_errors import connection_error_cause
from .deadline import (
    GRACE_SECONDS,
    Connections,
    DeadlineError,
    run_with_deadline,
)
from .http import WebSession
from .tls import CertificatesError, tls_context

MAX_REDIRECTS = 10


class FetchError(PolicySiteError):
    """The address could not be fetched. Says why, without the address."""


def fetch(address: str, environment: Mapping[str, str], limit: int, seconds: float) -> bytes:
    """The body of a server's response; if it is longer than `limit` bytes, only somewhat more than these.

    Takes at most about `seconds`, even if the server sends slowly. Raises FetchError.
    """
    try:
        context = tls_context(environment)
        return run_with_deadline(
            lambda connections: _request(address, context, connections, limit, seconds), seconds
        )
    except Exception as error:  # noqa: BLE001  # every error becomes a FetchError without the address
        raise FetchError(_cause(error, seconds)) from None


def _request(
    address: str, context: ssl.SSLContext, connections: Connections, limit: int, seconds: float
) -> bytes:
    with WebSession(context, connections) as session:
        for _ in range(MAX_REDIRECTS + 1):
            with session.get(address, timeout=seconds + GRACE_SECONDS, stream=True) as response:
                redirect = session.redirect_address(response)
                if redirect is None:
                    response.raise_for_status()
                    body = _body(response, limit)
                    if connections.are_cut:  # otherwise a body that was cut off looks complete
                        raise DeadlineError
                    return body
                address = redirect
    raise requests.TooManyRedirects


def _body(response: requests.Response, limit: int) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(65_536):
        body += chunk
        if len(body) > limit:
            break
    return bytes(body)


def _cause(error: Exception, seconds: float) -> str:
    match error:
        case CertificatesError():
            return str(error)
        case requests.TooManyRedirects():
            return "the server leads in a circle"
        case requests.HTTPError(response=requests.Response() as response):
            return f"the server answers {response.status_code}"
        case DeadlineError():
            return f"no answer within {seconds:g} s"
    return connection_error_cause(error)
