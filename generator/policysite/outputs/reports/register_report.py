"""The register of reviews as a table, CSV, Markdown and issues.

Pure functions of the register. Totals always count all documents, whatever is filtered out.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from ...domain import addresses
from ...domain.library import in_a_row
from ...domain.register import Register, ReviewStatus
from ...domain.reviews import (
    Month,
    ReviewLimit,
    ReviewState,
    format_date,
    reaches_limit,
)
from ..escaping import (
    csv_cell,
    json_text,
    markdown_text,
    one_line,
)
from .text_tables import align_columns, markdown_row

REGISTER_COLUMNS = ("document", "title", "owner", "contact", "last", "due", "state", "days")
_CONTACT_COLUMN = REGISTER_COLUMNS.index("contact")
_BAR = "█"
_MAX_BAR_WIDTH = 40
"""The width of the longest bar, in cells."""
_ISSUE_KEY_PREFIX = "policysite-review"

DueByMonth = Sequence[tuple[Month, tuple[ReviewStatus, ...]]]
TableRow = Sequence[str]


RegisterFormat = Literal["table", "json", "csv", "markdown", "github"]
REGISTER_FORMATS: tuple[RegisterFormat, ...] = get_args(RegisterFormat)
"""The names of the formats, as users choose them."""


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """A filter by owner, contact point and state, and the number of months of coming reviews."""

    owner: str | None = None
    contact: str | None = None
    states: tuple[ReviewState, ...] = ()
    months: int = 0

    def select(self, register: Register) -> tuple[ReviewStatus, ...]:
        return register.filtered(self.owner, self.states, self.contact)


def wrong_role_note(register: Register, criteria: RegisterFilter) -> str:
    """A note for users who filter by owner for a role that is only a contact point, or vice versa."""
    if criteria.owner and not criteria.contact and not register.filtered(criteria.owner, ()):
        option, is_not, documents = (
            "--contact",
            "owns no document",
            register.filtered(None, (), criteria.owner),
        )
    elif criteria.contact and not criteria.owner and not register.filtered(None, (), criteria.contact):
        option, is_not, documents = (
            "--owner",
            "is no contact point",
            register.filtered(criteria.contact, ()),
        )
    else:
        return ""
    role = criteria.owner or criteria.contact
    is_ = "is the contact point for" if option == "--contact" else "owns"
    return (
        f"{role} {is_not}; it {is_} {_first_references(documents)}: ask with {option}"
        if documents
        else ""
    )


def render_register(form: RegisterFormat, register: Register, criteria: RegisterFilter, base: str) -> str:
    """The register in any format except JSON. `base` is the address of the site, or empty."""
    shown, ahead = criteria.select(register), register.due_by_month(criteria.months)
    match form:
        case "table":
            return register_table(register, shown, ahead)
        case "csv":
            return register_csv(register, shown)
        case "markdown":
            return register_markdown(register, shown, ahead)
        case "github":
            return register_issues(register, base)
    raise ValueError(form)


def limits_reached(register: Register, limits: Iterable[ReviewLimit]) -> list[str]:
    """The limits that documents have reached, in words; the filter does not matter."""
    statuses = {
        limit: [
            status
            for status in register.statuses
            if reaches_limit(limit, status.state, len(status.triggers))
        ]
        for limit in limits
    }
    return [f"{limit}: {_first_references(reached)}" for limit, reached in statuses.items() if reached]


def register_table(register: Register, shown: Sequence[ReviewStatus], ahead: DueByMonth = ()) -> str:
    """For people: aligned columns, the worst first, then a bar for each month, then the totals."""
    lines = align_columns(_rows_with_headings(register, shown))
    if ahead:
        lines += ["", *_bars(register, ahead)]
    return "\n".join([*lines, "", *_totals(register, shown), ""])


def register_csv(register: Register, shown: Sequence[ReviewStatus]) -> str:
    """For spreadsheets (RFC 4180). `days` is negative when overdue; `calls` counts open triggers."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*REGISTER_COLUMNS, "calls", "governing_overdue"])
    for status, row in zip(shown, _rows(register, shown), strict=True):
        days = "" if status.days_until_due is None else status.days_until_due
        governing = "; ".join(document.reference for document in status.overdue_governing_documents)
        writer.writerow(
            [*map(csv_cell, row[:6]), str(status.state), days, len(status.triggers), governing]
        )
    return out.getvalue()


def register_markdown(register: Register, shown: Sequence[ReviewStatus], ahead: DueByMonth = ()) -> str:
    """For a wiki or a pull request."""
    headings, *rows = _rows_with_headings(register, shown)
    lines = [
        markdown_row(headings),
        markdown_row(["---"] * len(headings)),
        *(markdown_row([markdown_text(cell) for cell in row]) for row in rows),
    ]
    if ahead:
        lines += ["", "| Month | Due | Documents |", "| --- | --- | --- |"]
        lines += [
            markdown_row(
                [format_date(month), str(len(due)), ", ".join(status.reference for status in due)]
            )
            for month, due in ahead
        ]
    return "\n".join([*lines, "", *map(markdown_text, _totals(register, shown)), ""])


