"""The register of reviews, for people and programs that ask for it at a terminal.

Pure functions over the register. Whatever is left out of a table, its totals count everything.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from ...domain import addresses
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
_CONTACT = REGISTER_COLUMNS.index("contact")
_BAR = "█"
_LONGEST = 40
"""How many cells the longest bar takes."""
_MARK = "policysite-review"

DueByMonth = Sequence[tuple[Month, tuple[ReviewStatus, ...]]]
TableRow = Sequence[str]


RegisterFormat = Literal["table", "json", "csv", "markdown", "github"]
REGISTER_FORMATS: tuple[RegisterFormat, ...] = get_args(RegisterFormat)
"""The names by which a user chooses a format."""


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """Which part of the register is shown, by owner, contact point and state; and how far ahead."""

    owner: str | None = None
    contact: str | None = None
    states: tuple[ReviewState, ...] = ()
    months: int = 0

    def select(self, register: Register) -> tuple[ReviewStatus, ...]:
        return register.filtered(self.owner, self.states, self.contact)


def wrong_role_note(register: Register, asked: RegisterFilter) -> str:
    """A note to somebody who asks by owner for a role that is a contact point only, or the reverse."""
    if asked.owner and not asked.contact and not register.filtered(asked.owner, ()):
        option, is_not, found = "--contact", "owns no document", register.filtered(None, (), asked.owner)
    elif asked.contact and not asked.owner and not register.filtered(None, (), asked.contact):
        option, is_not, found = "--owner", "is no contact point", register.filtered(asked.contact, ())
    else:
        return ""
    role = asked.owner or asked.contact
    is_ = "is the contact point for" if option == "--contact" else "owns"
    return f"{role} {is_not}; it {is_} {_some(found)}: ask with {option}" if found else ""


def render_register(form: RegisterFormat, register: Register, asked: RegisterFilter, base: str) -> str:
    """The register in a format but for JSON. base is the address of the site, or empty."""
    shown, ahead = asked.select(register), register.due_by_month(asked.months)
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
    """Which of the limits documents have reached, in words; every document counts, shown or not."""
    found = {
        limit: [one for one in register.statuses if reaches_limit(limit, one.state, len(one.triggers))]
        for limit in limits
    }
    return [f"{limit}: {_some(named)}" for limit, named in found.items() if named]


def register_table(register: Register, shown: Sequence[ReviewStatus], ahead: DueByMonth = ()) -> str:
    """For people: aligned columns, the worst first, then a bar a month, then the totals."""
    lines = align_columns(_with_heads(register, shown))
    if ahead:
        lines += ["", *_bars(register, ahead)]
    return "\n".join([*lines, "", *_totals(register, shown), ""])


def register_csv(register: Register, shown: Sequence[ReviewStatus]) -> str:
    """For spreadsheets, RFC 4180. days is a number, negative when overdue; calls counts the open ones."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*REGISTER_COLUMNS, "calls", "governing_overdue"])
    for one, row in zip(shown, _rows(register, shown), strict=True):
        days = "" if one.days_until_due is None else one.days_until_due
        above = one.overdue_governing_document.reference if one.overdue_governing_document else ""
        writer.writerow([*map(csv_cell, row[:6]), str(one.state), days, len(one.triggers), above])
    return out.getvalue()


def register_markdown(register: Register, shown: Sequence[ReviewStatus], ahead: DueByMonth = ()) -> str:
    """For a wiki or a pull request."""
    heads, *rows = _with_heads(register, shown)
    lines = [
        markdown_row(heads),
        markdown_row(["---"] * len(heads)),
        *(markdown_row([markdown_text(cell) for cell in row]) for row in rows),
    ]
    if ahead:
        lines += ["", "| Month | Due | Documents |", "| --- | --- | --- |"]
        lines += [
            markdown_row([format_date(month), str(len(due)), ", ".join(one.reference for one in due)])
            for month, due in ahead
        ]
    return "\n".join([*lines, "", *map(markdown_text, _totals(register, shown)), ""])


def register_issues(register: Register, base: str) -> str:
    """For a tracker: a JSON object a line, for each document what its issue is to say.

    open says whether there is to be one: when the review is due soon, due this month, overdue or
    called for. key stands at the end of the body, too, so that the issue is found again.
    """
    withdrawn = (_closed(one.reference, one.current.title) for one in register.withdrawn_documents)
    found = [*(_issue(one, base) for one in register.statuses), *withdrawn]
    return "".join(f"{json_text(json.dumps(one, ensure_ascii=False))}\n" for one in found)


