"""What organisations note about a document besides its text, and the fields that a library declares."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, Tag, model_validator

from ..fields import Date, Line, OneOrMore, validation_error
from .base import MISSING_KEY, RECORD_TAG, TEXT_TAG, SourceRecord, text_or_record


class Approval(SourceRecord):
    """Who approved an edition, and when."""

    by: OneOrMore[Line] | None = None
    """Who approved it, as in Audit Committee, or a list of them."""
    on: Date | None = None
    """When it was approved."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.by is None and self.on is None:
            raise validation_error(
                MISSING_KEY,
                "the approval says nothing",
                "add by: with who approved it, or on: with the day",
            )
        return self


class Organisation(SourceRecord):
    """An organisation that issues a document with others."""

    name: Line
    """The name of the organisation."""
    reference: Line | None = None
    """The reference that the document has there, where it is another."""


OrganisationOrName = Annotated[
    Annotated[Line, Tag(TEXT_TAG)] | Annotated[Organisation, Tag(RECORD_TAG)],
    text_or_record("name", "reference"),
]
"""An organisation, by its name alone or with the reference that the document has there."""


class LibraryField(SourceRecord):
    """A fact that documents of this library may state, which other libraries don't know."""

    title: Line
    """What readers call it."""
    values: Annotated[tuple[Line, ...], Field(min_length=1)] | None = None
    """What it may be; anything, where this is left out."""
    show: Literal["head", "foot", "no"] = "foot"
    """Where pages show it: before the text, below it, or nowhere."""
    filter: Literal["yes", "no"] = "no"
    """Whether the search can be narrowed by it."""
