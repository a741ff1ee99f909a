"""What hides in a text is found, and what a script needs is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysite.checks import CheckContext
from policysite.checks.characters import no_hidden_characters
from tests.factories import TODAY, document, edition, library

RIGHT, LEFT = "\u05d0\u05d1\u05d2", "abc"
"""Letters that run from the right, and from the left."""


def found(text: str) -> list[str]:
    """The codes that are reported of a title, each with the character."""
    held = library(document(edition(title=text)))
    return [
        f"{one.code} {ord(one.place.text):04X}" for one in no_hidden_characters(CheckContext(held, TODAY))
    ]


LEGITIMATE = {
    "a soft hyphen in a word": "Daten\u00adschutz",
    "a mark in Hebrew": f"{RIGHT}!\u200f {LEFT}",
    "a mark in Arabic": "\u0645\u061c (1)",
    "an isolate around a name in Hebrew": f"{RIGHT} \u2066{LEFT}\u2069 {RIGHT}",
    "an embedding in Hebrew": f"{RIGHT} \u202a{LEFT}\u202c",
    "a non-joiner in Persian": "\u0645\u06cc\u200c\u0634\u0648\u062f",
    "a joiner in Hindi": "\u0915\u094d\u200d\u0937",
    "a zero-width space in Thai": "\u0e20\u0e32\u200b\u0e29\u0e32",
    "a family": "\U0001f469\u200d\U0001f467",
    "the flag of Wales": "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "a sign as a picture": "\u26a0\ufe0f",
    "spaces and hyphens": "5\u00a0km, 1\u202f000, a\u2011b",
    "accents": "e\u0301tude",
}
REPORTED = {
    "an override": (f"{LEFT}\u202e{LEFT}", ["reading-order 202E"]),
    "an override that ends": (f"{RIGHT}\u202d{LEFT}\u202c", ["reading-order 202D"]),
    "an isolate without its end": (f"{RIGHT}\u2067{LEFT}", ["reading-order 2067"]),
    "an end without its isolate": (f"{RIGHT}\u2069{LEFT}", ["reading-order 2069"]),
    "an embedding across an isolate": (
        f"{RIGHT}\u2067\u202a{LEFT}\u2069\u202c",
        ["reading-order 202A", "reading-order 202C"],
    ),
    "a pair that does nothing": (
        f"\u2066{LEFT}\u2069",
        ["hidden-character 2066", "hidden-character 2069"],
    ),
    "a mark in English": (f"{LEFT}\u200f", ["hidden-character 200F"]),
    "a joiner in English": (f"a\u200d{LEFT}", ["hidden-character 200D"]),
    "a space of no width": (f"a\u200b{LEFT}", ["hidden-character 200B"]),
    "a byte order mark": (f"{LEFT}\ufeff", ["hidden-character FEFF"]),
    "a soft hyphen beside a word": (f"{LEFT}\u00ad {LEFT}", ["hidden-character 00AD"]),
    "a sentence in tags": (
        f"{LEFT}\U000e0041\U000e0042",
        ["hidden-character E0041", "hidden-character E0042"],
    ),
    "a sentence in variations": (
        "a\ufe00\ufe01\ufe02",
        ["hidden-character FE01", "hidden-character FE02"],
    ),
    "a filler": (f"{LEFT}\u3164", ["hidden-character 3164"]),
}


@pytest.mark.parametrize("text", LEGITIMATE.values(), ids=LEGITIMATE)
def test_what_a_script_needs_is_left_alone(text: str) -> None:
    """Nothing is said of what writers of a language rightly type."""
    assert found(text) == []


@pytest.mark.parametrize(("text", "expected"), REPORTED.values(), ids=REPORTED)
def test_what_hides_is_reported(text: str, expected: list[str]) -> None:
    """Each character that turns or hides something is reported once, with its own code."""
    assert found(text) == expected


@given(text=st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"]), max_size=20))
def test_an_override_is_never_missed(text: str) -> None:
    """Whatever stands around it, an override is an error."""
    assert "reading-order 202E" in found(f"a{text}\u202e{text}b")
