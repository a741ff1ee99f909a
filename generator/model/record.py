"""What everything that is read from a source has in common."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, PrivateAttr

from ..fields import Date, Link, Text


class Record(BaseModel):
    """Everything that is read from a source: frozen, and no key that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def exactly_one(*names: str) -> dict[str, Any]:
    """For the JSON Schema of a record that has one of these keys and not two."""
    return {"oneOf": [{"required": [name]} for name in names]}


class File(Record):
    """The whole of one source file."""

    _file: str = PrivateAttr(default="")

    def model_post_init(self, context: Any) -> None:
        self._file = context or ""

    @property
    def file(self) -> str:
        """Where this was read from, relative to the project's folder; empty when made in memory."""
        return self._file


class Origin(Record):
    """Where a text or a fact was taken from."""

    url: Link
    """The page that says so; it is the authority."""
    retrieved: Date | None = None
    """When it was read there."""
    note: Text | None = None
    """What a reader should know about it."""
