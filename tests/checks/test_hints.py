"""The hints that name what is nearest to what was written."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policysite.domain.problems import similar_names_hint
from policysite.domain.spelling import similar_words

ROLES = ("line-manager", "head-of-people", "head-of-place")
MANY = tuple(f"r-{letter}" for letter in "jihgfedcba")
HINTS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "a slip": ("line-managr", ROLES, "did you mean 'line-manager'?"),
    "the nearer of two": ("head-of-peoples", ROLES, "did you mean 'head-of-people'?"),
    "other case": ("LINE-MANAGER", ROLES, "did you mean 'line-manager'?"),
    "a name as it is": ("hr12", ("HR12", "HR13"), "did you mean 'HR12'?"),
    "a letter in its neighbour's place": ("lien-manager", ROLES, "did you mean 'line-manager'?"),
    "parted otherwise": ("Line Manager", ROLES, "did you mean 'line-manager'?"),
    "a plural": ("policies", ("policy", "procedure"), "did you mean 'policy'?"),
    "another number": ("HR13", ("HR12", "HR14"), "the roles are: HR12, HR14"),
    "a number of another clause": ("3.2", ("6.2", "3.3"), "the roles are: 3.3, 6.2"),
    "a year of another Act": ("act-2018", ("act-1998",), "the roles are: act-1998"),
    "a number without its nought": ("HR2", ("HR02", "HR12"), "did you mean 'HR02'?"),
    "another word": ("version", ("questions", "wording"), "the roles are: questions, wording"),
    "another short word": ("table", ("title", "text"), "the roles are: text, title"),
    "words of the same end": ("approved_by", ("governed_by",), "the roles are: governed_by"),
    "another abbreviation": ("PVE", ("PVP", "YRO"), "the roles are: PVP, YRO"),
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
    assert similar_names_hint(word, known, what="roles") == hint


letters = st.text("abcd", min_size=4, max_size=14)


@given(letters, st.integers(0, 19), st.sampled_from(["leave out", "double", "exchange", "mistake"]))
def test_one_slip_is_near_and_nearness_goes_both_ways(word: str, at: int, slip: str) -> None:
    """A word of four letters or more is near to itself with any one slip, and the other way round."""
    at %= len(word)
    wrong = {
        "leave out": word[:at] + word[at + 1 :],
        "double": word[:at] + word[at] + word[at:],
        "exchange": word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
        "mistake": word[:at] + "x" + word[at + 1 :],
    }[slip]
    assert similar_words(wrong, [word]) == [word]
    assert bool(similar_words(word, [wrong])) == bool(similar_words(wrong, [word]))


@given(letters, letters)
def test_how_many_letters_may_be_wrong(word: str, other: str) -> None:
    """Words are near when as few slips part them as their length allows."""
    longer = max(len(word), len(other))
    allowed = 1 if longer <= 7 else 2 if longer <= 13 else 3
    assert bool(similar_words(word, [other])) == (distance(word, other) <= allowed)


@cache
def distance(word: str, other: str) -> int:
    """The optimal string alignment distance by its definition, letter by letter from the end."""
    if not word or not other:
        return len(word) + len(other)
    found = [
        distance(word[:-1], other) + 1,
        distance(word, other[:-1]) + 1,
        distance(word[:-1], other[:-1]) + (word[-1] != other[-1]),
    ]
    if word[-2:] == other[-2:][::-1] and len(word) > 1 and len(other) > 1:
        found.append(distance(word[:-2], other[:-2]) + 1)
    return min(found)


@given(st.text(), st.lists(st.text(min_size=1, max_size=60), max_size=12))
def test_any_words_have_a_hint(word: str, known: list[str]) -> None:
    """A hint never fails and is never empty, and a word that is known is its own nearest."""
    assert similar_names_hint(word, known, what="names")
    for name in known:
        assert similar_names_hint(name, [name], what="names") == f"did you mean {name!r}?"
