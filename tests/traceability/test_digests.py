"""Digests: the same while what is cited says the same, and never the same when it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, TypeVar
from unicodedata import normalize

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from policysite.domain.fields import WrittenReference
from policysite.domain.model import (
    ChecklistItem,
    Clause,
    Duty,
    Edition,
    Origin,
    Section,
    SourceRecord,
)
from policysite.domain.model.content import ContentBlock
from policysite.domain.provision_numbers import ProvisionNumber
from policysite.traceability import differing_files, edition_digest
from policysite.traceability.digests import (
    checklist_digest,
    clause_text_digest,
    duty_digest,
    item_digest,
    provision_digest,
)
from tests.factories import ANSWER, CLAUSES, attachment, checklist, edition, stored
from tests.factories import clause as clause_data
from tests.small import is_action

Record = TypeVar("Record", bound=SourceRecord)

WHOLE_DUTY = ANSWER | {"when": "a request was made"}
WHOLE_CLAUSE: dict[str, Any] = {
    "number": "1.2",
    "title": "Answers",
    "text": "The line manager answers.",
    "items": ["in writing", "in time"],
    "duties": [WHOLE_DUTY],
    "missing": {"what": "The form."},
}
words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Z", "C"]), min_size=1, max_size=12
).filter(is_action)
spaces = st.sampled_from([" ", "  ", "\n", "\t", " \n ", "\n\n", "\u00a0", "\u2003"])


def duty(**changes: Any) -> str:
    """The digest of a duty with changes."""
    return duty_digest(
        Duty.model_validate({k: v for k, v in (WHOLE_DUTY | changes).items() if v is not None})
    )


def clause(**changes: Any) -> str:
    """The digest of a clause with changes."""
    told = {key: value for key, value in (WHOLE_CLAUSE | changes).items() if value is not None}
    return provision_digest(Clause.model_validate(told))


# --- what changes nothing ------------------------------------------------------------------------


@given(said=st.lists(words, min_size=1, max_size=8), data=st.data())
@example(said=["e\u0301", "\u212b", "\ufb01"], data=None)
def test_wrapping_changes_nothing(said: list[str], data: Any) -> None:
    """However a text is wrapped, parted by blanks or padded with them, its digest is the same."""
    first = " ".join(said)
    other = "\n".join(said) + " \n"
    if data is not None:
        other = "".join(data.draw(spaces) + word for word in said) + data.draw(spaces)
    assert duty(must=first) == duty(must=other)
    assert duty(when=first) == duty(when=other)
    assert clause(text=first) == clause(text=other)
    assert clause(items=[first]) == clause(items=[other])


@given(text=words)
@example(text="e\u0301t\u00e9")
@example(text="\u1100\u1161")
@example(text="q\u0307\u0323")
def test_unicode_forms_change_nothing(text: str) -> None:
    """A letter with its accent in one sign or in two is the same letter."""
    forms = {duty(must=normalize(form, text)) for form in ("NFC", "NFD")} | {duty(must=text)}
    assert len(forms) == 1


def test_numbers_and_places_change_nothing() -> None:
    """A clause under another number, or among other clauses, says the same; so does its duty."""
    renumbered = edition(clauses=[CLAUSES[0], {**CLAUSES[1], "number": "1.7"}])
    moved = edition(clauses=[{**CLAUSES[1], "number": "1.1"}, {**CLAUSES[0], "number": "1.2"}])
    at_first = edition(clauses=[*CLAUSES[:2]])
    for other in (renumbered, moved):
        assert {provision_digest(one) for one in other.clauses} == {
            provision_digest(one) for one in at_first.clauses
        }
        assert {duty_digest(one) for _, one in other.duties} == {
            duty_digest(one) for _, one in at_first.duties
        }
    (first,), (second,) = at_first.sections, renumbered.sections
    assert provision_digest(first) == provision_digest(second)


def test_a_duty_keeps_its_digest_under_another_name_or_clause() -> None:
    """What a duty says is who, how binding, what and when: its id and its clause are no part of that."""
    assert duty(id="answer") == duty()


# --- what changes everything ---------------------------------------------------------------------

CHANGES: dict[str, Callable[[], str]] = {
    "a word of the action": lambda: duty(must="answer the request in speech"),
    "the case of a letter": lambda: duty(must="Answer in writing"),
    "a stop at the end": lambda: duty(must="answer in writing."),
    "the role": lambda: duty(role="head-of-people"),
    "the force": lambda: duty(must=None, should="answer in writing"),
    "another force": lambda: duty(must=None, may="answer in writing"),
    "the condition": lambda: duty(when="a request was received"),
    "no condition": lambda: duty(when=None),
    "the condition in the action": lambda: duty(
        must="answer in writing, when a request was made", when=None
    ),
    "words joined": lambda: duty(must="answer inwriting"),
    "another role jointly": lambda: duty(role=["line-manager", "head-of-people"]),
    "a time limit": lambda: duty(within="5 days"),
    "a basis": lambda: duty(basis="5 days"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_of_a_duty_shows(change: Callable[[], str]) -> None:
    """One word, the roles, the force, the condition, the limit: whatever differs, the digest does."""
    assert change() != duty()


CLAUSE_CHANGES: dict[str, dict[str, Any]] = {
    "a word": {"text": "The line manager replies."},
    "the heading": {"title": "Replies"},
    "no heading": {"title": None},
    "an item": {"items": ["in writing", "at once"]},
    "the order of items": {"items": ["in time", "in writing"]},
    "items joined": {"items": ["in writing in time"]},
    "no items": {"items": None},
    "an item in the text": {"text": "The line manager answers. in writing", "items": ["in time"]},
    "a duty": {"duties": [WHOLE_DUTY | {"when": "always"}]},
    "one duty more": {"duties": [WHOLE_DUTY, WHOLE_DUTY | {"id": "other"}]},
    "no duties": {"duties": None},
    "what is missing": {"missing": {"what": "The forms."}},
    "nothing missing": {"missing": None},
}


@pytest.mark.parametrize("change", CLAUSE_CHANGES.values(), ids=CLAUSE_CHANGES)
def test_every_change_of_a_clause_shows(change: dict[str, Any]) -> None:
    """Whatever a clause says differently gives another digest."""
    assert clause(**change) != clause()


@given(one=st.lists(words, min_size=1, max_size=4), other=st.lists(words, min_size=1, max_size=4))
@example(one=["a", "b"], other=["a b"])
@example(one=['a","b'], other=["a", "b"])
@example(one=["a\\"], other=["a"])
def test_lists_are_not_joined(one: list[str], other: list[str]) -> None:
    """Two lists of items have one digest only if they are the same list."""
    same = [normalize("NFC", text) for text in one] == [normalize("NFC", text) for text in other]
    assert (clause(items=one) == clause(items=other)) is same


@given(fields=st.tuples(words, words, words, words))
@example(fields=("a", "b", "a b", "c"))
@example(fields=('a","when":"b', "c", "a", "b"))
def test_fields_are_not_joined(fields: tuple[str, str, str, str]) -> None:
    """An action and a condition never give the digest of two others, however the words are shared."""
    first, second = fields[:2], fields[2:]
    assume(
        tuple(normalize("NFC", one) for one in first) != tuple(normalize("NFC", one) for one in second)
    )
    assert duty(must=first[0], when=first[1]) != duty(must=second[0], when=second[1])


def test_kinds_differ() -> None:
    """A section, a clause, a duty and an item that hold the same words differ."""
    missing = {"what": "a"}
    section = Section.model_validate({"number": "1", "title": "a", "missing": missing})
    heading = Clause.model_validate({"number": "1.1", "title": "a", "missing": missing})
    only_text = Clause.model_validate({"number": "1.1", "text": "a"})
    only_title = Clause.model_validate({"number": "1.1", "title": "a"})
    found = [provision_digest(one) for one in (section, heading, only_text, only_title)]
    found += [duty_digest(Duty.model_validate({"id": "a", "role": "a", "must": "a"}))]
    found += [item_digest(ChecklistItem.model_validate({"do": "a", "duty": "a/a"}), "a")]
    assert len(set(found)) == len(found)


# --- items and checklists ------------------------------------------------------------------------


def test_an_item_is_what_it_says_and_what_it_cites() -> None:
    """A tick stands for the item's words and for what is cited: a change of either shows."""
    told = {"do": "Answer.", "duty": "HR12/answer-request", "when": "at once", "record": "the day"}
    digest = item_digest(ChecklistItem.model_validate(told), "v1:1")
    for key in ("do", "when", "record"):
        assert item_digest(ChecklistItem.model_validate(told | {key: "other"}), "v1:1") != digest
    assert item_digest(ChecklistItem.model_validate(told), "v1:2") != digest
    assert item_digest(ChecklistItem.model_validate(told | {"id": "answer"}), "v1:1") == digest


