"""What a clause says, block by block, in the files of documents."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictBool

from .base import JsonObject, Location
from .stored_files import StoredFileData
from .values import AnyText, QualifiedId, Words


class TextBlockData(JsonObject):
    """Paragraphs."""

    kind: Literal["text"]
    """What the block is."""
    paragraphs: tuple[Words, ...]
    """The paragraphs, each on one line."""


class NoteBlockData(JsonObject):
    """A remark apart from what the clause lays down."""

    kind: Literal["note"]
    """What the block is."""
    paragraphs: tuple[Words, ...]
    """The paragraphs, each on one line."""


class ItemLocation(Location):
    """How an item is cited, and where it is."""

    id: QualifiedId
    """How it is cited: its clause, and the labels down to its own in brackets, as in HR12/3.2(a)."""


class ItemData(JsonObject):
    """An item of a list."""

    label: Words | None
    """What stands before it, as in (a); null where that is a bullet."""
    place: ItemLocation | None
    """How it is cited, and its address; null where it cannot be cited by itself."""
    content: tuple[BlockData, ...]
    """What it says."""


class ListBlockData(JsonObject):
    """A list."""

    kind: Literal["list"]
    """What the block is."""
    items: tuple[ItemData, ...]
    """Its items in order."""


class TableBlockData(JsonObject):
    """A table."""

    kind: Literal["table"]
    """What the block is."""
    caption: Words | None
    """What the table shows; null where it does not say."""
    columns: tuple[AnyText, ...] | None
    """The headings of the columns; null where it has none."""
    has_row_headings: StrictBool
    """Whether the first cell of each row is its heading."""
    rows: tuple[tuple[AnyText, ...], ...]
    """The cells, row by row, each on one line; an empty text for an empty cell."""


class DefinitionData(JsonObject):
    """A word and what the document means by it."""

    term: Words
    """The word or words."""
    meaning: tuple[Words, ...]
    """What they mean, paragraph by paragraph, each on one line."""


class DefinitionsBlockData(JsonObject):
    """Words and what they mean."""

    kind: Literal["definitions"]
    """What the block is."""
    definitions: tuple[DefinitionData, ...]
    """The words in order."""


class FigureBlockData(JsonObject):
    """A picture or diagram."""

    kind: Literal["figure"]
    """What the block is."""
    file: Words
    """The name of the picture."""
    alt: Words
    """What the picture shows, in a sentence."""
    caption: Words | None
    """What stands below it; null where nothing does."""
    description: tuple[Words, ...]
    """A text that says all that a diagram says, paragraph by paragraph; empty where there is none."""
    picture: StoredFileData | None
    """The file of the picture; null where it is not published."""


BlockData = Annotated[
    TextBlockData
    | ListBlockData
    | TableBlockData
    | DefinitionsBlockData
    | FigureBlockData
    | NoteBlockData,
    Field(discriminator="kind"),
]
"""A block, which says by its kind what it is."""

ItemData.model_rebuild()
