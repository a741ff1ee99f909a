"""Which document took the place of which, whichever of the two says so. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .model import Edition, OtherDocument, RecordedReview, ReplacementKind


@dataclass(frozen=True, slots=True)
class Succession:
    """That one document took the place of another. Each has a reference, or else a title."""

    old: str
    new: str
    how: ReplacementKind
    old_title: str = ""
    new_title: str = ""

    @property
    def old_name(self) -> str:
        """The old document as people call it where the library does not hold it."""
        return self.old or self.old_title

    @property
    def new_name(self) -> str:
        """The new document as people call it where the library does not hold it."""
        return self.new or self.new_title


def successions(
    editions: Iterable[Edition], withdrawals: Iterable[tuple[str, RecordedReview]]
) -> tuple[Succession, ...]:
    """Everything that editions and withdrawals say of it, each pair of documents once.

    Of each document the newest edition comes first; a withdrawal comes with its document's reference.
    What the new document says counts before what the old one says.
    """
    found: dict[tuple[str, str], Succession] = {}
    for succession in (*_of_editions(editions), *_of_withdrawals(withdrawals)):
        found.setdefault((succession.old_name, succession.new_name), succession)
    return tuple(found.values())


def _of_editions(editions: Iterable[Edition]) -> Iterator[Succession]:
    for edition in editions:
        for other in edition.replaced_documents:
            old, title = _named(other)
            yield Succession(old, edition.reference, other.how, old_title=title)


def _of_withdrawals(withdrawals: Iterable[tuple[str, RecordedReview]]) -> Iterator[Succession]:
    for reference, withdrawal in withdrawals:
        for other in withdrawal.replaced_by or ():
            new, title = _named(other)
            yield Succession(reference, new, other.how, new_title=title)


def _named(other: OtherDocument) -> tuple[str, str]:
    return other.document or "", other.title or ""
