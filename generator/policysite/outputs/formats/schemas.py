"""The JSON Schemas of the formats, made from their types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from .base import JsonObject
from .checklists import ChecklistFile, ChecklistsFile
from .documents import DocumentFile, DocumentsFile
from .duties import DutiesFile
from .library_index import IndexFile
from .review_state import ReviewStateFile
from .roles import RolesFile
from .trace import TraceabilityFile
from .usage_record import UsageRecord

SCHEMA_FILES: dict[str, type[JsonObject]] = {
    "checklist.schema.json": ChecklistFile,
    "checklists.schema.json": ChecklistsFile,
    "document.schema.json": DocumentFile,
    "documents.schema.json": DocumentsFile,
    "duties.schema.json": DutiesFile,
    "index.schema.json": IndexFile,
    "record.schema.json": UsageRecord,
    "review.schema.json": ReviewStateFile,
    "roles.schema.json": RolesFile,
    "traceability.schema.json": TraceabilityFile,
}
"""Each schema's file with the type that it describes."""


def json_schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema with the name of its file."""
    for name, model in SCHEMA_FILES.items():
        schema = model.model_json_schema(mode="serialization", schema_generator=_Generator)
        yield name, {"$schema": GenerateJsonSchema.schema_dialect, **schema}


class _Generator(GenerateJsonSchema):
    """Leaves out what says nothing: titles made of keys, and defaults, as no key is ever left out."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002  # none is set
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])
