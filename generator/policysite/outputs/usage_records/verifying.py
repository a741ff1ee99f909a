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
from ...domain.problems import nearest
from ...traceability import (
    Link,
    Sheet,
    Tracing,
    collapsed,
    of_edition,
)
from .reading import (
    Code,
    RejectedError,
    Saved,
    Ticked,
    read,
)


class Belonging(StrEnum):
    """How an edition that a record names stands in this library."""

    SEALED = "sealed"
    """It is held, it is sealed, and all say the same."""
    UNHELD = "sealed, no longer held"
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
class Rejected:
    """Why something is no record of this library's."""

    code: Code
    reason: str
    where: str
    """The place, as a path of JSON."""

    belongs = False


class Known(StrEnum):
    """Whether the library knows the words of the checklist that a record was made from."""

    TODAY = "as today"
    """They are those of the checklist as it is, with the editions that the record names."""
    EARLIER = "as before"
    """They are those of an earlier version, which git holds."""
    NOT = "not known"
    """No version that is held here has the digest that the record names."""


@dataclass(frozen=True)
class Verdict:
    """What is found of a record that is whole."""

    saved: Saved
    editions: Mapping[str, Belonging]
    words: Known
    unknown: tuple[str, ...]
    """The items whose words could not be compared with anything."""
    later: Mapping[str, str]
    """For each edition named that is not the current one, the edition that is."""
    withdrawn: tuple[str, ...]
    """The editions named whose document is withdrawn."""
    is_same_checklist: bool
    """Whether the checklist says today what it said then."""
    changed: tuple[str, ...]
    """The items that say, or cite, something else now."""
    new: tuple[str, ...]
    """The items that were added since."""
    gone: tuple[str, ...]
    """The items that are no longer there."""

    @property
    def is_sealed(self) -> bool:
        """Whether every edition that it names is sealed here, and said the same when it was sealed."""
        sealed = (Belonging.SEALED, Belonging.UNHELD, Belonging.CORRECTED)
        return all(one in sealed for one in self.editions.values())

    @property
    def belongs(self) -> bool:
        """Whether all that can be compared is this library's: the sealed editions and every word."""
        return self.is_sealed and self.words is not Known.NOT

    @property
    def has_changed_since(self) -> bool:
        """Whether the policy is no longer what it was then. No fault of the record's."""
        return bool(self.later or self.withdrawn or not self.is_same_checklist)


Earlier = Callable[[str], Iterable[Library]]
"""Given a checklist's name, the library as it was with each version of its words, the newest first.

Only its checklists, roles, terms and references are of that time.
"""


def verify(
    raw: bytes, library: Library, sheets: Mapping[str, Sheet], now: datetime, earlier: Earlier
) -> Verdict | Rejected:
    """Read a record and compare it with the library and its checklists. now knows its zone."""
    try:
        saved = read(raw, now)
        today = _sheet(saved, library, sheets)
        words, unknown = _compared(saved, library, earlier)
    except RejectedError as error:
        return Rejected(error.code, error.reason, error.where)
    then = {item.name: item.digest for item in saved.items}
    held = today.digests
    return Verdict(
        saved=saved,
        editions={name: _belonging(name, one, library) for name, one in saved.editions.items()},
        words=words,
        unknown=unknown,
        later=dict(_later(saved, library)),
        withdrawn=tuple(name for name in saved.editions if _is_withdrawn(name, library)),
        is_same_checklist=saved.digest == today.digest,
        changed=tuple(name for name, one in then.items() if held.get(name, one) != one),
        new=tuple(name for name in held if name not in then),
        gone=tuple(name for name in then if name not in held),
    )


def _sheet(saved: Saved, library: Library, sheets: Mapping[str, Sheet]) -> Sheet:
    settings = library.settings
    here = f"{settings.organisation}: {settings.title}"
    if saved.library != here:
        raise RejectedError("another-library", f"it is of another library than {here!r}", ("library",))
    if saved.checklist not in sheets:
        hint = nearest(saved.checklist, list(sheets), what="checklists")
        reason = f"this library has no checklist of that name; {hint}"
        raise RejectedError("unknown-checklist", reason, ("checklist",))
    path = unquote(urlsplit(saved.site).path).removesuffix("index.html")
    if saved.site and not path.endswith(f"/{addresses.checklist(saved.checklist)}"):
        raise RejectedError("inconsistent", "it is not the address of the checklist's page", ("site",))
    return sheets[saved.checklist]


