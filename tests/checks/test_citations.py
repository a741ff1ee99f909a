"""No text that may hold a cross-reference escapes the check, whichever file and field it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from policysite.domain.library import Document, Library
from policysite.domain.model import SourceRecord
from tests.sites import Rendered
from tests.small import SmallProject

TEXTS = {
    "policy/HR12/2025-11.yml": """\
reference: HR12
title: Flexible working
kind: policy
edition: 2025-11
wording: official
source: {url: https://www.example.org/hr12, note: "[[x]]"}
changes: "[[x]]"
questions: ["[[x]]", "Fine. [[x]]"]
audience: "[[x]]"
attachments: [{file: form.txt, title: Form, about: "[[x]]"}]
sections:
  - number: 1
    title: Requests
    missing: {what: "[[x]]"}
    attachments: [{file: form.txt, title: Form, about: "[[x]]"}]
    clauses:
      - number: 1.1
        text: "[[x]]"
        items: ["[[x]]", "[[x]]", {text: "[[x]]"}]
        question: "[[x]]"
        missing: {what: "[[x]]"}
        duties:
          - {id: a, role: line-manager, must: "[[x]]", when: "[[x]]", within: "[[x]]", basis: "[[x]]"}
          - {id: b, role: line-manager, should: "[[x]]"}
          - {id: c, role: line-manager, may: "[[x]]"}
          - {id: d, role: line-manager, must_not: "[[x]]"}
          - {id: e, role: line-manager, should_not: "[[x]]"}
      - number: 1.2
        content:
          - text: "[[x]]"
          - items: ["[[x]]", {items: ["[[x]]"]}]
          - table: {caption: "[[x]]", columns: ["[[x]]", ""], rows: [["[[x]]", "[[x]]"]]}
          - definitions: [{term: "[[x]]", meaning: "[[x]]"}]
          - figure: {file: map.png, alt: A map., caption: "[[x]]", description: "[[x]]"}
          - note: "[[x]]"
      - {number: 1.3, withheld: {exemption: Section 31, what: "[[x]]"}}
      - {number: 1.4, not_used: "[[x]]"}
  - {number: 2, title: Gone, not_used: "[[x]]"}
""",
    "policy/HR12/files/form.txt": "x",
    "policy/HR12/reviews.yml": """\
reviews:
  - {date: 2025-11, outcome: amended, edition: 2025-11, reason: "[[x]]"}
""",
    "policy/roles.yml": """\
roles: {line-manager: {name: Line manager, about: "[[x]]"}}
""",
    "policy/terms.yml": """\
terms: {FWR: {meaning: "[[x]]"}}
""",
    "policy/references.yml": """\
references:
  act:
    {title: Rota Act, kind: legislation, note: "[[x]]", source: {url: https://example.org, note: "[[x]]"}}
""",
    "policy/events.yml": """\
events:
  - id: change
    kind: funding
    date: 2025-11
    what: Something changed.
    documents: [HR12]
    source: {url: https://www.example.org/, note: "[[x]]"}
""",
    "checklists/line-manager.yml": """\
title: Requests
role: line-manager
trigger: "[[x]]"
sections:
  - items: [{duty: HR12/a, do: "[[x]]", when: "[[x]]", record: "[[x]]"}]
""",
}
"""Files in which every field that holds prose holds a cross-reference to nothing."""


def test_every_text_of_every_file_is_checked(small: SmallProject) -> None:
    """A cross-reference that leads nowhere is reported once for each place where one may stand."""
    for file, text in TEXTS.items():
        small.write(file, text)
    found = [one.position for one in small.problems if one.code == "unknown-citation"]
    expected = {
        (file, line, match.start() + 1)
        for file, text in TEXTS.items()
        for line, words in enumerate(text.split("\n"), start=1)
        for match in re.finditer(re.escape("[[x]]"), words)
    }
    assert {(one.file, one.line, one.column) for one in found} == expected
    assert len(found) == len(expected)


def test_no_field_of_prose_is_left_out(small: SmallProject) -> None:
    """The files above hold every field that the model declares as Text: a new one is added there."""
    for file, text in TEXTS.items():
        small.write(file, text)
    filled = {
        (type(record), name)
        for record in _records(small.project.library)
        for name in type(record).model_fields
        if getattr(record, name) is not None
    }
    assert {one for one in _declared(SourceRecord) if one not in filled} == set()


def _records(value: object) -> Iterator[SourceRecord]:
    """Every record of the model in a value or below it."""
    if isinstance(value, SourceRecord):
        yield value
    if isinstance(value, Library | Document | SourceRecord):
        below = list(vars(value).values())
    elif isinstance(value, Mapping):
        below = list(value.values())
    else:
        below = list(value) if isinstance(value, tuple) else []
    for one in below:
        yield from _records(one)


def _declared(base: type[SourceRecord]) -> Iterator[tuple[type[SourceRecord], str]]:
    """Every field of every kind of record whose annotation, as it is written, names Text."""
    ours = (one for one in base.__subclasses__() if one.__module__.startswith("policysite.domain.model"))
    for record in ours:
        holders = record.__subclasses__() or [record]  # nothing in a source is a base class
        for name, annotation in record.__annotations__.items():
            if re.search(r"\bText\b", str(annotation)):
                yield from ((holder, name) for holder in holders)
        yield from _declared(record)


SEALED = """\
{"format": "policysite-lock/1", "editions": {"HR9/2019-05": "v1:0"}, "citations": {}}
"""
RECORD = """\
reviews:
  - {date: 2025-11, outcome: amended, edition: 2025-11, reason: "Takes in [[HR9/3.2]], see [[HR9]]."}
"""


def test_a_record_may_name_a_document_that_was_taken_out(small: SmallProject) -> None:
    """A record is never changed, so it may cite what was sealed and is gone; its readers are told so."""
    small.write("policy/policy.lock", SEALED)
    small.write("policy/HR12/reviews.yml", RECORD)
    assert small.codes == ["duty-new"]
    said = Rendered.of(small.folder).text("review/")
    assert "Takes in HR9 3.2 (no longer published here), see HR9 (no longer published here)." in said


def test_a_record_cannot_name_a_document_that_nobody_knows(small: SmallProject) -> None:
    """Without a seal nobody can tell a document that was taken out from one that never was."""
    small.write("policy/HR12/reviews.yml", RECORD)
    assert small.codes == ["unknown-document", "unknown-citation"]


def test_what_applies_today_cites_nothing_that_was_taken_out(small: SmallProject) -> None:
    """The text in force has to lead its readers somewhere, so there it is an error."""
    small.write("policy/policy.lock", SEALED)
    small.change("policy/HR12/2025-11.yml", "See [[HR12/1.1]].", "See [[HR9/3.2]].")
    assert small.codes == ["unknown-document", "duty-new"]
