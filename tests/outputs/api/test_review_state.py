"""The register as JSON, and the schema that describes it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from policysite.domain.register import Register
from policysite.domain.reviews import ReviewState
from policysite.outputs.api.review_state import review_state_file
from policysite.outputs.formats.schemas import json_schemas
from tests.factories import (
    BASE,
    ODD,
    TODAY,
    VECTORS,
    act,
    document,
    edition,
    event,
    many_documents,
    register,
    register_of_vector,
    review,
)
from tests.outputs.formats.inlined import described, inlined, paired_keys

BUILT = datetime(2026, 7, 1, 23, 30, 15, 999, tzinfo=UTC)
SCHEMA = dict(json_schemas())["review.schema.json"]
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def written(made: Register, base: str = BASE, built: datetime = BUILT) -> Any:
    """The document as a program reads it, which must be as the schema says."""
    found = json.loads(json.dumps(review_state_file(made, base, built).model_dump(mode="json")))
    VALIDATOR.validate(found)
    return found


def full() -> Register:
    """A register with something in every field."""
    return register(
        document(edition("HR1", review={"last": "2023-12", "next": "2025-12"})),
        document(edition(governed_by="HR1", contact="line-manager")),
        document(edition("HR14"), reviews=[review("2026-06-30", "withdrawn")]),
        document(
            edition(
                "HR13", name="2026-10-05", governed_by="HR14", owner=None, review={}, kind="procedure"
            )
        ),
        references={"old-act": act(state="repealed")},
        builds={"every": "1 day"},
    )


# --- what it says ----------------------------------------------------------------------------------


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vector(vector: dict[str, Any]) -> None:
    """A program reads the day, due day, first day overdue and state that every vector says."""
    found = written(register_of_vector(vector))
    (one,) = found["documents"]
    assert (found["as_at"], found["due_soon_months"]) == (vector["today"], vector["window"])
    for key in ("due", "due_day", "overdue_since", "state"):
        assert one[key] == vector[key]
    assert found["totals"][vector["state"]] == found["totals"]["documents"] == 1


def test_the_library() -> None:
    """It says what it is, whose it is, when it was made, and when to expect the next."""
    found = written(full())
    documents = found.pop("documents")
    assert found == {
        "format": "policysite-review/1",
        "organisation": "Example Council",
        "title": "Example policies",
        "url": BASE,
        "as_at": "2026-11-21",
        "built": "2026-07-02T00:30:15+01:00",
        "build_every_days": 1,
        "next_build_expected": "2026-07-03",
        "time_zone": "Europe/London",
        "due_soon_months": 6,
        "totals": {
            "documents": 3,
            "overdue": 1,
            "called for": 2,
            "due this month": 0,
            "due soon": 0,
            "unscheduled": 0,
            "current": 0,
            "below_overdue": 1,
        },
    }
    assert [one["reference"] for one in documents] == ["HR1", "HR12", "HR13"]


def test_a_document() -> None:
    """Of each document it says everything that the register knows."""
    found = {one["reference"]: one for one in written(full())["documents"]}
    cited = {
        "kind": "legislation",
        "since": None,
        "what": "Old Act 1998 is repealed.",
        "name": "old-act",
        "clauses": ["1.1"],
    }
    assert found["HR12"] == {
        "reference": "HR12",
        "published_reference": "HR12",
        "title": "Flexible working",
        "kind": "policy",
        "kind_name": "policy",
        "edition": "2025-11",
        "url": f"{BASE}documents/HR12/",
        "owner": {"id": "head-of-people", "name": "Head of People"},
        "owners": [{"id": "head-of-people", "name": "Head of People"}],
        "contact": {"id": "line-manager", "name": "Line manager"},
        "contacts": [{"id": "line-manager", "name": "Line manager"}],
        "last": "2025-11",
        "due": "2027-11",
        "due_day": "2027-11-30",
        "overdue_since": "2027-12-01",
        "state": "called for",
        "label": "Review called for",
        "days": 374,
        "sentence": "Its review is due by the end of November 2027.",
        "called_from": "0001-01-01",
        "calls": [cited],
        "governing_overdue": "HR1",
        "overdue_governing_documents": ["HR1"],
    }
    assert found["HR1"]["days"] == -325
    assert found["HR13"]["edition"] == "2026-10-05"


def test_what_is_not_known_is_null() -> None:
    """No key is left out: without an address, builds, an owner or a date there is a null."""
    made = register(document(edition(owner=None, review={})))
    found = written(made, base="")
    assert [key for key, value in found.items() if value is None] == [
        "url",
        "build_every_days",
        "next_build_expected",
    ]
    assert [key for key, value in found["documents"][0].items() if value is None] == [
        "url",
        "owner",
        "contact",
        "last",
        "due",
        "due_day",
        "overdue_since",
        "days",
        "called_from",
        "governing_overdue",
    ]
    assert set(found) == set(written(full()))
    assert set(found["documents"][0]) == set(written(full())["documents"][0])


def test_events_and_their_days() -> None:
    """A call by an event says from which day on, also where only its month is known."""
    assert written(register(document(), events=[event(date="2026-04")]))["documents"][0]["calls"] == [
        {
            "kind": "provider",
            "since": "2026-04-01",
            "what": "Another provider took over.",
            "name": "new-provider",
            "clauses": [],
        }
    ]


def test_worst_first() -> None:
    """The document that most asks for attention comes first; the rest follow."""
    dues = {"HR1": "2027-11", "HR2": "2025-12", "HR3": "2026-12", "HR4": "2026-11", "HR5": "2025-06"}
    documents = [document(edition(name, review={"next": due})) for name, due in dues.items()]
    found = written(register(*documents, document(edition("HR6", review={}))))
    assert [(one["reference"], one["state"]) for one in found["documents"]] == [
        ("HR5", "overdue"),
        ("HR2", "overdue"),
        ("HR4", "due this month"),
        ("HR3", "due soon"),
        ("HR6", "unscheduled"),
        ("HR1", "current"),
    ]


def test_withdrawn_documents_are_left_out() -> None:
    """A document that was withdrawn is no part, neither of the list nor of the totals."""
    found = written(register(document(reviews=[review("2026-06", "withdrawn")])))
    assert found["documents"] == []
    assert set(found["totals"].values()) == {0}


@pytest.mark.parametrize("count", [0, 1000])
def test_any_number_of_documents(count: int) -> None:
    """Without documents it is whole, and it holds as many as there are."""
    found = written(register(*many_documents(count)))
    assert found["totals"]["documents"] == len(found["documents"]) == count


def test_the_next_build_is_counted_where_the_library_is() -> None:
    """The day of the build is that of the library's time zone, and the next is so many days later."""
    late = datetime(2026, 12, 31, 11, 0, tzinfo=UTC)
    made = register(document(), time_zone="Pacific/Kiritimati", builds={"every": "7 days"})
    found = written(made, built=late)
    assert found["built"] == "2027-01-01T01:00:00+14:00"
    assert found["next_build_expected"] == "2027-01-08"


