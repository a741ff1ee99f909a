"""What to write in place of a date or a period in other words, as documents have them: "spring 2026"."""

from __future__ import annotations

import re
from collections.abc import Callable

_DATE_EXAMPLE = "write a month as 2025-12 or a day as 2025-12-31"
_PERIOD_EXAMPLE = "write it as 2 years or 6 months"
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_NO_DATE = (
    r"until (?:further notice|rescinded|revoked|superseded|withdrawn)|by exception|never|none"
    r"|n/?a|on ?going|(?:as|if|when|where)(?: and when)? (?:necessary|needed|required)|tb[acd]|unknown"
    r"|not (?:applicable|set|stated)|to be (?:agreed|confirmed|decided)"
)
_QUARTER = (
    r"(?:q ?([1-4])|([1-4])(?:st|nd|rd|th) quarter|(first|second|third|fourth|last) quarter)(?: of)?"
    r"[ /,-]*([12][0-9]{3})|([12][0-9]{3})[ /-]*q ?([1-4])"
)


def _month(match: re.Match[str]) -> str:
    number = int(match[2]) if match[2] else 1 + _MONTH_NAMES.index(match[1])
    return f"write {match[3]}-{number:02}" if 1 <= number <= len(_MONTH_NAMES) else _DATE_EXAMPLE


def _quarter(match: re.Match[str]) -> str:
    number = int(match[1] or match[2] or match[6] or _ORDINALS[match[3]])
    last = f"{match[4] or match[5]}-{3 * number:02}"
    return f"write its last month, {last} where the first quarter begins in January"


def _two_years(match: re.Match[str]) -> str:
    is_next = int(match[2][-2:]) == (int(match[1]) + 1) % 100
    return f"write its last month, as in {int(match[1]) + 1}-03" if is_next else _DATE_EXAMPLE


_DATES: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (rf"(?:({'|'.join(_MONTH_NAMES)})[a-z]*\.?,? |([0-9]{{1,2}})/)([12][0-9]{{3}})", _month),
    (_QUARTER, _quarter),
    (
        r"(?:early |late |mid-?)?(?:spring|summer|autumn|fall|winter)(?: (?:of )?[12][0-9]{3})?",
        lambda _: "write the month by whose end it is meant, as in 2026-05",
    ),
    (
        r"(?:by |end of |in )*([12][0-9]{3})",
        lambda match: f"write its month, or {match[1]}-12 for the end of the year",
    ),
    (r"([12][0-9]{3})[/\u2013-]([0-9]{2}|[12][0-9]{3})", _two_years),
    (_NO_DATE, lambda _: "remove the key: the document is then shown as one that says no date"),
)

_NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10,
    "twelve": 12, "eighteen": 18, "twenty-four": 24, "thirty-six": 36,
}  # fmt: skip
_PERIODS = {
    "annual": "1 year", "annually": "1 year", "quarterly": "3 months", "every quarter": "3 months",
    "half-yearly": "6 months", "every other year": "2 years", "biennially": "2 years",
    "triennially": "3 years",
}  # fmt: skip
_PERIOD = re.compile(
    r"(?:at least |at most |no later than |once )?(?:every |each |in )?"
    rf"(?:([0-9]{{1,3}})|({'|'.join(_NUMBERS)}))?[ -]?(month|year)(?:s|ly)?"
)


def date_hint(text: str) -> str:
    """What to write instead of a text that is no month and no day."""
    words = _words(text)
    found = ((re.fullmatch(pattern, words), hint) for pattern, hint in _DATES)
    return next((hint(match) for match, hint in found if match), _DATE_EXAMPLE)


def period_hint(text: str) -> str:
    """What to write instead of a text that is no number of months or years."""
    words = _words(text)
    period = _PERIOD.fullmatch(words)
    number = (int(period[1]) if period[1] else _NUMBERS.get(period[2] or "", 1)) if period else 0
    if period and number:
        return f"write {number} {period[3]}{'s' if number > 1 else ''}"
    if words in _PERIODS:
        return f"write {_PERIODS[words]}"
    if re.fullmatch(_NO_DATE, words):
        return "remove the key; also_when: names the changes that call for a review"
    return _PERIOD_EXAMPLE


def _words(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")
