"""Choosing the type size in which a checklist fits on one page.

Measuring costs as much as typesetting, so it is typeset, and again in a smaller size if it takes two
pages and its length suggests that it may fit on one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

LARGEST_TYPE_SIZE = 11.0
"""The preferred size in points, also for checklists of more than one page."""
SMALLER_TYPE_SIZES = (10.0, 9.5)
"""Smaller sizes that are still legible, in points."""

MAX_CHARACTERS_ON_ONE_PAGE = 2_700
"""Most characters on a page in the largest size."""
MAX_ITEMS_ON_ONE_PAGE = 45
"""Most items on a page in any size."""


def fit_on_one_page(contents: Mapping[str, Any], typeset: Callable[[float], tuple[bytes, int]]) -> bytes:
    """The PDF in the largest size in which it fits on one page, or else in the largest size.

    `typeset` returns the PDF in a size, and the number of its pages.
    """
    pdf_by_size: dict[float, bytes] = {}
    for size in _possible_sizes(contents):
        pdf_by_size[size], pages = typeset(size)
        if pages == 1:
            return pdf_by_size[size]
    return pdf_by_size.get(LARGEST_TYPE_SIZE) or typeset(LARGEST_TYPE_SIZE)[0]


def _possible_sizes(contents: Mapping[str, Any]) -> Iterator[float]:
    """The sizes in which it may fit on one page, the largest first, estimated from its length."""
    if sum(len(section["items"]) for section in contents["sections"]) > MAX_ITEMS_ON_ONE_PAGE:
        return
    length = sum(_length(content) for name, content in contents.items() if name != "qr")
    for size in (LARGEST_TYPE_SIZE, *SMALLER_TYPE_SIZES):
        if length <= MAX_CHARACTERS_ON_ONE_PAGE * (LARGEST_TYPE_SIZE / size) ** 2:
            yield size


def _length(value: object) -> int:
    """The number of characters in all texts of a value."""
    if isinstance(value, str):
        return len(value)
    members = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return sum(map(_length, members))
