"""api/v1/traceability.json, which `policysite trace --format json` prints, too."""

from __future__ import annotations

from typing import Literal

from ...domain.library import LocatedDuty
from ...domain.model import AcceptedDuty, Force, ItemKind
from ...traceability import AcceptanceStatus, RestatementStatus, Trace, TraceLink
from .base import ApiFile, JsonObject
from .names import Format
from .values import IdName, QualifiedId, SchemaPath, Words


class ComparedWords(JsonObject):
    """What a duty and its clause say."""

    clause: str
    """What the clause says itself, in words."""
    duty: Words
    """What the duty says, in words."""


class TracedDuty(JsonObject):
    """A duty with the items that carry it out."""

    duty: QualifiedId
    """The id of the duty."""
    clause: Words
    """The anchor of the clause that lays it down."""
    role: IdName
    """The id of the role that has it; of several that have it jointly, the first."""
    roles: tuple[IdName, ...]
    """The ids of all roles that have it."""
    force: Force
    """How binding it is."""
    items: tuple[Words, ...]
    """The items that carry it out, each as CHECKLIST/ITEM."""
    status: RestatementStatus
    """How it stands with its clause: suspect when one of the two says something else than when somebody
    last compared them."""
    now: ComparedWords
    """What it and its clause say."""
    accepted: ComparedWords | None
    """What both said when somebody last compared them; null where nobody has."""


class TracedItem(JsonObject):
    """An item of a checklist with what it cites."""

    item: Words
    """The item as CHECKLIST/ITEM."""
    kind: ItemKind
    """What it cites."""
    cites: QualifiedId
    """The id of what it cites."""
    clause: Words | None
    """The anchor of the clause or section where that stands; null where it is not there."""
    status: AcceptanceStatus
    """How the item stands with what it cites."""
    now: Words | None
    """What it cites says now, in a line; null where it is not there."""
    accepted: Words | None
    """What it said when somebody last looked; null where nobody has."""


class TraceabilityFile(ApiFile):
    """From duties to items, and from items to what they cite.

    api/v1/traceability.json of a site. It is what policysite trace --format json prints, of the
    checklists that are written by hand.
    """

    format: Literal[Format.TRACE] = Format.TRACE
    schema_path: SchemaPath = "schemas/traceability.schema.json"
    duties: tuple[TracedDuty, ...]
    """Every duty in force."""
    items: tuple[TracedItem, ...]
    """Every item of a checklist written by hand."""
    uncovered: tuple[QualifiedId, ...]
    """The ids of the duties that no item carries out, of roles that have a checklist written by hand."""


def trace_file(trace: Trace) -> TraceabilityFile:
    """A trace as programs read it."""
    return TraceabilityFile(
        duties=tuple(_duty(located, trace) for located in trace.duties),
        items=tuple(map(_item, trace.links)),
        uncovered=tuple(map(_name, trace.uncovered_duties)),
    )


def _duty(located: LocatedDuty, trace: Trace) -> TracedDuty:
    restatement = trace.restatements[_name(located)]
    return TracedDuty(
        duty=_name(located),
        clause=located.clause.anchor,
        role=located.duty.roles[0],
        roles=located.duty.roles,
        force=located.duty.force,
        items=tuple(link.name for link in trace.links_to(located)),
        status=restatement.status,
        now=_words(restatement.current_state),
        accepted=_words(restatement.accepted) if restatement.accepted else None,
    )


def _words(compared: AcceptedDuty) -> ComparedWords:
    return ComparedWords(clause=compared.clause_text, duty=compared.text)


def _item(link: TraceLink) -> TracedItem:
    provision = link.cited_provision
    return TracedItem(
        item=link.name,
        kind=link.item.kind,
        cites=link.item.cited_name,
        clause=provision.provision.anchor if provision else None,
        status=link.status,
        now=provision.text if provision else None,
        accepted=link.accepted.text if link.accepted else None,
    )


def _name(located: LocatedDuty) -> str:
    return f"{located.edition.reference}/{located.duty.id}"
