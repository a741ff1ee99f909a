"""In which size of type a checklist takes one side.

To measure costs as much as to print: so it is printed, and printed smaller where it takes two sides and
can be hoped to take one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

LARGEST_TYPE_SIZE = 11.0
"""The size in which a checklist is set that takes more than one side, in points."""
SMALLER_TYPE_SIZES = (10.0, 9.5)
"""Smaller sizes that can still be read, in points."""

MAX_CHARACTERS_ON_ONE_PAGE = 2_700
"""How many characters one side holds at most in the largest size."""
MAX_ITEMS_ON_ONE_PAGE = 45
"""How many items one side holds at most in any size."""


def fit_on_one_page(contents: Mapping[str, Any], printed: Callable[[float], tuple[bytes, int]]) -> bytes:
    """The PDF in the largest size in which it takes one side; where there is none, in the largest.

    printed gives the PDF in a size and the number of its pages.
    """
    tried: dict[float, bytes] = {}
    for size in _hopeful(contents):
        tried[size], pages = printed(size)
        if pages == 1:
            return tried[size]
    return tried.get(LARGEST_TYPE_SIZE) or printed(LARGEST_TYPE_SIZE)[0]


def _hopeful(contents: Mapping[str, Any]) -> Iterator[float]:
    """The sizes in which it may take one side: smaller type makes more lines, and more in each."""
    if sum(len(part["items"]) for part in contents["parts"]) > MAX_ITEMS_ON_ONE_PAGE:
        return
    length = sum(_length(one) for name, one in contents.items() if name != "qr")
    for size in (LARGEST_TYPE_SIZE, *SMALLER_TYPE_SIZES):
        if length <= MAX_CHARACTERS_ON_ONE_PAGE * (LARGEST_TYPE_SIZE / size) ** 2:
            yield size


def _length(value: object) -> int:
    """How many characters stand in all the texts of a value."""
    if isinstance(value, str):
        return len(value)
    held = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return sum(map(_length, held))
