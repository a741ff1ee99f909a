"""The certificate authorities to trust: the system's, and those that the environment names."""

from __future__ import annotations

import ssl
from collections.abc import Mapping

from ...errors import PolicySiteError
from .connection_errors import CERTIFICATES_VARIABLE


class CertificatesError(PolicySiteError, ValueError):
    """The file that the environment names cannot be used."""


def tls_context(environment: Mapping[str, str]) -> ssl.SSLContext:
    """The TLS context that verifies certificates. Raises CertificatesError."""
    context = ssl.create_default_context()
    if file := environment.get(CERTIFICATES_VARIABLE):
        try:
            context.load_verify_locations(file)
        except ssl.SSLError:
            raise CertificatesError(f"the file in {CERTIFICATES_VARIABLE} holds no certificate") from None
        except OSError as error:
            raise CertificatesError(
                f"the file in {CERTIFICATES_VARIABLE} cannot be read: {error.strerror}"
            ) from None
    return context
