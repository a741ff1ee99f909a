"""The model's own rules: what a record must say, where a mistake is, and what stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from policysite.domain import model
from policysite.domain.model import (
    Clause,
    Duty,
    Edition,
    ExternalReference,
    ExternalReferences,
    Roles,
    Section,
    SourceContext,
    SourceRecord,
    Term,
    Terms,
)
from policysite.domain.model.forces import FORCES_BY_KEY
from policysite.domain.model.texts import prose_fields, prose_texts
from policysite.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

Data = dict[str, Any]
OF_PYDANTIC = {"missing", "extra_forbidden", "literal_error", "too_short"}
"""The types of pydantic's own errors that these tests meet; all others are codes of Problems."""

ORIGIN = {"url": "https://www.example.org/n02"}
DUTY = {"id": "record-it", "role": "line-manager", "must": "record what was decided"}
CLAUSE = {"number": "3.1", "text": "Officers record decisions."}
SECTION = {"number": "3", "title": "Procedure", "clauses": [CLAUSE]}
EDITION = {
    "reference": "HR12a",
    "title": "Intensive supervision and surveillance",
    "kind": "procedure",
    "edition": "2025-11",
    "wording": "restated",
    "source": ORIGIN,
    "sections": [SECTION],
}
WORK = {"title": "Crime and Disorder Act 1998", "kind": "legislation"}


def all_records(base: type[SourceRecord] = SourceRecord) -> Iterator[type[SourceRecord]]:
    """Give every type of the model."""
    for record in base.__subclasses__():
        if record.__module__.startswith(f"{model.__name__}."):
            yield record
            yield from all_records(record)


RECORDS = list(all_records())


def without(data: Data, *keys: str) -> Data:
    """Give the data without some of its keys."""
    return {key: value for key, value in data.items() if key not in keys}


def follow(data: Any, path: tuple[str | int, ...]) -> Any:  # whatever is there
    """Give what a path of keys and list indexes leads to."""
    for step in path:
        data = data[step]
    return data


def mistakes(record: type[SourceRecord], data: Data) -> list[tuple[str, tuple[str | int, ...]]]:
    """Give the type and the place of everything that is wrong with the data.

    pydantic calls a tuple too short when all that it holds is wrong; sources drops that echo too.
    """
    with pytest.raises(ValidationError) as caught:
        record.model_validate(data)
    return [
        (error["type"], error["loc"])
        for error in caught.value.errors()
        if error["type"] != "too_short" or not error["input"]
    ]


# --- texts ---------------------------------------------------------------------------------------

ABOUT_CLAUSE = {"missing", "question", "withheld", "not_used"}
"""Keys of a clause whose texts are about it and no part of what it says."""


def test_texts_of_a_clause_are_all_that_it_says() -> None:
    """A new field of prose is among the texts that are looked for in the page, or is about the clause."""
    conditional = without(DUTY, "must") | {"when": "asked", "within": "1 day", "basis": "law"}
    data = {
        "number": "3.1",
        "content": [
            {"text": "The officer records:"},
            {"items": ["names", {"text": "places", "items": ["where", {"content": [{"note": "x"}]}]}]},
            {"table": {"caption": "Grades", "columns": ["Grade", "Risk"], "rows": [["1", "Low"]]}},
            {"definitions": [{"term": "Day", "meaning": "One on which we work."}]},
            {"figure": {"file": "map.png", "alt": "A map.", "caption": "Map", "description": "Up."}},
        ],
        "duties": [conditional | {key: "wait"} for key in FORCES_BY_KEY],
        "question": "Who?",
        "missing": {"what": "All."},
        "withheld": {"exemption": "Section 31", "what": "Some."},
    }
    clause = Clause.model_validate(data)
    duties = clause.duties or ()
    absent = [name for name, _ in prose_fields(Clause) if getattr(clause, name) is None]
    # What is not used says nothing, and the others are the short form of the same.
    assert absent == ["not_used", "text", "items"]
    assert [
        name for name, _ in prose_fields(Duty) if not any(getattr(duty, name) for duty in duties)
    ] == []
    prose = {path for path, _ in prose_texts(clause) if path[0] not in ABOUT_CLAUSE}
    assert prose == {path for path, _ in clause.texts}


