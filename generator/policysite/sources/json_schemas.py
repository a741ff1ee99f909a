"""The JSON Schemas of the source files, made from the model; editors use them to complete and check."""

from __future__ import annotations

import json
from typing import Any

from ..domain.model import (
    Checklist,
    Edition,
    Events,
    ExternalReferences,
    LibrarySettings,
    ReviewRecord,
    Roles,
    SourceFile,
    Terms,
)

SCHEMA_MODELS: dict[str, type[SourceFile]] = {
    "library.schema.json": LibrarySettings,
    "roles.schema.json": Roles,
    "terms.schema.json": Terms,
    "references.schema.json": ExternalReferences,
    "checklist.schema.json": Checklist,
    "events.schema.json": Events,
    "edition.schema.json": Edition,
    "reviews.schema.json": ReviewRecord,
}
"""The type of source that each schema describes, by the schema's file name."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def source_schemas() -> dict[str, dict[str, Any]]:
    """Every schema by its file name."""
    return {
        name: {"$schema": _DIALECT, **_for_editors(model.model_json_schema())}
        for name, model in SCHEMA_MODELS.items()
    }


def schema_text(schema: dict[str, Any]) -> str:
    """The text of a schema's file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _for_editors(schema: Any) -> Any:
    """A schema without what YAML sources do not have: null for absent keys, and titles made of keys.

    Keys that an owner chooses must match their pattern; pydantic's schema would allow any others.
    """
    if isinstance(schema, list):
        return [_for_editors(member) for member in schema]
    if not isinstance(schema, dict):
        return schema
    plain = dict(schema)
    choices = plain.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        alternatives = [member for member in choices if member != {"type": "null"}]
        plain.pop("anyOf")
        plain = (
            {**plain, **alternatives[0]} if len(alternatives) == 1 else {**plain, "anyOf": alternatives}
        )
    if plain.get("default", ...) is None:
        plain.pop("default")
    if "patternProperties" in plain:
        plain.setdefault("additionalProperties", False)
    if isinstance(plain.get("title"), str):
        plain.pop("title")
    return {
        key: {name: _for_editors(member) for name, member in value.items()}
        if key in ("properties", "$defs")
        else _for_editors(value)
        for key, value in plain.items()
    }
