"""What stands at an address, read in bounded time and memory."""

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
    """There is no answer to read. Says why in words, without the address."""


def fetch(address: str, environment: Mapping[str, str], most: int, seconds: float) -> bytes:
    """The body of what a server answers, or more than so many bytes of it. Raises FetchError.

    A server that keeps sending little by little is not waited for.
    """
    try:
        context = tls_context(environment)
        return run_with_deadline(
            lambda connections: _asked(address, context, connections, most, seconds), seconds
        )
    except Exception as error:  # noqa: BLE001  # whatever it is, whoever asked must hear of it
        raise FetchError(_cause(error, seconds)) from None


def _asked(
    address: str, context: ssl.SSLContext, connections: Connections, most: int, seconds: float
) -> bytes:
    with WebSession(context, connections) as session:
        for _ in range(MAX_REDIRECTS + 1):
            with session.get(address, timeout=seconds + GRACE_SECONDS, stream=True) as answer:
                onwards = session.redirect_address(answer)
                if onwards is None:
                    answer.raise_for_status()
                    body = _body(answer, most)
                    if connections.are_cut:  # what had come until then looks like all of it
                        raise DeadlineError
                    return body
                address = onwards
    raise requests.TooManyRedirects


def _body(answer: requests.Response, most: int) -> bytes:
    held = bytearray()
    for part in answer.iter_content(65_536):
        held += part
        if len(held) > most:
            break
    return bytes(held)


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
