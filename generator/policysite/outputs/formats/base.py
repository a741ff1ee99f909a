"""The objects that several formats hold, and what all files of the interface begin with."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from ...domain.library import NamedKind
from ...domain.model.base import DescribedModel
from .values import CalendarDay, IdName, SchemaPath, SitePath, SiteUrl, WebAddress, Words


class JsonObject(DescribedModel):
    """An object of JSON. Keys that a later version adds are passed over when it is read."""

    model_config = ConfigDict(
        frozen=True,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        json_schema_serialization_defaults_required=True,
    )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe it by its docstring, of which the first of several paragraphs is the title."""
        schema = super().__get_pydantic_json_schema__(core_schema, handler)
        described = handler.resolve_ref_schema(schema)
        title, _, description = described["description"].partition("\n\n")
        del described["title"]
        described["description"] = " ".join((description or title).split())
        if description:
            described["title"] = title.removesuffix(".")
        for value in described["properties"].values():
            value["description"] = " ".join(value["description"].split())
        return schema


class Location(JsonObject):
    """Where something is."""

    path: SitePath
    url: SiteUrl


class NamedRole(JsonObject):
    """A role by its id and by its name."""

    id: IdName
    """The id of the role, as in roles.json."""
    name: Words
    """The name that readers know the role by."""


class CitedTarget(JsonObject):
    """Something that is referred to."""

    kind: NamedKind | Literal["clause"]
    """What it is."""
    id: Words
    """Its id: a document's reference, the reference and the anchor of a clause or of an item in one with
    a slash between, or the id of a role, a term or a reference."""
    label: Words
    """What stands for it in the text."""
    path: SitePath
    url: SiteUrl


class OutsideLink(JsonObject):
    """A link in a text to an address outside the library."""

    label: Words
    """What stands for it in the text."""
    url: WebAddress
    """Where it leads: an address that begins with https:, http:, mailto: or tel:."""


class CitingText(JsonObject):
    """A text with what it refers to."""

    text: Words
    """The text on one line, without any marks."""
    cites: tuple[CitedTarget, ...]
    """What it refers to, each once, in order."""
    links: tuple[OutsideLink, ...] = ()
    """The addresses outside the library that it links to, each once, in order."""


class ApiFile(JsonObject):
    """What each file below api/v1/ begins with."""

    format: str
    """What this file is, and the version of its format. Keys may be added; when one goes or changes its
    meaning, the address changes to api/v2/."""
    schema_path: SchemaPath
    """The JSON Schema of this file, relative to the file itself."""


class DatedApiFile(ApiFile):
    """A file that holds states of reviews."""

    as_at: CalendarDay
    """The day for which the states of reviews hold."""
