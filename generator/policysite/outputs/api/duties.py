"""Duties and the roles that have them, as data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ...domain import addresses
from ...domain.library import Library
from ...domain.model import Duty, Edition
from ...traceability import ResolvedChecklist, TraceLink
from ..formats.duties import CarryingItem, DutiesFile, DutyData, DutyInForce
from ..formats.roles import RoleData, RolesFile
from .serialiser import Serialiser

Checklists = Mapping[str, ResolvedChecklist]


def duties_file(serialiser: Serialiser, checklists: Checklists) -> DutiesFile:
    """Every duty in force, with the items that carry it out."""
    carried_by = _links_by_duty(checklists)
    return DutiesFile(
        duties=tuple(
            DutyInForce(
                **dict(duty_data(serialiser, duty, document.current)),
                document=document.reference,
                edition=document.current.edition,
                clause=clause.anchor,
                cites=serialiser.citations(*(text for _, text in duty.texts)),
                links=serialiser.links(*(text for _, text in duty.texts)),
                checklists=tuple(
                    CarryingItem(
                        checklist=name,
                        item=link.item.name,
                        **serialiser.path_and_url(addresses.checklist_path(name, link.item.name)),
                    )
                    for name, link in carried_by.get((document.reference, duty.id), ())
                ),
            )
            for document in sorted(serialiser.library.documents_in_force, key=addresses.natural_sort_key)
            for clause, duty in document.current.duties
        )
    )


def duty_data(serialiser: Serialiser, duty: Duty, edition: Edition) -> DutyData:
    """A duty of an edition."""
    anchor = addresses.duty_anchor(duty.id)
    return DutyData(
        id=f"{edition.reference}/{duty.id}",
        role=serialiser.role(duty.roles[0]),
        roles=tuple(map(serialiser.role, duty.roles)),
        force=duty.force,
        action=serialiser.plain_line(duty.action),
        when=serialiser.optional_line(duty.when),
        within=serialiser.optional_line(duty.within),
        basis=serialiser.optional_line(duty.basis),
        **serialiser.path_and_url(addresses.document_path(edition.reference, anchor)),
    )


def roles_file(serialiser: Serialiser, checklists: Checklists) -> RolesFile:
    """Every role, with its duties and what it answers for."""
    library = serialiser.library
    owned = _references_by_role(library, lambda edition: edition.owners)
    contacts = _references_by_role(library, lambda edition: edition.contacts)
    used: dict[str, list[str]] = {}
    for name, resolved in checklists.items():
        used.setdefault(resolved.definition.role, []).append(name)
    return RolesFile(
        roles=tuple(
            RoleData(
                id=name,
                name=role.name,
                kind=role.kind,
                also=role.also or (),
                part_of=role.part_of,
                about=serialiser.optional_text(role.about),
                duties=tuple(
                    f"{located.edition.reference}/{located.duty.id}"
                    for located in library.duties_by_role.get(name, ())
                ),
                missing=tuple(
                    f"{gap.edition.reference}/{gap.provision.anchor}"
                    for gap in library.gaps_by_role.get(name, ())
                ),
                owns=tuple(owned.get(name, ())),
                contact_for=tuple(contacts.get(name, ())),
                checklists=tuple(used.get(name, ())),
                **serialiser.path_and_url(addresses.role_path(name)),
            )
            for name, role in library.roles.items()
        )
    )


def _links_by_duty(checklists: Checklists) -> Mapping[tuple[str, str], list[tuple[str, TraceLink]]]:
    """The items that carry out each duty, by its document's reference and its id.

    Each with the name of its checklist; those of generated checklists, too.
    """
    links: dict[tuple[str, str], list[tuple[str, TraceLink]]] = {}
    for name, resolved in checklists.items():
        for link in resolved.links:
            cited = link.cited_provision
            if cited is not None and cited.duty is not None:
                links.setdefault((cited.edition.reference, cited.duty.id), []).append((name, link))
    return links


def _references_by_role(
    library: Library, roles_of: Callable[[Edition], Iterable[str]]
) -> Mapping[str, list[str]]:
    """The references of the documents in force, in the order in which people count, by a role of each."""
    references: dict[str, list[str]] = {}
    for document in sorted(library.documents_in_force, key=addresses.natural_sort_key):
        for role in roles_of(document.current):
            references.setdefault(role, []).append(document.reference)
    return references
