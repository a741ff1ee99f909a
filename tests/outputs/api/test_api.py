"""The library as data: every file, its schema, and where its ids and addresses lead."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import pairwise
from posixpath import dirname, join, normpath
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from policysite.domain.addresses import API, API_INDEX
from policysite.domain.library import Library
from policysite.domain.model import (
    AcceptedDuty,
    Checklist,
    Correction,
    PolicyLock,
    Role,
    SourceContext,
    Term,
)
from policysite.domain.register import Register
from policysite.outputs.api.files import SCHEMAS_PATH, api_files, api_schemas
from policysite.project import Project
from policysite.traceability import Traceability, edition_digest
from tests import LIBRARY, ROOT
from tests.factories import (
    BASE,
    ODD,
    TODAY,
    attachment,
    clause,
    document,
    edition,
    library,
    many_documents,
    register,
    review,
    stored,
)
from tests.outputs.formats.inlined import described, inlined, paired_keys
from tests.sites import Rendered
from tests.web_server import serve

BUILT = datetime(2026, 11, 21, 12, 30, 15, 999, tzinfo=UTC)
ALL_SCHEMAS = dict(api_schemas())
VALIDATORS = {
    path: Draft202012Validator(schema, format_checker=FormatChecker())
    for path, schema in ALL_SCHEMAS.items()
}
GUIDE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
EXAMPLES = [
    (language, code, shown) for (language, code), (form, shown) in pairwise(FENCES) if form == "text"
]

Files = dict[str, Any]


def schema_of(path: str, data: Any) -> str:
    """The address of the schema that a file names."""
    return normpath(join(dirname(path), data["schema"]))


def written(of: Register, base: str = BASE, built: datetime = BUILT) -> Files:
    """Every file as a program reads it, each of which must be as its schema says."""
    found = {}
    for path, file in api_files(of, Traceability(of.library), base, built):
        assert path not in found
        found[path] = json.loads(json.dumps(file.model_dump(mode="json")))
        VALIDATORS[schema_of(path, found[path])].validate(found[path])
    return found


ASK = "Ask [[mailto:policy@example.org]]."
ASKED = "Ask policy@example.org."
LINKS = [{"label": "policy@example.org", "url": "mailto:policy@example.org"}]

WHY = "As [[HR1]] and [[https://www.example.org/why|the web]] say."
WITHHELD = {"exemption": "Section 31", "what": WHY}
SECTIONS = [
    {
        "number": "1",
        "title": "Requests",
        "title_is": "supplied",
        "clauses": [
            {
                "number": "1.1",
                "title": "Who",
                "text": "Anybody,\n  under the [[old-act|Act\n  of old]].\n\nSee [[HR12/1.2]].",
            },
            {
                "number": "1.2",
                "text": "The [[line-manager]] answers an [[FWR]], as [[HR1]] says.",
                "items": ["in [[!writing]]", "in [[HR12/gone]] days, [[HR12/gone|as before]]"],
                "duties": [
                    {
                        "id": "answer",
                        "role": "line-manager",
                        "must": "answer\n  the [[FWR]] on [[https://www.example.org/form|the form]]",
                        "when": "one was made by [[head-of-people]]",
                        "within": "5 days",
                        "basis": "custom",
                    },
                    {"id": "ask", "role": ["head-of-people", "line-manager"], "may": "ask"},
                ],
                "question": f"Is [[HR1]] meant? {ASK}",
            },
            {
                "number": "1.3",
                "content": [
                    {"text": "Each of:"},
                    {"labels": "letters", "items": ["this", {"text": "that:", "items": ["now"]}]},
                    {"table": {"caption": "Grades", "columns": ["Grade", ""], "rows": [["1", ""]]}},
                    {"table": {"rows": [["1", "Low"]], "row_headings": "yes"}},
                    {"definitions": [{"term": "Day", "meaning": "One on which we work."}]},
                    {
                        "figure": {
                            "file": "map.png",
                            "alt": "A map.",
                            "caption": "Map",
                            "description": "Up",
                        }
                    },
                    {"figure": {"file": "map.png", "alt": "A map."}},
                    {"note": "Not yet."},
                ],
            },
            {
                "id": "more",
                "text": ODD,
                "missing": {"what": f"A list for [[HR1]]. {ASK}", "role": "line-manager"},
            },
        ],
    },
    {
        "number": "2",
        "title": "Lost",
        "missing": {"what": f"All of [[HR1]]. {ASK}", "role": "head-of-people"},
    },
    {"id": "scope", "title": "Scope", "clauses": [{"id": "all", "text": "See [[HR12/annex-1.1]]."}]},
    {
        "part": "annex",
        "number": "1",
        "title": "Grades",
        "attachments": [attachment("rates.csv", title="Rates")],
        "clauses": [
            {"number": "1.1", "text": "There are two.", "withheld": WITHHELD},
            {"number": "1.2", "not_used": WHY},
        ],
    },
    {"number": "3", "title": "Tactics", "withheld": WITHHELD},
    {"number": "4", "title": "Gone", "not_used": WHY},
]
CHECKLIST = {
    "title": "Answering",
    "role": "line-manager",
    "trigger": "When an [[FWR]] comes on [[https://www.example.org/form|the form]].",
    "sections": [
        {
            "title": "First",
            "order": "fixed",
            "items": [
                {
                    "do": "Answer, as [[HR12/1.2]] says.",
                    "duty": "HR12/answer",
                    "record": "Note it on [[https://www.example.org/form|the form]].",
                },
                {"do": "Know who.", "clause": "HR12/1.1", "when": "always"},
            ],
        },
        {"items": [{"missing": "HR12/2"}, {"do": "Gone.", "clause": "HR12/9"}]},
    ],
}


WELSH = "policy/HR12/2025-11.cy.yml"


def full_library() -> Library:
    """A library with something in every field."""
    current = edition(
        sections=SECTIONS,
        attachments=[attachment(about=f"To ask under [[HR1]]. {ASK}"), attachment("gone.pdf")],
        files=[stored(), stored("map.png", b"map"), stored("rates.csv", b"a,b")],
        governed_by="HR1",
        changes=f"The [[line-manager]] answers. {ASK}",
        questions=[f"Who owns [[HR1]]? {ASK}"],
        contact="line-manager",
        risk="low",
        equality_impact="medium",
        author="People office",
        version="3.2",
        approved={"by": ["Board", "Staff Committee"], "on": "2025-10-14"},
        marking="OFFICIAL",
        audience=f"All of [[HR1]]. {ASK}",
        organisations=["Example Council", {"name": "Neighbour Council", "reference": "B 4"}],
        fields={"area": "People"},
        review={"last": "2025-11", "every": "2 years", "next": "2027-11"},
        source={
            "url": "https://www.example.org/hr12",
            "retrieved": "2026-01-02",
            "note": f"See [[HR1]]. {ASK}",
        },
    )
    old = edition(
        name="2023-11-30",
        extent="extract",
        review={},
        sections=[{"number": "1", "title": "Old", "clauses": [{"id": "gone", "text": "Ten."}]}],
    )
    made = library(
        document(
            edition(
                "HR10",
                review={"next": "2025-12"},
                owner=None,
                clauses=[clause()],
                replaces=["HR9", {"title": "Rest times", "how": "merged"}],
            )
        ),
        document(current, old, edition(language="cy", title="Gweithio hyblyg", file=WELSH)),
        document(edition("HR1", name="2020-02", kind="procedure", clauses=[clause()])),
        document(edition("HR9", sections=SECTIONS), reviews=[review("2026-06-30", "withdrawn")]),
        fields={"area": {"title": "Business area"}},
    )
    role = Role.model_validate(
        {
            "name": "Line manager",
            "also": ["Manager"],
            "part_of": "head-of-people",
            "about": f"Or [[HR1]]. {ASK}",
        }
    )
    return replace(
        made,
        roles={**made.roles, "line-manager": role},
        terms={"FWR": Term.model_validate({"stands_for": "Flexible working request"})},
        checklists={
            "answering": Checklist.model_validate(
                CHECKLIST, context=SourceContext("checklists/answering.yml")
            )
        },
        lock=PolicyLock(
            {"HR12/2025-11": edition_digest(current), "HR12/2023-11-30": "v1:other"},
            duties={"HR12/answer": AcceptedDuty("v1:0", "Then.", "v1:0", "line-manager may answer")},
            corrections={"HR12/2025-11": (CORRECTION,), "HR12/reviews.yml": (CORRECTION,)},
        ),
    )


def published(name: str, media_type: str, content: bytes) -> dict[str, Any]:
    """What is said of a file of the current edition of HR12 that holds this."""
    return {
        "file": name,
        "media_type": media_type,
        "size": len(content),
        "sha256": sha256(content).hexdigest(),
        "path": f"documents/HR12/2025-11/files/{name}",
        "url": f"{BASE}documents/HR12/2025-11/files/{name}",
    }


CORRECTION = Correction("2026-01-02", "v1:0", "v1:1", "A line was lost.")
FULL = Register.from_library(full_library(), TODAY)


@pytest.fixture(scope="module")
def files() -> Files:
    """Every file of a library with something in every field. Nobody changes them."""
    return written(FULL)


@pytest.fixture(scope="module")
def project() -> Project:
    """The library of the tests."""
    return Project.open(LIBRARY, datetime(2026, 11, 21, 12, 0, tzinfo=UTC))


@pytest.fixture(scope="module")
def library_files(project: Project) -> Files:
    """Every file of that library. Nobody changes them."""
    return written(project.register)


def clauses(data: Any) -> dict[str, Any]:
    """The clauses of a document by their anchors."""
    return {one["anchor"]: one for section in data["sections"] for one in section["clauses"]}


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Find every object in a value, from the top down."""
    if isinstance(value, dict):
        yield value
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in below:
        yield from objects(one)


