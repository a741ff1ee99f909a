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

from ...domain.library import Held
from ...traceability import (
    Link,
    Restatement,
    Status,
    Trace,
    as_data,
)
from ..escaping import (
    csv_cell,
    json_text,
    markdown_text,
    one_line,
    visible,
)
from .tables import aligned, piped

Format = Literal["table", "json", "csv", "markdown"]
FORMATS: tuple[Format, ...] = get_args(Format)
"""The names by which a user chooses a format."""

COLUMNS = ("item", "cites", "clause", "status")
DUTIES = ("duty", "clause", "role", "force", "status", "items")


def render(form: Format, trace: Trace) -> str:
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


def compared(link: Link | Restatement, width: int = 100) -> str:
    """An item and what it cites, or a duty and its clause: as somebody last saw it, and as it is."""
    return _duty_compared(link, width) if isinstance(link, Restatement) else _item_compared(link, width)


def _item_compared(link: Link, width: int) -> str:
    says = " ".join((link.item.do or f"missing: {link.item.cites}").split())
    before = link.accepted.text if link.accepted else ""
    if link.accepted and link.accepted.cites != link.item.cites:
        before = f"{link.accepted.cites}: {before}"
    now = link.source.text if link.source else ""
    head = [f"{link.name}: {_status(link)}", *textwrap.wrap(one_line(says), width), link.item.cites]
    return "\n".join([*head, side_by_side(one_line(before), one_line(now), width), ""])


def _duty_compared(one: Restatement, width: int) -> str:
    before, now = one.accepted, one.now
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


def listed(names: Sequence[str]) -> str:
    """Names in a line, whatever they hold."""
    return visible(", ".join(names))


def summary(trace: Trace) -> str:
    """The totals of everything, in a line."""
    counts = [f"{len(found)} {status}" for status in Status if (found := trace.with_status(status))]
    suspect = sum(1 for one in trace.restatements.values() if one.status is Status.SUSPECT)
    covered = len(trace.duties) - len(trace.uncovered)
    items = "1 item" if len(trace.links) == 1 else f"{len(trace.links) or 'No'} items"
    told = f"{items}: {', '.join(counts)}." if counts else f"{items}."
    total = len(trace.duties)
    compare = f" Duties to compare with their clauses: {suspect}." if suspect else ""
    return f"{told} Duties in a checklist, or in one made for their role: {covered} of {total}.{compare}"


def _table(trace: Trace) -> str:
    lines = aligned([[name.capitalize() for name in DUTIES], *map(list, _duties(trace))])
    lines += ["", *aligned([[name.capitalize() for name in COLUMNS], *map(list, _items(trace))])]
    return "\n".join([*lines, "", summary(trace), ""])


def _csv(trace: Trace) -> str:
    """RFC 4180; one row for each item, then one for each duty in no item, whose item is empty.

    Last comes one for each duty that is suspect, in an item or not.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*COLUMNS, "role", "force"])
    for link, row in zip(trace.links, _items(trace), strict=True):
        duty = link.source.duty if link.source else None
        writer.writerow(map(csv_cell, (*row, *((duty.role, duty.force) if duty else ("", "")))))
    uncovered = {id(held.duty) for held in trace.uncovered}
    for held in trace.duties:
        if not trace.items_of(held):
            status = "in none" if id(held.duty) in uncovered else "made from duties"
            writer.writerow(
                ["", *map(csv_cell, (*_cited(held), status, held.duty.role, held.duty.force))]
            )
    for one in trace.restatements.values():
        if one.status is Status.SUSPECT:
            row = (one.name, one.clause.anchor, "duty suspect", one.duty.role, one.duty.force)
            writer.writerow(["", *map(csv_cell, row)])
    return out.getvalue()


def _markdown(trace: Trace) -> str:
    lines = []
    for columns, rows in ((DUTIES, _duties(trace)), (COLUMNS, _items(trace))):
        lines += [piped([name.capitalize() for name in columns]), piped(["---"] * len(columns))]
        lines += [piped([markdown_text(cell) for cell in row]) for row in rows]
        lines.append("")
    return "\n".join([*lines, markdown_text(summary(trace)), ""])


def _json(trace: Trace) -> str:
    return json_text(json.dumps(as_data(trace), indent=2, ensure_ascii=False)) + "\n"


def _duties(trace: Trace) -> list[Sequence[str]]:
    uncovered = {id(held.duty) for held in trace.uncovered}
    rows: list[Sequence[str]] = []
    for held in trace.duties:
        items = ", ".join(link.name for link in trace.items_of(held))
        without = "in none" if id(held.duty) in uncovered else "made from duties"
        status = str(trace.restatements[_cited(held)[0]].status)
        rows.append((*_cited(held), held.duty.role, held.duty.force, status, items or without))
    return rows


def _items(trace: Trace) -> list[Sequence[str]]:
    return [
        (link.name, link.item.cites, link.source.part.anchor if link.source else "", _status(link))
        for link in trace.links
    ]


def _status(link: Link) -> str:
    if link.status is Status.MOVED and link.accepted and link.source:
        before = visible(link.accepted.clause)
        return f"{link.status} from {before} to {link.source.part.anchor}"
    return str(link.status)


def _cited(held: Held) -> tuple[str, str]:
    return f"{held.edition.reference}/{held.duty.id}", held.clause.anchor
