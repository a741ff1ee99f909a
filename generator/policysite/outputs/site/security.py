"""The security rules that a site gives to browsers. docs/publishing.md has their reasons."""

from __future__ import annotations

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'"
)
"""CSP level 3: nothing from other origins, no inline scripts. WebAssembly reads the search index."""

HTTP_HEADERS = """\
/*
  Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()
  X-Content-Type-Options: nosniff
"""
"""The file _headers, for hosts that read one. A page cannot set these headers itself."""
