"""What clauses say, block by block, as data."""

from __future__ import annotations

from collections.abc import Sequence

from ...domain import addresses
from ...domain.model import Edition
from ...domain.model.blocks import (
    ClauseBlock,
    DefinitionsBlock,
    FigureBlock,
    LabelledItem,
    ListBlock,
    NoteBlock,
    TableBlock,
    TextBlock,
    short_form,
)
from ..formats.blocks import (
    BlockData,
    DefinitionData,
    DefinitionsBlockData,
    FigureBlockData,
    ItemData,
    ItemLocation,
    ListBlockData,
    NoteBlockData,
    TableBlockData,
    TextBlockData,
)
from .serialiser import Serialiser
from .stored_files import stored_file_data


def opening(blocks: Sequence[ClauseBlock]) -> tuple[str, tuple[str, ...]]:
    """The text and the plain list with which a clause begins."""
    for count in (2, 1):
        short = short_form(blocks[:count])
        if short is not None:
            return short[0] or "", short[1]
    return "", ()


def blocks_data(
    serialiser: Serialiser, blocks: Sequence[ClauseBlock], edition: Edition, anchor: str
) -> tuple[BlockData, ...]:
    """The blocks of the clause with this anchor."""
    return tuple(_block(serialiser, block, edition, anchor) for block in blocks)


def _block(serialiser: Serialiser, block: ClauseBlock, edition: Edition, anchor: str) -> BlockData:
    line, paragraphs = serialiser.plain_line, serialiser.paragraphs
    match block:
        case TextBlock(text):
            return TextBlockData(kind="text", paragraphs=paragraphs(text))
        case NoteBlock(text):
            return NoteBlockData(kind="note", paragraphs=paragraphs(text))
        case ListBlock(items):
            return ListBlockData(
                kind="list",
                items=tuple(_item(serialiser, item, edition, anchor) for item in items),
            )
        case TableBlock(table):
            return TableBlockData(
                kind="table",
                caption=line(table.caption) if table.caption else None,
                columns=tuple(map(line, table.columns)) if table.columns else None,
                has_row_headings=table.row_headings == "yes",
                rows=tuple(tuple(map(line, row)) for row in table.rows),
            )
        case DefinitionsBlock(definitions):
            return DefinitionsBlockData(
                kind="definitions",
                definitions=tuple(
                    DefinitionData(term=line(definition.term), meaning=paragraphs(definition.meaning))
                    for definition in definitions
                ),
            )
        case FigureBlock(figure):
            return FigureBlockData(
                kind="figure",
                file=figure.file,
                alt=figure.alt,
                caption=line(figure.caption) if figure.caption else None,
                description=paragraphs(figure.description or ""),
                picture=stored_file_data(serialiser, edition, figure.stored) if figure.stored else None,
            )


def _item(serialiser: Serialiser, item: LabelledItem, edition: Edition, anchor: str) -> ItemData:
    return ItemData(
        label=item.label or None,
        place=_location(serialiser, item, edition, anchor) if item.cited_labels else None,
        content=blocks_data(serialiser, item.blocks, edition, anchor),
    )


def _location(serialiser: Serialiser, item: LabelledItem, edition: Edition, anchor: str) -> ItemLocation:
    path = addresses.document_path(edition.reference, anchor + item.address)
    return ItemLocation(
        id=f"{edition.reference}/{anchor}{item.citation}", **serialiser.path_and_url(path)
    )
