"""roles.yml, terms.yml and references.yml: the names that the documents use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ..fields import (
    ID_PATTERN,
    UNKNOWN_VALUE,
    Date,
    Id,
    Line,
    TermName,
    Text,
    Url,
    validation_error,
)
from ..spelling import normalised_name
from .base import MISSING_KEY, Origin, SourceFile, SourceRecord

RoleKind = Literal["post", "team", "organisation", "partner", "not stated"]


class Role(SourceRecord):
    """Somebody who can have duties, own documents or be their contact point."""

    name: Line
    """The name that readers know the role by."""
    kind: RoleKind = "not stated"
    """A post of one person, a team, a whole organisation or a partner outside it, where it is known."""
    also: Annotated[tuple[Line, ...], Field(min_length=1)] | None = None
    """Other names by which documents call the same role."""
    part_of: Id | None = None
    """The role that this one belongs to."""
    about: Text | None = None
    """What helps a reader to see whether this is their role."""


class Roles(SourceFile):
    """policy/roles.yml: every role that a document names."""

    roles: dict[Id, Role]
    """The roles by id."""


def role_ids_by_name(roles: Mapping[str, Role]) -> dict[str, str]:
    """The ids of roles by each of their names, normalised."""
    role_ids: dict[str, str] = {}
    for role_id, role in roles.items():
        for name in (role.name, *(role.also or ())):
            role_ids.setdefault(normalised_name(name), role_id)
    return role_ids


class Term(SourceRecord):
    """An abbreviation, or a word or several with a settled meaning."""

    name: Line | None = None
    """The term as people write it, where that is not its key: veteran tree for veteran-tree."""
    stands_for: Line | None = None
    """What the abbreviation is short for."""
    meaning: Text | None = None
    """What it means, in plain words."""
    preferred: TermName | None = None
    """The term to use instead of this one."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.stands_for or self.meaning or self.preferred):
            raise validation_error(
                MISSING_KEY,
                "the term explains nothing",
                "add stands_for: (for an abbreviation), meaning: or preferred:",
            )
        return self

    def name_as_written(self, key: str) -> str:
        """The term as people write it: by its name, or else made from its key.

        A key in small letters with hyphens is an id, which stands for words with spaces between them.
        """
        if self.name is not None:
            return self.name
        if self.stands_for is not None and normalised_name(self.stands_for) == normalised_name(key):
            return self.stands_for
        return key.replace("-", " ") if re.fullmatch(ID_PATTERN, key) else key


class Terms(SourceFile):
    """policy/terms.yml: abbreviations, preferred names, and the words that need explaining."""

    terms: dict[TermName, Term]
    """The terms by the abbreviation or id that the texts use."""


class ExternalReference(SourceRecord):
    """Legislation or another document that the documents refer to."""

    title: Line
    """Its full title."""
    kind: Literal["legislation", "document"]
    """A law, or anything else."""
    link: Url | None = None
    """Where to read it."""
    state: Literal["in force", "repealed", "not checked"] = "not checked"
    """Whether it is in force. Say "not checked" unless a source says so."""
    repealed: Date | None = None
    """Since when it is repealed."""
    replaced_by: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    """The references that stand in its place."""
    note: Text | None = None
    """What a reader should know about its state."""
    source: Origin | None = None
    """Where the facts about its state can be checked."""

    @model_validator(mode="after")
    def _state_agrees(self) -> Self:
        if self.repealed and self.state != "repealed":
            raise validation_error(
                UNKNOWN_VALUE,
                f"there is a date of repeal, but the state is {self.state!r}",
                "write state: repealed, or remove repealed:",
            )
        if self.state != "not checked" and self.source is None:
            raise validation_error(
                MISSING_KEY,
                f"the state is {self.state!r}, but nothing says where that can be checked",
                "add source: with the url of the page that says so",
            )
        return self


class ExternalReferences(SourceFile):
    """policy/references.yml: the legislation and other documents that the documents refer to."""

    references: dict[Id, ExternalReference]
    """The references by id."""
