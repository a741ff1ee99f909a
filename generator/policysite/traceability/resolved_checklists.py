"""Every checklist of a library: those written by hand, and one from its duties for every other role."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
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
)
from .digests import checklist_digest, item_digest
from .trace import CitationIndex, TraceLink, trace_checklist

_LONG = MAX_NAME_LENGTH - 20
"""Characters of a made id that leave room for what tells it from others."""
PROHIBITION_NOTE = "Where an item says what not to do, a tick means that it was kept to."


@dataclass(frozen=True)
class ResolvedChecklist:
    """A checklist as it is used: each item with what it comes from."""

    checklist: Checklist
    is_generated: bool
    """Whether it was made from the duties of its role, and not written by hand."""
    sections: tuple[tuple[ChecklistSection, tuple[TraceLink, ...]], ...]
    """Its parts with their items, those left out that lead nowhere."""

    @property
    def name(self) -> str:
        """Its name in addresses, commands and records."""
        return self.checklist.name

    @property
    def links(self) -> Iterator[TraceLink]:
        """Every item in order."""
        for _, links in self.sections:
            yield from links

    @property
    def actionable_items(self) -> Iterator[TraceLink]:
        """The items that can be done."""
        return (link for link in self.links if link.item.kind != "missing")

    @property
    def tick_note(self) -> str:
        """What has to be said of its ticks; empty where no item comes from a prohibition."""
        duties = (link.cited_provision.duty for link in self.links if link.cited_provision)
        return PROHIBITION_NOTE if any(duty.force.is_prohibition for duty in duties if duty) else ""

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The digest of each item that can be done, with what it comes from, by the item's name."""
        return {
            link.item.name: item_digest(link.item, link.cited_provision.digest)
            for link in self.actionable_items
            if link.cited_provision
        }

    @cached_property
    def digest(self) -> str:
        """The digest of the whole: a record of use belongs to exactly this."""
        return checklist_digest(self.checklist, self.digests)

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        """The editions that its items come from, in the order of first use."""
        found = {
            link.cited_provision.edition.file: link.cited_provision.edition
            for link in self.links
            if link.cited_provision
        }
        return tuple(found.values())


def resolve_checklists(library: Library) -> Mapping[str, ResolvedChecklist]:
    """All checklists by name, those written by hand first.

    A role that has duties or gaps and no checklist written by hand gets one that is made from them.
    """
    sources = CitationIndex(library)
    found = {name: _sheet(library, one, sources) for name, one in library.checklists.items()}
    served = {resolved.checklist.role for resolved in found.values()}
    for role in library.roles:
        if role not in served and (role in library.duties_by_role or role in library.gaps_by_role):
            name = _free(role, found, "-duties")
            found[name] = _sheet(library, _made(library, role, name), sources, is_made=True)
    return found


def _sheet(
    library: Library, checklist: Checklist, sources: CitationIndex, *, is_made: bool = False
) -> ResolvedChecklist:
    links = trace_checklist(library, checklist, sources)
    of_part: dict[int | str, list[TraceLink]] = {}
    for one in links:
        if one.cited_provision:
            of_part.setdefault(one.path[1], []).append(one)
    parts = [(section, tuple(of_part.get(place, ()))) for place, section in enumerate(checklist.sections)]
    return ResolvedChecklist(checklist, is_made, tuple(parts))


def _made(library: Library, role: str, name: str) -> Checklist:
    located = library.duties_by_role.get(role, ())
    names: set[str] = set()
    sections: list[dict[str, Any]] = [
        {"title": f"You {force}", "items": items}
        for force in FORCES
        if (items := [_item(one, names) for one in located if one.duty.force == force])
    ]
    gaps = [_missing_item(gap, names) for gap in library.gaps_by_role.get(role, ())]
    if gaps:
        sections.append({"title": "Missing from the copies", "items": gaps})
    data = {
        "title": f"{library.roles[role].name}: duties",
        "role": role,
        "trigger": "To see at a time whether each duty of this role is met.",
        "sections": sections,
    }
    return Checklist.model_validate(data, context=f"checklists/{name}.yml")


def _item(located: LocatedDuty, names: set[str]) -> dict[str, str]:
    reference, duty = located.edition.reference, located.duty
    return {
        "id": _new_name(f"{reference}-{duty.id}", names),
        "do": duty.instruction,
        "duty": f"{reference}/{duty.id}",
    }


def _missing_item(gap: LocatedGap, names: set[str]) -> dict[str, str]:
    reference, anchor = gap.edition.reference, gap.provision.anchor
    return {"id": _new_name(f"{reference}-{anchor}", names), "missing": f"{reference}/{anchor}"}


def _new_name(wanted: str, names: set[str]) -> str:
    """An id that no item of the checklist has yet, as near as can be to what is wanted; it has it now.

    A name that might get too long for an id ends with a digest of all of it.
    """
    name = re.sub(r"[^a-z0-9]+", "-", wanted.lower())
    if len(name) > _LONG:
        name = f"{name[:_LONG].rstrip('-')}-{sha256(wanted.encode()).hexdigest()[:12]}"
    name = _free(name, names, "-again")
    names.add(name)
    return name


def _free(name: str, taken: Container[str], ending: str) -> str:
    """The name, with the ending as often as it takes to differ from those that are taken."""
    while name in taken:
        name += ending
    return name
