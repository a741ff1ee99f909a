"""Checking a published site from outside: whether it can be read and was built in time.

A site that cannot be read is an error. The state of each review is worked out again for today, so that
an old build does not hide an overdue review.
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
from ...domain.library import in_a_row
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
from ..formats.base import NamedRole
from ..formats.reading import FormatError, json_path, read_format
from ..formats.review_state import DocumentReviewState, ReviewStateFile
from .fetching import FetchError, fetch
from .redaction import Secrets, public_address

MAX_REVIEW_FILE_BYTES = 20_000_000
FETCH_TIMEOUT = 60
"""Seconds to wait for the complete response."""
MAX_CAUSE_LENGTH = 200
"""Most characters of an error's message that are shown, since it may quote the site."""


class UnreadableSiteError(PolicySiteError):
    """The site's review.json is missing or malformed."""


@dataclass(frozen=True, slots=True)
class PublishedDocument:
    """A document as the site describes it, with its state today."""

    reference: str
    title: str
    owner: str
    contact: str
    """Empty if it names none."""
    last: str
    due: MonthOrDay | None
    state: ReviewState
    trigger_count: int


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """The reviews on a published site, with their states today."""

    location: str
    built_on: date
    next_build_due: date | None
    """The day by which it should be rebuilt; None if it does not say."""
    today: date
    documents: tuple[PublishedDocument, ...]
    """The worst first."""

    @property
    def totals(self) -> dict[ReviewState, int]:
        counted = Counter(document.state for document in self.documents)
        return {state: counted[state] for state in WORST_FIRST}

    @property
    def site_problems(self) -> list[str]:
        """Problems with the site itself, in words."""
        problems = []
        if not self.documents:
            problems.append("it holds no document")
        if self.built_on > self.today:
            problems.append(
                f"it says that it was built on {format_date(self.built_on)}, which is still to come"
            )
        if self.next_build_due is not None and self.today > self.next_build_due:
            days = (self.today - self.built_on).days
            problems.append(
                f"it has not been rebuilt for {days} days: built on {format_date(self.built_on)}, "
                f"and to be rebuilt by {format_date(self.next_build_due)}"
            )
        return problems


def read_published_site(
    location: str, now: datetime, environment: Mapping[str, str], timeout: float = FETCH_TIMEOUT
) -> PublishedSite:
    """Read the reviews of the site at an address or in a folder. Raises UnreadableSiteError.

    `environment` may name a file of certificate authorities to trust (CERTIFICATES_VARIABLE).
    """
    is_address = location.lower().startswith(("http://", "https://"))
    raw = _fetch_site(location, environment, timeout) if is_address else _read_folder(Path(location))
    if len(raw) > MAX_REVIEW_FILE_BYTES:
        raise UnreadableSiteError(f"{REVIEW_STATE} is larger than {MAX_REVIEW_FILE_BYTES} bytes")
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        raise UnreadableSiteError(f"{REVIEW_STATE} is not JSON") from None
    secrets = _secrets(location)
    try:
        return _published_site(public_address(location), read_format(ReviewStateFile, data), now, secrets)
    except FormatError as error:
        cause = f"at {json_path(error.path)}, {error}"
    except (ValueError, OverflowError):
        cause = "a date in it, or its due_soon_months, lies beyond the calendar"
    cause = _plain(cause, secrets)[:MAX_CAUSE_LENGTH]
    raise UnreadableSiteError(f"{REVIEW_STATE} is malformed: {cause}")


def _secrets(location: str) -> Secrets:
    """The secrets in an address."""
    try:
        password = urlsplit(location).password
    except ValueError:
        password = None
    return Secrets({"the password of the address": unquote(password)} if password else {})


def _fetch_site(location: str, environment: Mapping[str, str], timeout: float) -> bytes:
    address = location if location.endswith(".json") else f"{location.rstrip('/')}/{REVIEW_STATE}"
    try:
        return fetch(address, environment, MAX_REVIEW_FILE_BYTES, timeout)
    except FetchError as error:
        raise UnreadableSiteError(f"{REVIEW_STATE} cannot be read: {error}") from None


def _read_folder(folder: Path) -> bytes:
    path = folder / REVIEW_STATE if folder.is_dir() else folder
    try:
        if path.exists() and not path.is_file():
            raise UnreadableSiteError(f"{path.name} is no file")
        with path.open("rb") as opened:
            return opened.read(MAX_REVIEW_FILE_BYTES + 1)
    except OSError as error:
        raise UnreadableSiteError(f"{REVIEW_STATE} cannot be read: {error.strerror}") from None


def _published_site(
    location: str, state: ReviewStateFile, now: datetime, secrets: Secrets
) -> PublishedSite:
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
        location,
        today_in_zone(state.time_zone, state.built),
        state.next_build_expected,
        today,
        tuple(
            sorted(
                documents, key=lambda document: (WORST_FIRST.index(document.state), document.reference)
            )
        ),
    )


def _document(
    published: DocumentReviewState, today: date, window: int, secrets: Secrets
) -> PublishedDocument:
    due, triggered_from = published.due, published.called_from
    now = review_state(due, today, window=window, triggered_from=triggered_from)
    is_triggered = triggered_from is not None and triggered_from <= today
    urgency: Callable[[ReviewState], int] = WORST_FIRST.index
    return PublishedDocument(
        reference=published.reference,
        title=_plain(published.title, secrets),
        owner=_names(published.owners or (published.owner,), secrets) or "not stated",
        contact=_names(published.contacts or (published.contact,), secrets),
        last=str(published.last or "not stated"),
        due=due,
        state=min(published.state, now, key=urgency),
        trigger_count=max(len(published.calls), int(is_triggered)),
    )


def _names(roles: Iterable[NamedRole | None], secrets: Secrets) -> str:
    return in_a_row(_plain(role.name, secrets) for role in roles if role)


def _plain(text: str, secrets: Secrets) -> str:
    """A text from outside, without secrets and control characters."""
    redacted = secrets.redact(text)
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in redacted)


def published_site_report(site: PublishedSite) -> str:
    """A report for people: all documents, the worst first, and the totals."""
    lines = [f"{site.location}, built on {format_date(site.built_on)}", ""]
    width = max((len(document.reference) for document in site.documents), default=0)
    for document in site.documents:
        due = f"due {document.due}" if document.due else "no date"
        who = f"owner {document.owner}" + (
            f", contact point {document.contact}" if document.contact else ""
        )
        lines.append(
            f"{document.reference:{width}}  {document.state}, {due}, last {document.last}, {who}"
        )
    count = len(site.documents)
    totals = ", ".join(f"{number} {name}" for name, number in site.totals.items() if number)
    lines += [
        "",
        f"{count} document{'' if count == 1 else 's'} as at {format_date(site.today)}: {totals}.",
    ]
    return "\n".join(lines) + "\n"


def published_limits_reached(site: PublishedSite, limits: Iterable[ReviewLimit]) -> list[str]:
    """The limits that documents have reached, in words."""
    references = {
        limit: [
            document.reference
            for document in site.documents
            if reaches_limit(limit, document.state, document.trigger_count)
        ]
        for limit in limits
    }
    return [f"{limit}: {', '.join(reached)}" for limit, reached in references.items() if reached]
