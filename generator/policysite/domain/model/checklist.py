"""checklists/NAME.yml: what a role does, step by step, each step with the duty or clause behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from ..fields import (
    Id,
    Line,
    ProvisionReference,
    Text,
    validation_error,
)
from ..problems import Rule, ValuePath
from .base import SourceFile, SourceRecord, exactly_one
from .forces import normalised_words

ITEM_CITATION = Rule.error(
    "item-citation", "An item of a checklist does not say exactly once where it comes from"
)

_KINDS = ("duty", "clause", "missing")

ItemKind = Literal["duty", "clause", "missing"]


class ChecklistItem(SourceRecord):
    """A step, or a place where the source of the steps is missing."""

    id: Id | None = None
    """Its name, which stays; the duty's or the clause's where it is left out."""
    do: Text | None = None
    """What to do, in the imperative and as short as it can be."""
    duty: ProvisionReference | None = None
    """The duty that it carries out, as in HR12/answer-request."""
    clause: ProvisionReference | None = None
    """The clause that it reminds of, where that lays down no duty, as in HR12/3.2."""
    missing: ProvisionReference | None = None
    """A clause or section whose list is missing: what to do here has to be read elsewhere."""
    when: Text | None = None
    """When to do it; the duty's own condition where it is left out."""
    record: Text | None = None
    """What to note, and where."""

    model_config = ConfigDict(json_schema_extra=exactly_one(*_KINDS))

    @model_validator(mode="after")
    def _cites_once(self) -> Self:
        present = [kind for kind in _KINDS if getattr(self, kind) is not None]
        if len(present) != 1:
            found = "none of them" if not present else " and ".join(present)
            raise validation_error(
                ITEM_CITATION,
                f"an item has exactly one of duty, clause and missing; this one has {found}",
                "write, for example, duty: HR12/answer-request",
            )
        if (self.do is None) != (self.missing is not None):
            raise validation_error(
                ITEM_CITATION,
                "what is missing from the copy is not known, so an item with missing: has no do:"
                if self.do
                else "an item says what to do",
                "remove do:, or write duty: or clause: with where it comes from"
                if self.do
                else "add do: with what to do, in the imperative",
            )
        return self

    @classmethod
    def unknown_key_hint(cls, written: str, value: object) -> str:
        if normalised_words(written) in ("do not", "never", "must not", "should not"):
            return f'write do: "Do not {value}"' if isinstance(value, str) else "write do: Do not …"
        return super().unknown_key_hint(written, value)

    @property
    def kind(self) -> ItemKind:
        return "duty" if self.duty else "clause" if self.clause else "missing"

    @property
    def cited_name(self) -> str:
        """What it comes from: the document's reference, a slash, and the name of a duty or clause."""
        return self.duty or self.clause or self.missing or ""

    @property
    def name(self) -> str:
        """Its name within the checklist."""
        if self.id is not None:
            return self.id
        reference, _, anchor = self.cited_name.partition("/")
        return anchor if self.duty else re.sub(r"[^a-z0-9]+", "-", f"{reference}-{anchor}".lower())


class ChecklistSection(SourceRecord):
    """Items that belong together."""

    title: Line | None = None
    """Its heading."""
    order: Literal["any", "fixed"] = "any"
    """Fixed where one step has to follow another."""
    items: Annotated[tuple[ChecklistItem, ...], Field(min_length=1)]
    """Its items, the most important first."""


class Checklist(SourceFile):
    """checklists/NAME.yml: a checklist."""

    title: Line
    """Its title."""
    role: Id
    """Whose checklist it is."""
    trigger: Text
    """When to use it."""
    sections: Annotated[tuple[ChecklistSection, ...], Field(min_length=1)]
    """Its parts in order."""

    @property
    def name(self) -> str:
        """Its name in addresses and commands: that of its file."""
        return PurePosixPath(self.file).stem

    @property
    def items(self) -> Iterator[tuple[ValuePath, ChecklistItem]]:
        """Every item in order, with its path from the top of the file."""
        for outer, section in enumerate(self.sections):
            for inner, item in enumerate(section.items):
                yield ("sections", outer, "items", inner), item
