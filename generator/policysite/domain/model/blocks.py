"""Blocks: what a clause says, in the order in which it says it, whichever form its source has.

Everything that shows, digests or exports a clause goes through its blocks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from ..problems import ValuePath
from ..prose import paragraphs
from .content import Content, ContentBlock, Definition, Figure, LabelStyle, ListItem, Table

ItemLabels = tuple[str, ...]
"""How a labelled item is cited after its clause: ("a", "i") for 3.2(a)(i)."""

_CITED_LABEL = re.compile(r"[A-Za-z0-9]{1,10}")
_LABEL_MARKS = " ().[]:"
_ROMAN_DIGITS = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_NO_REPEATS: frozenset[ItemLabels] = frozenset()


Texts = Iterator[tuple[ValuePath, str]]
"""Texts in reading order, each with its path from the clause."""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Paragraphs."""

    kind: ClassVar[str] = "text"
    text: str
    path: ValuePath

    @property
    def is_one_paragraph(self) -> bool:
        return len(paragraphs(self.text)) == 1

    @property
    def texts(self) -> Texts:
        yield self.path, self.text


@dataclass(frozen=True, slots=True)
class NoteBlock:
    """A remark apart from what the clause lays down."""

    kind: ClassVar[str] = "note"
    text: str
    path: ValuePath

    @property
    def texts(self) -> Texts:
        yield self.path, self.text


@dataclass(frozen=True, slots=True)
class LabelledItem:
    """An item of a list.

    `label` is what stands before it; empty for a bullet. `cited_labels` are the labels by which it can be
    cited, its own the last; empty where it has none, or where another item of the clause has the same.
    """

    label: str
    cited_labels: ItemLabels
    blocks: tuple[ClauseBlock, ...]

    @property
    def address(self) -> str:
        """What follows the clause in an address: -a-i for the item (a)(i); empty where it has none."""
        return "".join(f"-{label}" for label in self.cited_labels)

    @property
    def citation(self) -> str:
        """What follows the clause in a citation: (a)(i); empty where it cannot be cited."""
        return "".join(f"({label})" for label in self.cited_labels)


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list."""

    kind: ClassVar[str] = "list"
    items: tuple[LabelledItem, ...]

    @property
    def has_labels(self) -> bool:
        """Whether an item has a label other than a bullet."""
        return any(item.label for item in self.items)

    @property
    def plain_texts(self) -> tuple[str, ...] | None:
        """The texts of its items; None if an item has a label, or is more than a text."""
        texts = [
            block.text
            for item in self.items
            if not item.label and len(item.blocks) == 1 and isinstance(block := item.blocks[0], TextBlock)
        ]
        return tuple(texts) if len(texts) == len(self.items) else None

    @property
    def texts(self) -> Texts:
        for item in self.items:
            yield from block_texts(item.blocks)


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table."""

    kind: ClassVar[str] = "table"
    table: Table
    path: ValuePath

    @property
    def texts(self) -> Texts:
        table, path = self.table, self.path
        if table.caption:
            yield (*path, "caption"), table.caption
        for place, heading in enumerate(table.columns or ()):
            if heading:
                yield (*path, "columns", place), heading
        for place, row in enumerate(table.rows):
            for column, cell in enumerate(row):
                if cell:
                    yield (*path, "rows", place, column), cell


@dataclass(frozen=True, slots=True)
class DefinitionsBlock:
    """Words and what they mean."""

    kind: ClassVar[str] = "definitions"
    definitions: tuple[Definition, ...]
    path: ValuePath

    @property
    def texts(self) -> Texts:
        for place, definition in enumerate(self.definitions):
            yield (*self.path, place, "term"), definition.term
            yield (*self.path, place, "meaning"), definition.meaning


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """A picture or diagram."""

    kind: ClassVar[str] = "figure"
    figure: Figure
    path: ValuePath

    @property
    def texts(self) -> Texts:
        if self.figure.caption:
            yield (*self.path, "caption"), self.figure.caption
        if self.figure.description:
            yield (*self.path, "description"), self.figure.description


ClauseBlock = TextBlock | ListBlock | TableBlock | DefinitionsBlock | FigureBlock | NoteBlock


def content_blocks(content: Content) -> tuple[ClauseBlock, ...]:
    """The blocks of a clause. Items whose labels are repeated in the clause cannot be cited."""
    blocks = _blocks(content, (), (), _NO_REPEATS)
    if content.content is None and content.items is None:
        return blocks
    counts = Counter(item.cited_labels for item in labelled_items(blocks))
    repeated = {labels for labels, count in counts.items() if count > 1}
    return _blocks(content, (), (), repeated) if repeated else blocks


def labelled_items(blocks: Sequence[ClauseBlock]) -> Iterator[LabelledItem]:
    """The items, at any depth, that can be cited."""
    for block in blocks:
        if isinstance(block, ListBlock):
            for item in block.items:
                if item.cited_labels:
                    yield item
                yield from labelled_items(item.blocks)


