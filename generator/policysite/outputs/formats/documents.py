"""api/v1/documents.json and a file a document: its editions, and the text of the current one."""

from __future__ import annotations

from typing import Literal

from pydantic import StrictBool

from ...domain.model import EditionExtent, EditionWording, Outcome, PartKind, ReplacementKind
from ...domain.reviews import ReviewState
from .base import CitedTarget, CitingText, DatedApiFile, JsonObject, Location, NamedRole, OutsideLink
from .blocks import BlockData
from .duties import DutyData
from .names import Format
from .stored_files import AttachmentData
from .values import (
    CalendarDay,
    Digest,
    DocumentReference,
    GivenDate,
    IdName,
    QualifiedId,
    SchemaPath,
    SitePath,
    SiteUrl,
    WebAddress,
    Words,
)


class WithdrawalData(JsonObject):
    """That a document no longer applies."""

    date: GivenDate
    """When that was decided, a month or a day."""
    reason: Words
    """Why it was decided so."""


class OtherDocumentData(JsonObject):
    """A document that this one replaces, or that replaces it."""

    reference: DocumentReference | None
    """Its reference, which the library may no longer hold; null where it never did."""
    title: Words | None
    """Its title; null where the library does not hold it and nobody has said it."""
    how: ReplacementKind
    """How the one took the place of the other."""


class PastReview(JsonObject):
    """A recorded review."""

    date: GivenDate
    """When it was decided, a month or a day."""
    outcome: Outcome
    """What came of it."""
    edition: GivenDate
    """The edition that it concerned."""


class ReplacedDocumentData(OtherDocumentData):
    """A document that this one replaces."""

    reviews: tuple[PastReview, ...]
    """Its recorded reviews, the oldest first; empty where the library does not hold it."""


class ReviewSummary(JsonObject):
    """How a document stands with its review."""

    state: ReviewState
    """The state."""
    label: Words
    """What readers call the state."""
    last: GivenDate | None
    """When it was last reviewed; null where nobody knows."""
    due: GivenDate | None
    """By when its next review is due; null where it does not say. A month is due by its last day."""
    sentence: Words
    """What was measured, in a sentence that stays true however late it is read."""
    data: Location
    """The file that says all that is known of reviews."""


class DocumentFacts(JsonObject):
    """What is said of a document wherever it is named."""

    reference: DocumentReference
    """The document's reference, as the ids and addresses here have it."""
    published_reference: Words
    """The document's reference as it is published, which may have slashes, spaces and dots."""
    title: Words
    """The title of its current edition."""
    kind: IdName
    """The id of its kind: policy, procedure, or another that the library knows."""
    kind_name: Words
    """What readers call one of that kind, as it stands within a sentence."""
    edition: GivenDate
    """When its current edition was made, a month or a day."""
    governed_by: DocumentReference | None
    """The reference of the document that it is made under; null where there is none.

    Of several, the first."""
    governing_documents: tuple[DocumentReference, ...]
    """The references of all documents that it is made under."""
    owner: NamedRole | None
    """The role that answers for it; of several, the first; null where it names none."""
    owners: tuple[NamedRole, ...]
    """All roles that answer for it."""
    contact: NamedRole | None
    """The role that is its contact point; of several, the first; null where it names none."""
    contacts: tuple[NamedRole, ...]
    """All roles that are its contact points."""
    withdrawn: WithdrawalData | None
    """That the document no longer applies; null while it does. Its duties are then in no other file."""
    replaces: tuple[ReplacedDocumentData, ...]
    """What it took the place of."""
    replaced_by: tuple[OtherDocumentData, ...]
    """What took its place."""
    review: ReviewSummary | None
    """How it stands with its review on the day of as_at; null when it is withdrawn."""
    path: SitePath
    url: SiteUrl


class ListedDocument(DocumentFacts):
    """A document in the list of all."""

    data: Location
    """The file that holds all of it."""


