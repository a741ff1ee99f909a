"""Every checklist of a library: those written by hand, and one from its duties for every other role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..library import Held, Library
from ..model import FORCES, Checklist


def every_checklist(library: Library) -> Mapping[str, Checklist]:
    """All checklists by name, those written by hand first.

    A role that has duties or gaps and no checklist written by hand gets one that is made from them.
    """
    found = dict(library.checklists)
    served = {checklist.role for checklist in found.values()}
    for role in library.roles:
        if role not in served and (role in library.duties_by_role or role in library.gaps_by_role):
            name = role if role not in found else f"{role}-duties"
            found[name] = _made(library, role, name)
    return found


def _made(library: Library, role: str, name: str) -> Checklist:
    held = library.duties_by_role.get(role, ())
    sections: list[dict[str, Any]] = [
        {"title": f"You {force}", "items": items}
        for force in FORCES
        if (items := [_item(one) for one in held if one.duty.force == force])
    ]
    gaps = [
        {"missing": f"{gap.edition.reference}/{gap.part.anchor}"}
        for gap in library.gaps_by_role.get(role, ())
    ]
    if gaps:
        sections.append({"title": "Missing from the copies", "items": gaps})
    data = {
        "title": f"{library.roles[role].name}: duties",
        "role": role,
        "trigger": "To see at a time whether each duty of this role is met.",
        "sections": sections,
    }
    return Checklist.model_validate(data, context=f"checklists/{name}.yml")


def _item(held: Held) -> dict[str, str]:
    reference, duty = held.edition.reference, held.duty
    action = " ".join(duty.action.split())
    return {
        "id": f"{reference}-{duty.id}".lower().replace("_", "-"),
        "do": action[:1].upper() + action[1:],
        "duty": f"{reference}/{duty.id}",
    }