# --- the files -----------------------------------------------------------------------------------


def test_which_files_there_are(files: Files) -> None:
    """The index comes first, then the files that there is one of, then one a document and a checklist."""
    assert list(files) == [
        "api/v1/index.json",
        "api/v1/documents.json",
        "api/v1/duties.json",
        "api/v1/roles.json",
        "api/v1/checklists.json",
        "api/v1/traceability.json",
        "api/v1/documents/HR1.json",
        "api/v1/documents/HR9.json",
        "api/v1/documents/HR10.json",
        "api/v1/documents/HR12.json",
        "api/v1/checklists/answering.json",
        "api/v1/checklists/head-of-people.json",
    ]


def test_the_index(files: Files) -> None:
    """It says whose library this is, when it was made, how much it holds, and what else there is."""
    index = dict(files[API_INDEX])
    assert [one["path"] for one in index["files"]] == [
        f"{API}{one['name']}.json" for one in index["files"]
    ]
    named = [one["path"] for one in index.pop("files")]
    assert named == [path for path in files if path.count("/") == 2 and path != API_INDEX]
    assert index.pop("beside")["review"] == {"path": "review.json", "url": f"{BASE}review.json"}
    assert index == {
        "format": "policysite-index/1",
        "schema": "schemas/index.schema.json",
        "organisation": "Example Council",
        "title": "Example policies",
        "description": "The policies of Example Council.",
        "language": "en-GB",
        "time_zone": "Europe/London",
        "contact": {"name": "Policy team", "email": None, "url": None},
        "path": "",
        "url": BASE,
        "as_at": "2026-11-21",
        "built": "2026-11-21T12:30:15+00:00",
        "counts": {
            "documents": 3,
            "withdrawn": 1,
            "editions": 5,
            "clauses": 9,
            "duties": 2,
            "missing": 2,
            "roles": 2,
            "checklists": 2,
        },
    }


