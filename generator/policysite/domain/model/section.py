"""A section of an edition: of its body, or an appendix, annex or schedule with numbers of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, ValidationInfo, field_validator, model_validator

from ..fields import Id, Line, validation_error
from ..provision_numbers import ClauseNumber, ProvisionNumber
from .attachment import Attachment
from .clause import CLAUSE_WITHOUT_CONTENT, CLAUSE_WITHOUT_NUMBER, Clause
from .provision import Provision, reject_contents_of_unused

_CONTENT_KEYS = ("clauses", "missing", "withheld", "attachments")

PartKind = Literal["appendix", "annex", "schedule"]


class Section(Provision):
    """A top-level section of a document, or an appendix, annex or schedule to it."""

    part: PartKind | None = None
    """Whether it is an appendix, an annex or a schedule. A part has numbers of its own."""
    number: ClauseNumber | None = None
    """Its number, as in 3; for an annex 1, the 1."""
    id: Id | None = None
    """How to cite it where the document gives it no number."""
    title: Line
    """Its heading."""
    clauses: tuple[Clause, ...] = ()
    """Its clauses in order, all in one list: 3.1, then 3.1.1, then 3.2."""
    attachments: Annotated[tuple[Attachment, ...], Field(min_length=1)] | None = None
    """Files that are published with it, such as the form that it tells of."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [{"required": [name]} for name in ("number", "id", "part")],
            "not": {"required": ["number", "id"]},
        }
    )

    @field_validator("clauses")
    @classmethod
    def _belong_to_part(cls, clauses: tuple[Clause, ...], info: ValidationInfo) -> tuple[Clause, ...]:
        """The clauses of a part with its name before their numbers: annex-1.2, or annex-A-2.1."""
        part, number, name = (info.data.get(key) for key in ("part", "number", "id"))
        if part is None:
            return clauses
        anchor, label = _part_anchor(part, number, name), f"{_part_label(part, number, name)}, "

        def in_part(clause: Clause) -> Clause:
            if clause.number is None:
                return clause
            prefix = part if _is_below(clause.number, number) else anchor
            own = replace(clause.number, anchor_prefix=f"{prefix}-", label_prefix=label)
            return clause.model_copy(update={"number": own})

        return tuple(map(in_part, clauses))

    @model_validator(mode="after")
    def _has_content(self) -> Self:
        if self.number is not None and self.id is not None:
            raise validation_error(
                CLAUSE_WITHOUT_NUMBER,
                "a section has either a number or an id",
                "remove id: where the document gives a number",
            )
        if self.number is None and self.id is None and self.part is None:
            raise validation_error(
                CLAUSE_WITHOUT_NUMBER,
                "a section has a number, an id or a part",
                f"write number: 3, or id: {_id_of_words(self.title)} where the document gives no number;"
                " for an appendix, an annex or a schedule, write part: annex and number: 1",
            )
        reject_contents_of_unused(self, f"section {self.anchor}", _CONTENT_KEYS)
        if not self.clauses and not self.is_absent and self.attachments is None:
            raise validation_error(
                CLAUSE_WITHOUT_CONTENT,
                f"section {self.anchor} has no clauses",
                "add clauses:, or say why not with missing:, withheld: or not_used:",
            )
        return self

    @property
    def anchor(self) -> str:
        """What follows the slash in a citation and the # in an address, as in 3, annex-1 or purpose."""
        if self.part is not None:
            return _part_anchor(self.part, self.number, self.id)
        return str(self.number) if self.number is not None else self.id or ""

    @property
    def label(self) -> str:
        """What people call it after the document's reference, as in "3" or "annex 1"."""
        return _part_label(self.part, self.number, self.id) if self.part is not None else self.anchor

    @property
    def provisions(self) -> Iterator[Section | Clause]:
        """The section, and its clauses in order."""
        yield self
        yield from self.clauses

    @property
    def is_numbered(self) -> bool:
        """Whether it or any of its clauses has a number, so that a clause without one stands out."""
        return self.number is not None or any(clause.number is not None for clause in self.clauses)

    @property
    def shown_number(self) -> str:
        """What stands before its title, as in 3, Annex 1 or Appendix; empty where there is nothing."""
        number = str(self.number) if self.number is not None else ""
        return f"{(self.part or '').capitalize()} {number}".strip()


def _part_anchor(part: PartKind, number: ProvisionNumber | None, name: str | None) -> str:
    return f"{part}-{number}" if number is not None else name or part


def _part_label(part: PartKind, number: ProvisionNumber | None, name: str | None) -> str:
    return " ".join(str(word) for word in (part, number, name) if word)


def _id_of_words(title: str) -> str:
    """An id that says in the words of a title what a section is about."""
    return "-".join(re.findall("[a-z0-9]+", title.lower())[:4]) or "purpose"


def _is_below(number: ProvisionNumber, above: ProvisionNumber | None) -> bool:
    """Whether the number of a clause begins with that of its part, as 1.2 does in annex 1."""
    return above is not None and number.levels != above.levels and number.is_within(above)
