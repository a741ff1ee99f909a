"""The types of the source files: what an owner may write, field by field.

They validate, document each field, and are the source of the JSON Schemas that editors use. They know
no file system, YAML or page.
"""

from .attachment import Attachment, NamedFile
from .base import Origin, SourceContext, SourceFile, SourceRecord
from .checklist import Checklist, ChecklistItem, ChecklistSection, ItemKind
from .clause import Clause
from .content import Figure
from .duty import Duty
from .edition import (
    Edition,
    EditionExtent,
    EditionWording,
    ReviewSchedule,
    language_of_file,
)
from .facts import Approval, LibraryField, Organisation
from .forces import FORCES, Force
from .kinds import BUILT_IN_KINDS, KindOfDocument
from .lock import (
    LOCK_FILE,
    AcceptedCitation,
    AcceptedDuty,
    Correction,
    PolicyLock,
)
from .provision import MissingContent, WithheldContent
from .replacement import OtherDocument, ReplacementKind
from .review_record import (
    REVIEWS_FILE,
    ChangeKind,
    Event,
    Events,
    Outcome,
    RecordedReview,
    ReviewRecord,
)
from .section import PartKind, Section
from .settings import (
    SETTINGS_FILE,
    Contact,
    LibrarySettings,
    MailServer,
    RecipientAddresses,
    ReminderSettings,
    ReviewLeadTimes,
    Webhook,
)
from .texts import all_texts, prose_texts
from .vocabularies import (
    ExternalReference,
    ExternalReferences,
    Role,
    RoleKind,
    Roles,
    Term,
    Terms,
    role_ids_by_name,
)

__all__ = [
    "BUILT_IN_KINDS",
    "FORCES",
    "LOCK_FILE",
    "REVIEWS_FILE",
    "SETTINGS_FILE",
    "AcceptedCitation",
    "AcceptedDuty",
    "Approval",
    "Attachment",
    "ChangeKind",
    "Checklist",
    "ChecklistItem",
    "ChecklistSection",
    "Clause",
    "Contact",
    "Correction",
    "Duty",
    "Edition",
    "EditionExtent",
    "EditionWording",
    "Event",
    "Events",
    "ExternalReference",
    "ExternalReferences",
    "Figure",
    "Force",
    "ItemKind",
    "KindOfDocument",
    "LibraryField",
    "LibrarySettings",
    "MailServer",
    "MissingContent",
    "NamedFile",
    "Organisation",
    "Origin",
    "OtherDocument",
    "Outcome",
    "PartKind",
    "PolicyLock",
    "RecipientAddresses",
    "RecordedReview",
    "ReminderSettings",
    "ReplacementKind",
    "ReviewLeadTimes",
    "ReviewRecord",
    "ReviewSchedule",
    "Role",
    "RoleKind",
    "Roles",
    "Section",
    "SourceContext",
    "SourceFile",
    "SourceRecord",
    "Term",
    "Terms",
    "Webhook",
    "WithheldContent",
    "all_texts",
    "language_of_file",
    "prose_texts",
    "role_ids_by_name",
]
