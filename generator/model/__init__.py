"""The types of the source files: what an owner may write, field by field.

This is the one definition: it validates, it documents each field, and the JSON Schemas that editors
use are made from it. Knows no file, no YAML and no page.
"""

from .edition import FORCES, Change, Clause, Duty, Edition, Force, Missing, Review, Section
from .record import File, Origin, Record
from .settings import Contact, ReviewWindows, Settings
from .shared import Role, Roles, Term, Terms, Work, Works

__all__ = [
    "FORCES",
    "Change",
    "Clause",
    "Contact",
    "Duty",
    "Edition",
    "File",
    "Force",
    "Missing",
    "Origin",
    "Record",
    "Review",
    "ReviewWindows",
    "Role",
    "Roles",
    "Section",
    "Settings",
    "Term",
    "Terms",
    "Work",
    "Works",
]
