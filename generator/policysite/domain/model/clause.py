"""A clause of an edition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from pydantic import ConfigDict, model_validator

from ..fields import Id, Line, Text, validation_error
from ..problems import Rule, ValuePath
from ..prose import Citation, citations
from ..provision_numbers import ClauseNumber
from .base import exactly_one
from .blocks import (
    ClauseBlock,
    LabelledItem,
    block_figures,
    block_texts,
    content_blocks,
    labelled_items,
)
from .content import LISTS_TOO_DEEP, MAX_LIST_DEPTH, Content, Figure, ListItem, list_depth
from .duty import Duties
from .provision import Provision, reject_contents_of_unused

CLAUSE_WITHOUT_NUMBER = Rule.error(
    "clause-without-number", "A section or clause does not have exactly one of number and id"
)
CLAUSE_WITHOUT_CONTENT = Rule.error("clause-without-content", "A clause says nothing")


_CONTENT_KEYS = ("text", "items", "content", "duties", "missing", "withheld")


class Clause(Content, Provision):
    """A numbered provision, an unnumbered one with an id, or a heading over the clauses below it."""

    number: ClauseNumber | None = None
    """Its number, as in 3.2.1."""
    id: Id | None = None
    """How to cite it where the document gives it no number."""
    title: Line | None = None
    """Its heading, where it has one."""
    duties: Duties | None = None
    """The duties that it lays on roles; none where somebody has seen that it lays down none."""
    question: Text | None = None
    """A question that the clause raises for whoever answers for the document. Never a finding."""

    model_config = ConfigDict(json_schema_extra=exactly_one("number", "id"))

    @model_validator(mode="after")
    def _has_content(self) -> Self:
        if (self.number is None) == (self.id is None):
            raise validation_error(
                CLAUSE_WITHOUT_NUMBER,
                "a clause has either a number or an id",
                "write number: 3.2.1, or id: consultation where the document gives no number",
            )
        reject_contents_of_unused(self, f"clause {self.anchor}", _CONTENT_KEYS)
        if not (self.title or self.has_content or self.is_absent):
            raise validation_error(
                CLAUSE_WITHOUT_CONTENT,
                f"clause {self.anchor} says nothing",
                "add text:, items:, content: or title:, or say why not with missing:, withheld: or"
                " not_used:",
            )
        if (self.items or self.content) and list_depth(self) > MAX_LIST_DEPTH:
            raise validation_error(
                LISTS_TOO_DEEP,
                f"lists are nested more than {MAX_LIST_DEPTH} deep in clause {self.anchor}",
                "make what stands at the top of the list clauses of their own",
            )
        return self

    @property
    def anchor(self) -> str:
        """What follows the slash in a citation and the # in an address, as in 3.2 or annex-1.2."""
        return f"{self.number.anchor_prefix}{self.number}" if self.number is not None else self.id or ""

    @property
    def label(self) -> str:
        """What people call it after the document's reference, as in "3.2" or "annex 1, 1.2"."""
        return f"{self.number.label_prefix}{self.number}" if self.number is not None else self.id or ""

    @property
    def shown_number(self) -> str:
        """The number as published; empty where the document gives none."""
        return str(self.number) if self.number is not None else ""

    @property
    def blocks(self) -> tuple[ClauseBlock, ...]:
        """What it says, in either form."""
        return content_blocks(self)

    @property
    def labelled_items(self) -> Iterator[LabelledItem]:
        """The items of its lists that can be cited, at any depth."""
        has_lists = self.items is not None or self.content is not None
        return labelled_items(self.blocks) if has_lists else iter(())

    @property
    def figures(self) -> Iterator[tuple[ValuePath, Figure]]:
        """Its pictures and diagrams, each with its path from the clause."""
        if self.content or any(isinstance(item, ListItem) for item in self.items or ()):
            yield from block_figures(self.blocks)

    @property
    def texts(self) -> Iterator[tuple[ValuePath, str]]:
        """The texts of the clause and of its duties, each with its path from the clause."""
        yield from block_texts(self.blocks)
        for place, duty in enumerate(self.duties or ()):
            for key, text in duty.texts:
                yield ("duties", place, key), text

    @property
    def citations(self) -> Iterator[Citation]:
        """The cross-references in the texts of the clause and its duties."""
        for _, text in self.texts:
            yield from citations(text)
