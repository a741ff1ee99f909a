"""Why a connection failed, in words that say what to look at. Pure.

No word of an error itself is told: it may hold an address that is secret.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator
from errno import EHOSTUNREACH, ENETUNREACH

import requests
from urllib3.exceptions import NewConnectionError

CERTIFICATES_VARIABLE = "SSL_CERT_FILE"
"""The environment variable that names a file of authorities to trust, as OpenSSL has it."""

UNUSABLE_ADDRESS = "the address cannot be used"

_OF_CERTIFICATES = {
    9: "is not valid yet",
    10: "has expired",
    62: "is for another name",
    64: "is for another name",
}
"""X509_V_ERR_… of OpenSSL's x509_vfy.h."""


def connection_error_cause(error: BaseException) -> str:
    """The cause of an error of a connection, with the server as what is spoken of."""
    found = tuple(_chain(error))
    for one in found:
        if isinstance(one, ssl.SSLCertVerificationError):
            return _certificate(one)
    for kinds, words in _WORDS:
        if any(isinstance(one, kinds) for one in found):
            return words
    if any(isinstance(one, OSError) and one.errno in (EHOSTUNREACH, ENETUNREACH) for one in found):
        return "the server cannot be reached from here"
    return "the connection failed"


def is_certificate_error(error: BaseException) -> bool:
    """Whether the server could not show who it is: that does not pass by itself."""
    return any(isinstance(one, ssl.SSLCertVerificationError) for one in _chain(error))


def is_before_sending(error: BaseException) -> bool:
    """Whether there was no connection yet, so that the server can have taken nothing."""
    kinds = (ssl.SSLCertVerificationError, socket.gaierror, ConnectionRefusedError, NewConnectionError)
    return any(isinstance(one, kinds) for one in _chain(error))


_WORDS: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    (
        (ssl.SSLError, requests.exceptions.SSLError),
        "no private connection (TLS) came about: the server breaks it off, or does not speak TLS there",
    ),
    (socket.gaierror, "no server is known by this name (DNS)"),
    (ConnectionRefusedError, "the server refuses connections there"),
    (requests.exceptions.ProxyError, "the proxy that the environment names does not pass it on"),
    ((TimeoutError, requests.Timeout), "the server took too long to answer"),
    (http.client.RemoteDisconnected, "the server closed the connection without an answer"),
    ((http.client.IncompleteRead, requests.exceptions.ChunkedEncodingError), "the answer breaks off"),
    (requests.exceptions.ContentDecodingError, "the answer is packed in a way that cannot be read"),
    (http.client.HTTPException, "what answers there does not speak HTTP"),
    (ConnectionError, "the server broke off the connection"),
    (
        (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, ValueError),
        UNUSABLE_ADDRESS,
    ),
)


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    if known := _OF_CERTIFICATES.get(error.verify_code):
        return f"the server's certificate {known}"
    return (
        f"the server's certificate is not trusted ({error.verify_message}); where it is right,"
        f" name a file with its authority in {CERTIFICATES_VARIABLE}"
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error and those that it came from, each once: libraries wrap them in several ways."""
    waiting, known = [error], set[int]()
    while waiting:
        one = waiting.pop()
        if id(one) in known:
            continue
        known.add(id(one))
        yield one
        inner = (one.__cause__, one.__context__, getattr(one, "reason", None), *one.args)
        waiting += [other for other in inner if isinstance(other, BaseException)]
