"""What to write in place of structure that was typed into a text, in the form that its place allows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..domain.model import Clause
from ..domain.model.blocks import LABEL_COUNTERS
from ..domain.model.content import ContentBlock, ListItem
from .model_texts import TextForReaders
from .typed_structure import (
    LINK_IN_TEXT,
    LIST_IN_TEXT,
    MARKUP_IN_TEXT,
    TABLE_IN_TEXT,
    TypedStructure,
)

_MAX_CELLS = 6
"""How many cells of a row a hint shows."""
_MAX_CELL_LENGTH = 40
_PLAIN_CELL = re.compile(r"[A-Za-z0-9\u00a3][^:#,\[\]{}\n]*")
"""What needs no quotes in a list of YAML."""


def structure_hint(structure: TypedStructure, value: TextForReaders) -> str:
    """What to write in place of a table, a list, a link or marks in a text."""
    if structure.rule is TABLE_IN_TEXT:
        return _table_hint(structure.rows, value)
    if structure.rule is LIST_IN_TEXT:
        return _list_hint(structure, value)
    if structure.rule is LINK_IN_TEXT:
        return (
            structure.hint
            or "write [[https://www.example.org/form|words for it]], with the whole address"
        )
    assert structure.rule is MARKUP_IN_TEXT
    if structure.hint and not value.is_line:
        return structure.hint
    return "remove the marks, or write in words what they stand for"


def _is_item(value: TextForReaders) -> bool:
    return value.path[-2:-1] == ("items",)


def _may_have_list(value: TextForReaders) -> bool:
    return value.record in (Clause, ListItem) and value.path[-1] == "text"


def _is_block(value: TextForReaders) -> bool:
    return value.record is ContentBlock and value.path[-1] == "text"


def _table_hint(rows: Sequence[Sequence[str]], value: TextForReaders) -> str:
    heading, *below = [_flow_list(row) for row in rows] or ["[…]"]
    table = f"- table: {{columns: {heading}, rows: [{', '.join([*below[:1], '…'])}]}}"
    if _is_item(value):
        return f"write the item as content:, with - text: for its words and {table}"
    if _may_have_list(value):
        return f"write content: in place of text:, with - text: for each paragraph and {table}"
    return f"make it a block of its own: {table}" if _is_block(value) else "write each row in words"


def _flow_list(cells: Sequence[str]) -> str:
    shown = [_flow_text(cell) for cell in cells[:_MAX_CELLS]]
    return f"[{', '.join(shown)}{', …' if len(cells) > _MAX_CELLS else ''}]"


def _flow_text(cell: str) -> str:
    text = cell if len(cell) <= _MAX_CELL_LENGTH else f"{cell[:_MAX_CELL_LENGTH]}…"
    return text if _PLAIN_CELL.fullmatch(text) else "'" + text.replace("'", "''") + "'"


def _list_hint(structure: TypedStructure, value: TextForReaders) -> str:
    if _is_item(value) and structure.is_single:
        return _mark_hint(structure.mark, value)
    style = _label_style(structure.mark, 0)
    labels = f", with labels: {style} beside it" if style not in ("", "bullets") else ""
    if _is_item(value):
        return f"write the item as text: and its own items:{labels}, each without its mark"
    if _may_have_list(value):
        return f"write each below items:{labels}, or as a clause of its own, without its mark"
    if _is_block(value):
        return f"make it a block of its own, - items:{labels}, each without its mark"
    return "write it as a sentence, without the mark"


def _mark_hint(mark: str, value: TextForReaders) -> str:
    """What to do about the mark before the words of an item."""
    style = _label_style(mark, int(value.path[-1]))
    if style in ("bullets", value.siblings.get("labels")):
        return "remove it: items are marked anyway"
    if style:
        return f"remove it, and write labels: {style} beside items:"
    return f"write the item as label: {mark} and text:, without {mark} in the text"


def _label_style(mark: str, place: int) -> str:
    """The labels: of a list in which this mark stands at this place (from 0); empty for none."""
    label = mark.strip("().")
    if not label.isalnum() or mark == "o":
        return "bullets"
    return next((style for style, count in LABEL_COUNTERS.items() if count(place + 1) == label), "")
