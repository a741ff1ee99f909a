"""Whether a record belongs to a library: to its checklists, word by word, and to sealed editions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from ...domain import addresses
from ...domain.library import Document, Library
from ...domain.model import Edition
from ...domain.problems import similar_names_hint
from ...traceability import (
    ResolvedChecklist,
    Traceability,
    TraceLink,
    collapse_whitespace,
    edition_digest,
)
from ..formats.usage_record import RecordedItem, UsageRecord
from .reading import RejectedRecordError, RejectionCode, read_record

LIMITATIONS = (
    "This compares the words of the record with the library. It does not prove who saved it, that "
    "anything was done, or that the times are right: nobody signed it; its ticks, times and reference "
    "are the word of whoever saved it; and whoever can read a record can write one."
)
"""What verification cannot say, and so says."""


class EditionMatch(StrEnum):
    """How an edition that a record names stands in this library."""

    SEALED = "sealed"
    """It is held, it is sealed, and all say the same."""
    REMOVED = "sealed, no longer held"
    """It was sealed with this digest, and its text has been removed since."""
    CORRECTED = "sealed, corrected since"
    """It was sealed with this digest, and its copy was corrected with a reason since."""
    UNSEALED = "not sealed"
    """It is held and says the same; nobody has sealed it."""
    CHANGED = "changed"
    """It says, or was sealed as, something else than the record has it."""
    UNKNOWN = "unknown"
    """This library has no such edition."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why something is no record of this library's."""

    code: RejectionCode
    reason: str
    where: str
    """The place, as a path of JSON."""

    belongs = False


class WordingMatch(StrEnum):
    """Whether the library knows the words of the checklist that a record was made from."""

    CURRENT = "as today"
    """They are those of the checklist as it is, with the editions that the record names."""
    EARLIER = "as before"
    """They are those of an earlier version, which git holds."""
    UNKNOWN = "not known"
    """No version that is held here has the digest that the record names."""


@dataclass(frozen=True)
class RecordVerification:
    """What is found of a record that is whole."""

    record: UsageRecord
    editions: Mapping[str, EditionMatch]
    wording: WordingMatch
    unknown_items: tuple[str, ...]
    """The items whose words could not be compared with anything."""
    newer_editions: Mapping[str, str]
    """For each edition named that is not the current one, the edition that is."""
    withdrawn_documents: tuple[str, ...]
    """The editions named whose document is withdrawn."""
    is_same_checklist: bool
    """Whether the checklist says today what it said then."""
    changed_items: tuple[str, ...]
    """The items that say, or cite, something else now."""
    new_items: tuple[str, ...]
    """The items that were added since."""
    removed_items: tuple[str, ...]
    """The items that are no longer there."""

    @property
    def is_sealed(self) -> bool:
        """Whether every edition that it names is sealed here, and said the same when it was sealed."""
        sealed = (EditionMatch.SEALED, EditionMatch.REMOVED, EditionMatch.CORRECTED)
        return all(edition in sealed for edition in self.editions.values())

    @property
    def belongs(self) -> bool:
        """Whether all that can be compared is this library's: the sealed editions and every word."""
        return self.is_sealed and self.wording is not WordingMatch.UNKNOWN

    @property
    def has_changed_since(self) -> bool:
        """Whether the policy is no longer what it was then. No fault of the record's."""
        return bool(self.newer_editions or self.withdrawn_documents or not self.is_same_checklist)


EarlierLibraries = Callable[[str], Iterable[Library]]
"""Given a checklist's name, the library as it was with each version of its words, the newest first.

Only its checklists, roles, terms and references are of that time.
"""


def verify_record(
    raw: bytes,
    library: Library,
    resolved_checklists: Mapping[str, ResolvedChecklist],
    now: datetime,
    earlier: EarlierLibraries,
) -> RecordVerification | Rejection:
    """Read a record and compare it with the library and its checklists. now knows its zone."""
    try:
        saved = read_record(raw, now)
        today = _sheet(saved, library, resolved_checklists)
        words, unknown = _compared(saved, library, earlier)
    except RejectedRecordError as error:
        return Rejection(error.code, error.reason, error.where)
    then = {item.name: item.digest for item in saved.items}
    held = today.digests
    return RecordVerification(
        record=saved,
        editions={name: _belonging(name, one, library) for name, one in saved.editions.items()},
        wording=words,
        unknown_items=unknown,
        newer_editions=dict(_later(saved, library)),
        withdrawn_documents=tuple(name for name in saved.editions if _is_withdrawn(name, library)),
        is_same_checklist=saved.digest == today.digest,
        changed_items=tuple(name for name, one in then.items() if held.get(name, one) != one),
        new_items=tuple(name for name in held if name not in then),
        removed_items=tuple(name for name in then if name not in held),
    )


def _sheet(
    saved: UsageRecord, library: Library, resolved_checklists: Mapping[str, ResolvedChecklist]
) -> ResolvedChecklist:
    settings = library.settings
    here = f"{settings.organisation}: {settings.title}"
    if saved.library != here:
        raise RejectedRecordError(
            "another-library", f"it is of another library than {here!r}", ("library",)
        )
    if saved.checklist not in resolved_checklists:
        hint = similar_names_hint(saved.checklist, list(resolved_checklists), what="checklists")
        reason = f"this library has no checklist of that name; {hint}"
        raise RejectedRecordError("unknown-checklist", reason, ("checklist",))
    path = unquote(urlsplit(saved.site).path).removesuffix("index.html")
    if saved.site and not path.endswith(f"/{addresses.checklist_path(saved.checklist)}"):
        raise RejectedRecordError(
            "inconsistent", "it is not the address of the checklist's page", ("site",)
        )
    return resolved_checklists[saved.checklist]


