"""What sections and clauses have in common: that something stands in place of what they would say.

The copy may lack it, it may be withheld from publication, or the number may be one that is not used.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal

from ..fields import Id, Line, Text, validation_error
from ..problems import Rule, ValuePath
from .base import SourceRecord

NOT_USED = Rule.error("not-used", "A number that is not used says something, or not why")

_YES = frozenset({"yes", "y", "true", "on", "1"})


class MissingContent(SourceRecord):
    """Something that the copy behind this edition does not hold."""

    what: Text
    """What is missing."""
    role: Id | None = None
    """Whose duties are missing, where they are."""


class WithheldContent(SourceRecord):
    """Something that the document has, and that is kept from publication."""

    exemption: Line
    """What allows that, as in section 31(1)(a) of the Freedom of Information Act 2000."""
    what: Text | None = None
    """What is withheld, where that may be said."""


class Provision(SourceRecord):
    """A section or clause."""

    title_is: Literal["published", "supplied"] = "published"
    """Supplied when the published copy shows no heading and this one was inferred."""
    missing: MissingContent | None = None
    """What the copy does not hold at this place."""
    withheld: WithheldContent | None = None
    """What is kept from publication at this place, and the exemption that allows it. Never missing."""
    not_used: Text | None = None
    """What became of a number that stands for nothing now, as in Deleted in May 2024. Never missing."""

    @property
    def is_absent(self) -> bool:
        """Whether all or part of it is missing, withheld or not used."""
        return not (self.missing is None and self.withheld is None and self.not_used is None)

    @property
    def absence_texts(self) -> Iterator[tuple[ValuePath, str]]:
        """What is said of what is absent, each text with its path from the provision."""
        if self.missing:
            yield ("missing", "what"), self.missing.what
        if self.withheld:
            yield ("withheld", "exemption"), self.withheld.exemption
            if self.withheld.what:
                yield ("withheld", "what"), self.withheld.what
        if self.not_used:
            yield ("not_used",), self.not_used


def reject_contents_of_unused(provision: Provision, name: str, keys: Collection[str]) -> None:
    """Refuse a provision that is not used and has any of these keys. `name` is what messages call it."""
    if provision.not_used is None:
        return
    if provision.not_used.strip().lower() in _YES:
        raise validation_error(
            NOT_USED,
            f"not_used: says of {name} what became of it; {provision.not_used.strip()!r} does not",
            "write what the document says there, as in not_used: Deleted in May 2024",
        )
    present = [key for key in keys if getattr(provision, key)]
    if present:
        raise validation_error(
            NOT_USED,
            f"{name} is not used, and yet has {' and '.join(f'{key}:' for key in present)}",
            "remove not_used:, or what the document no longer has",
        )
