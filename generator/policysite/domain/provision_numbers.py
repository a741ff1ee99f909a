"""The numbers of sections and clauses: which text one may be, and the order that they have.

Knows nothing of the records that have numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import total_ordering
from typing import Annotated, Any

from pydantic import BeforeValidator

from .fields import SCALAR_TYPES, pattern_validator, text_schema
from .problems import Rule

MALFORMED_NUMBER = Rule.error("malformed-number", "A section or clause number is not well formed")


@total_ordering
@dataclass(frozen=True, slots=True)
class ProvisionNumber:
    """The number of a section or clause: "3.2.1", "4A", "1.0", "1.01" or, for an appendix, "B.2".

    `levels` has a pair of count and letter for each level. A level that is only a letter sorts after
    all numbers, as appendices do. A level with a leading zero, as in 1.01, sorts before those without:
    its count is 0, and its digits take the place of the letter.

    Several letters sort as in legislation, where 3AA is inserted after 3A, and 3ZA before it (Drafting
    Guidance of the Office of the Parliamentary Counsel): a Z before another letter is kept as @, which
    comes before A.
    """

    text: str
    levels: tuple[tuple[int, str], ...]
    anchor_prefix: str = ""
    """What stands before it in addresses, as annex- does in annex-1.2."""
    label_prefix: str = ""
    """What stands before it in citations, as "annex 1, " does in "annex 1, 1.2"."""

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: ProvisionNumber) -> bool:
        return self.levels < other.levels

    @property
    def depth(self) -> int:
        """The number of levels. A zero at the end is not counted: section 1.0 is section 1."""
        level = len(self.levels)
        while level > 1 and self.levels[level - 1] == _ZERO_LEVEL:
            level -= 1
        return level

    def is_within(self, other: ProvisionNumber) -> bool:
        """Whether this number equals the other or lies below it, as 3.2.1 lies below 3.2."""
        return self.levels[: other.depth] == other.levels[: other.depth]


_ZERO_LEVEL = (0, "")
_LEVEL = r"(?:0|[1-9][0-9]{0,3}[A-Z]{0,3}|[A-Z])"
_LEVEL_BELOW = r"(?:0(?:[0-9]{1,3}[A-Z]{0,3})?|[1-9][0-9]{0,3}[A-Z]{0,3}|[A-Z])"
_NUMBER = rf"{_LEVEL}(?:\.{_LEVEL_BELOW}){{0,5}}"
_APPENDIX_COUNT = 10_000
_INSERTED_BEFORE = re.compile("Z(?=[A-Z])")
_AROUND_NUMBER = "()[] .:,;-\u2013\u2014"
_NUMBER_PREFIX = re.compile(
    r"(?:(?:sections?|sect|clauses?|cl|paragraphs?|paras?|articles?|art|rules?|no|nr|[s\u00a7\u00b6])\b\.?|[\u00a7\u00b6])\s*",
    re.IGNORECASE,
)
_PART = re.compile(r"(app(?:endix)?|annexe?|sch(?:ed(?:ule)?)?)\b\.?\s*(.*)", re.IGNORECASE | re.DOTALL)
_PART_KINDS = {"app": "appendix", "ann": "annex", "sch": "schedule"}
_ROMAN = re.compile(r"(?=[IVX]{2,})X{0,3}(?:IX|IV|V?I{0,3})", re.IGNORECASE)


def _hint_for_number(text: str) -> str:
    """How to write the number that was probably meant; empty where that is unclear."""
    part = _PART.fullmatch(text.strip())
    if part:
        return _hint_for_part(_PART_KINDS[part[1][:3].lower()], part[2].strip(_AROUND_NUMBER))
    meant = _NUMBER_PREFIX.sub("", text.strip(), count=1).strip(_AROUND_NUMBER)
    if _ROMAN.fullmatch(meant):
        return f"write id: part-{meant.lower()} in place of number:, and begin title: with {meant}"
    if re.search(r"[0-9]\.[0-9]+\s*[-\u2010-\u2014]\s*[0-9]+\.[0-9]", meant):
        return "write one number; each clause has its own"
    meant = re.sub(r"\s*[-.,:\u2010-\u2014/]+\s*", ".", meant).upper()
    if meant != text and re.fullmatch(_NUMBER, meant):
        return f"write {meant}"
    number, _, title = meant.partition(" ")
    if title and re.fullmatch(_NUMBER, number.rstrip(".)")) and any(char.isdigit() for char in number):
        return f"write {number.rstrip('.)')} here, and the words in title: or text:"
    return ""


def _hint_for_part(kind: str, words: str) -> str:
    """How to write the number of an appendix, annex or schedule, or of a clause in one."""
    number, _, title = words.partition(" ")
    number = number.strip(_AROUND_NUMBER).upper()
    rest = ", and the words in title:" if title else ""
    if not number:
        return f"write part: {kind} in place of number:"
    if _ROMAN.fullmatch(number):
        return f"write part: {kind}, id: {kind}-{number.lower()} and title: that begins with {number}"
    if not re.fullmatch(_NUMBER, number):
        return f"write part: {kind}, and id: in place of number:, and the words in title:"
    if "." in number:
        return f"write number: {number} here{rest}, and part: {kind} in its section"
    return f"write part: {kind} and number: {number}{rest}"


_check_number = pattern_validator(
    _NUMBER,
    MALFORMED_NUMBER,
    "a number of a section or clause",
    "numbers or capital letters parted by dots, as in 3.2.1 or 4A",
    _hint_for_number,
)


def _number(value: Any) -> ProvisionNumber:
    text = _check_number(value)
    levels = []
    for level in text.split("."):
        digits = level.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        if len(digits) > 1 and digits.startswith("0"):
            levels.append((0, level))
        else:
            letters = _INSERTED_BEFORE.sub("@", level[len(digits) :])
            levels.append((int(digits) if digits else _APPENDIX_COUNT, letters))
    return ProvisionNumber(text, tuple(levels))


ClauseNumber = Annotated[
    ProvisionNumber, BeforeValidator(_number), text_schema(_NUMBER, "3.2.1", SCALAR_TYPES[:2])
]