# --- the rules -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "data", "code"),
    [
        (Duty, without(DUTY, "must"), "duty-force"),
        (Duty, DUTY | {"should": "tell the officer"}, "duty-force"),
        (Duty, DUTY | {"should": "a", "may": "b"}, "duty-force"),
        (Clause, CLAUSE | {"id": "recording"}, "clause-without-number"),
        (Clause, without(CLAUSE, "number"), "clause-without-number"),
        (Clause, {"number": "3.1"}, "clause-without-content"),
        (Clause, {"number": "3.1", "duties": [DUTY]}, "clause-without-content"),
        (Clause, {"number": "3.1", "question": "Who records?"}, "clause-without-content"),
        (Clause, {"id": "recording", "title_is": "supplied"}, "clause-without-content"),
        (Section, without(SECTION, "clauses"), "clause-without-content"),
        (Section, SECTION | {"clauses": []}, "clause-without-content"),
        (Term, {}, "missing-key"),
        (ExternalReference, WORK | {"repealed": "2020-12-01"}, "unknown-value"),
        (ExternalReference, WORK | {"repealed": "2020", "state": "repealed"}, "malformed-date"),
        (
            ExternalReference,
            WORK | {"repealed": "2020-12", "state": "in force", "source": ORIGIN},
            "unknown-value",
        ),
        (ExternalReference, WORK | {"state": "in force"}, "missing-key"),
        (ExternalReference, WORK | {"state": "repealed"}, "missing-key"),
        (ExternalReference, WORK | {"state": "repealed", "repealed": "2020-12-01"}, "missing-key"),
    ],
)
def test_rules(record: type[SourceRecord], data: Data, code: str) -> None:
    """A record that breaks a rule of the model is refused with one code that Problems know."""
    (found,) = [code for code, _ in mistakes(record, data)]
    assert found == code
    assert found in RULES


@pytest.mark.parametrize(
    ("record", "data"),
    [
        (Duty, DUTY),
        (Duty, without(DUTY, "must") | {"should": "tell the officer"}),
        (Duty, without(DUTY, "must") | {"may": "ask", "when": "the officer is away"}),
        (Clause, CLAUSE),
        (Clause, without(CLAUSE, "number") | {"id": "recording"}),
        (Clause, {"number": "3.1", "title": "Recording"}),
        (Clause, {"number": "3.1", "items": ["names"]}),
        (Clause, {"number": "3.1", "missing": {"what": "The list."}}),
        (Section, SECTION),
        (Section, without(SECTION, "clauses") | {"missing": {"what": "All of it."}}),
        (Term, {"stands_for": "Youth rehabilitation order"}),
        (Term, {"meaning": "A sentence for young people."}),
        (Term, {"preferred": "FWR"}),
        (ExternalReference, WORK),
        (ExternalReference, WORK | {"state": "in force", "source": ORIGIN}),
        (ExternalReference, WORK | {"state": "repealed", "repealed": "2020-12-01", "source": ORIGIN}),
        (ExternalReference, WORK | {"state": "repealed", "source": ORIGIN}),
        (Edition, EDITION),
    ],
)
def test_rules_let_pass(record: type[SourceRecord], data: Data) -> None:
    """A record that keeps the rules is taken, and says again what was read."""
    again = record.model_validate(data).model_dump(mode="python", exclude_unset=True)
    assert set(again) == set(data)


@pytest.mark.parametrize(
    ("given", "found"),
    [({}, "none of them"), (dict.fromkeys(["must", "may"], "ask"), "must and may")],
)
def test_duty_says_which_forces_it_has(given: Data, found: str) -> None:
    """The message about a duty's force says which it found."""
    with pytest.raises(ValidationError, match=f"this one has {found}"):
        Duty.model_validate(without(DUTY, "must") | given)


# --- every record --------------------------------------------------------------------------------


@pytest.mark.parametrize("record", RECORDS)
def test_records_are_frozen(record: type[SourceRecord]) -> None:
    """No field of a record can be set or deleted once it is made."""
    made = record.model_construct()
    for name in record.model_fields:
        with pytest.raises(ValidationError, match="frozen"):
            setattr(made, name, None)
        with pytest.raises(ValidationError, match="frozen"):
            delattr(made, name)