def test_a_checklist_is_its_title_its_role_and_its_items() -> None:
    """A change of the title, of the role, or of any item's name or digest shows."""
    made = checklist({"do": "Answer.", "duty": "HR12/answer-request"}, name="one")
    digest = checklist_digest(made, {"a": "v1:1", "b": "v1:2"})
    assert checklist_digest(made, {"b": "v1:2", "a": "v1:1"}) == digest
    assert checklist_digest(made, {"a": "v1:2", "b": "v1:1"}) != digest
    assert checklist_digest(made, {"a": "v1:1"}) != digest
    assert (
        checklist_digest(made.model_copy(update={"title": "Other"}), {"a": "v1:1", "b": "v1:2"}) != digest
    )
    assert (
        checklist_digest(made.model_copy(update={"role": "other"}), {"a": "v1:1", "b": "v1:2"}) != digest
    )


# --- editions ------------------------------------------------------------------------------------

SEALED: dict[str, Any] = {
    "owner": "head-of-people",
    "changes": "New.",
    "review": {"last": "2025-11", "every": "2 years", "next": "2027-11"},
}
EDITION_CHANGES: dict[str, dict[str, Any]] = {
    "title": {"title": "Working hours"},
    "kind": {"kind": "procedure"},
    "governed by": {"governed_by": "HR1"},
    "edition": {"edition": "2025-12"},
    "extent": {"extent": "extract"},
    "wording": {"wording": "restated"},
    "owner": {"owner": "line-manager"},
    "owners": {"owner": ["head-of-people", "line-manager"]},
    "contacts": {"contact": ["head-of-people", "line-manager"]},
    "several governing": {"governed_by": ["HR1", "HR2"]},
    "no owner": {"owner": None},
    "contact": {"contact": "line-manager"},
    "last review": {"review": SEALED["review"] | {"last": "2025-11-03"}},
    "period": {"review": SEALED["review"] | {"every": "3 years"}},
    "next review": {"review": SEALED["review"] | {"next": "2027-12"}},
    "changes": {"changes": "Nothing."},
    "language": {"language": "cy"},
    "attachments": {"attachments": [attachment()]},
    "attachments of a section": {
        "sections": [
            {
                "number": "1",
                "title": "Requests",
                "clauses": list(CLAUSES),
                "attachments": [attachment()],
            }
        ]
    },
    "section title": {"sections": [{"number": "1", "title": "All", "clauses": list(CLAUSES)}]},
    "section number": {"sections": [{"number": "2", "title": "Requests", "clauses": list(CLAUSES)}]},
}


