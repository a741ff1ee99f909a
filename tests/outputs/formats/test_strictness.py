"""What the schemas refuse, and that a type refuses the same: no key, no kind and no form is left open."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from policysite.outputs.api.files import api_files
from policysite.outputs.api.review_state import review_state_file
from policysite.outputs.formats.reading import FormatError, read_format
from policysite.outputs.formats.schemas import SCHEMA_FILES, json_schemas
from policysite.traceability import Traceability
from tests import VECTOR_FILES
from tests.factories import BASE
from tests.outputs.api.test_api import BUILT, FULL
from tests.outputs.api.test_review_state import full

Place = tuple[str | int, ...]
SCHEMAS = dict(json_schemas())
DROPPED = object()
"""In place of a value: that its key is not there."""

DAYS = ("", "2026-11", "2026-1-1", "2026-11-21 ", "20261121", "today")
DATES = ("", "2026", "2026-11-", "2026-1-1", "2026-11-21 ", "20261121", "2 years")
INSTANTS = ("", "2026-11-21", "2026-11-21T10:00:00", "2026-11-21 10:00:00Z", "10:00Z")
DIGESTS = ("", "v1:", f"v1:{'A' * 64}", f"v1:{'0' * 65}", f"v2:{'0' * 64}")
IDS = ("", "A", "a b", "-a", "a--b", "a-", "a ")
REFERENCES = ("", "HR 12", "HR12/1", "-HR12", "HR12_", "HR12 ")
QUALIFIED = ("", "HR12", "HR12/", "/1", "HR 12/1", "HR12/1/2")
BLANK = ("", " \n")

WRONG_TEXTS = {
    name: wrong
    for names, wrong in (
        ("format", ("", "policysite-other/1", "policysite-index/2")),
        ("schema", ("", "index.schema.json", "../../schemas/index.schema.json", "schemas/index.json")),
        ("as_at next_build_expected due_day overdue_since called_from since", DAYS),
        ("corrections/date corrections_of_reviews/date", DAYS),
        ("edition last due last_review next_review retrieved withdrawn/date", DATES),
        ("approved/on reviews/date", DATES),
        ("built saved at", INSTANTS),
        ("digest check record.editions/*", DIGESTS),
        ("role/id owner/id owners/id contact/id contacts/id roles/id jointly_with/id", IDS),
        ("part_of checklists[] duties/role fields/id", IDS),
        ("duties.checklists/checklist checklists/name checklist.checklist/name roles[]", IDS),
        ("reference governed_by governing_documents[] document owns[] contact_for[]", REFERENCES),
        ("editions/id clauses/id duties/id editions[] duties[] missing[] uncovered[]", QUALIFIED),
        ("place/id comes_from cites duty checklist.items/clause", QUALIFIED),
        ("documents/kind document/kind review/kind", IDS),
        ("published_reference author version marking value by[]", BLANK),
        ("organisations/name organisations/reference", BLANK),
        ("kind state status force extent wording how outcome", ("", "other", "Must")),
        (
            "title text text[] label do when within basis record reason sentence risk equality_impact",
            BLANK,
        ),
        ("review_every before anchor number items[] action item organisation also[]", BLANK),
        ("description language time_zone email holds library what now accepted name kind_name", BLANK),
        ("paragraphs[] meaning[] description[] caption alt file term exemption", BLANK),
        ("cites/id clause now/duty accepted/duty record/checklist", BLANK),
        ("files/schema url", ("",)),
        ("site", ("javascript:alert(1)", "example.org", "ftp://example.org")),
        ("sha256", ("", "0" * 63, "0" * 65, "A" * 64)),
        ("media_type section", BLANK),
        ("path after clauses[] governing_overdue overdue_governing_documents[]", ()),
        ("calls/name now/clause accepted/clause", ()),
        ("record/reference rows[] columns[]", ()),
    )
    for name in names.split()
}
"""What a text may not be: by its key, or else by what holds it and its key."""

NULLABLE = {
    "about", "at", "build_every_days", "called_from", "changes", "days", "do", "due", "due_day", "email",
    "equality_impact", "governed_by", "governing_overdue", "last", "last_review", "missing", "note",
    "next_build_expected", "next_review", "overdue_since", "owner", "part_of", "question", "retrieved",
    "review_every", "risk", "since", "source", "url", "when", "withdrawn", "clauses/number",
    "sections/number", "sections/part", "within", "basis",
    "withheld", "not_used", "withheld/what",
    "replaces/reference", "replaces/title", "replaced_by/reference", "replaced_by/title",
    "clauses/title", "parts/title", "missing/role", "items/record", "items/clause", "items/now",
    "items/accepted", "duties/accepted", "checklist.items/status", "checklist.items/digest",
    "author", "version", "approved", "approved/on", "marking", "audience", "organisations/reference",
    "review.documents/kind_name", "review.documents/published_reference",
    "documents/contact", "document/contact", "documents/review",
    "document/review",
    "content/picture", "attachments/section", "content/caption", "content/columns", "items/label",
    "items/place",
}  # fmt: skip
"""What is null where it is not known, named in the same way."""
NEVER_NULL = {"authority/url", "roles/missing"}

READ_WITHOUT = {
    "schema", "contact", "kind_name", "published_reference", "owners", "contacts",
    "overdue_governing_documents", "links",
}  # fmt: skip
"""Keys that a file has, and that nobody misses who reads it: older sites lack all but the first."""

LEAST_COUNT = {"days": None, "build_every_days": 1}
"""The least of each whole number, where that is not nought."""


def examples() -> Iterator[tuple[str, Any]]:
    """A file of every format with something in every field, by the name of its schema."""
    files = [file for _, file in api_files(FULL, Traceability(FULL.library), BASE, BUILT)]
    for file in files:
        name = file.schema_path.rpartition("/")[2]
        yield name, json.loads(json.dumps(file.model_dump(mode="json")))
    state = review_state_file(full(), BASE, BUILT)
    yield "review.schema.json", json.loads(json.dumps(state.model_dump(mode="json")))
    yield "record.schema.json", json.loads((VECTOR_FILES / "record.json").read_bytes())


def values(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every value below a value, with the way to it."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*place, key), inner
            yield from values(inner, (*place, key))


def names_of(schema: str, place: Place) -> list[str]:
    """How the tables may name a place, the most exact first."""
    file, keys = schema.partition(".")[0], [key for key in place if isinstance(key, str)]
    if (file, place[0]) == ("record", "editions") and len(place) > 1:
        return ["record.editions/*"]
    key = f"{keys[-1]}[]" if isinstance(place[-1], int) else keys[-1]
    around = keys[-2] if len(keys) > 1 else file
    return [f"{file}.{around}/{key}", f"{around}/{key}", key]


def replaced(value: Any, place: Place, new: Any) -> Any:
    """A copy with another value at a place, or without its key."""
    key, *rest = place
    copy = value.copy()
    if rest:
        copy[key] = replaced(value[key], tuple(rest), new)
    elif new is DROPPED:
        del copy[key]
    else:
        copy[key] = new
    return copy


def wrong_values(schema: str, place: Place, value: Any) -> Iterator[Any]:
    """What may not stand at a place where this value stands."""
    names = names_of(schema, place)
    if isinstance(place[-1], str) and names != ["record.editions/*"]:
        yield DROPPED
    if NEVER_NULL.intersection(names) or not NULLABLE.intersection(names):
        yield None
    kinds: dict[type, Any] = {str: "x", bool: True, int: 1, list: [], dict: {}}
    yield from (other for kind, other in kinds.items() if value is not None and kind is not type(value))
    if type(value) is int:
        least = LEAST_COUNT.get(names[-1], 0)
        yield from (1.5, *(() if least is None else (least - 1,)))
    if isinstance(value, str):
        known = [name for name in names if name in WRONG_TEXTS]
        assert known, names
        yield from WRONG_TEXTS[known[0]]


@pytest.mark.parametrize(("schema", "example"), [*examples()])
def test_what_is_wrong_is_refused(schema: str, example: Any) -> None:
    """Each key is asked for; each value has its kind and form; schema and type refuse the same."""
    validator, model = Draft202012Validator(SCHEMAS[schema]), SCHEMA_FILES[schema]
    validator.validate(example)
    read = read_format(model, example)
    assert read_format(model, read.model_dump(mode="json")) == read
    tried: Counter[tuple[str, ...]] = Counter()
    for place, value in values(example):
        general = tuple("*" if isinstance(key, int) else key for key in place)
        tried[general] += 1
        if tried[general] > 2:
            continue
        for wrong in wrong_values(schema, place, value):
            altered = replaced(example, place, wrong)
            assert not validator.is_valid(altered), (place, wrong)
            if wrong is not DROPPED or place[-1] not in READ_WITHOUT:
                with pytest.raises(FormatError):
                    read_format(model, altered)
        if isinstance(value, dict) and schema != "record.schema.json":
            more = replaced(example, place, value | {"added later": 1})
            assert validator.is_valid(more)
            assert read_format(model, more) == read