def test_documents(files: Files) -> None:
    """Every document is listed with its facts and the file that holds it, as people count."""
    listed = files[f"{API}documents.json"]["documents"]
    assert [one["reference"] for one in listed] == ["HR1", "HR9", "HR10", "HR12"]
    assert listed[3] == {
        "reference": "HR12",
        "published_reference": "HR12",
        "title": "Flexible working",
        "kind": "policy",
        "kind_name": "policy",
        "edition": "2025-11",
        "governed_by": "HR1",
        "governing_documents": ["HR1"],
        "owner": {"id": "head-of-people", "name": "Head of People"},
        "owners": [{"id": "head-of-people", "name": "Head of People"}],
        "contact": {"id": "line-manager", "name": "Line manager"},
        "contacts": [{"id": "line-manager", "name": "Line manager"}],
        "withdrawn": None,
        "replaces": [],
        "replaced_by": [],
        "review": {
            "state": "current",
            "label": "In date",
            "last": "2025-11",
            "due": "2027-11",
            "sentence": "Its review is due by the end of November 2027.",
            "data": {"path": "review.json", "url": f"{BASE}review.json"},
        },
        "path": "documents/HR12/",
        "url": f"{BASE}documents/HR12/",
        "data": {"path": "api/v1/documents/HR12.json", "url": f"{BASE}api/v1/documents/HR12.json"},
    }
    for one in listed:
        whole = files[one["data"]["path"]]
        assert all(whole[key] == fact for key, fact in one.items() if key != "data")


def test_figures_say_where_their_picture_is(files: Files) -> None:
    """The block of a figure has the file with its digest, or null where it is not published."""
    figures = [
        block["picture"]
        for reference in ("HR12", "HR9")
        for block in clauses(files[f"{API}documents/{reference}.json"])["1.3"]["content"]
        if block["kind"] == "figure"
    ]
    assert figures == [published("map.png", "image/png", b"map")] * 2 + [None] * 2


