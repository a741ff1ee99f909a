"""policy/policy.lock: what was sealed and what was looked at, by the digests of that time.

Written by commands only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LOCK = "policy.lock"


@dataclass(frozen=True, slots=True)
class Accepted:
    """What an item cited when somebody last looked at it."""

    cites: str
    """As the item has it: a document's reference, a slash, and the name of a duty or clause."""
    clause: str
    """The number or id of the clause, at that time."""
    digest: str
    text: str
    """What was cited, in words, to be shown beside what is cited now."""


@dataclass(frozen=True, slots=True)
class Lock:
    """Digests of sealed editions by REFERENCE/EDITION; what was accepted, by checklist and item."""

    editions: Mapping[str, str] = field(default_factory=dict)
    citations: Mapping[str, Mapping[str, Accepted]] = field(default_factory=dict)
