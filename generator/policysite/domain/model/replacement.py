"""What a document takes the place of, or what takes its place."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, GetJsonSchemaHandler, TypeAdapter, model_validator
from pydantic_core import CoreSchema

from ..fields import Line, OneOrMore, Reference, validation_error
from ..problems import Rule
from .base import SourceRecord

REPLACEMENT_CONTRADICTION = Rule.error(
    "replacement-contradiction", "What a document replaces, or is replaced by, cannot be so"
)

ReplacementKind = Literal["superseded", "merged", "split", "renamed"]
"""How one document took the place of another."""

_REFERENCE: TypeAdapter[str] = TypeAdapter(Reference)


class OtherDocument(SourceRecord):
    """Another document that this one replaces, or that replaces it."""

    document: Reference | None = None
    """Its reference, where this library holds it or held it."""
    title: Line | None = None
    """Its title, where it does not."""
    how: ReplacementKind = "superseded"
    """Superseded by a new document, merged into one, split into several, or only renamed."""

    @model_validator(mode="after")
    def _is_named(self) -> Self:
        if (self.document is None) == (self.title is None):
            raise validation_error(
                REPLACEMENT_CONTRADICTION,
                "a document is named either by its reference or by its title",
                "write document: HR12, or title: Rules for rest times where the library does not hold it",
            )
        return self


def _short_form(value: Any) -> Any:
    """A reference by itself as a record with nothing else. Raises ValidationError for a malformed one."""
    return {"document": _REFERENCE.validate_python(value)} if isinstance(value, str) else value


class _ShortFormSchema:
    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [_REFERENCE.json_schema(), handler(schema)]}


OtherDocuments = OneOrMore[Annotated[OtherDocument, BeforeValidator(_short_form), _ShortFormSchema()]]
"""One or several documents, each a reference or a mapping that says more."""