def test_editions(files: Files) -> None:
    """Every edition has its own address, its dates and its digest, and says whether it is sealed."""
    new, old = files[f"{API}documents/HR12.json"]["editions"]
    current = FULL.library.documents["HR12"].current
    assert new == {
        "id": "HR12/2025-11",
        "edition": "2025-11",
        "title": "Flexible working",
        "language": "en-GB",
        "translations": [
            {
                "language": "cy",
                "title": "Gweithio hyblyg",
                "digest": edition_digest(FULL.library.documents["HR12"].translations[0]),
                "is_sealed": False,
                "source": {
                    "path": "sources/HR12/2025-11.cy.yml",
                    "url": f"{BASE}sources/HR12/2025-11.cy.yml",
                },
                "path": "documents/HR12/2025-11/cy/",
                "url": f"{BASE}documents/HR12/2025-11/cy/",
            }
        ],
        "is_current": True,
        "extent": "complete",
        "wording": "official",
        "last_review": "2025-11",
        "review_every": "2 years",
        "next_review": "2027-11",
        "author": "People office",
        "version": "3.2",
        "approved": {"by": ["Board", "Staff Committee"], "on": "2025-10-14"},
        "marking": "OFFICIAL",
        "audience": {
            "text": f"All of HR1. {ASKED}",
            "cites": [cited("document", "HR1", "HR1", "documents/HR1/")],
            "links": LINKS,
        },
        "organisations": [
            {"name": "Example Council", "reference": None},
            {"name": "Neighbour Council", "reference": "B 4"},
        ],
        "fields": [{"id": "area", "title": "Business area", "value": "People"}],
        "changes": {
            "text": f"The Line manager answers. {ASKED}",
            "cites": [
                {
                    "kind": "role",
                    "id": "line-manager",
                    "label": "Line manager",
                    "path": "roles/line-manager/",
                    "url": f"{BASE}roles/line-manager/",
                }
            ],
            "links": LINKS,
        },
        "authority": {
            "url": "https://www.example.org/hr12",
            "retrieved": "2026-01-02",
            "note": {
                "text": f"See HR1. {ASKED}",
                "cites": [cited("document", "HR1", "HR1", "documents/HR1/")],
                "links": LINKS,
            },
        },
        "digest": edition_digest(current),
        "is_sealed": True,
        "corrections": [
            {"date": "2026-01-02", "before": "v1:0", "after": "v1:1", "reason": "A line was lost."}
        ],
        "source": {"path": "sources/HR12/2025-11.yml", "url": f"{BASE}sources/HR12/2025-11.yml"},
        "attachments": [
            {
                "title": "Request form",
                "about": {
                    "text": f"To ask under HR1. {ASKED}",
                    "cites": [cited("document", "HR1", "HR1", "documents/HR1/")],
                    "links": LINKS,
                },
                "section": None,
                **published("form.pdf", "application/pdf", b"%PDF-"),
            },
            {
                "title": "Rates",
                "about": None,
                "section": "annex-1",
                **published("rates.csv", "text/csv", b"a,b"),
            },
        ],
        "path": "documents/HR12/2025-11/",
        "url": f"{BASE}documents/HR12/2025-11/",
    }
    assert (old["id"], old["is_current"], old["extent"]) == ("HR12/2023-11-30", False, "extract")
    assert (old["is_sealed"], old["last_review"], old["review_every"]) == (False, None, None)


def cited(kind: str, name: str, label: str, path: str) -> dict[str, str]:
    """Something that is referred to."""
    return {"kind": kind, "id": name, "label": label, "path": path, "url": f"{BASE}{path}"}


FORM = {"label": "the form", "url": "https://www.example.org/form"}
"""A link to somewhere outside the library."""


def test_a_clause(files: Files) -> None:
    """A clause is text without marks, its duties, and a list of what it refers to, each once."""
    held = clauses(files[f"{API}documents/HR12.json"])
    assert held["1.1"]["text"] == ["Anybody, under the Act of old.", "See HR12 1.2."]
    assert [one["label"] for one in held["1.1"]["cites"]] == ["Act of old", "HR12 1.2"]
    assert (held["1.1"]["title"], held["more"]["number"], held["more"]["id"]) == (
        "Who",
        None,
        "HR12/more",
    )
    clause = held["1.2"]
    assert clause["text"] == ["The Line manager answers an FWR, as HR1 says."]
    assert clause["items"] == ["in writing", "in HR12 gone days, as before"]
    assert clause["links"] == [FORM]
    assert clause["cites"] == [
        cited("role", "line-manager", "Line manager", "roles/line-manager/"),
        cited("term", "FWR", "FWR", "glossary/#FWR"),
        cited("document", "HR1", "HR1", "documents/HR1/"),
        cited("clause", "HR12/gone", "HR12 gone", "documents/HR12/2023-11-30/#gone"),
        cited("role", "head-of-people", "Head of People", "roles/head-of-people/"),
    ]
    assert clause["question"]["text"] == f"Is HR1 meant? {ASKED}"
    assert clause["url"] == f"{BASE}documents/HR12/#1.2"
    assert [one["id"] for one in clause["duties"]] == ["HR12/answer", "HR12/ask"]


