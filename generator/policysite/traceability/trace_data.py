"""A trace in types that JSON knows: the same for the command and for the site."""

from __future__ import annotations

from ..domain.library import LocatedDuty
from ..domain.model import AcceptedDuty
from .restatements import Restatement
from .trace import Trace, TraceLink

TRACE_FORMAT = "policysite-trace/1"


def trace_data(trace: Trace) -> dict[str, object]:
    """The trace in types that JSON knows."""
    return {
        "format": TRACE_FORMAT,
        "duties": [_duty(located, trace) for located in trace.duties],
        "items": [_item(link) for link in trace.links],
        "uncovered": [_name(located) for located in trace.uncovered_duties],
    }


def _duty(located: LocatedDuty, trace: Trace) -> dict[str, object]:
    return {
        "duty": _name(located),
        "clause": located.clause.anchor,
        "role": located.duty.role,
        "force": located.duty.force,
        "items": [link.name for link in trace.links_to(located)],
        **_restated(trace.restatements[_name(located)]),
    }


def _restated(one: Restatement) -> dict[str, object]:
    """How a duty stands with its clause, and what both said when somebody last compared them."""
    return {
        "status": str(one.status),
        "now": _both(one.current_state),
        "accepted": _both(one.accepted) if one.accepted else None,
    }


def _both(said: AcceptedDuty) -> dict[str, str]:
    return {"clause": said.clause_text, "duty": said.text}


def _item(link: TraceLink) -> dict[str, object]:
    return {
        "item": link.name,
        "kind": link.item.kind,
        "cites": link.item.cited_name,
        "clause": link.cited_provision.provision.anchor if link.cited_provision else None,
        "status": str(link.status),
        "now": link.cited_provision.text if link.cited_provision else None,
        "accepted": link.accepted.text if link.accepted else None,
    }


def _name(located: LocatedDuty) -> str:
    return f"{located.edition.reference}/{located.duty.id}"
