"""The values in the formats: what a text, a number, a date or an address may look like.

The constraints hold whenever an object is made or read, and stand in its JSON Schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field, PlainSerializer, PlainValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from ...domain.fields import ID_PATTERN, REFERENCE_PATTERN
from ...domain.reviews import Month, MonthOrDay, parse_month_or_day

_NOT_BLANK = r"\S"
_ID = f"^{ID_PATTERN}$"
_REFERENCE = f"^{REFERENCE_PATTERN}$"
_QUALIFIED = f"^{REFERENCE_PATTERN}/[^/]+$"
_EDITION = f"^{REFERENCE_PATTERN}/[0-9]{{4}}-[0-9]{{2}}(?:-[0-9]{{2}})?$"
_SHA256 = "^[0-9a-f]{64}$"
_DIGEST = "^v1:[0-9a-f]{64}$"
_SCHEMA = r"^(?:\.\./)?schemas/[a-z]+\.schema\.json$"
_PAGE = "^(?:|(?:https?|file)://.*)$"

EXPECTED_TEXTS = {
    _NOT_BLANK: "text that is not only white space",
    _ID: "small letters, digits and hyphens",
    _REFERENCE: "the reference of a document",
    _QUALIFIED: "the reference of a document, a slash and a name",
    _EDITION: "the reference of a document, a slash and the month or day of an edition",
    _SHA256: "a SHA-256, which is 64 hexadecimal digits in small letters",
    _DIGEST: "a digest, which is v1: and 64 hexadecimal digits in small letters",
    _SCHEMA: "the address of a schema",
    _PAGE: "the address of a page, or nothing",
}
"""What a text of each pattern is, for whoever wrote another."""

Words = Annotated[str, StringConstraints(min_length=1, pattern=_NOT_BLANK)]
"""A text that says something."""

AnyText = Annotated[str, StringConstraints(min_length=0)]
"""A text that may be empty. The constraint refuses lone surrogates, which a plain str lets pass."""

IdName = Annotated[str, StringConstraints(pattern=_ID)]
"""The id of a role, or the name of a checklist."""

DocumentReference = Annotated[str, StringConstraints(pattern=_REFERENCE)]
"""The reference of a document."""

QualifiedId = Annotated[str, StringConstraints(pattern=_QUALIFIED)]
"""A document's reference, a slash, and the name of an edition, section, clause or duty."""

EditionId = Annotated[str, StringConstraints(pattern=_EDITION)]
"""A document's reference, a slash, and the month or day of an edition."""

Digest = Annotated[str, StringConstraints(pattern=_DIGEST)]
"""A SHA-256, behind the version of the rule by which it is made."""

FileDigest = Annotated[str, StringConstraints(pattern=_SHA256)]
"""The SHA-256 of the content of a file."""

SchemaPath = Annotated[str, StringConstraints(pattern=_SCHEMA), Field(alias="schema")]
"""The JSON Schema of a file, relative to the file itself."""

PageAddress = Annotated[str, StringConstraints(pattern=_PAGE)]
"""The address of a page as a browser knows it; empty where there is none."""

FileName = Annotated[str, PlainValidator(str), WithJsonSchema({"type": "string"})]
"""The name of a file; bytes of it that are not UTF-8 are kept as lone surrogates (PEP 383)."""

Count = Annotated[int, Field(strict=True, ge=0)]
"""How many there are of something."""

WebAddress = Annotated[str, Field(min_length=1, json_schema_extra={"format": "uri"})]
"""An absolute address."""

SitePath = Annotated[str, Field(description="Its address, from the root of the site.")]
SiteUrl = Annotated[
    WebAddress | None, Field(description="Its absolute address; null where the site has none.")
]


def _instant_or_day(
    kinds: tuple[type, ...], pattern: str, parse: Callable[[str], object], expected: str
) -> PlainValidator:
    """Takes a value of one of the kinds as it is, and what is written as the pattern says."""
    compiled = re.compile(pattern)

    def check(value: Any) -> object:
        if isinstance(value, kinds):
            return value
        if isinstance(value, str) and compiled.fullmatch(value):
            with suppress(ValueError):
                return parse(value)
        raise PydanticCustomError("malformed", "expected {expected}", {"expected": expected})

    return PlainValidator(check)


def _text_schema(pattern: str, **more: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}$", **more})


_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MONTH_OR_DAY = "[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?"
_INSTANT = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
    r"(?:Z|[+-][0-9]{2}:[0-9]{2})"
)
_AN_INSTANT = _instant_or_day(
    (datetime,),
    _INSTANT,
    datetime.fromisoformat,
    "an instant with its offset, as in 2026-11-21T09:30:00+00:00",
)

CalendarDay = Annotated[
    date,
    _instant_or_day((date,), _DAY, date.fromisoformat, "a day, as in 2025-12-31"),
    PlainSerializer(date.isoformat),
    _text_schema(_DAY),
]
"""A day, as in 2025-12-31."""

GivenDate = Annotated[
    MonthOrDay,
    _instant_or_day(
        (Month, date), _MONTH_OR_DAY, parse_month_or_day, "a month or a day, as in 2025-12 or 2025-12-31"
    ),
    PlainSerializer(str),
    _text_schema(_MONTH_OR_DAY),
]
"""A month or a day, as precise as it was given."""

BuildInstant = Annotated[
    datetime,
    _AN_INSTANT,
    PlainSerializer(lambda instant: instant.isoformat(timespec="seconds")),
    _text_schema(_INSTANT, format="date-time"),
]
"""When something was made, to the second, with its offset."""

RecordedInstant = Annotated[
    datetime, _AN_INSTANT, PlainSerializer(datetime.isoformat), _text_schema(_INSTANT)
]
"""When somebody did something, as precise as a browser gives it, with its offset."""