@pytest.mark.parametrize("record", RECORDS)
def test_unknown_keys_are_refused(record: type[SourceRecord]) -> None:
    """No record takes a key that it does not know, whatever else is wrong with it."""
    assert ("extra_forbidden", ("surplus",)) in mistakes(record, {"surplus": "x"})


@pytest.mark.parametrize("record", RECORDS)
def test_fields_are_explained(record: type[SourceRecord]) -> None:
    """Every field of a record is explained in a sentence."""
    unexplained = [
        name for name in record.model_fields if not record.key_descriptions().get(name, "").endswith(".")
    ]
    assert unexplained == []


# --- where a mistake is --------------------------------------------------------------------------


def with_clause(**clause: object) -> Data:
    """Give an edition whose third clause is this one."""
    return EDITION | {"sections": [SECTION | {"clauses": [CLAUSE, CLAUSE, clause]}]}


HERE = ("sections", 0, "clauses", 2)


@pytest.mark.parametrize(
    ("record", "data", "code", "place"),
    [
        (Edition, without(EDITION, "title"), "missing", ("title",)),
        (Edition, EDITION | {"wording": "told"}, "literal_error", ("wording",)),
        (Edition, EDITION | {"edition": "2025-13"}, "malformed-date", ("edition",)),
        (Edition, EDITION | {"review": {"next": "soon"}}, "malformed-date", ("review", "next")),
        (
            Edition,
            EDITION | {"review": {"also_when": ["funding", "weather"]}},
            "literal_error",
            ("review", "also_when", 1),
        ),
        (Edition, EDITION | {"sections": []}, "too_short", ("sections",)),
        (Edition, with_clause(number="3.1."), "malformed-number", (*HERE, "number")),
        (Edition, with_clause(number="3.2"), "clause-without-content", HERE),
        (Edition, with_clause(text="Who?"), "clause-without-number", HERE),
        (Edition, with_clause(**CLAUSE, txt="x"), "extra_forbidden", (*HERE, "txt")),
        (Edition, with_clause(**CLAUSE, items=["a", ""]), "empty-value", (*HERE, "items", 1, "<text>")),
        (Edition, with_clause(**CLAUSE, items=[]), "too_short", (*HERE, "items")),
        (
            Edition,
            with_clause(**CLAUSE, duties=[DUTY, without(DUTY, "must")]),
            "duty-force",
            (*HERE, "duties", 1),
        ),
        (
            Edition,
            with_clause(**CLAUSE, duties=[DUTY | {"role": "CSU"}]),
            "malformed-id",
            (*HERE, "duties", 0, "role"),
        ),
        (Roles, {"roles": {"CSU": {"name": "x"}}}, "malformed-id", ("roles", "CSU", "[key]")),
        (Roles, {"roles": {"csu": {"name": []}}}, "wrong-type", ("roles", "csu", "name")),
        (Terms, {"terms": {"FWR": {}}}, "missing-key", ("terms", "FWR")),
        (
            ExternalReferences,
            {"references": {"cda": WORK | {"replaced_by": ["sc", "S C"]}}},
            "malformed-id",
            ("references", "cda", "replaced_by", 1),
        ),
    ],
)
def test_place(record: type[SourceRecord], data: Data, code: str, place: tuple[str | int, ...]) -> None:
    """A mistake is named with the keys and list indexes that lead to it."""
    assert mistakes(record, data) == [(code, place)]
    assert code in {*RULES, *OF_PYDANTIC}


def test_all_mistakes_are_found_at_once() -> None:
    """One reading finds every mistake, however deep, in the order of the fields."""
    clauses = [CLAUSE | {"number": "x"}, without(CLAUSE, "text"), CLAUSE | {"duties": [{}]}]
    data = without(EDITION, "source") | {
        "edition": "2025",
        "sections": [SECTION, SECTION | {"clauses": clauses, "colour": "red"}],
    }
    assert mistakes(Edition, data) == [
        ("malformed-date", ("edition",)),
        ("missing", ("source",)),
        ("malformed-number", ("sections", 1, "clauses", 0, "number")),
        ("clause-without-content", ("sections", 1, "clauses", 1)),
        ("missing", ("sections", 1, "clauses", 2, "duties", 0, "id")),
        ("missing", ("sections", 1, "clauses", 2, "duties", 0, "role")),
        ("extra_forbidden", ("sections", 1, "colour")),
    ]


# --- what records answer -------------------------------------------------------------------------


