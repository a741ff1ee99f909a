"""Which known word a misspelt one was meant to be, judged by spelling alone. Pure.

No hint is better than a wrong one, so only words that a slip of the fingers explains count as similar.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_NOT_WORD = re.compile(r"[\W_]+")
_SEPARATORS = re.compile(r"[-_\s]+")
_LEADING_ZEROS = re.compile(r"(?<=[^\W\d_])0+(?=\d)")
_DIGITS = re.compile(r"\d+")
_EDITS_BY_LENGTH = ((3, 0), (7, 1), (13, 2))
"""The longest length of a word, and the number of letters that may be wrong in it."""
_MAX_EDITS = 3


def similar_words(word: str, known: Iterable[str]) -> list[str]:
    """The known words that `word` may be a slip of, the most similar first.

    Case and separators (hyphen, underscore, space) make no difference, and a plural is similar to its
    singular. No letter may be wrong in words of up to 3 letters, one in up to 7, two in up to 13, and
    three in longer words. A wrong letter is missing, superfluous, different, or swapped with the next.
    Numbers must be the same except for leading zeros: HR2 is HR02, HR13 is not HR12.
    """
    folded, digits = _folded(word)
    matches = []
    for name in known:
        other, other_digits = _folded(name)
        if digits != other_digits:
            continue
        edits = _edit_distance(folded, other, _max_edits(max(len(folded), len(other))))
        if edits is None and _singular(folded) == _singular(other):
            edits = 1
        if edits is not None:
            matches.append((edits, name != word, name))
    return [name for *_, name in sorted(matches)]


@lru_cache(maxsize=1 << 14)
def _folded(word: str) -> tuple[str, tuple[str, ...]]:
    """A word in small letters with hyphens as separators, and the numbers in it."""
    folded = _LEADING_ZEROS.sub("", _SEPARATORS.sub("-", word.casefold()))
    return folded, tuple(_DIGITS.findall(folded))


def normalised_name(name: str) -> str:
    """A name in small letters, with one space in place of other characters than letters and digits."""
    return _NOT_WORD.sub(" ", name.casefold()).strip()


def _singular(word: str) -> str:
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def _max_edits(length: int) -> int:
    return next((edits for longest, edits in _EDITS_BY_LENGTH if length <= longest), _MAX_EDITS)


def _edit_distance(word: str, other: str, limit: int) -> int | None:
    """The optimal string alignment distance of two words; None if it is more than `limit`.

    Takes time in proportion to the length times `limit`.
    """
    if word == other:
        return 0
    if abs(len(word) - len(other)) > limit or not limit:
        return None
    far = limit + 1
    before_previous: list[int] = []
    previous = [min(column, far) for column in range(len(other) + 1)]
    for row, letter in enumerate(word, 1):
        current = [min(row, far)] + [far] * len(other)
        for column in range(max(1, row - limit), min(len(other), row + limit) + 1):
            other_letter = other[column - 1]
            cost = min(
                previous[column] + 1,
                current[column - 1] + 1,
                previous[column - 1] + (letter != other_letter),
                far,
            )
            if (
                row > 1
                and column > 1
                and letter == other[column - 2]
                and word[row - 2] == other_letter
                and letter != other_letter
            ):
                cost = min(cost, before_previous[column - 2] + 1)
            current[column] = cost
        if min(current) >= far:
            return None
        before_previous, previous = previous, current
    return previous[-1] if previous[-1] <= limit else None
