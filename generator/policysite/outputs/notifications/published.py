"""A published site as others see it: whether it is there, whole, and built in time.

A site that cannot be read is a failure and never silence. What it says of each review is worked out
again for today, so that an old build is not believed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from ...domain.addresses import REVIEW_STATE
from ...domain.reviews import (
    WORST_FIRST,
    Limit,
    MonthOrDay,
    State,
    in_words,
    parse_month_or_day,
    reaches,
    state,
    today_in,
)
from .fetching import NotFetchedError, fetched
from .redaction import Secrets, without_login

FORMAT = "policysite-review/1"
MAX_BYTES = 20_000_000
TIMEOUT = 60
"""Seconds to wait for the whole answer."""
MOST_OF_A_CAUSE = 200
"""The characters of an error's words that are passed on: they quote what the site says."""


class NotReadable(Exception):  # noqa: N818  # it says what is so
    """The site's account of its reviews is not there, or not what it should be."""


@dataclass(frozen=True, slots=True)
class Told:
    """A document as the site tells of it, and its state today."""

    reference: str
    title: str
    owner: str
    contact: str
    """Empty where it names none."""
    last: str
    due: MonthOrDay | None
    state: State
    calls: int


@dataclass(frozen=True, slots=True)
class Published:
    """What a published site says of its reviews, by today's date."""

    where: str
    built: date
    expected: date | None
    """The last day by which it was to be built again; None where it does not say."""
    today: date
    documents: tuple[Told, ...]
    """The worst first."""

    @property
    def totals(self) -> dict[State, int]:
        counted = Counter(one.state for one in self.documents)
        return {one: counted[one] for one in WORST_FIRST}

    @property
    def faults(self) -> list[str]:
        """What is wrong with the site itself, in words."""
        found = []
        if not self.documents:
            found.append("it holds no document")
        if self.built > self.today:
            found.append(f"it says that it was built on {in_words(self.built)}, which is still to come")
        if self.expected is not None and self.today > self.expected:
            days = (self.today - self.built).days
            found.append(
                f"it has not been rebuilt for {days} days: built on {in_words(self.built)}, "
                f"and to be rebuilt by {in_words(self.expected)}"
            )
        return found


def read(
    where: str, now: datetime, environment: Mapping[str, str], timeout: float = TIMEOUT
) -> Published:
    """What the site at an address or in a folder says of its reviews. Raises NotReadable.

    environment may name a file of authorities to trust, as `causes` says.
    """
    is_address = where.lower().startswith(("http://", "https://"))
    raw = _fetched(where, environment, timeout) if is_address else _opened(Path(where))
    if len(raw) > MAX_BYTES:
        raise NotReadable(f"{REVIEW_STATE} is larger than {MAX_BYTES} bytes")
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        raise NotReadable(f"{REVIEW_STATE} is not JSON") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise NotReadable(f"{REVIEW_STATE} does not say that it is {FORMAT}")
    secrets = _secrets(where)
    try:
        return _published(without_login(where), data, now, secrets)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        said = _plain(repr(error), secrets)[:MOST_OF_A_CAUSE]
        raise NotReadable(f"{REVIEW_STATE} is malformed: {said}") from None


def _secrets(where: str) -> Secrets:
    """What of an address nobody may see, whoever repeats it."""
    try:
        password = urlsplit(where).password
    except ValueError:
        password = None
    return Secrets({"the password of the address": unquote(password)} if password else {})


def _fetched(where: str, environment: Mapping[str, str], timeout: float) -> bytes:
    address = where if where.endswith(".json") else f"{where.rstrip('/')}/{REVIEW_STATE}"
    try:
        return fetched(address, environment, MAX_BYTES, timeout)
    except NotFetchedError as error:
        raise NotReadable(f"{REVIEW_STATE} cannot be read: {error}") from None


def _opened(folder: Path) -> bytes:
    path = folder / REVIEW_STATE if folder.is_dir() else folder
    try:
        if path.exists() and not path.is_file():
            raise NotReadable(f"{path.name} is no file")
        with path.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise NotReadable(f"{REVIEW_STATE} cannot be read: {error.strerror}") from None


def _published(where: str, data: Mapping[str, Any], now: datetime, secrets: Secrets) -> Published:
    today = today_in(data["time_zone"], now)
    window = data["due_soon_months"]
    if type(window) is not int:
        raise TypeError("due_soon_months")
    documents = [_told(one, today, window, secrets) for one in data["documents"]]
    if data["totals"]["documents"] != len(documents):
        raise ValueError("the totals do not count the documents")
    expected = data["next_build_expected"]
    return Published(
        where,
        today_in(data["time_zone"], datetime.fromisoformat(data["built"])),
        date.fromisoformat(expected) if expected is not None else None,
        today,
        tuple(sorted(documents, key=lambda one: (WORST_FIRST.index(one.state), one.reference))),
    )


def _told(one: Mapping[str, Any], today: date, window: int, secrets: Secrets) -> Told:
    due = parse_month_or_day(one["due"]) if one["due"] is not None else None
    said, calls = State(one["state"]), one["calls"]
    called_from = date.fromisoformat(one["called_from"]) if one["called_from"] is not None else None
    now = state(due, today, window=window, called_from=called_from)
    is_called = called_from is not None and called_from <= today
    contact = one.get("contact")  # sites that were built before there were contact points lack the key
    worse: Callable[[State], int] = WORST_FIRST.index
    return Told(
        _plain(one["reference"], secrets),
        _plain(one["title"], secrets),
        _plain(one["owner"]["name"], secrets) if one["owner"] else "not stated",
        _plain(contact["name"], secrets) if contact else "",
        _plain(one["last"] or "not stated", secrets),
        due,
        min(said, now, key=worse),
        max(len(calls), int(is_called)),
    )


def _plain(text: object, secrets: Secrets) -> str:
    """A text that tells no secret and cannot play with the terminal: it comes from outside."""
    shown = secrets.redacted(str(text))
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in shown)


def report(site: Published) -> str:
    """For people: what the site says, the worst first, and the totals of everything."""
    lines = [f"{site.where}, built on {in_words(site.built)}", ""]
    width = max((len(one.reference) for one in site.documents), default=0)
    for one in site.documents:
        due = f"due {one.due}" if one.due else "no date"
        who = f"owner {one.owner}" + (f", contact point {one.contact}" if one.contact else "")
        lines.append(f"{one.reference:{width}}  {one.state}, {due}, last {one.last}, {who}")
    count = len(site.documents)
    totals = ", ".join(f"{number} {name}" for name, number in site.totals.items() if number)
    lines += ["", f"{count} document{'' if count == 1 else 's'} as at {in_words(site.today)}: {totals}."]
    return "\n".join(lines) + "\n"


def reached(site: Published, limits: Iterable[Limit]) -> list[str]:
    """Which of the limits documents have reached, in words."""
    found = {
        limit: [one.reference for one in site.documents if reaches(limit, one.state, one.calls)]
        for limit in limits
    }
    return [f"{limit}: {', '.join(named)}" for limit, named in found.items() if named]
