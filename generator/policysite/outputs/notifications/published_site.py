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
from urllib.parse import unquote, urlsplit

from ...domain.addresses import REVIEW_STATE
from ...domain.reviews import (
    WORST_FIRST,
    MonthOrDay,
    ReviewLimit,
    ReviewState,
    format_date,
    reaches_limit,
    review_state,
    today_in_zone,
)
from ...errors import PolicySiteError
from ..formats.reading import FormatError, json_path, read_format
from ..formats.review_state import DocumentReviewState, ReviewStateFile
from .fetching import FetchError, fetch
from .redaction import Secrets, public_address

MAX_REVIEW_FILE_BYTES = 20_000_000
FETCH_TIMEOUT = 60
"""Seconds to wait for the whole answer."""
MAX_CAUSE_LENGTH = 200
"""The characters of an error's words that are passed on: they quote what the site says."""


class UnreadableSiteError(PolicySiteError):
    """The site's account of its reviews is not there, or not what it should be."""


@dataclass(frozen=True, slots=True)
class PublishedDocument:
    """A document as the site tells of it, and its state today."""

    reference: str
    title: str
    owner: str
    contact: str
    """Empty where it names none."""
    last: str
    due: MonthOrDay | None
    state: ReviewState
    trigger_count: int


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """What a published site says of its reviews, by today's date."""

    location: str
    built_on: date
    next_build_due: date | None
    """The last day by which it was to be built again; None where it does not say."""
    today: date
    documents: tuple[PublishedDocument, ...]
    """The worst first."""

    @property
    def totals(self) -> dict[ReviewState, int]:
        counted = Counter(one.state for one in self.documents)
        return {one: counted[one] for one in WORST_FIRST}

    @property
    def site_problems(self) -> list[str]:
        """What is wrong with the site itself, in words."""
        found = []
        if not self.documents:
            found.append("it holds no document")
        if self.built_on > self.today:
            found.append(
                f"it says that it was built on {format_date(self.built_on)}, which is still to come"
            )
        if self.next_build_due is not None and self.today > self.next_build_due:
            days = (self.today - self.built_on).days
            found.append(
                f"it has not been rebuilt for {days} days: built on {format_date(self.built_on)}, "
                f"and to be rebuilt by {format_date(self.next_build_due)}"
            )
        return found


def read_published_site(
    where: str, now: datetime, environment: Mapping[str, str], timeout: float = FETCH_TIMEOUT
) -> PublishedSite:
    """What the site at an address or in a folder says of its reviews. Raises UnreadableSiteError.

    environment may name a file of authorities to trust, as `causes` says.
    """
    is_address = where.lower().startswith(("http://", "https://"))
    raw = _fetched(where, environment, timeout) if is_address else _opened(Path(where))
    if len(raw) > MAX_REVIEW_FILE_BYTES:
        raise UnreadableSiteError(f"{REVIEW_STATE} is larger than {MAX_REVIEW_FILE_BYTES} bytes")
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        raise UnreadableSiteError(f"{REVIEW_STATE} is not JSON") from None
    secrets = _secrets(where)
    try:
        return _published(public_address(where), read_format(ReviewStateFile, data), now, secrets)
    except FormatError as error:
        cause = f"at {json_path(error.path)}, {error.message}"
    except (ValueError, OverflowError):
        cause = "a date in it, or its due_soon_months, lies beyond the calendar"
    cause = _plain(cause, secrets)[:MAX_CAUSE_LENGTH]
    raise UnreadableSiteError(f"{REVIEW_STATE} is malformed: {cause}")


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
        return fetch(address, environment, MAX_REVIEW_FILE_BYTES, timeout)
    except FetchError as error:
        raise UnreadableSiteError(f"{REVIEW_STATE} cannot be read: {error}") from None


def _opened(folder: Path) -> bytes:
    path = folder / REVIEW_STATE if folder.is_dir() else folder
    try:
        if path.exists() and not path.is_file():
            raise UnreadableSiteError(f"{path.name} is no file")
        with path.open("rb") as opened:
            return opened.read(MAX_REVIEW_FILE_BYTES + 1)
    except OSError as error:
        raise UnreadableSiteError(f"{REVIEW_STATE} cannot be read: {error.strerror}") from None


def _published(where: str, state: ReviewStateFile, now: datetime, secrets: Secrets) -> PublishedSite:
    try:
        today = today_in_zone(state.time_zone, now)
    except (KeyError, ValueError, OSError):
        raise FormatError(f"{state.time_zone!r} is no time zone known here", ("time_zone",)) from None
    if state.totals.documents != len(state.documents):
        raise FormatError("it is not the number of the documents", ("totals", "documents"))
    documents = [
        _document(document, today, state.due_soon_months, secrets) for document in state.documents
    ]
    return PublishedSite(
        where,
        today_in_zone(state.time_zone, state.built),
        state.next_build_expected,
        today,
        tuple(sorted(documents, key=lambda one: (WORST_FIRST.index(one.state), one.reference))),
    )


def _document(
    published: DocumentReviewState, today: date, window: int, secrets: Secrets
) -> PublishedDocument:
    due, called_from = published.due, published.called_from
    now = review_state(due, today, window=window, triggered_from=called_from)
    is_called = called_from is not None and called_from <= today
    worse: Callable[[ReviewState], int] = WORST_FIRST.index
    return PublishedDocument(
        reference=published.reference,
        title=_plain(published.title, secrets),
        owner=_plain(published.owner.name, secrets) if published.owner else "not stated",
        contact=_plain(published.contact.name, secrets) if published.contact else "",
        last=str(published.last or "not stated"),
        due=due,
        state=min(published.state, now, key=worse),
        trigger_count=max(len(published.calls), int(is_called)),
    )


def _plain(text: str, secrets: Secrets) -> str:
    """A text that tells no secret and cannot play with the terminal: it comes from outside."""
    shown = secrets.redact(text)
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in shown)


def published_site_report(site: PublishedSite) -> str:
    """For people: what the site says, the worst first, and the totals of everything."""
    lines = [f"{site.location}, built on {format_date(site.built_on)}", ""]
    width = max((len(one.reference) for one in site.documents), default=0)
    for one in site.documents:
        due = f"due {one.due}" if one.due else "no date"
        who = f"owner {one.owner}" + (f", contact point {one.contact}" if one.contact else "")
        lines.append(f"{one.reference:{width}}  {one.state}, {due}, last {one.last}, {who}")
    count = len(site.documents)
    totals = ", ".join(f"{number} {name}" for name, number in site.totals.items() if number)
    lines += [
        "",
        f"{count} document{'' if count == 1 else 's'} as at {format_date(site.today)}: {totals}.",
    ]
    return "\n".join(lines) + "\n"


def published_limits_reached(site: PublishedSite, limits: Iterable[ReviewLimit]) -> list[str]:
    """Which of the limits documents have reached, in words."""
    found = {
        limit: [
            one.reference for one in site.documents if reaches_limit(limit, one.state, one.trigger_count)
        ]
        for limit in limits
    }
    return [f"{limit}: {', '.join(named)}" for limit, named in found.items() if named]