def defined_words(blocks: Sequence[ClauseBlock]) -> Iterator[Definition]:
    """The words that blocks define, in items of lists, too."""
    for block in blocks:
        if isinstance(block, DefinitionsBlock):
            yield from block.definitions
        elif isinstance(block, ListBlock):
            for item in block.items:
                yield from defined_words(item.blocks)


def block_texts(blocks: Sequence[ClauseBlock]) -> Texts:
    """The texts of blocks."""
    for block in blocks:
        yield from block.texts


def short_form(blocks: Sequence[ClauseBlock]) -> tuple[str | None, tuple[str, ...]] | None:
    """The text and the items of blocks that are no more than a text and a plain list; None for others."""
    match blocks:
        case []:
            return None, ()
        case [TextBlock(text)]:
            return text, ()
        case [ListBlock() as listed] if listed.plain_texts is not None:
            return None, listed.plain_texts
        case [TextBlock(text), ListBlock() as listed] if listed.plain_texts is not None:
            return text, listed.plain_texts
    return None


def block_figures(blocks: Sequence[ClauseBlock]) -> Iterator[tuple[ValuePath, Figure]]:
    """The figures of blocks in reading order, each with its path from the clause."""
    for block in blocks:
        match block:
            case FigureBlock(figure, path):
                yield path, figure
            case ListBlock(items):
                for item in items:
                    yield from block_figures(item.blocks)


def _blocks(
    content: Content, path: ValuePath, above: ItemLabels | None, repeated: Collection[ItemLabels]
) -> tuple[ClauseBlock, ...]:
    """The blocks of a clause or item. `above` are the labels of the items around it, if all have some."""
    if content.content is not None:
        return tuple(
            _block(block, (*path, "content", place), above, repeated)
            for place, block in enumerate(content.content)
        )
    blocks: list[ClauseBlock] = []
    if content.text is not None:
        blocks.append(TextBlock(content.text, (*path, "text")))
    if content.items is not None:
        blocks.append(_list(content.items, content.labels, (*path, "items"), above, repeated))
    return tuple(blocks)


def _block(
    block: ContentBlock, path: ValuePath, above: ItemLabels | None, repeated: Collection[ItemLabels]
) -> ClauseBlock:
    if block.text is not None:
        return TextBlock(block.text, (*path, "text"))
    if block.items is not None:
        return _list(block.items, block.labels, (*path, "items"), above, repeated)
    if block.table is not None:
        return TableBlock(block.table, (*path, "table"))
    if block.definitions is not None:
        return DefinitionsBlock(block.definitions, (*path, "definitions"))
    if block.figure is not None:
        return FigureBlock(block.figure, (*path, "figure"))
    return NoteBlock(block.note or "", (*path, "note"))


def _list(
    items: Sequence[str | ListItem],
    style: LabelStyle,
    path: ValuePath,
    above: ItemLabels | None,
    repeated: Collection[ItemLabels],
) -> ListBlock:
    made: list[LabelledItem] = []
    for place, item in enumerate(items):
        item_path = (*path, place)
        if isinstance(item, str):
            label, cited = _label(style, place + 1, above)
            blocks: tuple[ClauseBlock, ...] = (TextBlock(item, item_path),)
        else:
            label, cited = _label(style, place + 1, above, item.label)
            blocks = _blocks(item, item_path, cited, repeated)
        is_cited = cited is not None and cited not in repeated
        made.append(LabelledItem(label, cited if is_cited and cited else (), blocks))
    return ListBlock(tuple(made))


def _label(
    style: LabelStyle, count: int, above: ItemLabels | None, published: str | None = None
) -> tuple[str, ItemLabels | None]:
    """The label of an item, and all labels that cite it; None if it cannot be cited."""
    if published is not None:
        label, core = published, published.strip(_LABEL_MARKS)
    elif style == "bullets":
        return "", None
    else:
        core = LABEL_COUNTERS[style](count)
        label = f"{core}." if style == "numbers" else f"({core})"
    is_cited = above is not None and _CITED_LABEL.fullmatch(core)
    return label, (*above, core) if above is not None and is_cited else None


def _letters(count: int) -> str:
    """A to z, then aa, ab and so on."""
    letters = ""
    while count:
        count, place = divmod(count - 1, 26)
        letters = chr(ord("a") + place) + letters
    return letters


def _roman(count: int) -> str:
    numeral = ""
    for value, digits in _ROMAN_DIGITS:
        times, count = divmod(count, value)
        numeral += digits * times
    return numeral


LABEL_COUNTERS: Mapping[str, Callable[[int], str]] = {
    "numbers": str,
    "letters": _letters,
    "roman": _roman,
}
"""What counts the items of a list, by its labels."""
