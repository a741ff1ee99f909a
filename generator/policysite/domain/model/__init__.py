"""The types of the source files: what an owner may write, field by field.

This is the one definition: it validates, it documents each field, and the JSON Schemas that editors
use are made from it. Knows no file, no YAML and no page.
"""

from .checklist import Checklist, Item, Part
from .edition import (
    Clause,
    Duty,
    Edition,
    Missing,
    Review,
    Section,
)
from .forces import FORCES, Force
from .lock import (
    LOCK,
    Accepted,
    AcceptedDuty,
    Correction,
    Lock,
)
from .record import File, Origin, Record
from .reviewing import (
    RECORD,
    Change,
    Event,
    Events,
    Reviewed,
    ReviewRecord,
)
from .settings import (
    Addresses,
    Contact,
    MailServer,
    Reminders,
    ReviewWindows,
    Settings,
    Webhook,
)
from .shared import (
    Role,
    Roles,
    Term,
    Terms,
    Work,
    Works,
    role_ids,
)
from .texts import all_texts, prose_texts

__all__ = [
    "FORCES",
    "LOCK",
    "RECORD",
    "Accepted",
    "AcceptedDuty",
    "Addresses",
    "Change",
    "Checklist",
    "Clause",
    "Contact",
    "Correction",
    "Duty",
    "Edition",
    "Event",
    "Events",
    "File",
    "Force",
    "Item",
    "Lock",
    "MailServer",
    "Missing",
    "Origin",
    "Part",
    "Record",
    "Reminders",
    "Review",
    "ReviewRecord",
    "ReviewWindows",
    "Reviewed",
    "Role",
    "Roles",
    "Section",
    "Settings",
    "Term",
    "Terms",
    "Webhook",
    "Work",
    "Works",
    "all_texts",
    "prose_texts",
    "role_ids",
]
