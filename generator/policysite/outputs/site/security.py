"""What browsers are told to refuse on every page. docs/publishing.md says why, and what hosts can add."""

from __future__ import annotations

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'"
)
"""Nothing from elsewhere and no inline script (CSP level 3). The search index is read by WebAssembly."""

HTTP_HEADERS = """\
/*
  Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()
  X-Content-Type-Options: nosniff
"""
"""For hosts that read such a file; a page cannot say these of itself."""
