"""What a text said before, as much of it as a message has room for: the part that changed."""

from __future__ import annotations

from itertools import takewhile
from textwrap import shorten

_WIDTH = 200
_LEAD = 6
"""How many words that are the same are shown before the first that differs."""


def previous_wording(before: str, now: str) -> str:
    """The text before; where it is long, from shortly before the first word that is another now."""
    words = before.split()
    same = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(words, now.split(), strict=False))
    )
    start = max(0, same - _LEAD) if len(before) > _WIDTH else 0
    return ("… " if start else "") + shorten(" ".join(words[start:]), _WIDTH, placeholder=" …")
