"""Traceability for people and programs: from duties to items, and from items to what they cite.

Pure functions over a trace.
"""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Sequence
from itertools import zip_longest
from typing import Literal, get_args

from ...domain.library import LocatedDuty
from ...traceability import (
    AcceptanceStatus,
    Restatement,
    Trace,
    TraceLink,
)
from ..escaping import (
    csv_cell,
    escape_unprintable,
    json_text,
    markdown_text,
    one_line,
)
from ..formats.trace import trace_file
from .text_tables import align_columns, markdown_row

TraceFormat = Literal["table", "json", "csv", "markdown"]
TRACE_FORMATS: tuple[TraceFormat, ...] = get_args(TraceFormat)
"""The names by which a user chooses a format."""

ITEM_COLUMNS = ("item", "cites", "clause", "status")
DUTY_COLUMNS = ("duty", "clause", "role", "force", "status", "items")


def render_trace(form: TraceFormat, trace: Trace) -> str:
    """The trace in a format, with a line break at its end."""
    match form:
        case "table":
            return _table(trace)
        case "json":
            return _json(trace)
        case "csv":
            return _csv(trace)
        case "markdown":
            return _markdown(trace)


def side_by_side(old: str, new: str, width: int = 100) -> str:
    """Two texts beside each other, for somebody to compare."""
    half = (width - 3) // 2
    left, right = (textwrap.wrap(text, half) or ["(nothing)"] for text in (old, new))
    pairs = zip_longest([f"{'Before':{half}}"], ["Now"]), zip_longest(left, right, fillvalue="")
    return "\n".join(f"{one or '':{half}} | {other}".rstrip() for part in pairs for one, other in part)


def comparison(link: TraceLink | Restatement, width: int = 100) -> str:
    """An item and what it cites, or a duty and its clause: as somebody last saw it, and as it is."""
    return _duty_compared(link, width) if isinstance(link, Restatement) else _item_compared(link, width)


def _item_compared(link: TraceLink, width: int) -> str:
    says = " ".join((link.item.do or f"missing: {link.item.cited_name}").split())
    before = link.accepted.text if link.accepted else ""
    if link.accepted and link.accepted.cites != link.item.cited_name:
        before = f"{link.accepted.cites}: {before}"
    now = link.cited_provision.text if link.cited_provision else ""
    head = [f"{link.name}: {_status(link)}", *textwrap.wrap(one_line(says), width), link.item.cited_name]
    return "\n".join([*head, side_by_side(one_line(before), one_line(now), width), ""])


def _duty_compared(one: Restatement, width: int) -> str:
    before, now = one.accepted, one.current_state
    return "\n".join(
        [
            f"{one.name}: {one.status}",
            f"Clause {one.clause.anchor}",
            side_by_side(
                one_line(before.clause_text if before else ""), one_line(now.clause_text), width
            ),
            "Its duty",
            side_by_side(one_line(before.text if before else ""), one_line(now.text), width),
            "",
        ]
    )


def joined_names(names: Sequence[str]) -> str:
    """Names in a line, whatever they hold."""
    return escape_unprintable(", ".join(names))


def trace_summary(trace: Trace) -> str:
    """The totals of everything, in a line."""
    counts = [
        f"{len(found)} {status}"
        for status in AcceptanceStatus
        if (found := trace.links_with_status(status))
    ]
    suspect = sum(1 for one in trace.restatements.values() if one.status is AcceptanceStatus.SUSPECT)
    covered = len(trace.duties) - len(trace.uncovered_duties)
    items = "1 item" if len(trace.links) == 1 else f"{len(trace.links) or 'No'} items"
    told = f"{items}: {', '.join(counts)}." if counts else f"{items}."
    total = len(trace.duties)
    compare = f" Duties to compare with their clauses: {suspect}." if suspect else ""
    return f"{told} Duties in a checklist, or in one made for their role: {covered} of {total}.{compare}"


def _table(trace: Trace) -> str:
    lines = align_columns([[name.capitalize() for name in DUTY_COLUMNS], *map(list, _duties(trace))])
    lines += [
        "",
        *align_columns([[name.capitalize() for name in ITEM_COLUMNS], *map(list, _items(trace))]),
    ]
    return "\n".join([*lines, "", trace_summary(trace), ""])


def _csv(trace: Trace) -> str:
    """RFC 4180; one row for each item, then one for each duty in no item, whose item is empty.

    Last comes one for each duty that is suspect, in an item or not.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*ITEM_COLUMNS, "role", "force"])
    for link, row in zip(trace.links, _items(trace), strict=True):
        duty = link.cited_provision.duty if link.cited_provision else None
        writer.writerow(map(csv_cell, (*row, *((duty.role, duty.force) if duty else ("", "")))))
    uncovered = {id(located.duty) for located in trace.uncovered_duties}
    for located in trace.duties:
        if not trace.links_to(located):
            status = "in none" if id(located.duty) in uncovered else "made from duties"
            writer.writerow(
                ["", *map(csv_cell, (*_cited(located), status, located.duty.role, located.duty.force))]
            )
    for one in trace.restatements.values():
        if one.status is AcceptanceStatus.SUSPECT:
            row = (one.name, one.clause.anchor, "duty suspect", one.duty.role, one.duty.force)
            writer.writerow(["", *map(csv_cell, row)])
    return out.getvalue()


def _markdown(trace: Trace) -> str:
    lines = []
    for columns, rows in ((DUTY_COLUMNS, _duties(trace)), (ITEM_COLUMNS, _items(trace))):
        lines += [
            markdown_row([name.capitalize() for name in columns]),
            markdown_row(["---"] * len(columns)),
        ]
        lines += [markdown_row([markdown_text(cell) for cell in row]) for row in rows]
        lines.append("")
    return "\n".join([*lines, markdown_text(trace_summary(trace)), ""])


def _json(trace: Trace) -> str:
    data = trace_file(trace).model_dump(mode="json", exclude={"schema_path"})
    return json_text(json.dumps(data, indent=2, ensure_ascii=False)) + "\n"


def _duties(trace: Trace) -> list[Sequence[str]]:
    uncovered = {id(located.duty) for located in trace.uncovered_duties}
    rows: list[Sequence[str]] = []
    for located in trace.duties:
        items = ", ".join(link.name for link in trace.links_to(located))
        without = "in none" if id(located.duty) in uncovered else "made from duties"
        status = str(trace.restatements[_cited(located)[0]].status)
        rows.append((*_cited(located), located.duty.role, located.duty.force, status, items or without))
    return rows


def _items(trace: Trace) -> list[Sequence[str]]:
    return [
        (
            link.name,
            link.item.cited_name,
            link.cited_provision.provision.anchor if link.cited_provision else "",
            _status(link),
        )
        for link in trace.links
    ]


def _status(link: TraceLink) -> str:
    if link.status is AcceptanceStatus.MOVED and link.accepted and link.cited_provision:
        before = escape_unprintable(link.accepted.clause)
        return f"{link.status} from {before} to {link.cited_provision.provision.anchor}"
    return str(link.status)


def _cited(located: LocatedDuty) -> tuple[str, str]:
    return f"{located.edition.reference}/{located.duty.id}", located.clause.anchor
