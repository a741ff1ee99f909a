"""The pages of each role, and of each checklist."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ...domain import addresses
from ...domain.model import FORCES
from ...traceability import Sheet
from . import checklists, parts
from .changes import changes_for
from .holdings import Holdings
from .pages import (
    Block,
    Findable,
    Heading,
    Page,
)

_OF_CHECKLISTS = 0.5
"""Their words count half: they repeat what clauses say, and whoever searches looks for the clause."""


def role_pages(holdings: Holdings) -> Iterator[Page]:
    """What each role has to do, in which documents, and what changed for it."""
    for name, role in holdings.library.roles.items():
        yield Page(
            addresses.role(name),
            role.name,
            "role",
            partial(_role, holdings=holdings, name=name),
            description=f"What {role.name} must, should and may do or not do, each with its clause.",
            source="policy/roles.yml",
            crumbs=(("Roles", addresses.ROLES),),
            findable=Findable("role", role=name),
        )


def _role(page: Page, holdings: Holdings, name: str) -> Iterator[Block]:
    library = holdings.library
    role, held = library.roles[name], library.duties_by_role.get(name, ())
    gaps = library.gaps_by_role.get(name, ())
    owned = [one for one in holdings.documents if one.current.owner == name]
    contact_for = [one for one in holdings.documents if one.current.contact == name]
    sources = {one.edition.reference for one in held} | {one.edition.reference for one in gaps}
    standings = [one for one in holdings.register.standings if one.reference in sources]
    yield Heading(1, "", role.name)
    yield holdings.fragment(
        "role_head.html", page, role=role, name=name, held=held, gaps=gaps, standings=standings
    )
    for force in FORCES:
        of_force = [one for one in held if one.duty.force == force]
        if of_force:
            yield Heading(2, force.anchor, f"You {force}")
            yield holdings.fragment("role_duties.html", page, groups=parts.by_condition(of_force))
    changes = list(changes_for(library, name))
    yield holdings.fragment("role_changes_foot.html", page, name=name, changes=changes)
    yield holdings.fragment(
        "role_foot.html", page, owned=owned, contact_for=contact_for, name=name, standings=standings
    )


def checklist_pages(holdings: Holdings) -> Iterator[Page]:
    """Every checklist, written by hand or made."""
    for name, sheet in holdings.checklists.by_name.items():
        role = holdings.library.roles[sheet.checklist.role].name
        yield Page(
            addresses.checklist(name),
            sheet.checklist.title,
            "checklist",
            partial(_checklist, holdings=holdings, sheet=sheet),
            description=f"A checklist for {role}, each item with the duty or clause behind it.",
            source="" if sheet.is_made else sheet.checklist.file,
            crumbs=(("Checklists", addresses.CHECKLISTS),),
            on_paper=checklists.on_paper(sheet, holdings.register, holdings.build.today),
            make_promises=partial(checklists.promises, sheet, holdings.prose),
            findable=Findable("checklist", role=sheet.checklist.role, weight=_OF_CHECKLISTS),
        )


def _checklist(page: Page, holdings: Holdings, sheet: Sheet) -> Iterator[Block]:
    references = {edition.reference for edition in sheet.editions}
    standings = [one for one in holdings.register.standings if one.reference in references]
    yield Heading(1, "", sheet.checklist.title)
    yield holdings.fragment("checklist.html", page, sheet=sheet, standings=standings)
