"""api/v1/checklists.json and a file a checklist: its items, and what each comes from."""

from __future__ import annotations

from typing import Literal

from pydantic import StrictBool

from ...domain.model import ItemKind
from ...traceability import AcceptanceStatus
from .base import ApiFile, CitedTarget, CitingText, JsonObject, Location, NamedRole, OutsideLink
from .names import Format
from .values import Count, Digest, IdName, QualifiedId, SchemaPath, SitePath, SiteUrl, Words


class ChecklistFacts(JsonObject):
    """What is said of a checklist wherever it is named."""

    name: IdName
    """Its name in addresses and records."""
    title: Words
    """Its title."""
    role: NamedRole
    """Whose checklist it is."""
    trigger: CitingText
    """When to use it."""
    is_made: StrictBool
    """Whether it was made from the duties of its role, and not written by hand."""
    count: Count
    """How many items can be done."""
    digest: Digest
    """The digest of the whole: a record of use belongs to exactly this."""
    editions: tuple[QualifiedId, ...]
    """The ids of the editions that its items come from."""
    path: SitePath
    url: SiteUrl


class ListedChecklist(ChecklistFacts):
    """A checklist in the list of all."""

    data: Location
    """The file that holds all of it."""


class ChecklistsFile(ApiFile):
    """The checklists of a library.

    api/v1/checklists.json of a site.
    """

    format: Literal[Format.CHECKLISTS] = Format.CHECKLISTS
    schema_path: SchemaPath = "schemas/checklists.schema.json"
    checklists: tuple[ListedChecklist, ...]
    """The checklists, those written by hand first."""


class ChecklistItemData(JsonObject):
    """An item."""

    name: Words
    """Its name within the checklist, which stays."""
    kind: ItemKind
    """What it comes from: a duty, a clause that lays down none, or a clause or section whose list is
    missing."""
    do: Words | None
    """What to do; null where that is missing from the document."""
    when: Words | None
    """When to do it, by the item or by its duty; null when always."""
    within: Words | None
    """The time limit or frequency that the duty behind it sets; null where it sets none."""
    basis: Words | None
    """The law or clause that the duty behind it rests on; null where it names none."""
    record: Words | None
    """What to note, and where; null where there is nothing."""
    cites: tuple[CitedTarget, ...]
    """What its words refer to, each once, in order."""
    links: tuple[OutsideLink, ...] = ()
    """The addresses outside the library that its words link to, each once, in order."""
    comes_from: QualifiedId
    """The id of the duty, clause or section that it comes from."""
    jointly_with: tuple[NamedRole, ...]
    """The other roles that have the duty behind it, where several have it jointly."""
    clause: QualifiedId | None
    """The id of the clause or section where that stands; null where it is not there."""
    status: AcceptanceStatus | None
    """How it stands with what it comes from; null for a checklist that was made from duties."""
    digest: Digest | None
    """The digest of the item with what it comes from; null where it cannot be done."""
    path: SitePath
    url: SiteUrl


class ChecklistPartData(JsonObject):
    """Items that belong together."""

    title: Words | None
    """The heading; null where there is none."""
    is_in_order: StrictBool
    """Whether one step has to follow another."""
    items: tuple[ChecklistItemData, ...]
    """The items in order."""


class ChecklistFile(ChecklistFacts, ApiFile):
    """A checklist with its items and what they come from.

    api/v1/checklists/NAME.json of a site.
    """

    format: Literal[Format.CHECKLIST] = Format.CHECKLIST
    schema_path: SchemaPath = "../schemas/checklist.schema.json"
    parts: tuple[ChecklistPartData, ...]
    """Its parts in order."""