@pytest.mark.parametrize("force", model.FORCES)
def test_force_and_action(force: model.Force) -> None:
    """A duty knows its force and what is to be done."""
    duty = Duty.model_validate(without(DUTY, "must") | {force.key: "tell the officer"})
    assert (duty.force, duty.action) == (force, "tell the officer")


@pytest.mark.parametrize(("key", "anchor"), [("number", "3.10"), ("id", "consultation")])
def test_anchor(key: str, anchor: str) -> None:
    """A clause is cited by its number exactly as written, or by its id where it has none."""
    assert Clause.model_validate({key: anchor, "text": "x"}).anchor == anchor


def test_edition_in_reading_order() -> None:
    """An edition gives its parts, clauses, duties and what is missing in the order of the text."""
    hole = {"what": "The list."}
    edition = Edition.model_validate(
        EDITION
        | {
            "sections": [
                SECTION | {"clauses": [CLAUSE, {"number": "3.2", "missing": hole}]},
                {"number": "4", "title": "Review", "missing": hole},
                {"number": "5", "title": "End", "clauses": [{**CLAUSE, "duties": [DUTY, DUTY]}]},
            ]
        }
    )
    assert [provision.anchor for provision in edition.provisions] == ["3", "3.1", "3.2", "4", "5", "3.1"]
    assert [clause.anchor for clause in edition.clauses] == ["3.1", "3.2", "3.1"]
    assert [(clause.anchor, duty.id) for clause, duty in edition.duties] == [("3.1", DUTY["id"])] * 2
    assert [provision.anchor for provision, _ in edition.missing_provisions] == ["3.2", "4"]


def test_texts_are_found_by_their_paths() -> None:
    """Every text that may cite something comes with the path that leads to it in the source."""
    duty = DUTY | {"must": "a duty", "when": "a condition"}
    clause = CLAUSE | {"items": ["an item", "another"], "duties": [duty], "question": "asked"}
    gap = {"number": "4", "title": "End", "missing": {"what": "a gap"}}
    data: Data = EDITION | {
        "source": ORIGIN | {"note": "a note"},
        "changes": "changed",
        "questions": ["why"],
        "sections": [SECTION | {"clauses": [CLAUSE, clause]}, gap],
    }
    texts = list(Edition.model_validate(data).texts)
    assert [follow(data, path) for path, _ in texts] == [text for _, text in texts]
    assert {text for _, text in texts} == {
        "a note", "changed", "why", CLAUSE["text"], "an item", "another", "a duty", "a condition",
        "asked", "a gap",
    }  # fmt: skip


def test_nothing_is_made_up() -> None:
    """What a source leaves out stays out: only the extent has an answer of its own."""
    edition = Edition.model_validate(EDITION)
    assert edition.extent == "complete"
    assert edition.model_dump(exclude_defaults=True).keys() == EDITION.keys()
    left_out = edition.model_dump(exclude={"extent", *EDITION})
    assert left_out.pop("review") == dict.fromkeys(["last", "every", "next", "also_when"])
    assert set(left_out.values()) == {None}


def test_file_knows_where_it_was_read() -> None:
    """A file carries its path from the context of the reading, and none when made in memory."""
    place = "policy/HR12a/2025-11.yml"
    assert Edition.model_validate(EDITION, context=SourceContext(place)).file == place
    assert Edition.model_validate(EDITION).file == ""


@pytest.mark.parametrize(
    ("key", "said", "shown"),
    [
        ("TPO", {"stands_for": "Tree Preservation Order"}, "TPO"),
        ("S-TPO", {"stands_for": "Special TPO"}, "S-TPO"),
        ("personal-data", {"meaning": "Who somebody is."}, "personal data"),
        ("veteran-tree", {"stands_for": "Veteran tree"}, "Veteran tree"),
        ("veteran-tree", {"stands_for": "A tree of age"}, "veteran tree"),
        ("veteran-tree", {"name": "veteran-tree", "meaning": "Old."}, "veteran-tree"),
        ("harm", {"meaning": "Hurt."}, "harm"),
    ],
)
def test_a_term_has_the_name_that_people_write(key: str, said: Data, shown: str) -> None:
    """A name is shown as given; without one, an id is taken for its words and an abbreviation stays."""
    assert Term.model_validate(said).name_as_written(key) == shown
