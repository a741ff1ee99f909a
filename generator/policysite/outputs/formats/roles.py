"""api/v1/roles.json: every role, with its duties and what it answers for."""

from __future__ import annotations

from typing import Literal

from ...domain.model import RoleKind
from .base import ApiFile, CitingText, JsonObject
from .names import Format
from .values import DocumentReference, IdName, QualifiedId, SchemaPath, SitePath, SiteUrl, Words


class RoleData(JsonObject):
    """A role."""

    id: IdName
    """Its id."""
    name: Words
    """The name that readers know it by."""
    kind: RoleKind
    """A post of one person, a team, a whole organisation or a partner outside it, where it is known."""
    also: tuple[Words, ...]
    """Other names by which documents call it."""
    part_of: IdName | None
    """The id of the role that it belongs to; null where there is none."""
    about: CitingText | None
    """What helps a reader to see whether this is their role; null where there is nothing."""
    duties: tuple[QualifiedId, ...]
    """The ids of its duties, as in duties.json."""
    missing: tuple[QualifiedId, ...]
    """The ids of the clauses and sections whose list of its duties is missing."""
    owns: tuple[DocumentReference, ...]
    """The references of the documents in force that it answers for."""
    contact_for: tuple[DocumentReference, ...]
    """The references of the documents in force that it is the contact point for."""
    checklists: tuple[IdName, ...]
    """The names of its checklists."""
    path: SitePath
    url: SiteUrl


class RolesFile(ApiFile):
    """The roles of a library.

    api/v1/roles.json of a site.
    """

    format: Literal[Format.ROLES] = Format.ROLES
    schema_path: SchemaPath = "schemas/roles.schema.json"
    roles: tuple[RoleData, ...]
    """The roles."""
