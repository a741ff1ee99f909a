"""The scalar types of the sources: which text a value may be.

Every scalar arrives as the text that the owner wrote; a type here validates and converts it. The context
of a validation error holds the "rule" and the "hint" of the Problem that it becomes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Self, TypeVar, get_args
from zoneinfo import available_timezones

from pydantic import (
    BeforeValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from .colours import Colour
from .date_hints import date_hint, period_hint
from .problems import Rule, ValuePath, closest_name
from .reviews import MonthOrDay, parse_month_or_day

WRONG_TYPE = Rule.error("wrong-type", "A value has the wrong shape: text, list or mapping")
EMPTY_VALUE = Rule.error("empty-value", "A key has no value")
UNKNOWN_VALUE = Rule.error("unknown-value", "A value is not one of the allowed ones")
MALFORMED_DATE = Rule.error("malformed-date", "A date is not a month or day of the calendar")
MALFORMED_PERIOD = Rule.error("malformed-period", "A period is not a number of months or years")
MALFORMED_ID = Rule.error("malformed-id", "An id, reference or abbreviation is not well formed")
MALFORMED_LINK = Rule.error("malformed-link", "A link is not a web address")
MALFORMED_ZONE = Rule.error("malformed-zone", "A time zone is not one of the IANA database")
MALFORMED_COLOUR = Rule.error("malformed-colour", "A colour is not written as six hexadecimal digits")
MALFORMED_CITATION = Rule.error(
    "malformed-citation", "A cross-reference, a link or emphasis is not well formed"
)
CONTROL_CHARACTER = Rule.error("control-character", "A text holds a character that cannot be shown")
READING_ORDER = Rule.error("reading-order", "A text holds a character that turns its reading order round")
HIDDEN_CHARACTER = Rule.warning(
    "hidden-character", "A text holds a character that cannot be seen and has no use there"
)
TEXT_TOO_LONG = Rule.error("text-too-long", "A text is longer than any text needs to be")
WORD_TOO_LONG = Rule.error("word-too-long", "A word goes on without a space longer than a page can show")
TOO_MANY_MARKS = Rule.error(
    "too-many-marks", "A character carries more accents or other marks than any script has"
)
VALUE_REPEATED = Rule.error("value-repeated", "A value stands twice in one list")
MALFORMED_FILE_NAME = Rule.error(
    "malformed-file-name", "A file's name would not be the same in an address or on every system"
)
CITATION_IN_LINE = Rule.error("citation-in-line", "A cross-reference stands in a title or a name")

SCALAR_TYPES = ["string", "number", "boolean", "null"]
"""The JSON types that an editor may read unquoted text as: 3.1 as a number, no as a boolean."""

MAX_TEXT_LENGTH = 50_000
"""Most characters of a text: about twenty pages. A longer clause should have sub-clauses."""
MAX_LINE_LENGTH = 1_000
"""Most characters of a title, a name or another text on one line."""
MAX_WORD_LENGTH = 2_000
"""Most characters without a space: the length of the longest URL that all browsers accept."""
MAX_COMBINING_MARKS = 30
"""Most marks on one character, as in stream-safe text (Unicode Standard Annex 15, section 13)."""
MAX_NAME_LENGTH = 100
"""Most characters of an id or a reference, since both name files and appear in addresses."""

_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    r"\u200b\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
"""Scripts written without spaces between words; their lines break between characters or syllables."""
_WORD = re.compile(rf"[^\s{_UNSPACED}]+")
_MARKS = frozenset({"Mn", "Me", "Cf"})
_FIRST_MARK = "\u00ac"

_MARK = re.compile(r"\[\[[^\[\]\n]+\]\]")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


def validation_error(rule: Rule, message: str, hint: str, below: ValuePath = ()) -> PydanticCustomError:
    """The error that a validator raises to report a Problem with this rule.

    `below` leads from the value that is validated to the one at fault.
    """
    # The message comes last: pydantic fills in the keys in turn, and a message quotes what was typed.
    return PydanticCustomError(
        rule.code, "{message}", {"rule": rule, "hint": hint, "below": below, "message": message}
    )


def _text(value: Any) -> str:
    return _checked_text(value, MAX_TEXT_LENGTH)


def _checked_text(value: Any, limit: int) -> str:
    if not isinstance(value, str):
        shape = "a list" if isinstance(value, list) else "a mapping"
        raise validation_error(
            WRONG_TYPE,
            f"expected text, found {shape}",
            "write plain text here; put text that begins with a bracket in single quotes",
        )
    if not value.strip():
        raise validation_error(EMPTY_VALUE, "there is no text here", "write the text, or remove the key")
    forbidden = None if value.isprintable() else _FORBIDDEN.search(value)
    if forbidden:
        raise validation_error(
            CONTROL_CHARACTER,
            f"the text holds the character U+{ord(forbidden[0]):04X}, which cannot be shown",
            "remove it; line breaks and tabs are the only control characters allowed",
        )
    if len(value) > limit:
        raise validation_error(
            TEXT_TOO_LONG,
            f"the text has {len(value):,} characters; here one has at most {limit:,}",
            "part it, or look for something pasted by mistake",
        )
    _reject_unreadable(value)
    return value


def _reject_unreadable(text: str) -> None:
    """Refuse words and accents without end, which take gigabytes or minutes to lay out on a page."""
    words = _WORD.finditer(text) if len(text) > MAX_WORD_LENGTH else ()
    word = next((match for match in words if match.end() - match.start() > MAX_WORD_LENGTH), None)
    if word:
        raise validation_error(
            WORD_TOO_LONG,
            f"a word begins here that has more than {MAX_WORD_LENGTH:,} characters without a space:"
            f" {word[0][:40]!r}",
            "put spaces where its words end, or look for something pasted by mistake",
        )
    if text.isascii():
        return
    marks = 0
    for char in text:
        marks = marks + 1 if char > _FIRST_MARK and unicodedata.category(char) in _MARKS else 0
        if marks > MAX_COMBINING_MARKS:
            raise validation_error(
                TOO_MANY_MARKS,
                f"a character carries more than {MAX_COMBINING_MARKS} accents or other marks",
                "write the character with the marks that belong to it",
            )


def _line(value: Any, limit: int = MAX_LINE_LENGTH) -> str:
    text = _checked_text(value, limit)
    if len(text.strip().splitlines()) > 1:
        raise validation_error(WRONG_TYPE, "expected one line, found several", "write it on one line")
    mark = _MARK.search(text)
    if mark:
        raise validation_error(
            CITATION_IN_LINE,
            f"{mark[0][:60]!r} would be shown as it is typed: a title or name holds no cross-reference",
            "write it in words, without the brackets",
        )
    return text.strip()


def parse_line(text: str) -> str:
    """Validate a text as the type Line does. Raises ValueError, whose message says what is wrong."""
    return _line(text)


def pattern_validator(  # noqa: PLR0913  # each argument is one fact about a type
    pattern: str,
    rule: Rule,
    what: str,
    example: str,
    suggest: Callable[[str], str] | None = None,
    *,
    limit: int = 0,
) -> Callable[[Any], str]:
    """A validator for texts that match a pattern and have at most `limit` characters (0: any number).

    `what` names the type in messages, `example` is the usual hint. `suggest` may give a better hint for
    a text that does not match; an empty one means that it has none.
    """
    compiled = re.compile(pattern)

    def check(value: Any) -> str:
        text = _text(value)
        if limit and len(text) > limit:
            raise validation_error(
                rule,
                f"{text[:30]!r}… is not {what}: it has {len(text):,} characters",
                f"write at most {limit}, so that systems can name a file so",
            )
        if not compiled.fullmatch(text):
            hint = suggest(text[:60]) if suggest else ""
            raise validation_error(rule, f"{text[:60]!r} is not {what}", hint or example)
        return text

    return check


def text_schema(
    pattern: str = "", example: str = "", kind: Any = "string", limit: int = 0
) -> WithJsonSchema:
    """The JSON Schema of a scalar type: of at least one character, or as its pattern says.

    `limit` is the most characters; 0 means any number.
    """
    schema: dict[str, Any] = {"type": kind}
    if limit:
        schema["maxLength"] = limit
    if pattern:
        schema["pattern"] = f"^(?:{pattern})$"
    else:
        schema["minLength"] = 1
    if example:
        schema["examples"] = [example]
    return WithJsonSchema(schema)


PROSE_MARKER = object()
"""Marks the type Text, which may hold cross-references; `model.prose_texts` looks for it."""
LINE_MARKER = object()
"""Marks the type Line, the other texts that readers see."""

Text = Annotated[
    str, BeforeValidator(_text), PROSE_MARKER, text_schema(kind=SCALAR_TYPES[:3], limit=MAX_TEXT_LENGTH)
]
"""Plain text: paragraphs separated by blank lines, with [[cross-references]]. Never Markdown or HTML."""

Line = Annotated[
    str, BeforeValidator(_line), LINE_MARKER, text_schema(kind=SCALAR_TYPES[:3], limit=MAX_LINE_LENGTH)
]
"""Plain text on one line."""


def _cell(value: Any) -> str:
    return "" if isinstance(value, str) and not value.strip() else _text(value)


CellText = Annotated[
    str,
    BeforeValidator(_cell),
    PROSE_MARKER,
    WithJsonSchema({"type": SCALAR_TYPES, "maxLength": MAX_TEXT_LENGTH}),
]
"""The text of a cell of a table, which may be empty."""

MAX_LABEL_LENGTH = 20


def _label(value: Any) -> str:
    return _line(value, MAX_LABEL_LENGTH)


Label = Annotated[
    str, BeforeValidator(_label), LINE_MARKER, text_schema(kind=SCALAR_TYPES[:2], limit=MAX_LABEL_LENGTH)
]
"""What stands before an item of a list, as in (a) or 1.1."""

FILE_NAME_PATTERN = r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*\.[A-Za-z0-9]+"


def is_file_name(text: str) -> bool:
    """Whether a text is a name of the type DocumentFileName."""
    return len(text) <= MAX_NAME_LENGTH and re.fullmatch(FILE_NAME_PATTERN, text) is not None


def hint_for_file_name(text: str) -> str:
    """A name that is well formed and near to this one."""
    if re.match(r"https?://", text):
        return f"attach what lies in files/; link to the rest in a text, as in [[{text}|its name]]"
    name = re.split(r"[/\\]", text)[-1]
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9._]+", "-", letters)
    meant = re.sub(r"-*\.[-.]*", ".", words).strip("-_.")
    example = "letters, digits, hyphens, underscores and dots, as in request-form.pdf"
    return f"call it {meant}" if re.fullmatch(FILE_NAME_PATTERN, meant) else example


DocumentFileName = Annotated[
    str,
    BeforeValidator(
        pattern_validator(
            FILE_NAME_PATTERN,
            MALFORMED_FILE_NAME,
            "the name of a file",
            "",
            hint_for_file_name,
            limit=MAX_NAME_LENGTH,
        )
    ),
    text_schema(FILE_NAME_PATTERN, "request-form.pdf", limit=MAX_NAME_LENGTH),
]
"""The name of a file in the folder files/ of a document, which is a part of its address, too."""

ID_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
Id = Annotated[
    str,
    BeforeValidator(
        pattern_validator(
            ID_PATTERN,
            MALFORMED_ID,
            "an id",
            "small letters, digits and hyphens, as in line-manager",
            limit=MAX_NAME_LENGTH,
        )
    ),
    text_schema(ID_PATTERN, limit=MAX_NAME_LENGTH),
]
"""The id by which one source refers to something in another."""

REFERENCE_PATTERN = r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*"
_PUBLISHED_REFERENCE = r"[A-Za-z0-9]+(?:(?:[-_]|[/ .]+)[A-Za-z0-9]+)*"
_check_reference = pattern_validator(
    _PUBLISHED_REFERENCE,
    MALFORMED_ID,
    "a document's reference",
    "letters and digits, with hyphens, underscores, slashes, spaces or dots between, as in 700/2017",
    limit=MAX_NAME_LENGTH,
)


class WrittenReference(str):
    """The reference of a document as files and addresses have it, and as it is published.

    In the name, each run of slashes, spaces and dots is a hyphen: 700-2017 for 700/2017.
    """

    __slots__ = ("published",)
    published: str

    def __new__(cls, published: str) -> Self:
        name = super().__new__(cls, re.sub(r"[/ .]+", "-", published))
        name.published = published
        return name

    def __getnewargs__(self) -> tuple[str]:
        return (self.published,)


Reference = Annotated[
    WrittenReference,
    PlainValidator(lambda value: WrittenReference(_check_reference(value))),
    text_schema(_PUBLISHED_REFERENCE, kind=SCALAR_TYPES[:2], limit=MAX_NAME_LENGTH),
]
"""The reference of a document as it is published, by which the name of its folder is known."""

_ABBREVIATION = r"[A-Za-z0-9&]+(?:-[A-Za-z0-9&]+)*"


def _hint_for_term(text: str) -> str:
    """How to write a term of several words or with other signs; empty where that is unclear."""
    words = [re.sub(r"[^A-Za-z0-9&-]", "", word).strip("-") for word in text.split()]
    key = "-".join(filter(None, words))
    key = key.lower() if len(words) > 1 else key
    return (
        f"write {key} as the key, and name: {' '.join(text.split())} below it"
        if re.search("[A-Za-z]", key)
        else ""
    )


TermName = Annotated[
    str,
    BeforeValidator(
        pattern_validator(
            _ABBREVIATION,
            MALFORMED_ID,
            "a term",
            "letters, digits and hyphens, as in FWR or core-hours",
            _hint_for_term,
            limit=MAX_NAME_LENGTH,
        )
    ),
    text_schema(_ABBREVIATION, limit=MAX_NAME_LENGTH),
]
"""The key of a term: an abbreviation as the documents write it, or an id."""

_PROVISION = rf"{REFERENCE_PATTERN}/{_ABBREVIATION}(?:\.{_ABBREVIATION})*"
ProvisionReference = Annotated[
    str,
    BeforeValidator(
        pattern_validator(
            _PROVISION,
            MALFORMED_CITATION,
            "a duty or clause of a document",
            "its reference, a slash and its name: HR12/answer-request for a duty, HR12/3.2 for a clause",
        )
    ),
    text_schema(_PROVISION, "HR12/3.2"),
]
"""A duty or clause of a document: the reference, a slash and its name."""

WEB_ADDRESS_PATTERN = r'https?://[A-Za-z0-9][A-Za-z0-9._-]*(?::[0-9]{1,5})?(?:[/?#][^\s"<>\\^`{|}]*)?'
Url = Annotated[
    str,
    BeforeValidator(
        pattern_validator(
            WEB_ADDRESS_PATTERN, MALFORMED_LINK, "a web address", "an address that begins with https://"
        )
    ),
    text_schema(WEB_ADDRESS_PATTERN, "https://www.example.org/policy"),
]

_EMAIL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
Email = Annotated[
    str,
    BeforeValidator(
        pattern_validator(
            _EMAIL, MALFORMED_LINK, "an e-mail address", "an address as in policy@example.org"
        )
    ),
    text_schema(_EMAIL),
]


_YEARS = range(1000, 9000)


def _date(value: Any) -> MonthOrDay:
    text = _text(value)
    with suppress(ValueError):
        when = parse_month_or_day(text)
        if when.year in _YEARS:
            return when
    raise validation_error(
        MALFORMED_DATE,
        f"{text[:40]!r} is not a month or day of the calendar",
        date_hint(text[:60]),
    )


_DATE = r"[1-8][0-9]{3}-[0-9]{2}(?:-[0-9]{2})?"
Date = Annotated[MonthOrDay, BeforeValidator(_date), text_schema(_DATE, "2025-12")]
"""A month or a day in the years 1000 to 8999, as precise as the owner gave it.

