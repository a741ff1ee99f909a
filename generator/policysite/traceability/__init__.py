"""From each item of a checklist to the duty or clause behind it, and back.

Digests tell whether what is cited is still what somebody looked at. Pure: knows no file and no page.
"""

from .checklists import Sheet
from .data import as_data
from .digests import (
    collapsed,
    differing,
    of_edition,
    of_part,
)
from .recording import (
    Reason,
    Sealed,
    with_duties,
    with_items,
    with_new_duties,
    with_reviews,
    with_seals,
)
from .restatements import Restatement, Status, restatements
from .trace import Link, Source, Trace
from .whole import Tracing

__all__ = [
    "Link",
    "Reason",
    "Restatement",
    "Sealed",
    "Sheet",
    "Source",
    "Status",
    "Trace",
    "Tracing",
    "as_data",
    "collapsed",
    "differing",
    "of_edition",
    "of_part",
    "restatements",
    "with_duties",
    "with_items",
    "with_new_duties",
    "with_reviews",
    "with_seals",
]
