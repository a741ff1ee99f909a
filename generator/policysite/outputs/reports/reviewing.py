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
from ...domain.register import Register, Standing
from ...domain.reviews import (
    Limit,
    Month,
    State,
    in_words,
    reaches,
)
from ..escaping import (
    csv_cell,
    json_text,
    markdown_text,
    one_line,
)
from .tables import aligned, piped

COLUMNS = ("document", "title", "owner", "contact", "last", "due", "state", "days")
_CONTACT = COLUMNS.index("contact")
_BAR = "█"
_LONGEST = 40
"""How many cells the longest bar takes."""
_MARK = "policysite-review"

Ahead = Sequence[tuple[Month, tuple[Standing, ...]]]
Row = Sequence[str]


Format = Literal["table", "json", "csv", "markdown", "github"]
FORMATS: tuple[Format, ...] = get_args(Format)
"""The names by which a user chooses a format."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the register is shown, by owner, contact point and state; and how far ahead."""

    owner: str | None = None
    contact: str | None = None
    states: tuple[State, ...] = ()
    months: int = 0

    def shown(self, register: Register) -> tuple[Standing, ...]:
        return register.only(self.owner, self.states, self.contact)


def named_otherwise(register: Register, asked: Asked) -> str:
    """A note to somebody who asks by owner for a role that is a contact point only, or the reverse."""
    if asked.owner and not asked.contact and not register.only(asked.owner, ()):
        option, is_not, found = "--contact", "owns no document", register.only(None, (), asked.owner)
    elif asked.contact and not asked.owner and not register.only(None, (), asked.contact):
        option, is_not, found = "--owner", "is no contact point", register.only(asked.contact, ())
    else:
        return ""
    role = asked.owner or asked.contact
    is_ = "is the contact point for" if option == "--contact" else "owns"
    return f"{role} {is_not}; it {is_} {_some(found)}: ask with {option}" if found else ""


def render(form: Format, register: Register, asked: Asked, base: str) -> str:
    """The register in a format but for JSON. base is the address of the site, or empty."""
    shown, ahead = asked.shown(register), register.ahead(asked.months)
    match form:
        case "table":
            return table(register, shown, ahead)
        case "csv":
            return csv_(register, shown)
        case "markdown":
            return markdown(register, shown, ahead)
        case "github":
            return issues(register, base)
    raise ValueError(form)


def reached(register: Register, limits: Iterable[Limit]) -> list[str]:
    """Which of the limits documents have reached, in words; every document counts, shown or not."""
    found = {
        limit: [one for one in register.standings if reaches(limit, one.state, len(one.calls))]
        for limit in limits
    }
    return [f"{limit}: {_some(named)}" for limit, named in found.items() if named]


def table(register: Register, shown: Sequence[Standing], ahead: Ahead = ()) -> str:
    """For people: aligned columns, the worst first, then a bar a month, then the totals."""
    lines = aligned(_with_heads(register, shown))
    if ahead:
        lines += ["", *_bars(register, ahead)]
    return "\n".join([*lines, "", *_totals(register, shown), ""])


