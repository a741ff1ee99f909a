"""policy/REFERENCE/EDITION.yml: an edition of a document. EDITION.cy.yml says the same in Welsh."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field

from ..fields import (
    LANGUAGE_TAG,
    Date,
    Id,
    Language,
    Line,
    MonthsPeriod,
    OneOrMore,
    Reference,
    Text,
    WrittenReference,
)
from ..problems import ValuePath
from ..stored_files import StoredFile
from .attachment import Attachment, NamedFile
from .base import Origin, SourceFile, SourceRecord
from .clause import Clause
from .duty import Duty
from .edition_hints import hint_for_key
from .facts import Approval, Organisation, OrganisationOrName
from .kinds import BUILT_IN_KINDS
from .provision import MissingContent, WithheldContent
from .replacement import OtherDocument, OtherDocuments
from .review_record import ChangeKind
from .section import Section
from .texts import prose_texts


class ReviewSchedule(SourceRecord):
    """When the document was reviewed and when it is to be reviewed next."""

    last: Date | None = None
    """When it was last reviewed."""
    every: MonthsPeriod | None = None
    """How often it is reviewed, where the document says so."""
    next: Date | None = None
    """By when the next review is due. A month is due by its last day."""
    also_when: Annotated[tuple[ChangeKind, ...], Field(min_length=1)] | None = None
    """The changes that call for a review before that."""


EditionExtent = Literal["complete", "extract"]
EditionWording = Literal["restated", "official"]

_TRANSLATION_FILE = re.compile(rf"(?:.*/)?[^./]+\.({LANGUAGE_TAG})\.yml")
_OWN_FIELDS = frozenset(
    {
        "reference", "edition", "title", "language", "wording", "source", "changes", "risk",
        "equality_impact", "questions", "sections", "audience", "attachments",
    }
)  # fmt: skip
"""What a translation says itself. All other fields are facts, which are those of the first language."""


def language_of_file(file: str) -> str:
    """The language in the name of a translation's file, as cy in 2025-11.cy.yml; empty for all others."""
    found = _TRANSLATION_FILE.fullmatch(file)
    return found[1] if found else ""