The limits leave room in Python's calendar (years 1 to 9999) for any period before or after a date.
"""

_PERIOD = re.compile(r"([1-9][0-9]{0,2}) (month|year)s?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """A whole number of months."""

    months: int

    def __str__(self) -> str:
        count, unit = (self.months // 12, "year") if self.months % 12 == 0 else (self.months, "month")
        return f"{count} {unit}" + ("" if count == 1 else "s")


def _period(value: Any) -> Period:
    text = _text(value)
    match = _PERIOD.fullmatch(text)
    if match is None:
        raise validation_error(MALFORMED_PERIOD, f"{text[:40]!r} is not a period", period_hint(text[:60]))
    return Period(int(match[1]) * (12 if match[2] == "year" else 1))


MonthsPeriod = Annotated[Period, BeforeValidator(_period), text_schema(_PERIOD.pattern, "2 years")]


_DAYS = re.compile(r"([1-9][0-9]{0,2}) days?", re.ASCII)


def _days(value: Any) -> int:
    text = _text(value)
    match = _DAYS.fullmatch(text)
    if match is None:
        raise validation_error(
            MALFORMED_PERIOD, f"{text[:40]!r} is not a number of days", "write it as 1 day or 7 days"
        )
    return int(match[1])


DayCount = Annotated[int, BeforeValidator(_days), text_schema(_DAYS.pattern, "1 day")]
"""A whole number of days."""

_HOST = r"[A-Za-z0-9][A-Za-z0-9.-]*"
HostName = Annotated[
    str,
    BeforeValidator(
        pattern_validator(_HOST, MALFORMED_LINK, "the name of a machine", "a name as in smtp.example.org")
    ),
    text_schema(_HOST, "smtp.example.org"),
]
"""The name of a machine on a network."""

_VARIABLE = r"[A-Z][A-Z0-9_]*"
EnvironmentVariable = Annotated[
    str,
    BeforeValidator(
        pattern_validator(
            _VARIABLE,
            MALFORMED_ID,
            "the name of an environment variable",
            "capital letters, digits and underscores, as in SLACK_WEBHOOK",
        )
    ),
    text_schema(_VARIABLE, "SLACK_WEBHOOK"),
]
"""The name of an environment variable that holds a secret."""


def _port(value: Any) -> int:
    text = _text(value)
    if re.fullmatch(r"[1-9][0-9]{0,4}", text) and int(text) < _PORT_LIMIT:
        return int(text)
    raise validation_error(
        UNKNOWN_VALUE, f"{text[:40]!r} is not a port", "write a number from 1 to 65535"
    )


_PORT_LIMIT = 65_536
PortNumber = Annotated[
    int, BeforeValidator(_port), text_schema("[1-9][0-9]{0,4}", "587", SCALAR_TYPES[:2])
]
"""A TCP port."""


@cache
def _zones() -> frozenset[str]:
    """The names of time zones that mean the same on every machine; case matters."""
    return frozenset(available_timezones() - {"Factory", "localtime"})


def _zone(value: Any) -> str:
    text = _text(value)
    if text not in _zones():
        raise validation_error(
            MALFORMED_ZONE,
            f"{text[:40]!r} is not a time zone of the IANA database",
            _hint_for_zone(text),
        )
    return text


def _hint_for_zone(text: str) -> str:
    places = [zone for zone in sorted(_zones()) if zone.rpartition("/")[2].casefold() == text.casefold()]
    suggestions = places[:1] or [name for name in [closest_name(text, sorted(_zones()))] if name]
    return (
        f"did you mean {suggestions[0]!r}?"
        if suggestions
        else "write a region and a place, as in Europe/London"
    )


TimeZone = Annotated[str, BeforeValidator(_zone), text_schema(example="Europe/London")]

LANGUAGE_TAG = r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"
"""The form of a tag of BCP 47, as a regular expression."""
Language = Annotated[
    str,
    BeforeValidator(
        pattern_validator(
            LANGUAGE_TAG, UNKNOWN_VALUE, "a language tag", "a tag of BCP 47, as in en-GB or cy"
        )
    ),
    text_schema(LANGUAGE_TAG, "en-GB"),
]


def _colour(value: Any) -> Colour:
    text = _text(value)
    try:
        return Colour.parse(text)
    except ValueError:
        raise validation_error(
            MALFORMED_COLOUR,
            f"{text[:40]!r} is not a colour",
            "write it as '#1f4e8c', in quotes: # begins a comment otherwise",
        ) from None


HexColour = Annotated[Colour, BeforeValidator(_colour), text_schema("#[0-9A-Fa-f]{6}", "#1f4e8c")]
"""An sRGB colour, written as # and six hexadecimal digits."""


