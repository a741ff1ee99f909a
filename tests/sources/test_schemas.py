"""The JSON Schemas: what editors are told of the sources is what the software holds of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from check_jsonschema import main as check_jsonschema
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from policysite.sources.json_schemas import SCHEMA_MODELS, schema_text, source_schemas
from tests import LIBRARY, ROOT
from tests.small import EDITION, ROLES, SmallProject

FOLDER = ROOT / "generator/policysite/sources/schemas"
SOURCES = sorted((*(LIBRARY / "policy").rglob("*.yml"), *(LIBRARY / "checklists").glob("*.yml")))


def schema_of(source: Path) -> Path:
    """Name the schema of a source: that of a checklist, of the file's name, or else of an edition."""
    if source.parent.name == "checklists":
        return FOLDER / "checklist.schema.json"
    named = FOLDER / f"{source.stem}.schema.json"
    return named if named.is_file() else FOLDER / "edition.schema.json"


def validate(source: Path) -> Result:
    """Ask an independent validator, which reads YAML with another library, about a source."""
    words = ["--schemafile", str(schema_of(source)), str(source)]
    return CliRunner().invoke(check_jsonschema, words)


def test_kept_schemas_are_current() -> None:
    """The schemas in the repository are those that the model gives: run `policysite schema`."""
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert kept == {name: schema_text(document) for name, document in source_schemas().items()}


@pytest.mark.parametrize("name", SCHEMA_MODELS)
def test_schemas_are_schemas(name: str) -> None:
    """Each is a valid JSON Schema of the 2020-12 dialect, and says so."""
    schema = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(schema)


def records(schema: Any) -> Iterator[dict[str, Any]]:
    """Find every mapping that a schema describes by its keys."""
    return (one for one in (schema, *schema.get("$defs", {}).values()) if "properties" in one)


@pytest.mark.parametrize("name", SCHEMA_MODELS)
def test_schemas_explain_every_key_and_take_no_other(name: str) -> None:
    """An editor shows what each key means, completes keys, and marks those that are not known."""
    schema = source_schemas()[name]
    for record in records(schema):
        assert record["additionalProperties"] is False
        assert record["description"]
        for key, described in record["properties"].items():
            below = schema["$defs"].get(described.get("$ref", "").rpartition("/")[2], {})
            assert described.get("description", below.get("description")), key
            assert described.get("additionalProperties", False) is False, key


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(LIBRARY)))
def test_a_sound_source_passes_its_schema(source: Path) -> None:
    """Whatever kinds of things a library holds, a source without a fault has none by its schema."""
    result = validate(source)
    assert result.exit_code == 0, result.output


MUST = "            must: answer the request in writing\n"
FAULTS = {
    "an unknown key": (EDITION, "owner:", "ownr:", "'ownr' was unexpected"),
    "a missing key": (EDITION, "wording: official\n", "", "'wording' is a required property"),
    "a bad choice": (EDITION, "wording: official", "wording: told", "'told' is not one of"),
    "two forces": (EDITION, MUST, f"{MUST}            may: write\n", "valid under each of"),
    "no force": (EDITION, MUST, "", "is not valid under any of"),
    "number and id": (EDITION, "number: 1.1\n", "number: 1.1\n        id: x\n", "valid under each of"),
    "a bad number": (EDITION, "number: 1.2", "number: 1.2.", "does not match"),
    "a bad date": (EDITION, "last: 2025-11", "last: November 2025", "does not match"),
    "a bad period": (EDITION, "every: 2 years", "every: two years", "does not match"),
    "a bad link": (EDITION, "https://www.example.org/hr12", "example.org", "does not match"),
    "no sections": (EDITION, "sections:", "sections: []\nquestions:", "should be non-empty"),
    "a bad id": (ROLES, "line-manager:", "Line Manager:", "'Line Manager' does not match"),
    "a list for a mapping": (ROLES, "    name: Line manager", "    - x", "is not of type 'object'"),
    "text for a mapping": (ROLES, "    name: Line manager", "    x", "is not of type 'object'"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "said"), FAULTS.values(), ids=FAULTS)
def test_faults_are_found_by_the_schema_too(
    file: str, old: str, new: str, said: str, small: SmallProject
) -> None:
    """What the software reports of a value's shape, an editor marks while it is typed."""
    small.change(file, old, new)
    assert small.problems
    result = validate(small.folder / file)
    assert result.exit_code == 1
    assert said in result.output
