"""Whether a record belongs to a library: to its checklists, and to editions of it that are sealed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .. import addresses
from ..library import Library
from ..model import Edition
from ..problems import nearest
from ..tracing import Link, Sheet, collapsed, of_edition
from .reading import Code, RejectedError, Saved, Ticked, read


class Belonging(StrEnum):
    """How an edition that a record names stands in this library."""

    SEALED = "sealed"
    """It is held, it is sealed, and all say the same."""
    UNHELD = "sealed, no longer held"
    """It was sealed with this digest, and its text has been removed since."""
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


@dataclass(frozen=True)
class Verdict:
    """What is found of a record that is whole."""

    saved: Saved
    editions: Mapping[str, Belonging]
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
    unnamed: tuple[str, ...]
    """Documents of the unchanged checklist of which the record names no edition."""

    @property
    def belongs(self) -> bool:
        """Whether everything that it names belongs to a sealed edition of this library."""
        return all(one in (Belonging.SEALED, Belonging.UNHELD) for one in self.editions.values())

    @property
    def has_changed_since(self) -> bool:
        """Whether the policy is no longer what it was then. No fault of the record's."""
        return bool(self.later or self.withdrawn or not self.is_same_checklist)


def verify(raw: bytes, library: Library, sheets: Mapping[str, Sheet]) -> Verdict | Rejected:
    """Read a record and compare it with the library and its checklists."""
    try:
        saved = read(raw)
        sheet = _sheet(saved, library, sheets)
        _fits(saved, sheet, library)
    except RejectedError as error:
        return Rejected(error.code, error.reason, error.where)
    then = {item.name: item.digest for item in saved.items}
    now = sheet.digests
    is_same = saved.digest == sheet.digest
    named = {name.partition("/")[0] for name in saved.editions}
    held = {one.reference: None for one in sheet.editions}
    return Verdict(
        saved=saved,
        editions={name: _belonging(name, one, library) for name, one in saved.editions.items()},
        later=dict(_later(saved, library)),
        withdrawn=tuple(name for name in saved.editions if _is_withdrawn(name, library)),
        is_same_checklist=is_same,
        changed=tuple(name for name, one in then.items() if now.get(name, one) != one),
        new=tuple(name for name in now if name not in then),
        gone=tuple(name for name in then if name not in now),
        unnamed=tuple(one for one in held if one not in named) if is_same else (),
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
    return sheets[saved.checklist]


def _fits(saved: Saved, sheet: Sheet, library: Library) -> None:
    """Look for what cannot be true of a record whose digests are those of today."""
    links = {link.item.name: link for link in sheet.to_tick}
    for place, item in enumerate(saved.items):
        if sheet.digests.get(item.name) == item.digest and not _says(item, links[item.name], library):
            reason = "it says something else than the item of this digest"
            raise RejectedError("inconsistent", reason, ("items", place, "do"))
    if saved.digest != sheet.digest:
        return
    if collapsed(saved.title) != collapsed(sheet.checklist.title):
        reason = "it is not the title of the checklist of this digest"
        raise RejectedError("inconsistent", reason, ("title",))
    if {item.name: item.digest for item in saved.items} != dict(sheet.digests):
        reason = "they are not the items of the checklist of this digest"
        raise RejectedError("inconsistent", reason, ("items",))


def _says(item: Ticked, link: Link, library: Library) -> bool:
    """Whether the words are the item's, as its source has them or as a page shows them."""
    text = link.item.do or ""
    return collapsed(item.do) in (collapsed(text), collapsed(addresses.readable(library, text)))


def _belonging(name: str, digest: str, library: Library) -> Belonging:
    edition, sealed = _held(name, library), library.lock.editions.get(name)
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
