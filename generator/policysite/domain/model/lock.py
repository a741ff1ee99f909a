"""policy/policy.lock: what was sealed and what was accepted, with the digests of that time.

Written by commands only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LOCK_FILE = "policy.lock"


@dataclass(frozen=True, slots=True)
class AcceptedCitation:
    """What an item cited when somebody last looked at it."""

    cites: str
    """What the item cites: a document's reference, a slash, and the name of a duty or clause."""
    clause: str
    """The number or id of the clause, at that time."""
    digest: str
    text: str
    """The words that were cited, to be shown beside those of now."""


@dataclass(frozen=True, slots=True)
class AcceptedDuty:
    """A duty and the clause that it restates, when somebody last compared them."""

    clause_digest: str
    """The digest of the clause's own text, without its duties."""
    clause_text: str
    """What the clause said, in words."""
    digest: str
    """The digest of the duty: its role, force, action and condition."""
    text: str
    """What the duty said, in words."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A change to something sealed, with its reason. Corrections are never removed."""

    date: str
    """The day, as in 2026-11-29."""
    before: str
    """What was recorded: the digest of an edition, or the words of a record of a review."""
    after: str
    """What is recorded now; empty where the record of a review was removed."""
    reason: str


@dataclass(frozen=True, slots=True)
class PolicyLock:
    """Everything that policy.lock records: what was sealed, accepted and corrected."""

    editions: Mapping[str, str] = field(default_factory=dict)
    """The digests of sealed editions by REFERENCE/EDITION."""
    citations: Mapping[str, Mapping[str, AcceptedCitation]] = field(default_factory=dict)
    """What each item cited, by checklist and item."""
    duties: Mapping[str, AcceptedDuty] = field(default_factory=dict)
    """The duties and their clauses, by REFERENCE/DUTY."""
    reviews: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The sealed review records of each document, in words and in order."""
    corrections: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)
    """The corrections of each REFERENCE/EDITION, and of each REFERENCE/reviews.yml, oldest first."""

    @property
    def has_entries(self) -> bool:
        """Whether the library has sealed or accepted anything yet."""
        return bool(self.editions or self.citations or self.duties or self.reviews)
