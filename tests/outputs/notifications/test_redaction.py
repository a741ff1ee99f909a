"""Secrets: in whatever form they come back, nobody sees them."""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from html import escape
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysite.outputs.notifications.redaction import (
    MIN_PIECE_LENGTH,
    OMITTED_TEXT,
    Secrets,
    public_address,
)

SECRETS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=12, max_size=40)
AROUND = st.text(st.characters(codec="utf-8"), max_size=12)
FORMS: dict[str, Callable[[str], str]] = {
    "raw": str,
    "repr": repr,
    "JSON": json.dumps,
    "HTML": escape,
    "of an address": lambda secret: quote(secret, safe=""),
    "hexadecimal": lambda secret: secret.encode().hex(),
    "base64": lambda secret: b64encode(secret.encode()).decode(),
    "base64 of addresses": lambda secret: urlsafe_b64encode(secret.encode()).decode(),
    "AUTH PLAIN": lambda secret: b64encode(f"\0someone\0{secret}".encode()).decode(),
    "AUTH PLAIN for another": lambda secret: b64encode(f"some\0one\0{secret}".encode()).decode(),
    "Basic": lambda secret: b64encode(f"someone:{secret}".encode()).decode(),
    "upper case": str.upper,
    "letter by letter": " ".join,
    "over lines": lambda secret: "\r\n".join(secret[at : at + 5] for at in range(0, len(secret), 5)),
}


def runs(text: str) -> set[str]:
    """Every stretch of a text that is as long as a piece that nobody may see."""
    return {text[at : at + MIN_PIECE_LENGTH].lower() for at in range(len(text) - MIN_PIECE_LENGTH + 1)}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@given(secret=SECRETS, before=AROUND, after=AROUND, end=st.sampled_from(["", "\n", "\r\n"]))
def test_no_form_of_a_secret_is_seen(
    form: Callable[[str], str], secret: str, before: str, after: str, end: str
) -> None:
    """Whatever form a server repeats a secret in, no piece of it is left, and what was around it is."""
    seen = Secrets({"IT": secret + end}).redact(f"{before} {form(secret)} {after}")
    bare = "".join(seen.replace("[IT]", "").split())
    assert not runs(secret) & runs(bare) - runs("".join((before + after).split()))
    assert "[IT]" in seen


@given(secret=SECRETS, text=AROUND)
def test_nothing_else_is_taken_out(secret: str, text: str) -> None:
    """A text that holds no piece of a secret stays as it is."""
    if text.lower() not in secret.lower():
        assert Secrets({"IT": secret}).redact(text) == text


@pytest.mark.parametrize("password", ["A00000000://", "://[never-seen", "ftp://never/seen/", "https://"])
def test_a_password_that_looks_like_an_address_is_none(password: str) -> None:
    """A password is secret as a whole, whatever signs it holds."""
    assert Secrets({"IT": password}).redact(f"you said {password} twice") == "you said [IT] twice"


def test_pieces_of_a_secret() -> None:
    """A secret that is cut short is still one; a few of its characters in a word are not."""
    secrets = Secrets({"IT": "correct-horse-battery"})
    assert secrets.redact("you said correct-hor") == "you said [IT]"
    assert secrets.redact("the horse is correct") == "the horse is correct"


def test_only_the_whole_of_a_user_counts() -> None:
    """A user is often an address, and others have the same domain."""
    secrets = Secrets.from_environment({"USER": "site@example.org"}, [], users=["USER"])
    assert secrets.redact("no site@example.org, no head@example.org") == "no [USER], no head@example.org"


def test_a_secret_too_short_to_be_found() -> None:
    """Where a secret could stand in any word, nothing that comes from outside is told."""
    assert Secrets({"IT": "abc\n"}).redact("any text") == OMITTED_TEXT
    user = Secrets.from_environment({"USER": "bob"}, [], users=["USER"])
    assert user.redact("any text") == "any text", "a user is no secret by itself"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.org/a/", "https://example.org/a/"),
        ("https://me:hunter2@example.org:8000/a", "https://[…]@example.org:8000/a"),
        ("https://hunter2@example.org/", "https://[…]@example.org/"),
        ("https://me:hun/ter2@example.org/", "https://[…]@example.org/"),
        ("https://me:hun@ter2@example.org/", "https://[…]@example.org/"),
        ("htps://me:hunter2@example.org/", "htps://[…]@example.org/"),
        ("me:hunter2@example.org/", "[…]@example.org/"),
        ("https://example.org/a?key=hunter2#hunter2", "https://example.org/a"),
        ("https://[::1/hunter", "https://[::1/hunter"),
        ("site", "site"),
        ("a@b", "a@b"),
        ("/srv/www:8/a", "/srv/www:8/a"),
    ],
)
def test_an_address_is_shown_without_its_login(address: str, shown: str) -> None:
    """Whoever names an address with a password in it finds the address in messages, not the password."""
    assert public_address(address) == shown
