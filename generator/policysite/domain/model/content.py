"""What a clause or an item of a list says: its text and list, or its content block by block.

`blocks` makes both forms into one tuple of blocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, Tag, model_validator

from ..fields import CellText, Label, Line, Text, validation_error
from ..problems import Rule, similar_names_hint
from .attachment import NamedFile
from .base import MISSING_KEY, RECORD_TAG, TEXT_TAG, SourceRecord, exactly_one, text_or_record

CONTENT_FORM = Rule.error("content-form", "A clause, item or block does not say one thing in one form")
ROW_LENGTH = Rule.error("row-length", "A row of a table has more or fewer cells than the table")
LISTS_TOO_DEEP = Rule.error("lists-too-deep", "Lists are nested more deeply than anybody can follow")

MAX_LIST_DEPTH = 5
"""Most lists inside one another: legislation as deep as 3.2(a)(i)(A) has three."""

LabelStyle = Literal["bullets", "numbers", "letters", "roman"]

_BLOCK_KINDS = ("text", "items", "table", "definitions", "figure", "note")
_MEANT_BLOCKS = {
    "bullets": "items",
    "image": "figure",
    "list": "items",
    "ordered": "items",
    "paragraph": "text",
    "picture": "figure",
    "terms": "definitions",
}
"""What other formats call a block, with our key."""


class Content(SourceRecord):
    """A text and the list that follows it, or a list of blocks."""

    text: Text | None = None
    """What it says."""
    items: Annotated[tuple[ListItemOrText, ...], Field(min_length=1)] | None = None
    """The list that follows the text: texts, or items with a label or content of their own."""
    labels: LabelStyle = "bullets"
    """How the items are labelled: with bullets, 1. 2. 3., (a) (b) (c) or (i) (ii) (iii)."""
    content: Annotated[tuple[ContentBlock, ...], Field(min_length=1)] | None = None
    """All that it says, block by block, in place of text: and items:."""

    @property
    def has_content(self) -> bool:
        """Whether it says anything."""
        return not (self.text is None and self.items is None and self.content is None)

    @model_validator(mode="after")
    def _has_one_form(self) -> Self:
        if self.content is not None and (self.text is not None or self.items is not None):
            raise validation_error(
                CONTENT_FORM,
                "there is content: beside text: or items:",
                "make text: and items: the first blocks of content:, as in - text: …",
            )
        reject_labels_without_items(self.labels, self.items)
        return self


class ListItem(Content):
    """An item of a list with a label of its own, or with more than a text."""

    label: Label | None = None
    """Its label as published, as in (a), a) or 1.1; else it follows from the list."""

    @classmethod
    def unknown_key_hint(cls, written: str, value: object) -> str:
        if written in ("number", "id"):
            return f"write label: {value}, or make it a clause of its own"
        return super().unknown_key_hint(written, value)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.has_content:
            raise validation_error(MISSING_KEY, "the item says nothing", "add text:, items: or content:")
        return self


ListItemOrText = Annotated[
    Annotated[Text, Tag(TEXT_TAG)] | Annotated[ListItem, Tag(RECORD_TAG)],
    text_or_record("text", "items", "content", "label", "labels"),
]
"""An item as people usually write it, a text, or as a mapping."""


class Table(SourceRecord):
    """Rows of cells, with headings."""

    caption: Text | None = None
    """What the table shows."""
    columns: Annotated[tuple[CellText, ...], Field(min_length=1)] | None = None
    """The headings of the columns."""
    rows: Annotated[tuple[Annotated[tuple[CellText, ...], Field(min_length=1)], ...], Field(min_length=1)]
    """The rows, each a list of as many cells as the table has columns."""
    row_headings: Literal["yes", "no"] = "no"
    """Whether the first cell of each row is its heading."""

    @model_validator(mode="after")
    def _is_regular(self) -> Self:
        if self.columns is None and self.row_headings == "no":
            raise validation_error(
                MISSING_KEY,
                "the table has no headings, and nobody could tell what its cells mean",
                "add columns: with a heading for each column, or row_headings: yes",
            )
        width = len(self.columns or self.rows[0])
        for place, row in enumerate(self.rows, 1):
            if len(row) != width:
                raise validation_error(
                    ROW_LENGTH,
                    f"row {place} has {_cells(len(row))}, where the table has {width} columns",
                    "give each row a cell for each column, and put a text with a comma in quotes;"
                    " an empty cell is written as ''",
                    below=("rows", place - 1),
                )
        return self


class Definition(SourceRecord):
    """A word and what the document means by it."""

    term: Text
    """The word or words."""
    meaning: Text
    """What they mean."""


class Figure(NamedFile):
    """A picture or diagram, which lies in the folder files/ of the document."""

    alt: Line
    """What the picture shows, in a sentence, for everybody who cannot see it."""
    caption: Text | None = None
    """What stands below it."""
    description: Text | None = None
    """A text that says all that a diagram says."""


class ContentBlock(SourceRecord):
    """A part of what a clause says: exactly one of these."""

    text: Text | None = None
    """Paragraphs."""
    items: Annotated[tuple[ListItemOrText, ...], Field(min_length=1)] | None = None
    """A list: texts, or items with a label or content of their own."""
    labels: LabelStyle = "bullets"
    """How the items are labelled: with bullets, 1. 2. 3., (a) (b) (c) or (i) (ii) (iii)."""
    table: Table | None = None
    """A table."""
    definitions: Annotated[tuple[Definition, ...], Field(min_length=1)] | None = None
    """Words and what they mean."""
    figure: Figure | None = None
    """A picture or diagram."""
    note: Text | None = None
    """A remark that the document sets apart from what it lays down."""

    model_config = ConfigDict(json_schema_extra=exactly_one(*_BLOCK_KINDS))

    @model_validator(mode="after")
    def _is_one_block(self) -> Self:
        present = [kind for kind in _BLOCK_KINDS if getattr(self, kind) is not None]
        if len(present) != 1:
            found = "none of them" if not present else " and ".join(present)
            raise validation_error(
                CONTENT_FORM,
                f"a block has exactly one of {', '.join(_BLOCK_KINDS)}; this one has {found}",
                "begin each block with a hyphen of its own, as in - text: …",
            )
        reject_labels_without_items(self.labels, self.items)
        return self

    @classmethod
    def unknown_key_hint(cls, written: str, value: object) -> str:  # noqa: ARG003  # some look at it
        meant = _MEANT_BLOCKS.get(written.casefold())
        if meant:
            return f"did you mean {meant!r}?"
        return similar_names_hint(written, list(cls.model_fields), what="allowed keys", limit=7)


def reject_labels_without_items(labels: LabelStyle, items: object) -> None:
    """Raise the error of labels that belong to no list."""
    if labels != "bullets" and items is None:
        raise validation_error(
            CONTENT_FORM,
            f"labels: {labels} belongs to a list, and there are no items:",
            "add items:, or remove labels:; in content: it stands in the block that has the items",
        )


def list_depth(content: Content) -> int:
    """How many lists are inside one another: 0 for a text alone, 1 for a list of texts."""
    deepest = 0
    for items in _lists(content):
        below = [list_depth(item) for item in items if isinstance(item, ListItem)]
        deepest = max(deepest, 1 + max(below, default=0))
    return deepest


def _lists(content: Content) -> Iterator[tuple[str | ListItem, ...]]:
    if content.items is not None:
        yield content.items
    for block in content.content or ():
        if block.items is not None:
            yield block.items


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"


Content.model_rebuild()
ListItem.model_rebuild()
ContentBlock.model_rebuild()