def test_what_is_missing(files: Files) -> None:
    """What the copy lacks is said where it is missing, with the role whose duties are missing."""
    whole = files[f"{API}documents/HR12.json"]
    assert whole["sections"][1]["missing"] == {
        "text": f"All of HR1. {ASKED}",
        "cites": [cited("document", "HR1", "HR1", "documents/HR1/")],
        "links": LINKS,
        "role": {"id": "head-of-people", "name": "Head of People"},
    }
    assert clauses(whole)["more"]["missing"]["role"] == {"id": "line-manager", "name": "Line manager"}
    (manager,) = [one for one in files[f"{API}roles.json"]["roles"] if one["id"] == "line-manager"]
    assert manager["missing"] == ["HR12/more"]


def test_parts_and_sections_without_number(files: Files) -> None:
    """A section says which part it is, and what people call it; one with an id has no number."""
    whole = files[f"{API}documents/HR12.json"]
    assert [
        (one["anchor"], one["number"], one["part"], one["label"]) for one in whole["sections"][1:]
    ] == [
        ("2", "2", None, "2"),
        ("scope", None, None, "scope"),
        ("annex-1", "1", "annex", "annex 1"),
        ("3", "3", None, "3"),
        ("4", "4", None, "4"),
    ]
    clause = clauses(whole)["annex-1.1"]
    assert (clause["id"], clause["number"], clause["label"]) == (
        "HR12/annex-1.1",
        "1.1",
        "annex 1, 1.1",
    )
    assert clause["url"] == f"{BASE}documents/HR12/#annex-1.1"
    assert clauses(whole)["all"]["text"] == ["See HR12 annex 1, 1.1."]


def test_what_is_withheld_or_not_used(files: Files) -> None:
    """What is withheld has its exemption, and a number that is not used what became of it."""
    whole = files[f"{API}documents/HR12.json"]
    why = whole["sections"][5]["not_used"]
    assert (why["text"], [one["id"] for one in why["cites"]]) == ("As HR1 and the web say.", ["HR1"])
    assert whole["sections"][4]["withheld"] == {"exemption": "Section 31", "what": why}
    assert clauses(whole)["annex-1.1"]["withheld"] == {"exemption": "Section 31", "what": why}
    assert clauses(whole)["annex-1.2"]["not_used"] == why
    assert whole["sections"][5]["missing"] is None


def test_duties(files: Files) -> None:
    """Every duty in force is there with its roles, its clause and the items that carry it out."""
    answer, ask = files[f"{API}duties.json"]["duties"]
    path = "checklists/answering/#item:answer"
    assert answer == {
        "id": "HR12/answer",
        "role": {"id": "line-manager", "name": "Line manager"},
        "roles": [{"id": "line-manager", "name": "Line manager"}],
        "force": "must",
        "action": "answer the FWR on the form",
        "when": "one was made by Head of People",
        "within": "5 days",
        "basis": "custom",
        "path": "documents/HR12/#duty:answer",
        "url": f"{BASE}documents/HR12/#duty:answer",
        "document": "HR12",
        "edition": "2025-11",
        "clause": "1.2",
        "cites": [
            cited("term", "FWR", "FWR", "glossary/#FWR"),
            cited("role", "head-of-people", "Head of People", "roles/head-of-people/"),
        ],
        "links": [FORM],
        "checklists": [
            {"checklist": "answering", "item": "answer", "path": path, "url": f"{BASE}{path}"}
        ],
    }
    assert (ask["id"], ask["force"], ask["when"]) == ("HR12/ask", "may", None)
    assert [role["id"] for role in (ask["role"], *ask["roles"])] == [
        "head-of-people",
        "head-of-people",
        "line-manager",
    ]
    assert [one["checklist"] for one in ask["checklists"]] == ["head-of-people"]


def test_roles(files: Files) -> None:
    """A role has its names, its duties by their ids, and what it answers for."""
    head, manager = files[f"{API}roles.json"]["roles"]
    assert head["owns"] == ["HR1", "HR12"]
    assert head["checklists"] == ["head-of-people"]
    assert manager["duties"] == ["HR12/answer", "HR12/ask"]
    assert (manager["also"], manager["part_of"]) == (["Manager"], "head-of-people")
    assert manager["about"]["text"] == f"Or HR1. {ASKED}"
    assert head["about"] is None