def _compared(saved: Saved, library: Library, earlier: Earlier) -> tuple[Known, tuple[str, ...]]:
    """Compare every word with the version of the checklist that the record names.

    Gives which version that is, and the items that could not be compared. Raises RejectedError where the
    record says something else than the version of this digest, or than an item of its digest.
    """
    then = _with_editions_of(saved, library)
    sheet = Tracing(then).sheets.get(saved.checklist)
    if sheet is not None and sheet.digest == saved.digest:
        _fits(saved, sheet, then)
        return Known.TODAY, ()
    for version in earlier(saved.checklist):
        before = replace(
            then,
            roles=version.roles,
            terms=version.terms,
            works=version.works,
            checklists=version.checklists,
        )
        found = Tracing(before).sheets.get(saved.checklist)
        if found is not None and found.digest == saved.digest:
            _fits(saved, found, before)
            return Known.EARLIER, ()
    return Known.NOT, tuple(_not_compared(saved, sheet, then))


def _with_editions_of(saved: Saved, library: Library) -> Library:
    """The library as it was when the editions that a record names were the current ones."""
    documents = dict(library.documents)
    for name in saved.editions:
        edition = _held(name, library)
        if edition is not None:
            documents[edition.reference] = Document(edition.reference, (edition,))
    return replace(library, documents=documents)


def _fits(saved: Saved, sheet: Sheet, library: Library) -> None:
    """Hold that a record says what the checklist of its digest says, to the last word."""
    links = {link.item.name: link for link in sheet.to_tick}
    if collapsed(saved.title) != collapsed(sheet.checklist.title):
        reason = "it is not the title of the checklist of this digest"
        raise RejectedError("inconsistent", reason, ("title",))
    if {item.name: item.digest for item in saved.items} != dict(sheet.digests):
        reason = "they are not the items of the checklist of this digest"
        raise RejectedError("inconsistent", reason, ("items",))
    for place, item in enumerate(saved.items):
        _says(item, links[item.name], library, place)
    named = sorted({name.partition("/")[0] for name in saved.editions})
    used = sorted({edition.reference for edition in sheet.editions})
    if named != used or len(named) != len(saved.editions):
        reason = f"the items of this checklist come from one edition each of {', '.join(used)}"
        raise RejectedError("inconsistent", reason, ("editions",))


def _not_compared(saved: Saved, sheet: Sheet | None, library: Library) -> Iterator[str]:
    """The items whose digest is that of no item here, by their names; the others are compared."""
    links = {link.item.name: link for link in sheet.to_tick} if sheet else {}
    for place, item in enumerate(saved.items):
        if sheet is None or sheet.digests.get(item.name) != item.digest:
            yield item.name
        else:
            _says(item, links[item.name], library, place)


def _says(item: Ticked, link: Link, library: Library, place: int) -> None:
    """Hold that the words are the item's, as its source has them or as a page shows them."""
    text = link.item.do or ""
    if collapsed(item.do) not in (collapsed(text), collapsed(addresses.readable(library, text))):
        reason = "it says something else than the item of this digest"
        raise RejectedError("inconsistent", reason, ("items", place, "do"))


def _belonging(name: str, digest: str, library: Library) -> Belonging:
    edition, sealed = _held(name, library), library.lock.editions.get(name)
    if any(correction.before == digest for correction in library.lock.corrections.get(name, ())):
        return Belonging.CORRECTED
    if edition is None:
        if sealed is None:
            return Belonging.UNKNOWN
        return Belonging.UNHELD if sealed == digest else Belonging.CHANGED
    if of_edition(edition) != digest:
        return Belonging.CHANGED
    if sealed is None:
        return Belonging.UNSEALED
    return Belonging.SEALED if sealed == digest else Belonging.CHANGED


def _held(name: str, library: Library) -> Edition | None:
    reference, _, edition = name.partition("/")
    document = library.documents.get(reference)
    editions = document.editions if document else ()
    return next((one for one in editions if str(one.edition) == edition), None)


def _later(saved: Saved, library: Library) -> Iterator[tuple[str, str]]:
    for name in saved.editions:
        document = library.documents.get(name.partition("/")[0])
        if document is not None and _held(name, library) not in (None, document.current):
            yield name, f"{document.reference}/{document.current.edition}"


def _is_withdrawn(name: str, library: Library) -> bool:
    document = library.documents.get(name.partition("/")[0])
    return document is not None and document.is_withdrawn
