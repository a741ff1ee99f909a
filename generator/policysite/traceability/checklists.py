"""Every checklist of a library: those written by hand, and one from its duties for every other role."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from ..domain.fields import MOST_IN_NAME
from ..domain.library import Gap, Held, Library
from ..domain.model import (
    FORCES,
    Checklist,
    Edition,
    Part,
)
from .digests import of_checklist, of_item
from .trace import Link, Sources, follow

_LONG = MOST_IN_NAME - 20
"""Characters of a made id that leave room for what tells it from others."""
KEPT_TO = "Where an item says what not to do, a tick means that it was kept to."


@dataclass(frozen=True)
class Sheet:
    """A checklist as it is used: each item with what it comes from."""

    checklist: Checklist
    is_made: bool
    """Whether it was made from the duties of its role, and not written by hand."""
    parts: tuple[tuple[Part, tuple[Link, ...]], ...]
    """Its parts with their items, those left out that lead nowhere."""

    @property
    def name(self) -> str:
        """Its name in addresses, commands and records."""
        return self.checklist.name

    @property
    def links(self) -> Iterator[Link]:
        """Every item in order."""
        for _, links in self.parts:
            yield from links

    @property
    def to_tick(self) -> Iterator[Link]:
        """The items that can be done."""
        return (link for link in self.links if link.item.kind != "missing")

    @property
    def how_to_tick(self) -> str:
        """What has to be said of its ticks; empty where no item comes from a prohibition."""
        duties = (link.source.duty for link in self.links if link.source)
        return KEPT_TO if any(duty.force.is_prohibition for duty in duties if duty) else ""

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The digest of each item that can be done, with what it comes from, by the item's name."""
        return {
            link.item.name: of_item(link.item, link.source.digest) for link in self.to_tick if link.source
        }

    @cached_property
    def digest(self) -> str:
        """The digest of the whole: a record of use belongs to exactly this."""
        return of_checklist(self.checklist, self.digests)

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        """The editions that its items come from, in the order of first use."""
        found = {link.source.edition.file: link.source.edition for link in self.links if link.source}
        return tuple(found.values())


def sheets(library: Library) -> Mapping[str, Sheet]:
    """All checklists by name, those written by hand first.

    A role that has duties or gaps and no checklist written by hand gets one that is made from them.
    """
    sources = Sources(library)
    found = {name: _sheet(library, one, sources) for name, one in library.checklists.items()}
    served = {sheet.checklist.role for sheet in found.values()}
    for role in library.roles:
        if role not in served and (role in library.duties_by_role or role in library.gaps_by_role):
            name = _free(role, found, "-duties")
            found[name] = _sheet(library, _made(library, role, name), sources, is_made=True)
    return found


def _sheet(library: Library, checklist: Checklist, sources: Sources, *, is_made: bool = False) -> Sheet:
    links = follow(library, checklist, sources)
    of_part: dict[int | str, list[Link]] = {}
    for one in links:
        if one.source:
            of_part.setdefault(one.path[1], []).append(one)
    parts = [(part, tuple(of_part.get(place, ()))) for place, part in enumerate(checklist.sections)]
    return Sheet(checklist, is_made, tuple(parts))


def _made(library: Library, role: str, name: str) -> Checklist:
    held = library.duties_by_role.get(role, ())
    names: set[str] = set()
    sections: list[dict[str, Any]] = [
        {"title": f"You {force}", "items": items}
        for force in FORCES
        if (items := [_item(one, names) for one in held if one.duty.force == force])
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


def _item(held: Held, names: set[str]) -> dict[str, str]:
    reference, duty = held.edition.reference, held.duty
    return {
        "id": _new_name(f"{reference}-{duty.id}", names),
        "do": duty.instruction,
        "duty": f"{reference}/{duty.id}",
    }


def _missing_item(gap: Gap, names: set[str]) -> dict[str, str]:
    reference, anchor = gap.edition.reference, gap.part.anchor
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
