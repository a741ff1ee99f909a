"""An excerpt of what a text said before, short enough for a message."""

from __future__ import annotations

from itertools import takewhile
from textwrap import shorten

_WIDTH = 200
_LEAD = 6
"""How many unchanged words are shown before the first that differs."""


def previous_wording(before: str, now: str) -> str:
    """The earlier text, of at most 200 characters; if longer, from shortly before the first change."""
    words = before.split()
    unchanged = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(words, now.split(), strict=False))
    )
    start = max(0, unchanged - _LEAD) if len(before) > _WIDTH else 0
    return ("… " if start else "") + shorten(" ".join(words[start:]), _WIDTH, placeholder=" …")
