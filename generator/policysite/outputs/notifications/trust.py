"""Whom to trust: the system's authorities, and those that the environment names."""

from __future__ import annotations

import ssl
from collections.abc import Mapping

from .causes import CERTIFICATES


class TrustError(ValueError):
    """The file that the environment names cannot be used."""


def trust(environment: Mapping[str, str]) -> ssl.SSLContext:
    """What certificates are verified with. Raises TrustError."""
    context = ssl.create_default_context()
    if file := environment.get(CERTIFICATES):
        try:
            context.load_verify_locations(file)
        except ssl.SSLError:
            raise TrustError(f"the file in {CERTIFICATES} holds no certificate") from None
        except OSError as error:
            raise TrustError(f"the file in {CERTIFICATES} cannot be read: {error.strerror}") from None
    return context
