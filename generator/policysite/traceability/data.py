"""A trace in types that JSON knows: the same for the command and for the site."""

from __future__ import annotations

from ..domain.library import Held
from ..domain.model import AcceptedDuty
from .restatements import Restatement
from .trace import Link, Trace

FORMAT = "policysite-trace/1"


def as_data(trace: Trace) -> dict[str, object]:
    """The trace in types that JSON knows."""
    return {
        "format": FORMAT,
        "duties": [_duty(held, trace) for held in trace.duties],
        "items": [_item(link) for link in trace.links],
        "uncovered": [_name(held) for held in trace.uncovered],
    }


def _duty(held: Held, trace: Trace) -> dict[str, object]:
    return {
        "duty": _name(held),
        "clause": held.clause.anchor,
        "role": held.duty.role,
        "force": held.duty.force,
        "items": [link.name for link in trace.items_of(held)],
        **_restated(trace.restatements[_name(held)]),
    }


def _restated(one: Restatement) -> dict[str, object]:
    """How a duty stands with its clause, and what both said when somebody last compared them."""
    return {
        "status": str(one.status),
        "now": _both(one.now),
        "accepted": _both(one.accepted) if one.accepted else None,
    }


def _both(said: AcceptedDuty) -> dict[str, str]:
    return {"clause": said.clause_text, "duty": said.text}


def _item(link: Link) -> dict[str, object]:
    return {
        "item": link.name,
        "kind": link.item.kind,
        "cites": link.item.cites,
        "clause": link.source.part.anchor if link.source else None,
        "status": str(link.status),
        "now": link.source.text if link.source else None,
        "accepted": link.accepted.text if link.accepted else None,
    }


def _name(held: Held) -> str:
    return f"{held.edition.reference}/{held.duty.id}"
