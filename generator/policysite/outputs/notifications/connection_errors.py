"""Why a connection failed, in words that say what to check. Pure.

The words of the error itself are never shown, because they may contain a secret address.
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
"""OpenSSL's environment variable for a file of certificate authorities to trust."""

UNUSABLE_ADDRESS = "the address cannot be used"

_CERTIFICATE_FAULTS = {
    9: "is not valid yet",
    10: "has expired",
    62: "is for another name",
    64: "is for another name",
}
"""What is wrong with a certificate, by the X509_V_ERR_… codes of OpenSSL's x509_vfy.h."""


def connection_error_cause(error: BaseException) -> str:
    """The cause of a connection error, in words about the server."""
    chain = tuple(_chain(error))
    for link in chain:
        if isinstance(link, ssl.SSLCertVerificationError):
            return _certificate_cause(link)
    for kinds, words in _CAUSES:
        if any(isinstance(link, kinds) for link in chain):
            return words
    if any(isinstance(link, OSError) and link.errno in (EHOSTUNREACH, ENETUNREACH) for link in chain):
        return "the server cannot be reached from here"
    return "the connection failed"


def is_certificate_error(error: BaseException) -> bool:
    """Whether the server's certificate was not accepted, which is not a passing problem."""
    return any(isinstance(link, ssl.SSLCertVerificationError) for link in _chain(error))


def is_before_sending(error: BaseException) -> bool:
    """Whether there was no connection yet, so that the server has certainly received nothing."""
    kinds = (ssl.SSLCertVerificationError, socket.gaierror, ConnectionRefusedError, NewConnectionError)
    return any(isinstance(link, kinds) for link in _chain(error))


_CAUSES: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
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


def _certificate_cause(error: ssl.SSLCertVerificationError) -> str:
    if known := _CERTIFICATE_FAULTS.get(error.verify_code):
        return f"the server's certificate {known}"
    return (
        f"the server's certificate is not trusted ({error.verify_message}); where it is right,"
        f" name a file with its authority in {CERTIFICATES_VARIABLE}"
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error and all errors that caused it, each once; libraries chain them in several ways."""
    waiting, known = [error], set[int]()
    while waiting:
        current = waiting.pop()
        if id(current) in known:
            continue
        known.add(id(current))
        yield current
        inner = (current.__cause__, current.__context__, getattr(current, "reason", None), *current.args)
        waiting += [other for other in inner if isinstance(other, BaseException)]