class Edition(SourceFile):
    """One edition of a document: policy/REFERENCE/EDITION.yml."""

    reference: Reference
    """The document's reference; in the name of its folder, slashes, spaces and dots are hyphens."""
    title: Line
    """The document's title."""
    kind: Annotated[Id, Field(examples=list(BUILT_IN_KINDS))]
    """What kind of document it is, as library.yml names the kinds: policy, procedure, guidance."""
    governed_by: OneOrMore[Reference] | None = None
    """The document that this one is made under, or a list of them."""
    edition: Date
    """When this edition was made, the same as the name of its file."""
    language: Language | None = None
    """The language of its text (BCP 47), where it is another than that of the library."""
    extent: EditionExtent = "complete"
    """An extract is an old edition of which only a part is known."""
    wording: EditionWording
    """Official when the text is the publisher's own; restated when it says the same in other words."""
    source: Origin
    """The published text, which is the authority."""
    owner: OneOrMore[Id] | None = None
    """The role that answers for the document, or a list of them, where it names any."""
    contact: OneOrMore[Id] | None = None
    """The role that is the document's contact point, or a list of them. A contact point is no owner."""
    author: Line | None = None
    """Who wrote it."""
    version: Line | None = None
    """The number of its version, as in 3.2, where the organisation gives it one."""
    approved: Approval | None = None
    """Who approved it, and when."""
    marking: Line | None = None
    """Its protective marking, as in OFFICIAL."""
    audience: Text | None = None
    """Whom it is for."""
    organisations: Annotated[tuple[OrganisationOrName, ...], Field(min_length=1)] | None = None
    """The organisations that issue it jointly, by their names or with their own references for it."""
    fields: Annotated[dict[Id, Line], Field(min_length=1)] | None = None
    """The fields that library.yml declares, each with its value."""
    review: ReviewSchedule = ReviewSchedule()
    """Its reviews."""
    replaces: OtherDocuments | None = None
    """The document that this one takes the place of, or a list of them."""
    changes: Text | None = None
    """What changed since the edition before."""
    risk: Line | None = None
    """The result of its risk assessment."""
    equality_impact: Line | None = None
    """The result of its equality impact assessment."""
    questions: Annotated[tuple[Text, ...], Field(min_length=1)] | None = None
    """Questions that the document raises for whoever answers for it. Never findings."""
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    """Its sections in order."""
    attachments: Annotated[tuple[Attachment, ...], Field(min_length=1)] | None = None
    """Files that are published with it, such as forms; those of one section stand there."""

    @classmethod
    def unknown_key_hint(cls, written: str, value: object) -> str:
        return hint_for_key(written, cls.model_fields) or super().unknown_key_hint(written, value)

    @property
    def id(self) -> str:
        """What the lock, the API and records of use know it by: REFERENCE/EDITION.

        With the language for a translation, as in HR12/2025-11.cy.
        """
        language = language_of_file(self.file)
        return f"{self.reference}/{self.edition}" + (f".{language}" if language else "")

    @property
    def published_reference(self) -> str:
        """The document's reference as readers know it: 700/2017."""
        return self.reference.published

    @property
    def is_translation(self) -> bool:
        """Whether it says in another language what the edition of the same date says."""
        return bool(language_of_file(self.file))

    @property
    def original_file(self) -> str:
        """The file of the edition in its first language, which is its own unless it is a translation."""
        language = language_of_file(self.file)
        return self.file.removesuffix(f".{language}.yml") + ".yml" if language else self.file

    def facts(self) -> Iterator[tuple[str, object]]:
        """The fields that it gives and that are the same in every language, with their values."""
        for name in type(self).model_fields:
            if name in self.model_fields_set and name not in _OWN_FIELDS:
                yield name, getattr(self, name)

    def with_facts_of(self, original: Self) -> Self:
        """A translation with the facts of what it translates, of which it has to repeat none."""
        return self.model_copy(update=dict(original.facts()))

    @property
    def governing_documents(self) -> tuple[WrittenReference, ...]:
        """The references of the documents that this one is made under, in the order of the file."""
        return self.governed_by or ()

    @property
    def owners(self) -> tuple[str, ...]:
        """The ids of the roles that answer for the document."""
        return self.owner or ()

    @property
    def contacts(self) -> tuple[str, ...]:
        """The ids of the roles that are its contact points."""
        return self.contact or ()

    @property
    def joint_organisations(self) -> tuple[Organisation, ...]:
        """The organisations that issue it jointly."""
        return tuple(
            Organisation(name=given) if isinstance(given, str) else given
            for given in self.organisations or ()
        )

    @property
    def replaced_documents(self) -> tuple[OtherDocument, ...]:
        """What it takes the place of, in the order of the file."""
        return self.replaces or ()

    @property
    def texts(self) -> list[tuple[ValuePath, str]]:
        """Every text that may hold a cross-reference, each with its path from the top of the file."""
        return prose_texts(self)

    @property
    def named_files(self) -> Iterator[tuple[ValuePath, NamedFile]]:
        """Everything that names a file of the document, with its path from the top of the file."""
        for outer, section in enumerate(self.sections):
            for inner, clause in enumerate(section.clauses):
                for path, figure in clause.figures:
                    yield ("sections", outer, "clauses", inner, *path), figure
            for place, attachment in enumerate(section.attachments or ()):
                yield ("sections", outer, "attachments", place), attachment
        for place, attachment in enumerate(self.attachments or ()):
            yield ("attachments", place), attachment

    @property
    def all_attachments(self) -> Iterator[tuple[Section | None, Attachment]]:
        """Its attachments, followed by those of its sections, each with its section."""
        for attachment in self.attachments or ():
            yield None, attachment
        for section in self.sections:
            for attachment in section.attachments or ():
                yield section, attachment

    @property
    def stored_files(self) -> Mapping[str, StoredFile]:
        """The files that are published with this edition, by their names."""
        return {named.file: named.stored for _, named in self.named_files if named.stored}

    @property
    def named_roles(self) -> Iterator[tuple[ValuePath, str]]:
        """Every role that the edition names by its id, with the path from the top of the file."""
        for key, roles in (("owner", self.owners), ("contact", self.contacts)):
            for index, role in enumerate(roles):
                yield (key, index), role
        for path, provision in self.located_provisions:
            duties = provision.duties if isinstance(provision, Clause) else None
            for place, duty in enumerate(duties or ()):
                for index, role in enumerate(duty.roles):
                    yield (*path, "duties", place, "role", index), role
            if provision.missing and provision.missing.role:
                yield (*path, "missing", "role"), provision.missing.role

    @property
    def clauses(self) -> Iterator[Clause]:
        """All clauses in order."""
        for section in self.sections:
            yield from section.clauses

    @property
    def duties(self) -> Iterator[tuple[Clause, Duty]]:
        """All duties in order, each with the clause that lays it down."""
        for clause in self.clauses:
            for duty in clause.duties or ():
                yield clause, duty

    @property
    def provisions(self) -> Iterator[Section | Clause]:
        """All sections and clauses in reading order."""
        for section in self.sections:
            yield from section.provisions

    @property
    def located_provisions(self) -> Iterator[tuple[ValuePath, Section | Clause]]:
        """All sections and clauses in reading order, each with its path from the top of the file."""
        for outer, section in enumerate(self.sections):
            yield ("sections", outer), section
            for inner, clause in enumerate(section.clauses):
                yield ("sections", outer, "clauses", inner), clause

    @property
    def item_anchors(self) -> Iterator[str]:
        """The anchors of the items of lists that can be cited, as in 3.2-a."""
        for clause in self.clauses:
            yield from (clause.anchor + item.address for item in clause.labelled_items)

    @property
    def missing_provisions(self) -> Iterator[tuple[Section | Clause, MissingContent]]:
        """Everything that the copy lacks, with the section or clause that lacks it."""
        for provision in self.provisions:
            if provision.missing is not None:
                yield provision, provision.missing

    @property
    def withheld_provisions(self) -> Iterator[tuple[Section | Clause, WithheldContent]]:
        """Everything that is kept from publication, with the section or clause that it belongs to."""
        for provision in self.provisions:
            if provision.withheld is not None:
                yield provision, provision.withheld
