"""The hints that name what is nearest to what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.problems import nearest

ROLES = ("line-manager", "head-of-people", "head-of-place")
MANY = tuple(f"r-{letter}" for letter in "jihgfedcba")
HINTS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "a slip": ("line-managr", ROLES, "did you mean 'line-manager'?"),
    "the nearer of two": ("head-of-peoples", ROLES, "did you mean 'head-of-people'?"),
    "other case": ("LINE-MANAGER", ROLES, "did you mean 'line-manager'?"),
    "a name as it is": ("hr12", ("HR12", "HR13"), "did you mean 'HR12'?"),
    "nothing near": ("x", ROLES, "the roles are: head-of-people, head-of-place, line-manager"),
    "nothing written": ("", ROLES, "the roles are: head-of-people, head-of-place, line-manager"),
    "nothing known": ("x", (), "there are no roles yet"),
    "one known": ("x", ("one-role",), "the roles are: one-role"),
    "eight of many": (
        "x",
        MANY,
        "the roles are: r-a, r-b, r-c, r-d, r-e, r-f, r-g, r-h and 2 more",
    ),
}


@pytest.mark.parametrize(("word", "known", "hint"), HINTS.values(), ids=HINTS)
def test_hints_name_what_is_nearest(word: str, known: tuple[str, ...], hint: str) -> None:
    """A hint names the nearest known word as it is written, or what is known at all."""
    assert nearest(word, known, what="roles") == hint


@given(st.text(), st.lists(st.text(min_size=1), max_size=12))
def test_any_words_have_a_hint(word: str, known: list[str]) -> None:
    """A hint never fails and is never empty, and a word that is known is its own nearest."""
    assert nearest(word, known, what="names")
    for name in known:
        assert nearest(name, [name], what="names") == f"did you mean {name!r}?"
