"""Checklists and their items, as data."""

from __future__ import annotations

from collections.abc import Iterable

from ...domain import addresses
from ...traceability import ResolvedChecklist, TraceLink
from ..formats.checklists import (
    ChecklistFacts,
    ChecklistFile,
    ChecklistItemData,
    ChecklistPartData,
    ChecklistsFile,
    ListedChecklist,
)
from .serialiser import Serialiser


def checklists_file(serialiser: Serialiser, checklists: Iterable[ResolvedChecklist]) -> ChecklistsFile:
    """The list of checklists, in the order given."""
    return ChecklistsFile(
        checklists=tuple(
            ListedChecklist(
                **dict(_facts(serialiser, resolved)),
                data=serialiser.location(addresses.checklist_api_path(resolved.name)),
            )
            for resolved in checklists
        )
    )


def checklist_file(serialiser: Serialiser, resolved: ResolvedChecklist) -> ChecklistFile:
    """All of a checklist."""
    return ChecklistFile(
        **dict(_facts(serialiser, resolved)),
        parts=tuple(
            ChecklistPartData(
                title=section.title,
                is_in_order=section.order == "fixed",
                items=tuple(_item(serialiser, resolved, link) for link in links),
            )
            for section, links in resolved.sections
        ),
    )


def _facts(serialiser: Serialiser, resolved: ResolvedChecklist) -> ChecklistFacts:
    checklist = resolved.definition
    return ChecklistFacts(
        name=resolved.name,
        title=checklist.title,
        role=serialiser.role(checklist.role),
        trigger=serialiser.text_with_citations(checklist.trigger),
        is_made=resolved.is_generated,
        count=len(resolved.digests),
        digest=resolved.digest,
        editions=tuple(edition.id for edition in resolved.editions),
        **serialiser.path_and_url(addresses.checklist_path(resolved.name)),
    )


def _item(serialiser: Serialiser, resolved: ResolvedChecklist, link: TraceLink) -> ChecklistItemData:
    item, cited = link.item, link.cited_provision
    when, duty = link.condition, link.duty
    within, basis = (duty.within, duty.basis) if duty else (None, None)
    texts = [text or "" for text in (item.do, when, item.record, within, basis)]
    return ChecklistItemData(
        name=item.name,
        kind=item.kind,
        do=serialiser.optional_line(item.do),
        when=serialiser.optional_line(when),
        record=serialiser.optional_line(item.record),
        within=serialiser.optional_line(within),
        basis=serialiser.optional_line(basis),
        cites=serialiser.citations(*texts),
        links=serialiser.links(*texts),
        comes_from=item.cited_name,
        jointly_with=tuple(map(serialiser.role, link.joint_roles)),
        clause=f"{cited.edition.reference}/{cited.provision.anchor}" if cited else None,
        status=None if resolved.is_generated else link.status,
        digest=resolved.digests.get(item.name),
        **serialiser.path_and_url(addresses.checklist_path(resolved.name, item.name)),
    )
