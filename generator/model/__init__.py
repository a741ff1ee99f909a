"""The types of the source files: what an owner may write, field by field.

This is the one definition: it validates, it documents each field, and the JSON Schemas that editors
use are made from it. Knows no file, no YAML and no page.
"""

from .edition import FORCES, Clause, Duty, Edition, Force, Missing, Review, Section
from .record import File, Origin, Record
from .reviewing import RECORD, Change, Event, Events, Reviewed, ReviewRecord
from .settings import Addresses, Contact, MailServer, Reminders, ReviewWindows, Settings, Webhook
from .shared import Role, Roles, Term, Terms, Work, Works

__all__ = [
    "FORCES",
    "RECORD",
    "Addresses",
    "Change",
    "Clause",
    "Contact",
    "Duty",
    "Edition",
    "Event",
    "Events",
    "File",
    "Force",
    "MailServer",
    "Missing",
    "Origin",
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
]
