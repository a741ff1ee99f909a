"""api/v1/duties.json, and a duty wherever it is named."""

from __future__ import annotations

from typing import Literal

from ...domain.model import Force
from .base import ApiFile, CitedTarget, JsonObject, NamedRole, OutsideLink
from .names import Format
from .values import (
    DocumentReference,
    GivenDate,
    IdName,
    QualifiedId,
    SchemaPath,
    SitePath,
    SiteUrl,
    Words,
)


class DutyData(JsonObject):
    """A duty."""

    id: QualifiedId
    """The document's reference, a slash, and the name of the duty, which stays when it moves to another
    clause."""
    role: NamedRole
    """Who has the duty; of several roles that have it jointly, the first."""
    roles: tuple[NamedRole, ...]
    """All roles that have the duty."""
    force: Force
    """How binding it is."""
    action: Words
    """What is to be done, or not to be done where its force says not; without who and when."""
    when: Words | None
    """The condition under which the duty arises; null when it always holds."""
    within: Words | None
    """The time limit or frequency, as in 5 working days or every month; null where there is none."""
    basis: Words | None
    """The law or clause that the duty rests on; null where none is named."""
    path: SitePath
    url: SiteUrl


class CarryingItem(JsonObject):
    """An item of a checklist that carries out a duty."""

    checklist: IdName
    """The name of the checklist."""
    item: Words
    """The name of the item within it."""
    path: SitePath
    url: SiteUrl


class DutyInForce(DutyData):
    """A duty with where it is laid down, and what carries it out."""

    document: DocumentReference
    """The reference of the document that lays it down."""
    edition: GivenDate
    """The edition that lays it down, a month or a day."""
    clause: Words
    """The anchor of the clause that lays it down."""
    cites: tuple[CitedTarget, ...]
    """What its texts refer to, each once, in order."""
    links: tuple[OutsideLink, ...] = ()
    """The addresses outside the library that its texts link to, each once, in order."""
    checklists: tuple[CarryingItem, ...]
    """The items of checklists that carry it out, those of generated checklists too."""


class DutiesFile(ApiFile):
    """Every duty in force.

    api/v1/duties.json of a site: the duties of the current editions of all documents that are not
    withdrawn.
    """

    format: Literal[Format.DUTIES] = Format.DUTIES
    schema_path: SchemaPath = "schemas/duties.schema.json"
    duties: tuple[DutyInForce, ...]
    """The duties, document by document."""
