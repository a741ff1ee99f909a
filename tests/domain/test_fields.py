"""The scalar types of the sources: what each takes, what it refuses, and with which code."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, get_origin
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from policysite.domain import fields, provision_numbers
from policysite.domain.colours import Colour
from policysite.domain.fields import Period, WrittenReference
from policysite.domain.provision_numbers import ProvisionNumber
from policysite.domain.reviews import Month, add_months, overdue_since
from policysite.rules import RULES

TYPES = {
    name: kind
    for module in (fields, provision_numbers)
    for name, kind in vars(module).items()
    if get_origin(kind) is Annotated and not kind.__parameters__  # without OneOrMore, made of others
}
ADAPTERS: dict[str, TypeAdapter[Any]] = {name: TypeAdapter(kind) for name, kind in TYPES.items()}
SCHEMAS = {name: adapter.json_schema() for name, adapter in ADAPTERS.items()}
PATTERNS = [schema["pattern"] for schema in SCHEMAS.values() if "pattern" in schema]


def read(kind: str, value: object) -> Any:  # each type gives its own
    """Read a value as a source would give it."""
    return ADAPTERS[kind].validate_python(value)


def refusal(kind: str, value: object) -> dict[str, Any]:
    """Give the one error with which a value is refused."""
    with pytest.raises(ValidationError) as caught:
        read(kind, value)
    (error,) = caught.value.errors()
    return dict(error)


# --- what each type takes ------------------------------------------------------------------------

SAME = {
    "Text": [
        "x", "no", "3.10", "2025-12", "two\nlines", "a paragraph\n\nand another\n", "  kept  ",
        "a\tb", "\ta", "<b>&amp;</b> *not* {{ markup }} [[HR12/3.2]] ${x} %s \\n",
        "\u200f\u202bעברית\u202c", "e\u0301", "\u00e9", "👩🏽‍⚕️", "it’s – “so”", "a\u00a0b",
        "\u2028x", "\ufeffx", "word " * 10_000, "x" * 2_000,
    ],
    "Line": [
        "x", "no", "3.10", "<b>", "{{ x }}", "a\tb", "\u200fא", "e\u0301", "👩🏽‍⚕️", "a  b",
        "a\u00a0b",
    ],
    "CellText": ["", "x", "3.10", "two\nlines", "[[HR12/3.2]]"],
    "Label": ["(a)", "a)", "1.", "1.1", "•", "Step 1", "x" * 20],
    "Id": ["a", "7", "line-manager", "a-1-b2", "2025", "no", "null", "x" * 100],
    "DocumentFileName": ["a.pdf", "Form_1-b.v2.PDF", "0.x", "x" * 96 + ".pdf"],
    "TermName": ["YRO", "ISS", "R&D", "youth-court", "&", "T2", "MAPPA-2", "no"],
    "Url": [
        "https://www.example.org", "http://example.org/", "https://example.org/a?b=c&d=%20#e",
        "https://example.org:8443/x", "https://localhost:8000", "https://example.org?x",
        "https://10.0.0.1/", "https://example.org/a(b)[c]'d';e,f~g",
        "https://xn--polis-cwa.example.org/", "https://example.org/ŵ",
    ],
    "Email": ["a@b.c", "policy.team+hr12@example.org", "o'neill@harbour-trust.example", "x@a.b.c.d"],
    "TimeZone": [
        "Europe/London", "UTC", "America/Argentina/Ushuaia", "Pacific/Kiritimati", "Etc/GMT+5",
        "GB",
    ],
    "ProvisionReference": [
        "HR12/3.2", "HR12/answer-request", "HR12a/3.1.1", "SOP_HR12-b/related", "HR12/6", "a/B.2"],
    "HostName": ["localhost", "smtp.example.org", "10.0.0.1", "mail-1.example.org"],
    "EnvironmentVariable": ["SLACK_WEBHOOK", "A", "A1_B"],
    "Language": ["en", "en-GB", "cy", "zh-Hant-TW", "gsw", "de-1996"],
}  # fmt: skip
"""Values that are taken and stay exactly as they were typed."""

READ: dict[str, list[tuple[str, Any]]] = {
    "Reference": [
        (text, WrittenReference(text))
        for text in ("HR12", "B07a", "HR12a", "a", "7", "SOP_HR12-b", "no", "1e3", "700/2017", "HR. 1")
    ],
    "Line": [("  x ", "x"), ("x\n", "x"), ("\n\nx\n", "x"), ("x\u2028", "x")],
    "Date": [
        ("2025-12", Month(2025, 12)),
        ("2025-12-31", date(2025, 12, 31)),
        ("2024-02-29", date(2024, 2, 29)),
        ("1000-01", Month(1000, 1)),
        ("8999-12-31", date(8999, 12, 31)),
    ],
    "HexColour": [
        ("#1f4e8c", Colour(0x1F, 0x4E, 0x8C)),
        ("#FFFFFF", Colour(255, 255, 255)),
    ],
    "MonthsPeriod": [
        ("2 years", Period(24)),
        ("1 year", Period(12)),
        ("6 months", Period(6)),
        ("1 month", Period(1)),
        ("18 months", Period(18)),
        ("999 years", Period(11_988)),
    ],
    "DayCount": [("1 day", 1), ("7 days", 7), ("1 days", 1), ("999 days", 999)],
    "PortNumber": [("1", 1), ("587", 587), ("65535", 65_535)],
    "ClauseNumber": [
        ("3", ProvisionNumber("3", ((3, ""),))),
        ("3.10", ProvisionNumber("3.10", ((3, ""), (10, "")))),
        ("4A", ProvisionNumber("4A", ((4, "A"),))),
        ("B.2", ProvisionNumber("B.2", ((10_000, "B"), (2, "")))),
        ("3.2A.C", ProvisionNumber("3.2A.C", ((3, ""), (2, "A"), (10_000, "C")))),
        ("1.2.3.4.5.6", ProvisionNumber("1.2.3.4.5.6", tuple((n, "") for n in range(1, 7)))),
        ("3.2.1AA", ProvisionNumber("3.2.1AA", ((3, ""), (2, ""), (1, "AA")))),
        ("3ZA", ProvisionNumber("3ZA", ((3, "@A"),))),
        ("9999Z", ProvisionNumber("9999Z", ((9999, "Z"),))),
        ("0", ProvisionNumber("0", ((0, ""),))),
        ("0.1", ProvisionNumber("0.1", ((0, ""), (1, "")))),
        ("1.0", ProvisionNumber("1.0", ((1, ""), (0, "")))),
        ("1.01", ProvisionNumber("1.01", ((1, ""), (0, "01")))),
    ],
}
"""Values that are taken, and what they become."""

TAKEN = [(kind, text, text) for kind, texts in SAME.items() for text in texts] + [
    (kind, text, value) for kind, rows in READ.items() for text, value in rows
]

# --- what each type refuses ----------------------------------------------------------------------

NOT_TEXT: list[object] = [None, [], ["x"], {}, {"a": "b"}, 3, 3.1, True, b"x", date(2025, 12, 31)]
NOTHING = ["", " ", "\n", "\t \n", "\u00a0", "\u2028", "\u3000"]
UNSHOWABLE = [
    chr(code)
    for code in [*range(0x20), *range(0x7F, 0xA0), 0xD800, 0xDFFF, 0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF]
    if chr(code) not in "\t\n"
]

MALFORMED = {
    ("Line", "wrong-type"): ["a\nb", "a\n\nb", "a\u2028b", "a\u2029b"],
    ("Id", "malformed-id"): [
        "A", "Csu", "a_b", "a b", " a", "a ", "a\n", "-a", "a-", "a--b", "a/b", "a.b", "é", "１",
        "а", "{hint}", "../x", "a\u200d",
    ],
    ("Label", "text-too-long"): ["x" * 21],
    ("CellText", "control-character"): ["a\x07b"],
    ("Reference", "malformed-id"): [
        "HR12/", " HR12", "HR12.", "HR - 1", "-HR12", "HR12-", "HR12--a", "HR12_", "HR12\n", "Ｈ12", "..",
        "ñ", "HR12\u00a0",
    ],
    ("DocumentFileName", "malformed-file-name"): [
        "form", "form.", ".pdf", "a b.pdf", "-a.pdf", "a..pdf", "a/b.pdf", "a\\b.pdf", "../a.pdf",
        "a.pdf\n", "é.pdf", "a.p-f", "a%20b.pdf", "a?.pdf", "x" * 97 + ".pdf",
    ],
    ("TermName", "malformed-id"): [
        "Y R O", "YRO.", "-YRO", "YRO-", "a_b", "YRO\n", "ÝRO", "[[YRO]]",
    ],
    ("Url", "malformed-link"): [
        "www.example.org", "//example.org", "ftp://example.org", "javascript:alert(1)",
        "HTTPS://example.org", "https://", "https:///path", "https://?x", "https://[",
        "https://[::1]/", "https://a b.org", "https://exämple.org", "https://ex℀mple.org",
        "https://user:secret@example.org/", "https://example.org:x/", "https://example.org:123456/",
        "https://example.org/a b", "https://example.org/\u00a0", "https://example.org/\u2003x",
        "https://example.org\n", " https://example.org", "https://example.org/<x>",
        'https://example.org/"x"', "https://example.org\\x", "https://example.org/`x`",
        "https://example.org/{x}", "https://example.org/|", "https://example.org/^",
        "data:text/html,x", "mailto:a@b.c", "policy@example.org",
    ],
    ("Email", "malformed-link"): [
        "policy", "policy@", "@example.org", "a@b", "a@b.", "a@.b", "a b@c.d", "a@b..c", "a@b@c.d",
        "a@b.c\n", "mailto:a@b.c", "A <a@b.c>", "a@exämple.org", "a,b@c.d", "https://example.org",
    ],
    ("ClauseNumber", "malformed-number"): [
        "3.", ".3", "3..2", "03", "00", "3.0A", "3,2", "3 .2", "3.2 ", " 3", "3\n", "4a",
        "4AAAA", "AA", "A4", "-3", "10000", "1.2.3.4.5.6.7", "３", "3.２", "3.1e5", "iv", "(a)",
        "3.2(a)", "§3", "Ⅳ", "É",
    ],
    ("Date", "malformed-date"): [
        "2025", "2025-1", "2025-13", "2025-00", "2025-02-30", "2025-02-29", "2025-2-3", "25-12",
        "0000-01", "0999-12", "9000-01", "9999-12-31", "2025-12 ", " 2025-12", "2025-12\n",
        "２０２５-12", "2025–12", "12/2025", "December 2025", "never", "2025-12-31T00:00:00Z",
        "2 years",
    ],
    ("MonthsPeriod", "malformed-period"): [
        "0 months", "0 years", "2", "years", "two years", "2 Years", "2  years", "2years",
        "2 yearss", " 2 years", "2 years ", "2 years\n", "2\u00a0years", "1000 years", "-2 years",
        "1.5 years", "２ years", "02 years", "26 weeks", "1 year 6 months", "P2Y",
    ],
    ("TimeZone", "malformed-zone"): [
        "London", "Europe/Londn", "europe/london", "EUROPE/LONDON", "Europe", "Europe/",
        "/Europe/London", "./Europe/London", "Europe//London", "../Europe/London",
        "../../etc/passwd", "posix/Europe/London", "localtime", "Factory", "zones", "__init__.py",
        "tzdata.zi", "é", "GMT+1", "+01:00", "BST", "Europe/London\n", " UTC", "x" * 1500,
        "https://example.org", "a/" * 900,
    ],
    ("HexColour", "malformed-colour"): [
        "blue", "#fff", "1f4e8c", "#1f4e8g", "#1f4e8c8c", " #1f4e8c", "#1f4e8c\n",
        "#１f4e8c", "rgb(0,0,0)",
    ],
    ("ProvisionReference", "malformed-citation"): [
        "HR12", "HR12/", "/3.2", "HR12/3.2/1", "HR12 3.2", "[[HR12/3.2]]", "HR12/3..2", "HR12/3.2\n",
        "HR12/.", "HR12/é", "HR12#3.2",
    ],
    ("HostName", "malformed-link"): [
        "smtp example", "https://smtp.example.org", "smtp.example.org:587", "-x", ".x", "é.org", "x\n",
        "a/b", "a@b",
    ],
    ("EnvironmentVariable", "malformed-id"): [
        "slack", "Slack", "1A", "_A", "A-B", "A B", "A\n", "$A", "É", "https://hooks.example.org/x",
    ],
    ("DayCount", "malformed-period"): [
        "0 days", "day", "1", "one day", "1 Day", "1  day", "1day", "1 week", "1000 days", "-1 day",
        "1 day\n", " 1 day", "１ day", "01 days",
    ],
    ("PortNumber", "unknown-value"): [
        *("0", "65536", "-1", "587 ", "smtp"),
        *("1e3", "００", "0587", "99999999999"),
    ],
    ("Language", "unknown-value"): [
        "english", "EN", "en_GB", "e", "en-", "en-G", "en-GB\n", " en", "en--GB", "én",
    ],
}  # fmt: skip

REFUSED: list[tuple[str, object, str]] = [
    *((kind, value, "wrong-type") for kind in TYPES for value in NOT_TEXT),
    *((kind, text, "empty-value") for kind in TYPES if kind != "CellText" for text in NOTHING),
    *((kind, text, code) for (kind, code), texts in MALFORMED.items() for text in texts),
]


def shown(value: object) -> str:
    """Name a test case by the beginning of its value."""
    return ascii(value)[:40]


@pytest.mark.parametrize(("kind", "text", "value"), TAKEN, ids=shown)
def test_taken(kind: str, text: str, value: object) -> None:
    """A well-formed value becomes what it says, and text stays character for character."""
    assert read(kind, text) == value
    assert type(read(kind, text)) is type(value)


@pytest.mark.parametrize(("kind", "value", "code"), REFUSED, ids=shown)
def test_refused(kind: str, value: object, code: str) -> None:
    """A malformed value is refused with its code, with what is wrong and what to write instead."""
    error = refusal(kind, value)
    assert error["type"] == code
    assert error["msg"] == error["ctx"]["message"]
    assert error["ctx"]["hint"]
    assert len(error["msg"]) < 200, "a message quotes only the beginning of a long value"
    assert error["msg"].isprintable()


@pytest.mark.parametrize("kind", TYPES)
def test_unshowable_characters(kind: str) -> None:
    """No type takes a surrogate, a noncharacter, or a control but tab and newline."""
    refused = {bad: refusal(kind, f"a{bad}b") for bad in UNSHOWABLE}
    assert {error["type"] for error in refused.values()} == {"control-character"}
    assert all(f"U+{ord(bad):04X}" in error["msg"] for bad, error in refused.items())


def test_every_type_is_tried() -> None:
    """Each scalar type has values that it takes and, Text apart, a code of its own."""
    assert set(TYPES) == {*SAME, *READ}
    assert set(TYPES) == {"Text", *(kind for kind, _ in MALFORMED)}


def test_every_code_is_a_rule() -> None:
    """Every code that a type refuses with is one that a Problem may carry."""
    assert {code for _, _, code in REFUSED} <= set(RULES)


@pytest.mark.parametrize(
    ("kind", "value", "message", "hint"),
    [
        ("Id", "{hint} {message}", "'{hint} {message}' is not an id", "as in line-manager"),
        ("Text", ["x"], "expected text, found a list", "plain text"),
        ("Text", {"x": "y"}, "expected text, found a mapping", "plain text"),
        ("Text", "a\x07b", "U+0007", "remove it"),
        ("TimeZone", "Europe/Londn", "'Europe/Londn' is not a time zone", "'Europe/London'?"),
        ("TimeZone", "europe/london", "'europe/london' is not a time zone", "'Europe/London'?"),
        ("Date", "2025-02-30", "'2025-02-30' is not a month or day", "2025-12-31"),
        ("MonthsPeriod", "two years", "'two years' is not a period", "write 2 years"),
    ],
)
def test_messages(kind: str, value: object, message: str, hint: str) -> None:
    """A message quotes the value exactly as typed, and the hint gives an example or a near name."""
    error = refusal(kind, value)
    assert message in error["msg"]
    assert hint in error["ctx"]["hint"]


# --- any text ------------------------------------------------------------------------------------

anything = st.text(st.characters())
nearly_right = st.builds(
    lambda row, at, cut, more: row[1][:at] + more + row[1][at + cut :],
    st.sampled_from([row for row in TAKEN if len(row[1]) < 1000]),
    st.integers(0, 40),
    st.integers(0, 2),
    st.text(st.characters(), max_size=2),
)
well_formed = st.sampled_from(PATTERNS).flatmap(st.from_regex)
showable = st.characters(exclude_categories=["Cs", "Cc", "Cn"])
unhurried = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
"""On a fresh machine the first draw waits for Hypothesis to make its table of all characters."""


@pytest.mark.parametrize("kind", TYPES)
@unhurried
@given(text=anything | nearly_right | well_formed)
def test_no_text_breaks_a_type(kind: str, text: str) -> None:
    """Any text is either taken or refused with a known code, and a schema never says otherwise."""
    codes = set()
    try:
        read(kind, text)
    except ValidationError as refused:
        codes = {error["type"] for error in refused.errors()}
    assert codes <= set(RULES)
    assert codes or Draft202012Validator(SCHEMAS[kind]).is_valid(text)


@pytest.mark.parametrize("kind", sorted({kind for kind, text, _ in TAKEN}))
def test_schema_takes_what_the_type_takes(kind: str) -> None:
    """No editor marks a value that the type takes."""
    validator = Draft202012Validator(SCHEMAS[kind])
    assert [text for name, text, _ in TAKEN if name == kind and not validator.is_valid(text)] == []


@pytest.mark.parametrize("pattern", PATTERNS)
def test_schema_patterns_suit_javascript(pattern: str) -> None:
    """Patterns escape only what a regular expression of JavaScript in Unicode mode may escape."""
    assert set(re.findall(r"\\(.)", pattern)) <= set(r"^$\.*+?()[]{}|/sSdDwWbB")


@unhurried
@given(text=st.text(showable))
def test_text_keeps_exactly_what_was_typed(text: str) -> None:
    """Text is returned unchanged: no folding, trimming or normalising."""
    assert read("Text", f"{text}\t\n.\n {text}") == f"{text}\t\n.\n {text}"


@unhurried
@given(text=st.from_regex(SCHEMAS["Url"]["pattern"], fullmatch=True, alphabet=showable))
def test_links_have_a_host(text: str) -> None:
    """Every link that is taken can be taken apart, and leads to a host."""
    assert urlsplit(read("Url", text)).hostname


@given(
    text=st.dates(date(1000, 1, 1), date(8999, 12, 31)).map(str),
    month=st.booleans(),
    period=st.integers(1, 999).map("{} years".format),
)
def test_no_period_leaves_the_calendar(text: str, month: bool, period: str) -> None:
    """Whatever date and period a source holds, adding and taking away stays within the calendar."""
    when, months = read("Date", text[:7] if month else text), read("MonthsPeriod", period).months
    assert add_months(when, -months).year >= 1
    assert overdue_since(add_months(when, months)).year <= 9999


# --- periods -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "text"),
    [(1, "1 month"), (6, "6 months"), (12, "1 year"), (18, "18 months"), (24, "2 years")],
)
def test_period_in_words(months: int, text: str) -> None:
    """A period is said in whole years where it can be, in months where not."""
    assert str(Period(months)) == text


@given(period=st.integers(1, 999).flatmap(lambda n: st.sampled_from([Period(n), Period(n * 12)])))
def test_period_round_trip(period: Period) -> None:
    """A period written as text reads as the same period."""
    assert read("MonthsPeriod", str(period)) == period