@pytest.mark.parametrize("change", EDITION_CHANGES.values(), ids=EDITION_CHANGES)
def test_every_change_of_a_sealed_edition_shows(change: dict[str, Any]) -> None:
    """What an edition says of itself, and its dates, are sealed with it."""
    assert edition_digest(edition(**(SEALED | change))) != edition_digest(edition(**SEALED))


FULL: dict[str, Any] = SEALED | {
    "governed_by": "HR1",
    "language": "cy",
    "contact": "line-manager",
    "review": SEALED["review"] | {"also_when": ["legislation"]},
    "risk": "Low.",
    "equality_impact": "None.",
    "author": "People office",
    "version": "3.2",
    "approved": {"by": "Board", "on": "2025-10"},
    "marking": "OFFICIAL",
    "audience": "All staff.",
    "organisations": [{"name": "Neighbour Council", "reference": "B 4"}],
    "fields": {"area": "People"},
    "replaces": [{"document": "HR9", "how": "merged"}, {"title": "Rest times"}],
    "questions": ["Why?"],
    "attachments": [attachment(about="To ask.")],
    "source": {"url": "https://www.example.org/", "retrieved": "2025-11", "note": "A copy."},
    "sections": [
        {"number": "1", "title": "Requests", "clauses": [
            WHOLE_CLAUSE
            | {"question": "When?", "missing": {"what": "The form.", "role": "line-manager"}},
            {"number": "1.3", "text": "All:", "labels": "letters", "items": [
                {"text": "these", "label": "a)", "labels": "roman", "items": ["one", "two"]},
                {"content": [{"text": "These:"}]},
            ]},
            {"number": "1.4", "content": [
                {"labels": "letters", "items": ["these"]},
                {"table": {"caption": "Grades", "columns": ["Grade", "Days"], "rows": [["1", "5"]],
                           "row_headings": "yes"}},
                {"definitions": [{"term": "Day", "meaning": "One on which we work."}]},
                {"figure": {"file": "map.png", "alt": "A map.", "caption": "Map", "description": "All."}},
                {"note": "Not yet."},
            ]},
            {"id": "forces", "text": "All.", "duties": [
                {"id": force.replace("_", "-"), "role": "line-manager", force: "wait",
                 "within": "1 week", "basis": "custom"}
                for force in ("must_not", "should", "should_not", "may")
            ]},
        ]},
        {"part": "annex", "id": "forms", "title": "Forms", "clauses": [
            CLAUSES[0] | {"withheld": {"exemption": "Section 31", "what": "Who."}},
            {"number": "2", "not_used": "Deleted."},
        ]},
        {"id": "tactics", "title": "Tactics", "withheld": {"exemption": "Section 31", "what": "How."}},
        {"id": "gone", "title": "Gone", "not_used": "Deleted."},
    ],
}  # fmt: skip
"""An edition with something in every field but what a section lacks that has clauses."""
LACKING = {(Section, "missing"), (Section, "attachments")}
HOLDERS = {
    (Edition, "source"),
    (Edition, "review"),
    (Edition, "approved"),
    (Clause, "missing"),
    (Clause, "withheld"),
    (Section, "withheld"),
    (ContentBlock, "table"),
    (ContentBlock, "figure"),
}
"""Fields that hold a record, each field of which is changed by itself."""
OTHER: dict[str, object] = {
    "reference": WrittenReference("HR/13"),
    "labels": "numbers",
    "row_headings": "no",
    "number": ProvisionNumber("9", ((9, ""),)),
}
"""What takes the place of a value that may not be any text."""
NOT_SEALED = {
    (Edition, "questions"), (Clause, "question"),
    (Origin, "url"), (Origin, "retrieved"), (Origin, "note"),
}  # fmt: skip
"""What may change while the text of an edition stays."""