Item = TypeVar("Item")


class OneOrMoreMarker:
    """Makes a tuple's type take one value as well as a list of at least one, none of them twice.

    The path of an error in a single value has no index, as the file has none.
    """

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        item = get_args(source)[0]

        def validate(
            value: Any, validate_list: ValidatorFunctionWrapHandler, info: ValidationInfo
        ) -> tuple[Any, ...]:
            if not isinstance(value, list):
                return (_adapter(item).validate_python(value, context=info.context),)
            values: tuple[Any, ...] = validate_list(value)
            if len(set(values)) < len(values):
                raise ValidationError.from_exception_data("repeated", _repetitions(value, values))
            return values

        of_list = core_schema.tuple_variable_schema(handler.generate_schema(item), min_length=1)
        return core_schema.with_info_wrap_validator_function(validate, of_list)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        of_list = handler(schema)
        return {"anyOf": [of_list["items"], {**of_list, "uniqueItems": True}]}


@cache
def _adapter(item: Any) -> TypeAdapter[Any]:
    return TypeAdapter(item)


def _quoted(typed: Any) -> str:
    return repr(typed[:60]) if isinstance(typed, str) else "this"


def _repetitions(typed: list[Any], values: tuple[Any, ...]) -> list[InitErrorDetails]:
    """An error for each value that stands before it in the same list."""
    return [
        InitErrorDetails(
            type=validation_error(
                VALUE_REPEATED,
                f"{_quoted(typed[place])} stands in this list already",
                "remove it, or write what was meant",
            ),
            loc=(place,),
            input=typed[place],
        )
        for place, value in enumerate(values)
        if value in values[:place]
    ]


OneOrMore = Annotated[tuple[Item, ...], OneOrMoreMarker()]
"""One value or a list of at least one in a file, a tuple without repeats in the model.

As in `role: OneOrMore[Id]`. Paths that are made from the model have an index for a single value, too;
where the file has none, they mean that value (`sources.positions.find_position`).
"""