def test_checklists(files: Files) -> None:
    """A checklist has its digest, and each item what it comes from and how it stands with that."""
    written_, made_ = files[f"{API}checklists.json"]["checklists"]
    assert (written_["is_made"], made_["is_made"]) == (False, True)
    assert written_["digest"] == Traceability(FULL.library).resolved_checklists["answering"].digest
    assert written_["count"] == 2
    assert written_["editions"] == ["HR12/2025-11"]
    whole = files[written_["data"]["path"]]
    assert all(whole[key] == one for key, one in written_.items() if key != "data")
    first, second = whole["parts"]
    assert (first["title"], first["is_in_order"]) == ("First", True)
    answer, who = first["items"]
    assert (answer["do"], answer["when"]) == (
        "Answer, as HR12 1.2 says.",
        "one was made by Head of People",
    )
    assert (answer["comes_from"], answer["clause"], answer["status"]) == (
        "HR12/answer",
        "HR12/1.2",
        "not looked at",
    )
    assert [one["id"] for one in answer["cites"]] == ["HR12/1.2", "head-of-people"]
    assert (answer["record"], answer["links"]) == ("Note it on the form.", [FORM])
    assert (who["name"], who["when"]) == ("hr12-1-1", "always")
    (missing,) = second["items"]
    assert (missing["kind"], missing["do"], missing["digest"]) == ("missing", None, None)
    item, *_ = files[made_["data"]["path"]]["parts"][0]["items"]
    assert item["status"] is None


def test_traceability(files: Files) -> None:
    """It is what the command prints, of checklists written by hand, with its schema."""
    found = files[f"{API}traceability.json"]
    assert found["format"] == "policysite-trace/1"
    assert [(one["duty"], one["items"]) for one in found["duties"]] == [
        ("HR12/answer", ["answering/answer"]),
        ("HR12/ask", []),
    ]
    assert [one["status"] for one in found["items"]] == ["not looked at"] * 3 + ["broken"]


def test_withdrawn_documents_are_marked(files: Files) -> None:
    """A withdrawn document says since when and why, has no state, and its duties are in no list."""
    whole = files[f"{API}documents/HR9.json"]
    assert whole["withdrawn"] == {"date": "2026-06-30", "reason": "Nobody needs it."}
    assert whole["review"] is None
    assert [one["id"] for one in clauses(whole)["1.2"]["duties"]] == ["HR9/answer", "HR9/ask"]
    others = {path: data for path, data in files.items() if path != f"{API}documents/HR9.json"}
    assert "HR9/" not in json.dumps(
        [others[f"{API}{name}.json"] for name in ("duties", "roles", "traceability")]
    )
    marked = {
        one["reference"]: bool(one["withdrawn"]) for one in others[f"{API}documents.json"]["documents"]
    }
    assert [reference for reference, one in marked.items() if one] == ["HR9"]


def test_without_an_address() -> None:
    """Where the site has no address every url of its own is null, and every path is as ever."""
    without, with_ = written(FULL, base=""), written(FULL)
    assert BASE not in json.dumps(without)
    for path, data in without.items():
        pairs = list(zip(objects(data), objects(with_[path]), strict=True))
        assert any("path" in one for one, _ in pairs) or path == f"{API}traceability.json"
        for one, other in pairs:
            if "path" in one:
                assert one["url"] is None
                assert other["url"] == f"{BASE}{one['path']}" == f"{BASE}{other['path']}"


def test_odd_texts_survive(files: Files) -> None:
    """Text is text: nothing is escaped, and nothing in it is taken for a mark."""
    assert clauses(files[f"{API}documents/HR12.json"])["more"]["text"] == [ODD]


def test_what_leads_nowhere_stays_as_it_is() -> None:
    """Of a library with errors everything can be told: what leads nowhere stands as it was written."""
    lost = [
        {
            "number": "1",
            "title": "All",
            "clauses": [
                {
                    "number": "1.1",
                    "text": "See [[nothing]], [[HR12/8]] and [[XY/1]].",
                    "duties": [{"id": "ask", "role": "nobody", "must": "ask"}],
                }
            ],
        }
    ]
    found = written(register(document(edition(sections=lost, owner="nobody"))))
    clause = clauses(found[f"{API}documents/HR12.json"])["1.1"]
    assert clause["text"] == ["See [[nothing]], [[HR12/8]] and [[XY/1]]."]
    assert clause["cites"] == []
    assert clause["duties"][0]["role"] == {"id": "nobody", "name": "nobody"}


def test_only_the_index_knows_the_build() -> None:
    """A file changes with the library and, where it says as_at, the day; the index with each build."""
    later = written(FULL, built=datetime(2026, 11, 21, 18, tzinfo=UTC))
    assert [path for path, data in written(FULL).items() if later[path] != data] == [API_INDEX]
    another = written(Register.from_library(FULL.library, TODAY.replace(year=2027)))
    changed = [path for path, data in written(FULL).items() if another[path] != data]
    assert all("as_at" in another[path] for path in changed)