def variants(record: Record) -> Iterator[tuple[type[SourceRecord], str, Record]]:
    """The record with one field changed, in itself or in a record below it: whose field, and which."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, SourceRecord):
            for kind, field, other in variants(value):
                yield kind, field, record.model_copy(update={name: other})
        elif value is not None:
            replacement = type(value)() if isinstance(value, tuple | dict) else OTHER.get(name, "other")
            yield type(record), name, record.model_copy(update={name: replacement})
        for place, item in enumerate(value if isinstance(value, tuple) else ()):
            for kind, field, other in variants(item) if isinstance(item, SourceRecord) else ():
                items = (*value[:place], other, *value[place + 1 :])
                yield kind, field, record.model_copy(update={name: items})


def test_every_field_of_an_edition_is_sealed() -> None:
    """A new field of an edition, a clause or a duty is digested, or named as one that may change."""
    full = edition(**FULL)
    changed: dict[tuple[type[SourceRecord], str], set[str]] = {}
    for kind, field, other in variants(full):
        changed.setdefault((kind, field), set()).add(edition_digest(other))
    kinds = {kind for kind, _ in changed}
    fields = {(kind, field) for kind in kinds for field in kind.model_fields}
    assert fields - {*changed} == LACKING | HOLDERS
    same = {place for place, digests in changed.items() if digests == {edition_digest(full)}}
    assert same == NOT_SEALED


def test_files_are_sealed() -> None:
    """What an attachment holds is sealed with its edition, and belongs to what its section says."""
    section = {"number": "1", "title": "Requests", "attachments": [attachment()]}
    for where in ({"attachments": [attachment()]}, {"sections": [section]}):
        sealed = edition(**where, files=[stored()])
        same = edition(**where, files=[stored(), stored("other.pdf", b"x")])
        other = edition(**where, files=[stored(content=b"%PDF-2")])
        gone = edition(**where)
        assert edition_digest(sealed) == edition_digest(same)
        assert len({edition_digest(one) for one in (sealed, other, gone)}) == 3
        assert differing_files(sealed, other) == ["form.pdf"]
        assert differing_files(sealed, same) == differing_files(sealed, gone) == []
    figure = clause_data("2.1", None, content=[{"figure": {"file": "form.pdf", "alt": "A form."}}])
    shown = {"number": "2", "title": "Shown", "clauses": [figure]}
    before, now = (
        edition(sections=[section, shown], files=[stored(content=text)]) for text in (b"1", b"2")
    )
    for first, second in zip(before.provisions, now.provisions, strict=True):
        assert provision_digest(first) != provision_digest(second)
    assert len({clause_text_digest(shows) for text in (before, now) for shows in text.clauses}) == 2


def test_one_in_a_list_is_one() -> None:
    """A list of one owner, contact point or governing document is digested as the one by itself."""
    one: dict[str, Any] = {"owner": "line-manager", "contact": "line-manager", "governed_by": "HR1"}
    lists: dict[str, Any] = {key: [value] for key, value in one.items()}
    assert edition_digest(edition(**one)) == edition_digest(edition(**lists))


def test_numbers_and_order_are_sealed() -> None:
    """Of a sealed edition the numbers and the order of its clauses stay, too."""
    sealed = edition_digest(edition())
    assert (
        edition_digest(edition(clauses=[CLAUSES[0], {**CLAUSES[1], "number": "1.7"}, CLAUSES[2]]))
        != sealed
    )
    assert edition_digest(edition(clauses=[CLAUSES[1], CLAUSES[0], CLAUSES[2]])) != sealed
    assert edition_digest(edition(clauses=[*CLAUSES[:2]])) != sealed


def test_wrapping_a_sealed_edition_anew_changes_nothing() -> None:
    """A sealed edition may be wrapped anew, and its file be kept elsewhere."""
    wrapped = CLAUSES[0] | {"text": "Anybody\n may ask under  the [[old-act]].\n"}
    assert edition_digest(edition(clauses=[wrapped, *CLAUSES[1:]])) == edition_digest(edition())


# --- for good ------------------------------------------------------------------------------------


def test_digests_are_for_good() -> None:
    """These digests may never change: every lock and every record that anybody keeps holds such."""
    told = Duty.model_validate(
        {"id": "a", "role": "line-manager", "must": "wait  for\nthe e\u0301tude", "when": "\u00e9t\u00e9"}
    )
    part = edition(clauses=[WHOLE_CLAUSE], **SEALED)
    item = ChecklistItem.model_validate(
        {"do": "Answer.", "duty": "HR12/answer-request", "record": "the day"}
    )
    made = checklist(
        {"do": "Answer.", "duty": "HR12/answer-request"},
        title="Checklist one",
        role="line-manager",
        trigger="When somebody asks.",
    )
    assert {
        "duty": duty_digest(told),
        "clause": provision_digest(next(part.clauses)),
        "section": provision_digest(part.sections[0]),
        "edition": edition_digest(part),
        "item": item_digest(item, "v1:00"),
        "checklist": checklist_digest(made, {"answer-request": "v1:00"}),
    } == FOR_GOOD


FOR_GOOD = {
    "duty": "v1:7e4959f93798b26acac3e0ec8e3f9062aa698acae1aebca1864ba1793295a178",
    "clause": "v1:71e4177478351c23e3ae28e25fa4f6d80a963a388404c9bfd68b62ff873598be",
    "section": "v1:d8cbec5bb0da5eab29a10a54fbf70417e17844dfa24d097d6aa3c1ddc527305e",
    "edition": "v1:571f9064f0d1a5c97c3fc6276ab7a9c56b161b6d9b464b93039842bc144b9809",
    "item": "v1:9d484d78a79d6ce7490f025b4d7f9088d08328e881f3ca5ac88fdf37a12ab5a9",
    "checklist": "v1:aa53e9078e935aa334820b66972b3baad754f352152c037ae8de51c3fb4df748",
}


def test_anybody_can_work_a_digest_out() -> None:
    """A digest is the SHA-256 of a line of JSON that another program can write as well."""
    line = (
        '{"action":"answer in writing","force":"must","role":"line-manager","when":"a request was made"}'
    )
    assert duty() == f"v1:{sha256(line.encode()).hexdigest()}"
    line = '{"clauses":[],"missing":"The \u00e9tude","title":"\\"Forms\\""}'
    told = {"number": "1", "title": '"Forms"', "missing": {"what": "The e\u0301tude"}}
    assert provision_digest(Section.model_validate(told)) == f"v1:{sha256(line.encode()).hexdigest()}"
