"""The trace as JSON data, the same for the command and the site."""

from __future__ import annotations

from ..domain.library import LocatedDuty
from ..domain.model import AcceptedDuty
from .restatements import Restatement
from .trace import Trace, TraceLink

TRACE_FORMAT = "policysite-trace/1"


def trace_data(trace: Trace) -> dict[str, object]:
    """The trace as JSON data."""
    return {
        "format": TRACE_FORMAT,
        "duties": [_duty(duty, trace) for duty in trace.duties],
        "items": [_item(link) for link in trace.links],
        "uncovered": [_name(duty) for duty in trace.uncovered_duties],
    }


def _duty(duty: LocatedDuty, trace: Trace) -> dict[str, object]:
    return {
        "duty": _name(duty),
        "clause": duty.clause.anchor,
        "role": duty.duty.role,
        "force": duty.duty.force,
        "items": [link.name for link in trace.links_to(duty)],
        **_comparison(trace.restatements[_name(duty)]),
    }


def _comparison(restatement: Restatement) -> dict[str, object]:
    """A duty's status against its clause, with the words of both now and when they were accepted."""
    return {
        "status": str(restatement.status),
        "now": _texts(restatement.current_state),
        "accepted": _texts(restatement.accepted) if restatement.accepted else None,
    }


def _texts(accepted: AcceptedDuty) -> dict[str, str]:
    return {"clause": accepted.clause_text, "duty": accepted.text}


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


def _name(duty: LocatedDuty) -> str:
    return f"{duty.edition.reference}/{duty.duty.id}"