@pytest.mark.parametrize("count", [0, 1000])
def test_any_number_of_documents(count: int) -> None:
    """Without documents it is whole, and it holds as many as there are."""
    found = written(register(*many_documents(count)))
    assert len(found) == 6 + count
    assert (
        found[API_INDEX]["counts"]["documents"]
        == len(found[f"{API}documents.json"]["documents"])
        == count
    )


# --- the schemas ---------------------------------------------------------------------------------


def test_schemas_are_published() -> None:
    """There is a valid schema for each kind of file, and those of records and reviews beside them."""
    assert {path.removeprefix(SCHEMAS_PATH).removesuffix(".schema.json") for path in ALL_SCHEMAS} == {
        "checklist", "checklists", "document", "documents", "duties", "index", "record", "review",
        "roles", "traceability",
    }  # fmt: skip
    for schema in ALL_SCHEMAS.values():
        assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
        Draft202012Validator.check_schema(schema)


def test_every_file_names_its_schema(files: Files) -> None:
    """The schema that a file names takes its format and no other file's."""
    for path, data in files.items():
        schema = ALL_SCHEMAS[schema_of(path, data)]
        assert schema["properties"]["format"]["const"] == data["format"]
    named = {schema_of(path, data) for path, data in files.items()}
    assert {schema_of(API_INDEX, one) for one in files[API_INDEX]["files"]} < named


def test_every_field_is_described(files: Files) -> None:
    """The schemas describe each key that is written and no other, ask for all, and explain each."""
    for path, data in files.items():
        schema = inlined(ALL_SCHEMAS[schema_of(path, data)])
        assert all(given == known for given, known in paired_keys(schema, data)), path
        for one in described(schema):
            assert one["description"].endswith("."), one
            assert one.get("required") == (list(one["properties"]) if "properties" in one else None)


def test_every_field_has_been_seen(files: Files) -> None:
    """The library of these tests has something in every field, so that each schema is put to the test."""
    for path, schema in ALL_SCHEMAS.items():
        of_kind = [data for file, data in files.items() if schema_of(file, data) == path]
        seen = {place for data in of_kind for place in _given(data)}
        asked = set(_asked(inlined(schema))) if of_kind else set()
        assert {place for place in asked - seen if place not in UNSEEN} == set(), path


UNSEEN = {
    "/contact/email",
    "/contact/url",
    "/editions/source",
    "/editions/source/path",
    "/editions/source/url",
    "/items/accepted",
    "/uncovered",
}
"""What no library made in memory has; and here nobody has accepted anything, and no duty is left over."""


