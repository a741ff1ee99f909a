"""Removing secrets from texts before they are printed or stored. Pure.

A server may repeat secrets that it was sent, encoded, in pieces or across lines. So every text from
outside is redacted here first.
"""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from quopri import encodestring
from urllib.parse import quote, quote_plus, urlsplit

MIN_PIECE_LENGTH = 8
"""The length in characters of the pieces of a secret that are looked for."""
SHORT_SECRET_LENGTH = 4
"""A shorter secret may occur in any word, and its gaps would reveal it."""
OMITTED_TEXT = "[left out]"
"""Replaces a whole text if a secret is too short to be looked for."""
HIDDEN_LOGIN = "[…]@"


@dataclass(frozen=True)
class Secrets:
    """Secrets by names that may be shown."""

    values: Mapping[str, str]
    user_names: frozenset[str] = frozenset()
    """The names of secrets that are looked for only as a whole, since parts of them are common."""

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str], names: Iterable[str], users: Iterable[str] = ()
    ) -> Secrets:
        """The secrets in those environment variables that are set."""
        user_names = tuple(users)
        values = {name: environment.get(name, "") for name in (*names, *user_names)}
        return cls(
            {name: value for name, value in values.items() if value.strip()}, frozenset(user_names)
        )

    def redact(self, text: str) -> str:
        """The text with every secret, and every piece of one, replaced by its name in brackets.

        Case, and white space or control characters between the characters, make no difference.
        """
        secrets = (value for name, value in self.values.items() if name not in self.user_names)
        if any(len(value.strip()) < SHORT_SECRET_LENGTH for value in secrets):
            return OMITTED_TEXT
        indexes = [index for index, char in enumerate(text) if _is_visible(char)]
        visible = _visible_characters(text)
        labels = [""] * len(text)
        for name, value in self.values.items():
            for begin, end in _occurrences(visible, secret_forms(value), name in self.user_names):
                first, last = indexes[begin], indexes[end - 1]
                labels[first : last + 1] = [f"[{name}]"] * (last + 1 - first)
        return "".join(
            label or char if label != before or not label else ""
            for char, label, before in zip(text, labels, ["", *labels], strict=False)
        )


def secret_forms(secret: str) -> frozenset[str]:
    """A secret in every encoding in which it is sent, or in which programs print it."""
    forms: set[str] = set()
    for text in {secret, secret.strip()}:
        raw = text.encode("utf-8", "surrogateescape")
        forms |= {
            text,
            json.dumps(text)[1:-1],
            json.dumps(text, ensure_ascii=False)[1:-1],
            repr(text)[1:-1],
            repr(raw)[2:-1],
            escape(text),
            quote(text, safe="", errors="replace"),
            quote_plus(text, errors="replace"),
            quote(text, errors="replace"),
            encodestring(raw).decode("ascii", "replace"),
            raw.hex(),
            *_base64_forms(raw),
        }
    return frozenset(form for form in map(_visible_characters, forms) if len(form) >= SHORT_SECRET_LENGTH)


def _base64_forms(raw: bytes) -> Iterator[str]:
    """The secret in base64 at any offset within other data, as in AUTH PLAIN and Basic."""
    for encode in (b64encode, urlsafe_b64encode):
        yield encode(raw).decode().rstrip("=")
        for before in (1, 2):
            # Leave out the characters that also encode bits of the data before or after.
            inner = encode(b"\0" * before + raw).decode().rstrip("=")[before + 1 :]
            yield inner[:-1]


def _occurrences(visible: str, forms: Iterable[str], is_whole: object) -> Iterator[tuple[int, int]]:
    """The start and end of every piece of a secret in a text; of every whole form if `is_whole`."""
    pieces = {
        piece
        for form in forms
        for piece in ([form] if is_whole else map(form.__getitem__, _piece_slices(len(form))))
    }
    for size in {len(piece) for piece in pieces}:
        for start in range(len(visible) - size + 1):
            if visible[start : start + size] in pieces:
                yield start, start + size


def _piece_slices(length: int) -> Iterator[slice]:
    return (
        slice(start, start + MIN_PIECE_LENGTH) for start in range(max(1, length - MIN_PIECE_LENGTH + 1))
    )


def _is_visible(char: str) -> bool:
    return char.isprintable() and not char.isspace()


def _visible_characters(text: str) -> str:
    """The visible characters of a text in lower case, one for each."""
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text if _is_visible(char))


def public_address(address: str) -> str:
    """An address without user, password, query and fragment, as it may be printed."""
    try:
        url = urlsplit(address)
        url.port  # noqa: B018  # raises ValueError if a password contains a character that ends the host
    except ValueError:
        is_parsed = False
    else:
        is_parsed = bool(url.netloc)
    head, slashes, rest = address.rpartition("//") if "//" in address else ("", "", address)
    if is_parsed:
        host = url.netloc.rpartition("@")
        return f"{url.scheme}://{HIDDEN_LOGIN if host[1] else ''}{host[2]}{url.path}"
    if ":" not in rest.partition("@")[0] or "@" not in rest:
        return address
    return f"{head}{slashes}{HIDDEN_LOGIN}{rest.rpartition('@')[2]}"
