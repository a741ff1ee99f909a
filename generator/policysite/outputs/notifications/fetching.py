"""What stands at an address, read in bounded time and memory."""

from __future__ import annotations

import ssl
from collections.abc import Mapping

import requests

from .causes import cause
from .deadline import (
    GRACE,
    Connections,
    DeadlineError,
    bounded,
)
from .trust import TrustError, trust
from .web import Session

MOST_REDIRECTS = 10


class NotFetchedError(Exception):
    """There is no answer to read. Says why in words, without the address."""


def fetched(address: str, environment: Mapping[str, str], most: int, seconds: float) -> bytes:
    """The body of what a server answers, or more than so many bytes of it. Raises NotFetchedError.

    A server that keeps sending little by little is not waited for.
    """
    try:
        context = trust(environment)
        return bounded(lambda connections: _asked(address, context, connections, most, seconds), seconds)
    except Exception as error:  # noqa: BLE001  # whatever it is, whoever asked must hear of it
        raise NotFetchedError(_cause(error, seconds)) from None


def _asked(
    address: str, context: ssl.SSLContext, connections: Connections, most: int, seconds: float
) -> bytes:
    with Session(context, connections) as session:
        for _ in range(MOST_REDIRECTS + 1):
            with session.get(address, timeout=seconds + GRACE, stream=True) as answer:
                onwards = session.onwards(answer)
                if onwards is None:
                    answer.raise_for_status()
                    body = _body(answer, most)
                    if connections.is_cut:  # what had come until then looks like all of it
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
        case TrustError():
            return str(error)
        case requests.TooManyRedirects():
            return "the server leads in a circle"
        case requests.HTTPError(response=requests.Response() as response):
            return f"the server answers {response.status_code}"
        case DeadlineError():
            return f"no answer within {seconds:g} s"
    return cause(error)
