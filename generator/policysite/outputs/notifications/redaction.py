"""Secrets are in nothing that is printed or kept, whatever a server says. Pure.

A server may repeat what it was sent, in the form in which it was sent or in another, in pieces or broken
over lines. So whatever comes from outside goes through here before anybody sees it.
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
"""So many characters of a secret that follow each other are a piece that nobody may see."""
SHORT_SECRET_LENGTH = 4
"""A shorter secret could stand in any word, and could be told from where it was taken out."""
OMITTED_TEXT = "[left out]"
"""What stands for words that may hold a secret too short to be found."""
HIDDEN_LOGIN = "[…]@"


@dataclass(frozen=True)
class Secrets:
    """What must not be seen, each under a name that may be."""

    values: Mapping[str, str]
    user_names: frozenset[str] = frozenset()
    """Those of them of which only the whole counts: pieces of a user's address stand in others'."""

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str], names: Iterable[str], users: Iterable[str] = ()
    ) -> Secrets:
        """Those variables of the environment that are set."""
        known = tuple(users)
        found = {name: environment.get(name, "") for name in (*names, *known)}
        return cls({name: value for name, value in found.items() if value.strip()}, frozenset(known))

    def redact(self, text: str) -> str:
        """A text from outside, in which every secret and every piece of one gives way to [its name].

        Case, and white space and control characters between the characters, make no difference.
        """
        secret = (value for name, value in self.values.items() if name not in self.user_names)
        if any(len(value.strip()) < SHORT_SECRET_LENGTH for value in secret):
            return OMITTED_TEXT
        places = [at for at, one in enumerate(text) if _is_seen(one)]
        seen = _squeezed(text)
        labels = [""] * len(text)
        for name, value in self.values.items():
            for begin, end in _found(seen, secret_forms(value), name in self.user_names):
                first, last = places[begin], places[end - 1]
                labels[first : last + 1] = [f"[{name}]"] * (last + 1 - first)
        return "".join(
            label or one if label != before or not label else ""
            for one, label, before in zip(text, labels, ["", *labels], strict=False)
        )


def secret_forms(secret: str) -> frozenset[str]:
    """A secret in every form in which it is sent, and in those in which programs print or quote it."""
    found: set[str] = set()
    for text in {secret, secret.strip()}:
        raw = text.encode("utf-8", "surrogateescape")
        found |= {
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
            *_encoded(raw),
        }
    return frozenset(form for form in map(_squeezed, found) if len(form) >= SHORT_SECRET_LENGTH)


def _encoded(raw: bytes) -> Iterator[str]:
    """What base64 makes of the secret wherever it stands among others, as in AUTH PLAIN and Basic."""
    for encode in (b64encode, urlsafe_b64encode):
        yield encode(raw).decode().rstrip("=")
        for before in (1, 2):
            # The characters that also hold bits of what stands before or after are no sign of it.
            inner = encode(b"\0" * before + raw).decode().rstrip("=")[before + 1 :]
            yield inner[:-1]


def _found(seen: str, secret: Iterable[str], is_whole: object) -> Iterator[tuple[int, int]]:
    """Where a text is, or holds a piece of, one of the forms of a secret: begin and end."""
    pieces = {
        piece
        for form in secret
        for piece in ([form] if is_whole else map(form.__getitem__, _stretches(len(form))))
    }
    for size in {len(piece) for piece in pieces}:
        for at in range(len(seen) - size + 1):
            if seen[at : at + size] in pieces:
                yield at, at + size


def _stretches(length: int) -> Iterator[slice]:
    return (slice(at, at + MIN_PIECE_LENGTH) for at in range(max(1, length - MIN_PIECE_LENGTH + 1)))


def _is_seen(one: str) -> bool:
    return one.isprintable() and not one.isspace()


def _squeezed(text: str) -> str:
    """The characters that are seen, each in one case; as many of them as there are."""
    return "".join(one.lower() if len(one.lower()) == 1 else one for one in text if _is_seen(one))


def public_address(address: str) -> str:
    """An address as it may be printed: without user, password, query and fragment."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  # is it one? Otherwise a password holds what ends the host's part
    except ValueError:
        is_parsed = False
    else:
        is_parsed = bool(parts.netloc)
    head, slashes, rest = address.rpartition("//") if "//" in address else ("", "", address)
    if is_parsed:
        host = parts.netloc.rpartition("@")
        return f"{parts.scheme}://{HIDDEN_LOGIN if host[1] else ''}{host[2]}{parts.path}"
    if ":" not in rest.partition("@")[0] or "@" not in rest:
        return address
    return f"{head}{slashes}{HIDDEN_LOGIN}{rest.rpartition('@')[2]}"