def _compared(
    saved: UsageRecord, library: Library, earlier: EarlierLibraries
) -> tuple[WordingMatch, tuple[str, ...]]:
    """Compare every word with the version of the checklist that the record names.

    Gives which version that is, and the items that could not be compared. Raises RejectedRecordError
    where the record says something else than the version of this digest, or than an item of its digest.
    """
    then = _with_editions_of(saved, library)
    resolved = Traceability(then).resolved_checklists.get(saved.checklist)
    if resolved is not None and resolved.digest == saved.digest:
        _fits(saved, resolved, then)
        return WordingMatch.CURRENT, ()
    for version in earlier(saved.checklist):
        before = replace(
            then,
            roles=version.roles,
            terms=version.terms,
            external_references=version.external_references,
            checklists=version.checklists,
        )
        found = Traceability(before).resolved_checklists.get(saved.checklist)
        if found is not None and found.digest == saved.digest:
            _fits(saved, found, before)
            return WordingMatch.EARLIER, ()
    return WordingMatch.UNKNOWN, tuple(_not_compared(saved, resolved, then))


def _with_editions_of(saved: UsageRecord, library: Library) -> Library:
    """The library as it was when the editions that a record names were the current ones."""
    documents = dict(library.documents)
    for name in saved.editions:
        edition = _held(name, library)
        if edition is not None:
            documents[edition.reference] = Document(edition.reference, (edition,))
    return replace(library, documents=documents)


def _fits(saved: UsageRecord, resolved: ResolvedChecklist, library: Library) -> None:
    """Hold that a record says what the checklist of its digest says, to the last word."""
    links = {link.item.name: link for link in resolved.actionable_items}
    if collapse_whitespace(saved.title) != collapse_whitespace(resolved.definition.title):
        reason = "it is not the title of the checklist of this digest"
        raise RejectedRecordError("inconsistent", reason, ("title",))
    if {item.name: item.digest for item in saved.items} != dict(resolved.digests):
        reason = "they are not the items of the checklist of this digest"
        raise RejectedRecordError("inconsistent", reason, ("items",))
    for place, item in enumerate(saved.items):
        _says(item, links[item.name], library, place)
    named = sorted({name.partition("/")[0] for name in saved.editions})
    used = sorted({edition.reference for edition in resolved.editions})
    if named != used or len(named) != len(saved.editions):
        reason = f"the items of this checklist come from one edition each of {', '.join(used)}"
        raise RejectedRecordError("inconsistent", reason, ("editions",))


def _not_compared(
    saved: UsageRecord, resolved: ResolvedChecklist | None, library: Library
) -> Iterator[str]:
    """The items whose digest is that of no item here, by their names; the others are compared."""
    links = {link.item.name: link for link in resolved.actionable_items} if resolved else {}
    for place, item in enumerate(saved.items):
        if resolved is None or resolved.digests.get(item.name) != item.digest:
            yield item.name
        else:
            _says(item, links[item.name], library, place)


def _says(item: RecordedItem, link: TraceLink, library: Library, place: int) -> None:
    """Hold that the words are the item's, as its source has them or as a page shows them."""
    text = link.item.do or ""
    if collapse_whitespace(item.do) not in (
        collapse_whitespace(text),
        collapse_whitespace(addresses.plain_line(library, text)),
    ):
        reason = "it says something else than the item of this digest"
        raise RejectedRecordError("inconsistent", reason, ("items", place, "do"))


def _belonging(name: str, digest: str, library: Library) -> EditionMatch:
    edition, sealed = _held(name, library), library.lock.editions.get(name)
    if any(correction.before == digest for correction in library.lock.corrections.get(name, ())):
        return EditionMatch.CORRECTED
    if edition is None:
        if sealed is None:
            return EditionMatch.UNKNOWN
        return EditionMatch.REMOVED if sealed == digest else EditionMatch.CHANGED
    if edition_digest(edition) != digest:
        return EditionMatch.CHANGED
    if sealed is None:
        return EditionMatch.UNSEALED
    return EditionMatch.SEALED if sealed == digest else EditionMatch.CHANGED


def _held(name: str, library: Library) -> Edition | None:
    reference, _, edition = name.partition("/")
    document = library.documents.get(reference)
    editions = document.editions if document else ()
    return next((candidate for candidate in editions if str(candidate.edition) == edition), None)


def _later(saved: UsageRecord, library: Library) -> Iterator[tuple[str, str]]:
    for name in saved.editions:
        document = library.documents.get(name.partition("/")[0])
        if document is not None and _held(name, library) not in (None, document.current):
            yield name, f"{document.reference}/{document.current.edition}"


def _is_withdrawn(name: str, library: Library) -> bool:
    document = library.documents.get(name.partition("/")[0])
    return document is not None and document.is_withdrawn