def _given(value: Any, place: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, below in value.items():
            if below is not None and below != []:
                yield f"{place}/{key}"
            yield from _given(below, f"{place}/{key}")
    elif isinstance(value, list):
        for one in value:
            yield from _given(one, place)


def _asked(schema: Any, place: str = "") -> Iterator[str]:
    for key, below in schema.get("properties", {}).items():
        yield f"{place}/{key}"
        yield from _asked(below, f"{place}/{key}")
    if "items" in schema:
        yield from _asked(schema["items"], place)


# --- where things lead ---------------------------------------------------------------------------


def ids(files: Files) -> dict[str, set[str]]:
    """The ids of everything that the files hold, by kind."""
    documents = [files[one["data"]["path"]] for one in files[f"{API}documents.json"]["documents"]]
    parts = [
        f"{one['reference']}/{anchor}"
        for one in documents
        for anchor in [*(section["anchor"] for section in one["sections"]), *clauses(one)]
    ]
    parts += [one["place"]["id"] for one in objects(documents) if one.get("place")]
    lists = {
        "document": [one["reference"] for one in documents],
        "edition": [edition["id"] for one in documents for edition in one["editions"]],
        "clause": parts,
        "duty": [one["id"] for one in files[f"{API}duties.json"]["duties"]],
        "role": [one["id"] for one in files[f"{API}roles.json"]["roles"]],
        "checklist": [one["name"] for one in files[f"{API}checklists.json"]["checklists"]],
    }
    for kind, names in lists.items():
        assert len(names) == len(set(names)), kind
    return {kind: set(names) for kind, names in lists.items()}


def test_every_id_leads_somewhere(library_files: Files) -> None:
    """What one file names by its id, another holds once."""
    known = ids(library_files)
    for role in library_files[f"{API}roles.json"]["roles"]:
        assert set(role["duties"]) <= known["duty"]
        assert set(role["missing"]) <= known["clause"]
        assert set(role["owns"]) <= known["document"]
        assert set(role["checklists"]) <= known["checklist"]
        assert role["part_of"] is None or role["part_of"] in known["role"]
    for duty in library_files[f"{API}duties.json"]["duties"]:
        assert duty["document"] in known["document"]
        assert f"{duty['document']}/{duty['edition']}" in known["edition"]
        assert f"{duty['document']}/{duty['clause']}" in known["clause"]
        assert {one["checklist"] for one in duty["checklists"]} <= known["checklist"]
    for one in library_files[f"{API}checklists.json"]["checklists"]:
        assert set(one["editions"]) <= known["edition"]
        for item in objects(library_files[one["data"]["path"]]["parts"]):
            if "comes_from" in item:
                assert item["comes_from"] in known["duty" if item["kind"] == "duty" else "clause"]
                assert item["clause"] in known["clause"]
    for found in objects(list(library_files.values())):
        if isinstance(found.get("role"), dict):
            assert found["role"]["id"] in known["role"]
        if "label" in found and found.get("kind") in known:
            assert found["id"] in known[found["kind"]]


def test_every_path_leads_somewhere(project: Project, library_files: Files) -> None:
    """Each path is a page or file of the site, and what follows its # stands on the page once."""
    site = Rendered.of(LIBRARY)
    copies = {copied.path for copied in site.site.copied_files}
    exports = {file.path for file in site.site.files} | set(library_files) | copies
    paths = {one["path"] for one in objects(list(library_files.values())) if "path" in one}
    assert len(paths) > 100
    for path in paths:
        page, _, anchor = path.partition("#")
        assert page in site.pages or (page in exports and not anchor), path
        if anchor:
            assert len(site[page].xpath("//*[@id=$id]", id=anchor)) == 1, path
    assert not project.errors


def test_a_whole_library(project: Project, library_files: Files) -> None:
    """The counts are those of what is in force, and every list is as long as it says."""
    counts = library_files[API_INDEX]["counts"]
    in_force = [one for one in project.library.documents.values() if not one.is_withdrawn]
    current = [document.current for document in in_force]
    assert counts == {
        "documents": len(current),
        "withdrawn": 1,
        "editions": len(list(project.library.editions)),
        "clauses": sum(len(list(edition.clauses)) for edition in current),
        "duties": sum(len(list(edition.duties)) for edition in current),
        "missing": sum(len(list(edition.missing_provisions)) for edition in current),
        "roles": len(project.library.roles),
        "checklists": len(project.traceability.resolved_checklists),
    }
    for name in ("duties", "roles", "checklists"):
        assert len(library_files[f"{API}{name}.json"][name]) == counts[name]
    listed = library_files[f"{API}documents.json"]["documents"]
    assert len(listed) == counts["documents"] + counts["withdrawn"]
    wholes = [library_files[f"{API}documents/{one.reference}.json"] for one in in_force]
    assert sum(len(clauses(one)) for one in wholes) == counts["clauses"]
    assert sum(bool(one.get("missing")) for one in objects(wholes)) == counts["missing"]
    duties = {
        one["id"] for whole in wholes for clause in clauses(whole).values() for one in clause["duties"]
    }
    assert duties == ids(library_files)["duty"]


# --- the guide -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def served(library_files: Files, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address below which the files of that library are served."""
    folder = tmp_path_factory.mktemp("api")
    for path, data in {**library_files, **ALL_SCHEMAS}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(json.dumps(data), encoding="utf-8")
    with serve(folder) as address:
        yield address


@pytest.mark.parametrize(("language", "code", "shown"), EXAMPLES)
def test_examples_of_the_guide(language: str, code: str, shown: str, served: str) -> None:
    """Whoever runs what the guide shows reads what it shows."""
    command = {"sh": ["sh", "-ec"], "python": [sys.executable, "-c"]}[language]
    missing = [one for one in ("curl", "jq") if language == "sh" and shutil.which(one) is None]
    if missing:
        pytest.skip(f"the example was not run: no {' and no '.join(missing)}")
    environment = {name: one for name, one in os.environ.items() if not name.lower().endswith("_proxy")}
    ended = subprocess.run(
        [*command, code.replace(BASE, served)],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert (ended.stdout, ended.returncode) == (shown, 0), ended.stderr


def test_the_guide_is_whole(files: Files) -> None:
    """The guide names every file, and each of its examples is followed by what it prints."""
    assert len(EXAMPLES) * 2 == len(FENCES) == 8
    for path in files:
        name = re.sub(r"(documents|checklists)/.*\.json", r"\1/(REFERENCE|NAME).json", path)
        assert re.search(rf"^\| `{name}` \| ", GUIDE, re.MULTILINE), name
