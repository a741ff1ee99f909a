"""Which of some words another was meant to be, judged by its spelling alone. Pure.

No hint is better than a wrong one: a word is near only where a slip of the fingers explains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_NOT_PLAIN = re.compile(r"[\W_]+")
_PARTED = re.compile(r"[-_\s]+")
_NOUGHTS = re.compile(r"(?<=[^\W\d_])0+(?=\d)")
_DIGITS = re.compile(r"\d+")
_EDITS_BY_LENGTH = ((3, 0), (7, 1), (13, 2))
"""How many letters a word has at most, and how many may then be wrong."""
_MOST_EDITS = 3


def similar_words(word: str, known: Iterable[str]) -> list[str]:
    """The known words that another may be a slip of, the nearest first.

    Capitals, and what parts words (a hyphen, an underscore, a space), make no difference, and a plural is
    near to its singular. A word of up to 3 letters is near to no other, one of up to 7 with one letter
    wrong, of up to 13 with two, and a longer one with three. A letter that is wrong is missing or
    superfluous, another, or in its neighbour's place. Numbers are not misspelt, but for noughts in front:
    HR2 is HR02, HR13 is not HR12, and 3.2 is not 6.2.
    """
    folded, digits = _read(word)
    found = []
    for name in known:
        other, others = _read(name)
        if digits != others:
            continue
        edits = _edits(folded, other, _most(max(len(folded), len(other))))
        if edits is None and _singular(folded) == _singular(other):
            edits = 1
        if edits is not None:
            found.append((edits, name != word, name))
    return [name for *_, name in sorted(found)]


@lru_cache(maxsize=1 << 14)
def _read(word: str) -> tuple[str, tuple[str, ...]]:
    """A word in small letters with hyphens between its parts, and its numbers."""
    folded = _NOUGHTS.sub("", _PARTED.sub("-", word.casefold()))
    return folded, tuple(_DIGITS.findall(folded))


def normalised_name(name: str) -> str:
    """A name in small letters, with a space in place of whatever is no letter or digit."""
    return _NOT_PLAIN.sub(" ", name.casefold()).strip()


def _singular(word: str) -> str:
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def _most(length: int) -> int:
    return next((edits for longest, edits in _EDITS_BY_LENGTH if length <= longest), _MOST_EDITS)


def _edits(word: str, other: str, most: int) -> int | None:
    """How many edits make a word another, if no more than so many; time grows with length times most.

    The distance is that of optimal string alignment.
    """
    if word == other:
        return 0
    if abs(len(word) - len(other)) > most or not most:
        return None
    far = most + 1
    above: list[int] = []
    before = [min(column, far) for column in range(len(other) + 1)]
    for row, letter in enumerate(word, 1):
        now = [min(row, far)] + [far] * len(other)
        for column in range(max(1, row - most), min(len(other), row + most) + 1):
            there = other[column - 1]
            cost = min(
                before[column] + 1, now[column - 1] + 1, before[column - 1] + (letter != there), far
            )
            if (
                row > 1
                and column > 1
                and letter == other[column - 2]
                and word[row - 2] == there
                and letter != there
            ):
                cost = min(cost, above[column - 2] + 1)
            now[column] = cost
        if min(now) >= far:
            return None
        above, before = before, now
    return before[-1] if before[-1] <= most else None