class DocumentsFile(DatedApiFile):
    """The documents of a library.

    api/v1/documents.json of a site: every document, withdrawn ones too, in the order in which people
    count.
    """

    format: Literal[Format.DOCUMENTS] = Format.DOCUMENTS
    schema_path: SchemaPath = "schemas/documents.schema.json"
    documents: tuple[ListedDocument, ...]
    """The documents."""


class AuthorityData(JsonObject):
    """The published text, which is the authority."""

    url: WebAddress
    """Its address."""
    retrieved: GivenDate | None
    """When it was read there; null where nobody noted that."""
    note: CitingText | None
    """What a reader should know about it; null where there is nothing."""


class CorrectionData(JsonObject):
    """A correction of something that was sealed."""

    date: CalendarDay
    """The day on which it was recorded."""
    before: Words
    """What was sealed before: the digest of an edition, or the words of a record."""
    after: str
    """What has been sealed since; empty where a record was removed."""
    reason: Words
    """Why it was corrected."""


class ApprovalData(JsonObject):
    """Who approved an edition, and when."""

    by: tuple[Words, ...]
    """Who approved it; none where it does not say."""
    on: GivenDate | None
    """When it was approved, a month or a day; null where it does not say."""


class OrganisationData(JsonObject):
    """An organisation that issues a document with others."""

    name: Words
    """Its name."""
    reference: Words | None
    """The reference that the document has there; null where it is given none."""


class StatedField(JsonObject):
    """A fact in a field that the library declares."""

    id: IdName
    """The id of the field."""
    title: Words
    """What readers call it."""
    value: Words
    """What the edition states."""


class TranslationData(JsonObject):
    """An edition in a further language, with the same clauses, duties and facts."""

    language: Words
    """The language of its text (BCP 47)."""
    title: Words
    """Its title in that language."""
    digest: Digest
    """The digest of all that it says."""
    is_sealed: StrictBool
    """Whether this digest is sealed in policy.lock."""
    source: Location | None
    """The source that it is made from, in YAML; null where there is none."""
    path: SitePath
    url: SiteUrl


class EditionData(JsonObject):
    """An edition."""

    id: QualifiedId
    """The document's reference, a slash, and the month or day of the edition."""
    edition: GivenDate
    """When it was made, a month or a day."""
    title: Words
    """Its title."""
    language: Words
    """The language of its text (BCP 47)."""
    translations: tuple[TranslationData, ...]
    """What says the same in further languages; none where there is nothing."""
    is_current: StrictBool
    """Whether it is the newest."""
    extent: EditionExtent
    """An extract is an old edition of which only a part is known."""
    wording: EditionWording
    """Official when the text is the publisher's own; restated when it says the same in other words."""
    last_review: GivenDate | None
    """When the edition says that it was last reviewed; null where it does not."""
    review_every: Words | None
    """How often the edition says that it is reviewed, as in 2 years; null where it does not."""
    next_review: GivenDate | None
    """By when the edition says that it is reviewed next; null where it does not."""
    author: Words | None
    """Who wrote it; null where it does not say."""
    version: Words | None
    """The number of its version; null where it has none."""
    approved: ApprovalData | None
    """Who approved it, and when; null where it does not say."""
    marking: Words | None
    """Its protective marking; null where it has none."""
    audience: CitingText | None
    """Whom it is for; null where it does not say."""
    organisations: tuple[OrganisationData, ...]
    """The organisations that issue it jointly; none where one does by itself."""
    fields: tuple[StatedField, ...]
    """What it states in fields that only this library has."""
    changes: CitingText | None
    """What changed since the edition before; null where it does not say."""
    authority: AuthorityData
    """The published text, which is the authority."""
    digest: Digest
    """The digest of all that the edition says."""
    is_sealed: StrictBool
    """Whether this digest is sealed in policy.lock: the edition says what it said then."""
    corrections: tuple[CorrectionData, ...]
    """The corrections of this copy after it was sealed, the oldest first."""
    source: Location | None
    """The source that it is made from, in YAML; null where there is none."""
    attachments: tuple[AttachmentData, ...]
    """The files that are attached to it, followed by those of its sections."""
    path: SitePath
    url: SiteUrl