def test_odd_texts_survive() -> None:
    """Texts are those of the sources."""
    found = written(register(document(edition(title=ODD)), title=ODD))
    assert found["title"] == found["documents"][0]["title"] == ODD


# --- the schema ------------------------------------------------------------------------------------


def test_the_schema_is_one() -> None:
    """It is a valid JSON Schema of the 2020-12 dialect, and says so."""
    assert SCHEMA["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(SCHEMA)


def test_every_field_is_described() -> None:
    """The schema describes each key that is written and no other, asks for all, and explains each."""
    schema = inlined(SCHEMA)
    pairs = list(paired_keys(schema, written(full())))
    assert len(pairs) == 1 + 1 + 3 + 2 + 1 + 2 + 1 + 4
    assert all(given == known for given, known in pairs)
    for one in described(schema):
        assert one["description"].endswith(".")
        assert one.get("required") == (list(one["properties"]) if "properties" in one else None)


def test_the_schema_knows_every_state() -> None:
    """The states and the totals are those of the register."""
    states = [str(state) for state in full().totals]
    assert set(states) == {str(state) for state in ReviewState}
    described_ = inlined(SCHEMA)["properties"]
    state = described_["documents"]["items"]["properties"]["state"]
    assert sorted(state["enum"]) == sorted(states)
    assert described_["totals"]["required"] == ["documents", *states, "below_overdue"]


def test_dates_of_the_example() -> None:
    """The register's day and the instant of the build are two things, and neither is the other's."""
    found = written(register(document(), today=date(2026, 1, 1)))
    assert (found["as_at"], found["built"][:10]) == ("2026-01-01", "2026-07-02")
    assert found["documents"][0]["days"] > (date(2027, 11, 30) - TODAY).days
