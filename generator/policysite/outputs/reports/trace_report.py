"""The trace as a table, JSON, CSV and Markdown: from duties to items, and from items to what they cite.

Pure functions of a trace.
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
from ...domain.model import Duty
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
"""The names of the formats, as users choose them."""

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
    """Two texts in two columns, to compare them."""
    half = (width - 3) // 2
    left, right = (textwrap.wrap(text, half) or ["(nothing)"] for text in (old, new))
    pairs = zip_longest([f"{'Before':{half}}"], ["Now"]), zip_longest(left, right, fillvalue="")
    return "\n".join(
        f"{before_line or '':{half}} | {now_line}".rstrip()
        for lines in pairs
        for before_line, now_line in lines
    )


def comparison(link: TraceLink | Restatement, width: int = 100) -> str:
    """What an item cites, or a duty with its clause, as it was accepted and as it is now."""
    return _compare_duty(link, width) if isinstance(link, Restatement) else _compare_item(link, width)


def _compare_item(link: TraceLink, width: int) -> str:
    says = " ".join((link.item.do or f"missing: {link.item.cited_name}").split())
    before = link.accepted.text if link.accepted else ""
    if link.accepted and link.accepted.cites != link.item.cited_name:
        before = f"{link.accepted.cites}: {before}"
    now = link.cited_provision.text if link.cited_provision else ""
    heading = [
        f"{link.name}: {_status(link)}",
        *textwrap.wrap(one_line(says), width),
        link.item.cited_name,
    ]
    return "\n".join([*heading, side_by_side(one_line(before), one_line(now), width), ""])


def _compare_duty(restatement: Restatement, width: int) -> str:
    before, now = restatement.accepted, restatement.current_state
    return "\n".join(
        [
            f"{restatement.name}: {restatement.status}",
            f"Clause {restatement.clause.anchor}",
            side_by_side(
                one_line(before.clause_text if before else ""), one_line(now.clause_text), width
            ),
            "Its duty",
            side_by_side(one_line(before.text if before else ""), one_line(now.text), width),
            "",
        ]
    )


def joined_names(names: Sequence[str]) -> str:
    """Names on one line, separated by commas, with unprintable characters escaped."""
    return escape_unprintable(", ".join(names))


def trace_summary(trace: Trace) -> str:
    """The totals on one line."""
    counts = [
        f"{len(links)} {status}"
        for status in AcceptanceStatus
        if (links := trace.links_with_status(status))
    ]
    suspect = sum(
        1 for restatement in trace.restatements.values() if restatement.status is AcceptanceStatus.SUSPECT
    )
    covered = len(trace.duties) - len(trace.uncovered_duties)
    items = "1 item" if len(trace.links) == 1 else f"{len(trace.links) or 'No'} items"
    item_counts = f"{items}: {', '.join(counts)}." if counts else f"{items}."
    total = len(trace.duties)
    compare = f" Duties to compare with their clauses: {suspect}." if suspect else ""
    coverage = f"Duties in a checklist, or in one made for their role: {covered} of {total}."
    return f"{item_counts} {coverage}{compare}"


def _table(trace: Trace) -> str:
    lines = align_columns([[name.capitalize() for name in DUTY_COLUMNS], *map(list, _duties(trace))])
    lines += [
        "",
        *align_columns([[name.capitalize() for name in ITEM_COLUMNS], *map(list, _items(trace))]),
    ]
    return "\n".join([*lines, "", trace_summary(trace), ""])


def _csv(trace: Trace) -> str:
    """CSV (RFC 4180) with a row for each item, then one for each duty that no item cites.

    Rows for suspect duties come last, cited by an item or not. In rows for duties the item is empty.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*ITEM_COLUMNS, "role", "force"])
    for link, row in zip(trace.links, _items(trace), strict=True):
        duty = link.cited_provision.duty if link.cited_provision else None
        writer.writerow(map(csv_cell, (*row, *((_roles(duty), duty.force) if duty else ("", "")))))
    for located in trace.duties:
        if not trace.links_to(located):
            status = "in none" if trace.uncovered_roles(located) else "made from duties"
            writer.writerow(
                [
                    "",
                    *map(
                        csv_cell,
                        (*_duty_and_clause(located), status, _roles(located.duty), located.duty.force),
                    ),
                ]
            )
    for restatement in trace.restatements.values():
        if restatement.status is AcceptanceStatus.SUSPECT:
            row = (
                restatement.name,
                restatement.clause.anchor,
                "duty suspect",
                _roles(restatement.duty),
                restatement.duty.force,
            )
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
    rows: list[Sequence[str]] = []
    for located in trace.duties:
        duty, uncovered = located.duty, trace.uncovered_roles(located)
        coverage = ", ".join(link.name for link in trace.links_to(located))
        if coverage and uncovered:
            coverage += f"; in none of {', '.join(uncovered)}"
        coverage = coverage or ("in none" if uncovered else "made from duties")
        status = str(trace.restatements[_duty_and_clause(located)[0]].status)
        rows.append((*_duty_and_clause(located), _roles(duty), duty.force, status, coverage))
    return rows


def _roles(duty: Duty) -> str:
    """The ids of the roles that have a duty, in one cell."""
    return ", ".join(duty.roles)


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


def _duty_and_clause(located: LocatedDuty) -> tuple[str, str]:
    return f"{located.edition.reference}/{located.duty.id}", located.clause.anchor
