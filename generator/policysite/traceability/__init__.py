"""Links from each item of a checklist to the duty or clause that it cites, and back.

Digests show whether the cited text has changed since somebody accepted it. Pure: no files, no pages.
"""

from .descriptions import describe_roles
from .digests import (
    collapse_whitespace,
    differing_files,
    differing_provisions,
    edition_digest,
    provision_digest,
)
from .lock_updates import (
    CorrectionReason,
    SealingResult,
    with_accepted_duties,
    with_accepted_items,
    with_published_duties,
    with_sealed_editions,
    with_sealed_reviews,
)
from .resolved_checklists import ResolvedChecklist
from .restatements import AcceptanceStatus, Restatement, RestatementStatus, restatements
from .trace import CitedProvision, Trace, TraceLink
from .traceability import Traceability

__all__ = [
    "AcceptanceStatus",
    "CitedProvision",
    "CorrectionReason",
    "ResolvedChecklist",
    "Restatement",
    "RestatementStatus",
    "SealingResult",
    "Trace",
    "TraceLink",
    "Traceability",
    "collapse_whitespace",
    "describe_roles",
    "differing_files",
    "differing_provisions",
    "edition_digest",
    "provision_digest",
    "restatements",
    "with_accepted_duties",
    "with_accepted_items",
    "with_published_duties",
    "with_sealed_editions",
    "with_sealed_reviews",
]