def register_issues(register: Register, base: str) -> str:
    """For an issue tracker: a JSON object for each document on its own line.

    `open` says whether the document should have an open issue: if its review is due soon, due this month,
    overdue or called for. `key` is also at the end of the body, so that the issue can be found again.
    """
    withdrawn = (
        _closed_issue(document.reference, document.current.title)
        for document in register.withdrawn_documents
    )
    issues = [*(_issue(status, base) for status in register.statuses), *withdrawn]
    return "".join(f"{json_text(json.dumps(issue, ensure_ascii=False))}\n" for issue in issues)


def _issue(status: ReviewStatus, base: str) -> dict[str, object]:
    reference, title = status.reference, status.document.current.title
    lines = [status.sentence]
    lines += [f"- {markdown_text(trigger.description)}" for trigger in status.triggers]
    lines += [
        f"The review of {document.reference}, which governs it, is overdue."
        for document in status.overdue_governing_documents
    ]
    page = f"{base}{addresses.document_path(reference)}" if base else ""
    paragraphs = [
        *lines,
        *([page] if page else []),
        f"When the review has taken place, record it in `policy/{reference}/reviews.yml`.",
        f"<!-- {_ISSUE_KEY_PREFIX}: {reference} -->",
    ]
    return {
        "key": f"{_ISSUE_KEY_PREFIX}: {reference}",
        "title": one_line(f"{reference} {title}: {status.label.lower()}"),
        "body": "\n\n".join(paragraphs),
        "labels": ["review"],
        "open": status.state not in (ReviewState.CURRENT, ReviewState.UNSCHEDULED),
    }


def _closed_issue(reference: str, title: str) -> dict[str, object]:
    return {
        "key": f"{_ISSUE_KEY_PREFIX}: {reference}",
        "title": one_line(f"{reference} {title}: withdrawn"),
        "body": f"{reference} is withdrawn.\n\n<!-- {_ISSUE_KEY_PREFIX}: {reference} -->",
        "labels": ["review"],
        "open": False,
    }


def _rows_with_headings(register: Register, shown: Iterable[ReviewStatus]) -> list[list[str]]:
    """The rows below their headings, without contact points if no document names one."""
    headings = ["Contact point" if name == "contact" else name.capitalize() for name in REGISTER_COLUMNS]
    rows = [headings, *_rows(register, shown)]
    if register.has_contact_points:
        return rows
    return [[*row[:_CONTACT_COLUMN], *row[_CONTACT_COLUMN + 1 :]] for row in rows]


def _rows(register: Register, shown: Iterable[ReviewStatus]) -> list[list[str]]:
    return [
        [
            status.reference,
            status.document.current.title,
            register.library.role_names(status.owners) or "not stated",
            register.library.role_names(status.contacts) or "not stated",
            str(status.last_review_date) if status.last_review_date else "not stated",
            str(status.due_date) if status.due_date else "not stated",
            _state(status),
            _days(status.days_until_due),
        ]
        for status in shown
    ]


def _state(status: ReviewStatus) -> str:
    triggered = [str(ReviewState.CALLED_FOR)] if status.triggers and status.is_overdue else []
    governing = in_a_row(document.reference for document in status.overdue_governing_documents)
    above = [f"{governing} above it overdue"] if governing else []
    return "; ".join([str(status.state), *triggered, *above])


def _days(days: int | None) -> str:
    if days is None:
        return ""
    if days == 0:
        return "today"
    unit = "day" if abs(days) == 1 else "days"
    return f"in {days} {unit}" if days > 0 else f"{-days} {unit} ago"


def _totals(register: Register, shown: Sequence[ReviewStatus]) -> list[str]:
    """The totals of all documents, and how many of them are shown."""
    count = len(register.statuses)
    counts = [f"{number} {state}" for state, number in register.totals.items() if number]
    governed = len(register.governed_by_overdue)
    if governed:
        counts.append(f"{governed} below a document that is overdue")
    count_text = f"{count} document{'' if count == 1 else 's'} as at {format_date(register.today)}"
    lines = [f"{count_text}: {', '.join(counts)}." if counts else f"{count_text}."]
    if len(shown) != count:
        lines.insert(0, f"Shown: {len(shown)} of {count}.")
    return lines


def _bars(register: Register, ahead: DueByMonth) -> list[str]:
    overdue = tuple(status for status in register.statuses if status.is_overdue)
    rows: list[tuple[str, tuple[ReviewStatus, ...]]] = [("overdue", overdue)]
    rows += [(str(month), due) for month, due in ahead]
    longest = max(len(due) for _, due in rows)
    return [f"{name:8}{_bar(len(due), longest)}{_first_references(due)}".rstrip() for name, due in rows]


def _bar(count: int, longest: int) -> str:
    """A bar in proportion to the count, with at least one cell for a count above 0."""
    if not count:
        return ""
    cells = count if longest <= _MAX_BAR_WIDTH else max(1, round(count * _MAX_BAR_WIDTH / longest))
    return f"{_BAR * cells} {count}  "


def _first_references(due: Sequence[ReviewStatus], limit: int = 6) -> str:
    named = ", ".join(status.reference for status in due[:limit])
    return f"{named} and {len(due) - limit} more" if len(due) > limit else named
