"""The base types of everything that is read from a source, or published as JSON."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator, Mapping
from functools import cache
from inspect import cleandoc, getsource
from itertools import pairwise
from textwrap import dedent
from typing import Any

from pydantic import BaseModel, ConfigDict, Discriminator, GetJsonSchemaHandler, PrivateAttr
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from ..fields import Date, Text, Url
from ..problems import Rule, similar_names_hint
from ..stored_files import StoredFile

UNKNOWN_KEY = Rule.error("unknown-key", "A key is not one that this file knows")
MISSING_KEY = Rule.error("missing-key", "A required key is not there")


class DescribedModel(BaseModel):
    """A frozen object; the docstrings below its fields describe them, in its JSON Schema too."""

    model_config = ConfigDict(frozen=True)

    @classmethod
    @cache
    def key_descriptions(cls) -> Mapping[str, str]:
        """The description of each key: the docstring below its field.

        It is read from the code on demand. pydantic's `use_attribute_docstrings` reads it at every start,
        which takes 0.09 s of processor time: a quarter of the check of 10 documents, a tenth of that of
        100, and nothing noticeable with 1,000.
        """
        descriptions: dict[str, str] = {}
        for record in reversed(cls.__mro__):
            if issubclass(record, DescribedModel) and record.__annotations__:
                descriptions |= dict(_docstrings(record))
        return descriptions

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema)["properties"]
        for name, description in cls.key_descriptions().items():
            properties[cls.model_fields[name].alias or name]["description"] = description
        return schema


class SourceRecord(DescribedModel):
    """A mapping in a source file: with known keys only."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def unknown_key_hint(cls, written: str, value: object) -> str:  # noqa: ARG003  # some look at it
        """What to write instead of the unknown key `written`, which has this value."""
        keys = list(cls.model_fields)
        return similar_names_hint(written, keys, what="allowed keys", limit=len(keys))


def _docstrings(record: type) -> Iterator[tuple[str, str]]:
    """The fields of a class, each with the docstring below it."""
    (definition,) = ast.parse(dedent(getsource(record))).body
    assert isinstance(definition, ast.ClassDef)
    for field, statement in pairwise(definition.body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(statement, ast.Expr)
            and isinstance(statement.value, ast.Constant)
        ):
            yield field.target.id, cleandoc(str(statement.value.value))


TEXT_TAG, RECORD_TAG = "<text>", "<record>"
"""The tags of a value that is a text or a record. The paths of errors have them; no key is called so."""


def text_or_record(*keys: str) -> Discriminator:
    """Tells a text from a record, a mapping with one of these keys. Any other is a text with a colon."""

    def tag(value: object) -> str:
        is_record = isinstance(value, SourceRecord) or (
            isinstance(value, dict) and any(key in value for key in keys)
        )
        return RECORD_TAG if is_record else TEXT_TAG

    return Discriminator(tag)


def exactly_one(*names: str) -> dict[str, Any]:
    """The JSON Schema of a record that has exactly one of these keys."""
    return {"oneOf": [{"required": [name]} for name in names]}


@dataclasses.dataclass(frozen=True, slots=True)
class SourceContext:
    """What a source file is validated with: where it lies, and the files of its document by name."""

    file: str
    stored_files: Mapping[str, StoredFile] = dataclasses.field(default_factory=dict)


class SourceFile(SourceRecord):
    """The whole of one source file."""

    _file: str = PrivateAttr(default="")

    def model_post_init(self, context: Any) -> None:
        if isinstance(context, SourceContext):
            self._file = context.file

    @property
    def file(self) -> str:
        """Where this was read from, relative to the project's folder; empty when made in memory."""
        return self._file


class Origin(SourceRecord):
    """Where a text or a fact was taken from."""

    url: Url
    """The page that says so; it is the authority."""
    retrieved: Date | None = None
    """When it was read there."""
    note: Text | None = None
    """What a reader should know about it."""
