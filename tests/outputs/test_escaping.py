"""Texts from anywhere on a terminal, in a spreadsheet, in Markdown, in JSON and in an annotation."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policysite.outputs.escaping import (
    annotation_message,
    csv_cell,
    escape_unprintable,
    json_text,
    markdown_text,
    one_line,
)
from policysite.outputs.notifications.mail import build_mail
from policysite.outputs.notifications.messages import Message
from policysite.outputs.notifications.planning import MessageBatch
from policysite.outputs.notifications.stages import ReviewNotice
from tests.factories import record_bytes, usage_record
from tests.small import EDITION, NOW, ROLES, SmallProject

EVIL = "\u202eelbissop ton\u2066 \u200b\u00adx\u2069 \ufeff\U000e0041"
"""What turns the order of reading round, or hides: all that a source may hold and no eye sees."""
FORMULA = "x;=1+1"
TRIGGERS = "=+-@\uff1d\uff0b\uff0d\uff20"
odd = st.sampled_from("a ;,|\t\r\n\"'=+-@\u202e\x1b\ud800\u00a0é")
anything = st.text(st.characters()) | st.text(odd)


@given(text=anything)
@example(text=EVIL)
def test_nothing_that_a_terminal_obeys(text: str) -> None:
    """What is shown prints, and holds each character that does not by its number."""
    shown = escape_unprintable(text)
    assert shown.isprintable() and one_line(text).isprintable()
    assert shown == "".join(one if one.isprintable() else f"<U+{ord(one):04X}>" for one in text)


@pytest.mark.parametrize(
    "text", ["Fees", "柔軟な働き方", "\u0645\u0631\u062d\u0628\u0627", "e\u0301tude \U0001f333"]
)
def test_what_prints_is_left_alone(text: str) -> None:
    """Letters of any script, accents and signs stay what they are everywhere."""
    assert escape_unprintable(text) == one_line(text) == csv_cell(text) == markdown_text(text) == text
    assert annotation_message(text) == json_text(text) == text


# --- spreadsheets --------------------------------------------------------------------------------


def cells_of(line: str) -> Iterator[str]:
    """The cells that some spreadsheet makes of a line: it may split at any separator, quoted or not."""
    for separator in ",;|\t":
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
            reader = csv.reader(io.StringIO(line, newline=""), delimiter=separator, quoting=quoting)
            yield from (cell for row in reader for cell in row)


@given(texts=st.lists(anything, min_size=1, max_size=3))
@example(texts=[FORMULA])
@example(texts=["=1+1"])
@example(texts=["a,=1+1", "\t=1+1", '";=1+1'])
@example(texts=['a;"=1+1', "a; =1+1", "a;=1;=2"])
def test_no_cell_is_a_formula(texts: list[str]) -> None:
    """However a spreadsheet splits a line, no cell of it begins as a formula does (OWASP)."""
    out = io.StringIO()
    csv.writer(out).writerow(map(csv_cell, texts))
    for cell in cells_of(out.getvalue()):
        assert cell.strip(' "\r\n')[:1] not in (*TRIGGERS, "\t"), cell


@given(text=anything)
def test_a_cell_holds_all_of_its_text(text: str) -> None:
    """Nothing is taken from a text; only apostrophes are put in."""
    assert csv_cell(text).replace("'", "") == one_line(text).replace("'", "")


# --- JSON ----------------------------------------------------------------------------------------


@given(text=anything)
@example(text=EVIL)
def test_json_says_the_same(text: str) -> None:
    """JSON on a terminal prints, and means to a program what it meant."""
    told = json_text(json.dumps({text: [text]}, indent=2, ensure_ascii=False))
    assert told.replace("\n", "").isprintable()
    assert json.loads(told) == {text: [text]}


# --- what people print and send ------------------------------------------------------------------


@pytest.fixture
def hostile(small: SmallProject) -> SmallProject:
    """A project whose titles, names and events hold what turns a line round."""
    small.change(EDITION, "title: Flexible working", f'title: "{EVIL}{FORMULA}"')
    small.change(EDITION, "  every: 2 years\n  next: 2027-11\n", "  next: 2026-01\n")
    small.change(ROLES, "name: Head of People", f'name: "{FORMULA}{EVIL}"')
    small.write(
        "policy/events.yml",
        f"events: [{{id: a, kind: funding, date: 2026-01, what: '{EVIL}', documents: [HR12],"
        " source: {url: 'https://www.example.org/'}}]\n",
    )
    return small


COMMANDS = [
    *(["review", "--format", form] for form in ("table", "csv", "markdown", "json", "github")),
    *(["trace", "--format", form] for form in ("table", "csv", "markdown", "json")),
    *(["check", "--format", form] for form in ("text", "json", "github", "sarif")),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_prints_what_hides(hostile: SmallProject, command: list[str]) -> None:
    """Whatever the sources hold, every command prints only what is seen, in the order in which it is."""
    hostile.change(EDITION, "[[employment-rights-act-1996]]", f"[[{EVIL}")
    ended = hostile.run(*command)
    assert ended.stdout
    for line in (ended.stdout + ended.stderr).split("\n"):
        assert line.removesuffix("\r").isprintable(), line


def test_the_register_as_csv_holds_no_formula(hostile: SmallProject) -> None:
    """In no spreadsheet does a title or a name begin a formula; the days stay a number."""
    ended = hostile.run("review", "--format", "csv")
    formulas = [cell for cell in cells_of(ended.stdout) if cell.lstrip(' "')[:1] in [*TRIGGERS]]
    assert all(re.fullmatch(r"-\d+", cell) for cell in formulas)
    assert ended.stdout.count("x;'=1+1") == 2


def test_a_record_on_a_terminal(small: SmallProject) -> None:
    """What is found of a record prints, as text and as JSON."""
    file = small.write(
        "record.json", record_bytes(usage_record(small.add_checklist().seal().project, reference=EVIL))
    )
    for form in ("text", "json"):
        assert small.run("verify", "--format", form, file).stdout.replace("\n", "").isprintable()


def test_a_mail_holds_nothing_that_hides(hostile: SmallProject) -> None:
    """Subject, sender and texts of a mail are what they look like."""
    hostile.change("policy/library.yml", "title: Example policies", f'title: "{EVIL}"')
    library, register = hostile.project.library, hostile.project.register
    (status,) = register.statuses
    batch = MessageBatch(("a@example.org",), (ReviewNotice(status, "overdue", ("overdue",)),))
    written = build_mail(Message(batch, library, register.today, ""), "b@example.org", NOW, b"")
    texts = [part.get_content() for part in written.walk() if not part.is_multipart()]
    assert len(texts) == 2 and "<U+202E>" in texts[0]
    for shown in (written["Subject"], written["From"], *"\n".join(texts).splitlines()):
        assert str(shown).isprintable()