def _issue(status: ReviewStatus, base: str) -> dict[str, object]:
    reference, title = status.reference, status.document.current.title
    lines = [status.sentence]
    lines += [f"- {markdown_text(call.description)}" for call in status.triggers]
    if status.overdue_governing_document is not None:
        lines.append(
            f"The review of {status.overdue_governing_document.reference}, which governs it, is overdue."
        )
    page = f"{base}{addresses.document_path(reference)}" if base else ""
    paragraphs = [
        *lines,
        *([page] if page else []),
        f"When the review has taken place, record it in `policy/{reference}/reviews.yml`.",
        f"<!-- {_MARK}: {reference} -->",
    ]
    return {
        "key": f"{_MARK}: {reference}",
        "title": one_line(f"{reference} {title}: {status.label.lower()}"),
        "body": "\n\n".join(paragraphs),
        "labels": ["review"],
        "open": status.state not in (ReviewState.CURRENT, ReviewState.UNSCHEDULED),
    }


def _closed(reference: str, title: str) -> dict[str, object]:
    return {
        "key": f"{_MARK}: {reference}",
        "title": one_line(f"{reference} {title}: withdrawn"),
        "body": f"{reference} is withdrawn.\n\n<!-- {_MARK}: {reference} -->",
        "labels": ["review"],
        "open": False,
    }


def _with_heads(register: Register, shown: Iterable[ReviewStatus]) -> list[list[str]]:
    """The rows below their heads; without the contact points where no document names one."""
    heads = ["Contact point" if name == "contact" else name.capitalize() for name in REGISTER_COLUMNS]
    rows = [heads, *_rows(register, shown)]
    if register.has_contact_points:
        return rows
    return [[*row[:_CONTACT], *row[_CONTACT + 1 :]] for row in rows]


def _rows(register: Register, shown: Iterable[ReviewStatus]) -> list[list[str]]:
    return [
        [
            one.reference,
            one.document.current.title,
            register.library.role_name(one.owner) or "not stated",
            register.library.role_name(one.contact) or "not stated",
            str(one.last_review_date) if one.last_review_date else "not stated",
            str(one.due_date) if one.due_date else "not stated",
            _state(one),
            _days(one.days_until_due),
        ]
        for one in shown
    ]


def _state(status: ReviewStatus) -> str:
    also = [str(ReviewState.CALLED_FOR)] if status.triggers and status.is_overdue else []
    above = (
        [f"{status.overdue_governing_document.reference} above it overdue"]
        if status.overdue_governing_document
        else []
    )
    return "; ".join([str(status.state), *also, *above])


def _days(days: int | None) -> str:
    if days is None:
        return ""
    if days == 0:
        return "today"
    unit = "day" if abs(days) == 1 else "days"
    return f"in {days} {unit}" if days > 0 else f"{-days} {unit} ago"


def _totals(register: Register, shown: Sequence[ReviewStatus]) -> list[str]:
    """What there is in all, whatever is shown."""
    count = len(register.statuses)
    parts = [f"{number} {state}" for state, number in register.totals.items() if number]
    below = len(register.governed_by_overdue)
    if below:
        parts.append(f"{below} below a document that is overdue")
    told = f"{count} document{'' if count == 1 else 's'} as at {format_date(register.today)}"
    lines = [f"{told}: {', '.join(parts)}." if parts else f"{told}."]
    if len(shown) != count:
        lines.insert(0, f"Shown: {len(shown)} of {count}.")
    return lines


def _bars(register: Register, ahead: DueByMonth) -> list[str]:
    late = tuple(one for one in register.statuses if one.is_overdue)
    rows: list[tuple[str, tuple[ReviewStatus, ...]]] = [("overdue", late)]
    rows += [(str(month), due) for month, due in ahead]
    longest = max(len(due) for _, due in rows)
    return [f"{name:8}{_bar(len(due), longest)}{_some(due)}".rstrip() for name, due in rows]


def _bar(count: int, longest: int) -> str:
    """A bar in proportion; what there is at all shows at least one cell."""
    if not count:
        return ""
    cells = count if longest <= _LONGEST else max(1, round(count * _LONGEST / longest))
    return f"{_BAR * cells} {count}  "


def _some(due: Sequence[ReviewStatus], most: int = 6) -> str:
    named = ", ".join(one.reference for one in due[:most])
    return f"{named} and {len(due) - most} more" if len(due) > most else named
