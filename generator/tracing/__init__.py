"""From each item of a checklist to the duty or clause behind it, and back.

Digests tell whether what is cited is still what somebody looked at. Pure: knows no file and no page.
"""

from .checklists import every_checklist
from .digests import of_checklist, of_edition, of_item
from .trace import Link, Source, Status, Trace

__all__ = [
    "Link", "Source", "Status", "Trace", "every_checklist", "of_checklist", "of_edition", "of_item",
]  # fmt: skip
