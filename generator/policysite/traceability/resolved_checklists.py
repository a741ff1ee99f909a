"""Every checklist of a library: those written by hand, and one made of duties for each other role."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from ..domain.fields import MAX_NAME_LENGTH
from ..domain.library import Library, LocatedDuty, LocatedGap
from ..domain.model import (
    FORCES,
    Checklist,
    ChecklistSection,
    Edition,
    SourceContext,
)
from ..domain.translation import marked
from .digests import checklist_digest, item_digest
from .trace import CitationIndex, Trace, TraceLink, trace_checklist

_MAX_STEM_LENGTH = MAX_NAME_LENGTH - 20
"""Most characters of a generated id before the endings that make it unique."""
PROHIBITION_NOTE = marked("Where an item says what not to do, a tick means that it was kept to.")


@dataclass(frozen=True)
class ResolvedChecklist:
    """A checklist with each item linked to what it cites."""

    definition: Checklist
    """Its title, role, trigger and items, as written by hand or generated."""
    is_generated: bool
    """Whether it was made from the duties of its role instead of written by hand."""
    sections: tuple[tuple[ChecklistSection, tuple[TraceLink, ...]], ...]
    """Its sections with their items; items that cite nothing in force are left out."""

    @property
    def name(self) -> str:
        """Its name in addresses, commands and records."""
        return self.definition.name

    @property
    def links(self) -> Iterator[TraceLink]:
        """All items in order."""
        for _, links in self.sections:
            yield from links

    @property
    def actionable_items(self) -> Iterator[TraceLink]:
        """The items to do, without those that only mark something missing."""
        return (link for link in self.links if link.item.kind != "missing")

    @property
    def tick_note(self) -> str:
        """A note on what a tick means; empty if no item comes from a prohibition."""
        duties = (link.cited_provision.duty for link in self.links if link.cited_provision)
        return PROHIBITION_NOTE if any(duty.force.is_prohibition for duty in duties if duty) else ""

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The digest of each item to do, together with what it cites, by the item's name."""
        return {
            link.item.name: item_digest(link.item, link.cited_provision.digest)
            for link in self.actionable_items
            if link.cited_provision
        }

    @cached_property
    def digest(self) -> str:
        """The digest of the whole checklist, which a record of use names."""
        return checklist_digest(self.definition, self.digests)

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        """The editions that its items cite, in the order of first use."""
        editions = {
            link.cited_provision.edition.file: link.cited_provision.edition
            for link in self.links
            if link.cited_provision
        }
        return tuple(editions.values())


def resolve_checklists(
    library: Library, trace: Trace, index: CitationIndex
) -> Mapping[str, ResolvedChecklist]:
    """All checklists by name, those written by hand first. trace and index are of the library.

    A role with duties or gaps but no checklist written by hand gets one that is made from them.
    """
    checklists = {
        name: _resolve(checklist, trace.links_by_checklist[name])
        for name, checklist in library.checklists.items()
    }
    roles_served = {checklist.definition.role for checklist in checklists.values()}
    for role in library.roles:
        if role not in roles_served and (role in library.duties_by_role or role in library.gaps_by_role):
            name = _unused_name(role, checklists, "-duties")
            checklist = _generated_checklist(library, role, name)
            links = trace_checklist(library, checklist, index)
            checklists[name] = _resolve(checklist, links, is_generated=True)
    return checklists


def _resolve(
    checklist: Checklist, links: Iterable[TraceLink], *, is_generated: bool = False
) -> ResolvedChecklist:
    links_by_section: dict[int | str, list[TraceLink]] = {}
    for link in links:
        if link.cited_provision:
            links_by_section.setdefault(link.path[1], []).append(link)
    sections = [
        (section, tuple(links_by_section.get(position, ())))
        for position, section in enumerate(checklist.sections)
    ]
    return ResolvedChecklist(checklist, is_generated, tuple(sections))


def _generated_checklist(library: Library, role: str, name: str) -> Checklist:
    duties = library.duties_by_role.get(role, ())
    names: set[str] = set()
    sections: list[dict[str, Any]] = [
        {"title": force.heading, "items": items}
        for force in FORCES
        if (items := [_duty_item(duty, names) for duty in duties if duty.duty.force == force])
    ]
    gaps = [_gap_item(gap, names) for gap in library.gaps_by_role.get(role, ())]
    if gaps:
        sections.append({"title": marked("Missing from the copies"), "items": gaps})
    data = {
        "title": f"{library.roles[role].name}: duties",
        "role": role,
        "trigger": marked("To see at a time whether each duty of this role is met."),
        "sections": sections,
    }
    return Checklist.model_validate(data, context=SourceContext(f"checklists/{name}.yml"))


def _duty_item(located: LocatedDuty, names: set[str]) -> dict[str, str]:
    reference, duty = located.edition.reference, located.duty
    return {
        "id": _reserve_id(f"{reference}-{duty.id}", names),
        "do": duty.instruction,
        "duty": f"{reference}/{duty.id}",
    }


def _gap_item(gap: LocatedGap, names: set[str]) -> dict[str, str]:
    reference, anchor = gap.edition.reference, gap.provision.anchor
    return {"id": _reserve_id(f"{reference}-{anchor}", names), "missing": f"{reference}/{anchor}"}


def _reserve_id(wanted: str, names: set[str]) -> str:
    """Make an unused id from `wanted`, and add it to `names`.

    An id that would get too long is cut and ends with a digest of `wanted`.
    """
    name = re.sub(r"[^a-z0-9]+", "-", wanted.lower())
    if len(name) > _MAX_STEM_LENGTH:
        name = f"{name[:_MAX_STEM_LENGTH].rstrip('-')}-{sha256(wanted.encode()).hexdigest()[:12]}"
    name = _unused_name(name, names, "-again")
    names.add(name)
    return name


def _unused_name(name: str, taken: Container[str], ending: str) -> str:
    """The name, with the ending repeated until it is not in `taken`."""
    while name in taken:
        name += ending
    return name
