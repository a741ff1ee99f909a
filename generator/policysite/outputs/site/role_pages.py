"""The pages of each role, and of each checklist."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ...domain import addresses
from ...domain.model import FORCES
from ...traceability import ResolvedChecklist
from . import checklists, edition_details
from .context import SiteContext
from .pages import (
    Block,
    Heading,
    Page,
    SearchMetadata,
)
from .role_changes import role_changes

_CHECKLIST_WEIGHT = 0.5
"""The search weight of checklists: they repeat clauses, and people search for the clause."""


def role_pages(context: SiteContext) -> Iterator[Page]:
    """The page of each role: its duties, their documents, and what has changed for it."""
    for name, role in context.library.roles.items():
        yield Page(
            addresses.role_path(name),
            role.name,
            "role",
            partial(_role_body, context=context, name=name),
            description=context.translation.gettext(
                "What %(role)s must, should and may do or not do, each with its clause.", role=role.name
            ),
            source="policy/roles.yml",
            crumbs=((context.translation.gettext("Roles"), addresses.ROLES),),
            search_metadata=SearchMetadata("role", context.translation.gettext("Role"), role=name),
        )


def _role_body(page: Page, context: SiteContext, name: str) -> Iterator[Block]:
    library = context.library
    role, duties = library.roles[name], library.duties_by_role.get(name, ())
    gaps = library.gaps_by_role.get(name, ())
    owned = [document for document in context.documents if name in document.current.owners]
    contact_for = [document for document in context.documents if name in document.current.contacts]
    references = {located.edition.reference for located in duties}
    references |= {gap.edition.reference for gap in gaps}
    statuses = [status for status in context.register.statuses if status.reference in references]
    yield Heading(1, "", role.name, language=context.mark)
    yield context.render_fragment(
        "role_head.html", page, role=role, name=name, duties=duties, gaps=gaps, statuses=statuses
    )
    for force in FORCES:
        of_force = [located for located in duties if located.duty.force == force]
        if of_force:
            yield Heading(2, force.anchor, context.translation.gettext(force.heading))
            yield context.render_fragment(
                "role_duties.html",
                page,
                name=name,
                groups=edition_details.group_by_condition(of_force),
            )
    changes = list(role_changes(library, name))
    yield context.render_fragment("role_changes.html", page, is_separate=True, name=name, changes=changes)
    yield context.render_fragment(
        "role_foot.html",
        page,
        is_separate=True,
        owned=owned,
        contact_for=contact_for,
        name=name,
        statuses=statuses,
    )


def checklist_pages(context: SiteContext) -> Iterator[Page]:
    """The page of each checklist, hand-written or generated."""
    for name, resolved in context.checklists.by_name.items():
        role = context.library.roles[resolved.definition.role].name
        yield Page(
            addresses.checklist_path(name),
            context.checklists.title(resolved),
            "checklist",
            partial(_checklist_body, context=context, resolved=resolved),
            description=context.translation.gettext(
                "A checklist for %(role)s, each item with the duty or clause behind it.", role=role
            ),
            source="" if resolved.is_generated else resolved.definition.file,
            crumbs=((context.translation.gettext("Checklists"), addresses.CHECKLISTS),),
            print_header=checklists.checklist_print_header(
                resolved, context.register, context.translation
            ),
            make_content_checks=partial(
                checklists.checklist_content_checks, resolved, context.checklists, context.prose
            ),
            search_metadata=SearchMetadata(
                "checklist",
                context.translation.gettext("Checklist"),
                role=resolved.definition.role,
                weight=_CHECKLIST_WEIGHT,
            ),
        )


def _checklist_body(page: Page, context: SiteContext, resolved: ResolvedChecklist) -> Iterator[Block]:
    references = {edition.reference for edition in resolved.editions}
    statuses = [status for status in context.register.statuses if status.reference in references]
    yield Heading(1, "", context.checklists.title(resolved), language=context.mark)
    yield context.render_fragment("checklist.html", page, resolved=resolved, statuses=statuses)