def csv_(register: Register, shown: Sequence[Standing]) -> str:
    """For spreadsheets, RFC 4180. days is a number, negative when overdue; calls counts the open ones."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*COLUMNS, "calls", "governing_overdue"])
    for one, row in zip(shown, _rows(register, shown), strict=True):
        days = "" if one.days is None else one.days
        above = one.overdue_above.reference if one.overdue_above else ""
        writer.writerow([*map(csv_cell, row[:6]), str(one.state), days, len(one.calls), above])
    return out.getvalue()


def markdown(register: Register, shown: Sequence[Standing], ahead: Ahead = ()) -> str:
    """For a wiki or a pull request."""
    heads, *rows = _with_heads(register, shown)
    lines = [
        piped(heads),
        piped(["---"] * len(heads)),
        *(piped([markdown_text(cell) for cell in row]) for row in rows),
    ]
    if ahead:
        lines += ["", "| Month | Due | Documents |", "| --- | --- | --- |"]
        lines += [
            piped([in_words(month), str(len(due)), ", ".join(one.reference for one in due)])
            for month, due in ahead
        ]
    return "\n".join([*lines, "", *map(markdown_text, _totals(register, shown)), ""])


def issues(register: Register, base: str) -> str:
    """For a tracker: a JSON object a line, for each document what its issue is to say.

    open says whether there is to be one: when the review is due soon, due this month, overdue or
    called for. key stands at the end of the body, too, so that the issue is found again.
    """
    withdrawn = (_closed(one.reference, one.current.title) for one in register.withdrawn)
    found = [*(_issue(one, base) for one in register.standings), *withdrawn]
    return "".join(f"{json_text(json.dumps(one, ensure_ascii=False))}\n" for one in found)


def _issue(standing: Standing, base: str) -> dict[str, object]:
    reference, title = standing.reference, standing.document.current.title
    lines = [standing.sentence]
    lines += [f"- {markdown_text(call.what)}" for call in standing.calls]
    if standing.overdue_above is not None:
        lines.append(f"The review of {standing.overdue_above.reference}, which governs it, is overdue.")
    page = f"{base}{addresses.document(reference)}" if base else ""
    paragraphs = [
        *lines,
        *([page] if page else []),
        f"When the review has taken place, record it in `policy/{reference}/reviews.yml`.",
        f"<!-- {_MARK}: {reference} -->",
    ]
    return {
        "key": f"{_MARK}: {reference}",
        "title": one_line(f"{reference} {title}: {standing.label.lower()}"),
        "body": "\n\n".join(paragraphs),
        "labels": ["review"],
        "open": standing.state not in (State.CURRENT, State.UNSCHEDULED),
    }


def _closed(reference: str, title: str) -> dict[str, object]:
    return {
        "key": f"{_MARK}: {reference}",
        "title": one_line(f"{reference} {title}: withdrawn"),
        "body": f"{reference} is withdrawn.\n\n<!-- {_MARK}: {reference} -->",
        "labels": ["review"],
        "open": False,
    }


def _with_heads(register: Register, shown: Iterable[Standing]) -> list[list[str]]:
    """The rows below their heads; without the contact points where no document names one."""
    heads = ["Contact point" if name == "contact" else name.capitalize() for name in COLUMNS]
    rows = [heads, *_rows(register, shown)]
    if register.names_contacts:
        return rows
    return [[*row[:_CONTACT], *row[_CONTACT + 1 :]] for row in rows]


def _rows(register: Register, shown: Iterable[Standing]) -> list[list[str]]:
    return [
        [
            one.reference,
            one.document.current.title,
            register.library.role_name(one.owner) or "not stated",
            register.library.role_name(one.contact) or "not stated",
            str(one.last) if one.last else "not stated",
            str(one.due) if one.due else "not stated",
            _state(one),
            _days(one.days),
        ]
        for one in shown
    ]


def _state(standing: Standing) -> str:
    also = [str(State.CALLED_FOR)] if standing.calls and standing.is_overdue else []
    above = [f"{standing.overdue_above.reference} above it overdue"] if standing.overdue_above else []
    return "; ".join([str(standing.state), *also, *above])


def _days(days: int | None) -> str:
    if days is None:
        return ""
    if days == 0:
        return "today"
    unit = "day" if abs(days) == 1 else "days"
    return f"in {days} {unit}" if days > 0 else f"{-days} {unit} ago"


def _totals(register: Register, shown: Sequence[Standing]) -> list[str]:
    """What there is in all, whatever is shown."""
    count = len(register.standings)
    parts = [f"{number} {state}" for state, number in register.totals.items() if number]
    below = len(register.below_overdue)
    if below:
        parts.append(f"{below} below a document that is overdue")
    told = f"{count} document{'' if count == 1 else 's'} as at {in_words(register.today)}"
    lines = [f"{told}: {', '.join(parts)}." if parts else f"{told}."]
    if len(shown) != count:
        lines.insert(0, f"Shown: {len(shown)} of {count}.")
    return lines


def _bars(register: Register, ahead: Ahead) -> list[str]:
    late = tuple(one for one in register.standings if one.is_overdue)
    rows: list[tuple[str, tuple[Standing, ...]]] = [("overdue", late)]
    rows += [(str(month), due) for month, due in ahead]
    longest = max(len(due) for _, due in rows)
    return [f"{name:8}{_bar(len(due), longest)}{_some(due)}".rstrip() for name, due in rows]


def _bar(count: int, longest: int) -> str:
    """A bar in proportion; what there is at all shows at least one cell."""
    if not count:
        return ""
    cells = count if longest <= _LONGEST else max(1, round(count * _LONGEST / longest))
    return f"{_BAR * cells} {count}  "


def _some(due: Sequence[Standing], most: int = 6) -> str:
    named = ", ".join(one.reference for one in due[:most])
    return f"{named} and {len(due) - most} more" if len(due) > most else named