class MissingData(CitingText):
    """What a published copy does not hold."""

    role: NamedRole | None
    """Whose duties are missing; null where they are no role's."""


class WithheldData(JsonObject):
    """What is kept from publication."""

    exemption: Words
    """What allows that."""
    what: CitingText | None
    """What is withheld; null where that may not be said."""


class ClauseData(JsonObject):
    """A clause of the current edition."""

    id: QualifiedId
    """The document's reference, a slash and the anchor: how the clause is cited."""
    anchor: Words
    """Its number, in annex 1 as in annex-1.2, or its id where the document gives it no number."""
    number: Words | None
    """Its number, as in 3.2.1; null where the document gives it none."""
    label: Words
    """What people call it after the document's reference, as in 3.2.1 or annex 1, 1.2."""
    title: Words | None
    """Its heading; null where it has none."""
    is_title_supplied: StrictBool
    """Whether the published copy shows no such heading, and this one was inferred."""
    text: tuple[Words, ...]
    """What it says, paragraph by paragraph, each on one line; empty where it begins otherwise."""
    items: tuple[Words, ...]
    """The points of the list that follows the text, where each is no more than a text."""
    content: tuple[BlockData, ...]
    """All that it says, block by block, text and items included."""
    duties: tuple[DutyData, ...]
    """The duties that it lays on roles."""
    missing: MissingData | None
    """What the published copy does not hold of this clause; null where nothing is missing."""
    withheld: WithheldData | None
    """What is kept from publication of this clause; null where nothing is."""
    not_used: CitingText | None
    """What became of its number, which stands for nothing any more; null where it does."""
    question: CitingText | None
    """A question that the clause raises for whoever answers for the document; never a finding. Null where
    there is none."""
    cites: tuple[CitedTarget, ...]
    """What its text, items and duties refer to, each once, in order."""
    links: tuple[OutsideLink, ...] = ()
    """The addresses outside the library that its text, items and duties link to, each once, in order."""
    path: SitePath
    url: SiteUrl


class SectionData(JsonObject):
    """A section of the current edition."""

    anchor: Words
    """What addresses have: its number, its id where it has no number, or its part, as in annex-1."""
    number: Words | None
    """Its number, as in 3; that of annex 1 is 1. Null where the document gives it none."""
    part: PartKind | None
    """Whether it is an appendix, an annex or a schedule; null where it is none of these."""
    label: Words
    """What people call it after the document's reference, as in 3 or annex 1."""
    title: Words
    """Its heading."""
    is_title_supplied: StrictBool
    """Whether the published copy shows no such heading, and this one was inferred."""
    missing: MissingData | None
    """What the published copy does not hold of this section; null where nothing is missing."""
    withheld: WithheldData | None
    """What is kept from publication of this section; null where nothing is."""
    not_used: CitingText | None
    """What became of its number, which stands for nothing any more; null where it does."""
    clauses: tuple[ClauseData, ...]
    """Its clauses in order, all in one list."""
    path: SitePath
    url: SiteUrl


class DocumentFile(DocumentFacts, DatedApiFile):
    """A document with its editions and the text of the current one.

    api/v1/documents/REFERENCE.json of a site.
    """

    format: Literal[Format.DOCUMENT] = Format.DOCUMENT
    schema_path: SchemaPath = "../schemas/document.schema.json"
    risk: Words | None
    """The result of its risk assessment; null where it does not say."""
    equality_impact: Words | None
    """The result of its equality impact assessment; null where it does not say."""
    questions: tuple[CitingText, ...]
    """Questions that the document raises for whoever answers for it. Never findings."""
    editions: tuple[EditionData, ...]
    """Every edition, the newest first."""
    corrections_of_reviews: tuple[CorrectionData, ...]
    """The corrections of its records of reviews after they were sealed, the oldest first."""
    sections: tuple[SectionData, ...]
    """The sections of the current edition in order."""
