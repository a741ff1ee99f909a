"""The library: everything that the source files say, with look-ups over it.

Frozen data; it knows neither the file system nor pages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import Literal, Self

from .model import (
    BUILT_IN_KINDS,
    REVIEWS_FILE,
    Checklist,
    Clause,
    Duty,
    Edition,
    Event,
    ExternalReference,
    KindOfDocument,
    LibraryField,
    LibrarySettings,
    PolicyLock,
    RecordedReview,
    ReviewRecord,
    Role,
    Section,
    Term,
    language_of_file,
)
from .model.blocks import defined_words
from .model.content import Definition
from .problems import ValuePath
from .reviews import (
    MonthOrDay,
    add_months,
    date_sort_key,
    due_day,
)
from .stored_files import StoredFile
from .succession import Succession, successions
from .translation import ENGLISH, Translation

_EDITION_DEPTH = len(("policy/", "REFERENCE/"))
"""How many slashes the path of an edition has; the files of a document lie deeper."""

NamedKind = Literal["document", "role", "term", "reference"]
"""What a cross-reference may lead to by its name alone."""


def in_a_row(names: Iterable[str], last: str = "and") -> str:
    """Names as a sentence lists them: "A, B and C"; empty without any."""
    listed = list(names)
    return f" {last} ".join([", ".join(listed[:-1]), listed[-1]] if len(listed) > 1 else listed)


@dataclass(frozen=True)
class Document:
    """A document with all its editions, the newest first, and the record of its reviews."""

    reference: str
    editions: tuple[Edition, ...]
    """In the first language of each, from which all duties, reviews and checklists come."""
    record: ReviewRecord | None = None
    translations: tuple[Edition, ...] = ()
    """The editions in further languages, by date and language."""
    files: Mapping[str, StoredFile] = field(default_factory=dict)
    """The files in its folder files/ that can be published, by their names."""

    @property
    def current(self) -> Edition:
        """The newest edition."""
        return self.editions[0]

    @property
    def editions_in_all_languages(self) -> tuple[Edition, ...]:
        """Its editions, followed by their translations."""
        return (*self.editions, *self.translations)

    def translations_of(self, edition: Edition) -> tuple[Edition, ...]:
        """What says the same as an edition in further languages."""
        return tuple(other for other in self.translations if other.edition == edition.edition)

    @property
    def current_languages(self) -> tuple[str, ...]:
        """The languages of the translations of the current edition."""
        return tuple(language_of_file(other.file) for other in self.translations_of(self.current))

    def in_language(self, language: str) -> Self:
        """The document with its translations into a language in place of its editions.

        Where an edition is not translated, it stays.
        """
        translated = {
            other.edition: other
            for other in self.translations
            if language_of_file(other.file) == language
        }
        editions = (
            translated[edition.edition].with_facts_of(edition)
            if edition.edition in translated
            else edition
            for edition in self.editions
        )
        return replace(self, editions=tuple(editions))

    @property
    def published_reference(self) -> str:
        """Its reference as readers know it."""
        return self.current.published_reference

    @property
    def reviews(self) -> tuple[RecordedReview, ...]:
        """Its reviews as they are recorded, the oldest first."""
        return self.record.reviews if self.record else ()

    @property
    def is_withdrawn(self) -> bool:
        """Whether the latest review record withdraws it."""
        return bool(self.reviews) and self.reviews[-1].outcome == "withdrawn"

    @property
    def last_review_date(self) -> MonthOrDay | None:
        """When the text was last reviewed: by the review record, or else as the current edition says."""
        return next(
            (review.date for review in reversed(self.reviews) if review.is_review),
            self.current.review.last,
        )

    @property
    def due_date(self) -> MonthOrDay | None:
        """By when the next review is due."""
        return self.due_date_after(self.current, self.reviews)

    def due_date_after(self, edition: Edition, reviews: Sequence[RecordedReview]) -> MonthOrDay | None:
        """The due date of the next review, given the newest edition and the reviews recorded so far.

        The latest review states it, or it follows from the edition's `every`. Without any review, the
        edition states it. None for a withdrawn document, or where nothing says it.
        """
        printed, every = edition.review, edition.review.every
        if not reviews:
            if printed.next is None and printed.last is not None and every is not None:
                return add_months(printed.last, every.months)
            return printed.next
        latest = reviews[-1]
        if latest.outcome == "withdrawn":
            return None
        if latest.next is not None:
            return latest.next
        is_before = due_day(latest.edition) <= due_day(edition.edition)
        if latest.outcome == "amended" and is_before and printed.next is not None:
            return printed.next
        return add_months(latest.date, every.months) if every is not None else None

    @classmethod
    def from_editions(
        cls,
        reference: str,
        editions: list[Edition],
        record: ReviewRecord | None = None,
        files: Mapping[str, StoredFile] | None = None,
    ) -> Document:
        newest_first = sorted(editions, key=lambda edition: date_sort_key(edition.edition), reverse=True)
        first_language = tuple(edition for edition in newest_first if not edition.is_translation)
        translations = tuple(edition for edition in newest_first if edition.is_translation)
        return cls(reference, first_language, record, translations, files or {})


@dataclass(frozen=True)
class LocatedDuty:
    """A duty with the edition and clause that lay it down."""

    edition: Edition
    clause: Clause
    duty: Duty


@dataclass(frozen=True)
class LocatedGap:
    """A section or clause that is missing, or whose list is, with its edition."""

    edition: Edition
    provision: Section | Clause


@dataclass(frozen=True)
class LocatedDefinition:
    """A word that a document defines, with the edition and clause that do."""

    edition: Edition
    clause: Clause
    definition: Definition


@dataclass(frozen=True)
class Library:
    """Everything that is published.

    `unreadable` lists the files and folders (these end with a slash) that could not be read completely.
    Checks do not report what may be missing only because of them.
    """

    settings: LibrarySettings
    roles: Mapping[str, Role]
    terms: Mapping[str, Term]
    external_references: Mapping[str, ExternalReference]
    documents: Mapping[str, Document]
    events: tuple[Event, ...] = ()
    checklists: Mapping[str, Checklist] = field(default_factory=dict)
    """The checklists written by hand, by their names."""
    lock: PolicyLock = field(default_factory=PolicyLock)
    unreadable: frozenset[str] = frozenset()

    def is_unreadable(self, reference: str) -> bool:
        """Whether a file of this document could not be read completely."""
        return reference in self._unread_documents

    @cached_property
    def _unread_documents(self) -> frozenset[str]:
        return frozenset(file.split("/")[1] for file in self._unread_editions)

    @cached_property
    def _unread_editions(self) -> tuple[str, ...]:
        return tuple(
            file
            for file in self.unreadable
            if not file.endswith(f"/{REVIEWS_FILE}") and file.count("/") <= _EDITION_DEPTH
        )

    @cached_property
    def current_editions(self) -> tuple[Edition, ...]:
        """The newest edition of each document in force, except where a newer one could not be read."""
        read = {edition.file for edition in self.editions}
        newest_unread: dict[str, str] = {}
        for file in self._unread_editions:
            if file not in read and file.count("/") > 1 and not language_of_file(file):
                reference = file.split("/")[1]
                newest_unread[reference] = max(file, newest_unread.get(reference, ""))
        return tuple(
            document.current
            for document in self.documents_in_force
            if newest_unread.get(document.reference, "") <= document.current.file
        )

    def is_sealed(self, edition: Edition) -> bool:
        """Whether an edition is sealed in policy.lock, and so may not be changed any more."""
        return edition.id in self.lock.editions

    @cached_property
    def removed_documents(self) -> frozenset[str]:
        """The references of sealed documents that have since been withdrawn and removed."""
        return frozenset(name.partition("/")[0] for name in self.lock.editions) - self.documents.keys()

    @property
    def document_kinds(self) -> Mapping[str, KindOfDocument]:
        """The kinds of documents by their ids: those of library.yml, or else the usual ones."""
        return self.settings.kinds or BUILT_IN_KINDS

    def kind_of(self, edition: Edition) -> KindOfDocument:
        """The kind of a document; one of the same name as its id where the library knows none."""
        return self.document_kinds.get(edition.kind) or KindOfDocument(name=edition.kind)

    def fields_of(
        self, edition: Edition, show: Literal["head", "foot"] | None = None
    ) -> list[tuple[str, LibraryField, str]]:
        """The library's own fields that an edition states: id, field and value, in the library's order.

        With `show` only those that pages show there.
        """
        stated = edition.fields or {}
        return [
            (name, declared, stated[name])
            for name, declared in (self.settings.fields or {}).items()
            if name in stated and show in (None, declared.show)
        ]

    @cached_property
    def search_fields(self) -> Mapping[str, tuple[LibraryField, tuple[str, ...]]]:
        """The library's own fields that the search can be narrowed by, each with the values in use."""
        found: dict[str, tuple[LibraryField, tuple[str, ...]]] = {}
        for name, declared in (self.settings.fields or {}).items():
            used = {(edition.fields or {}).get(name) for edition in self.editions} - {None}
            values = declared.values or sorted(value for value in used if value)
            if declared.filter == "yes" and used:
                found[name] = declared, tuple(value for value in values if value in used)
        return found

    def published_reference(self, name: str) -> str:
        """The reference of a document as readers know it; the name itself where there is none so."""
        return self.documents[name].published_reference if name in self.documents else name

    def names_of_kinds(self, editions: Iterable[Edition], translation: Translation = ENGLISH) -> str:
        """What the kinds of some documents are called, each once: "policy and strategy"."""
        names = dict.fromkeys(translation.form(self.kind_of(edition).name) for edition in editions)
        return in_a_row(names, translation.gettext("and"))

    def role_names(self, roles: Iterable[str], translation: Translation = ENGLISH) -> str:
        """The names of some roles for readers: "Head of People and Head of Law"."""
        return in_a_row(map(self.role_name, roles), translation.gettext("and"))

    def role_name(self, role: str | None) -> str:
        """A role's name for readers; its id if roles.yml lacks it, and an empty text for no role."""
        return self.roles[role].name if role and role in self.roles else role or ""

    @cached_property
    def term_names(self) -> Mapping[str, str]:
        """The terms as people write them, by their keys."""
        return {key: term.name_as_written(key) for key, term in self.terms.items()}

    @cached_property
    def abbreviations(self) -> Mapping[str, str]:
        """The keys of the terms that are short for something, by the terms as people write them."""
        return {
            self.term_names[key]: key
            for key, term in self.terms.items()
            if term.stands_for and term.stands_for != self.term_names[key]
        }

    @property
    def editions(self) -> Iterator[Edition]:
        """Every edition of every document, in its first language."""
        for document in self.documents.values():
            yield from document.editions

    @property
    def editions_in_all_languages(self) -> Iterator[Edition]:
        """Every edition of every document, followed for each document by its translations."""
        for document in self.documents.values():
            yield from document.editions_in_all_languages

    def language_of(self, edition: Edition) -> str:
        """The language of an edition's text, as a BCP 47 tag."""
        return edition.language or self.settings.language

    @property
    def documents_in_force(self) -> Iterator[Document]:
        """The documents that are not withdrawn."""
        return (document for document in self.documents.values() if not document.is_withdrawn)

    @cached_property
    def successions(self) -> tuple[Succession, ...]:
        """Which document took the place of which."""
        withdrawn = (document for document in self.documents.values() if document.is_withdrawn)
        return successions(
            self.editions, ((document.reference, document.reviews[-1]) for document in withdrawn)
        )

    def replaced_by(self, reference: str) -> tuple[Succession, ...]:
        """What took the place of a document, which this library may no longer hold."""
        return self._successors.get(reference, ())

    def replaces(self, reference: str) -> tuple[Succession, ...]:
        """What a document took the place of."""
        return self._predecessors.get(reference, ())

    @cached_property
    def _successors(self) -> Mapping[str, tuple[Succession, ...]]:
        return _grouped((one.old, one) for one in self.successions)

    @cached_property
    def _predecessors(self) -> Mapping[str, tuple[Succession, ...]]:
        return _grouped((one.new, one) for one in self.successions)

    def document_name(self, reference: str) -> str:
        """A document's reference with the title of its newest edition, where the library holds it."""
        document = self.documents.get(reference)
        return f"{document.published_reference} {document.current.title}" if document else reference

    def successor_names(self, reference: str) -> str:
        """What took the place of a document, in a row: "HR40 Working hours and HR41"; empty for none."""
        return in_a_row(self.document_name(one.new_name) for one in self.replaced_by(reference))

    @cached_property
    def duties_by_role(self) -> Mapping[str, tuple[LocatedDuty, ...]]:
        """The duties in current editions, by each role that has them."""
        duties_by_role: dict[str, list[LocatedDuty]] = {}
        for document in self.documents_in_force:
            for clause, duty in document.current.duties:
                located = LocatedDuty(document.current, clause, duty)
                for role in duty.roles:
                    duties_by_role.setdefault(role, []).append(located)
        return {role: tuple(duties) for role, duties in duties_by_role.items()}

    @cached_property
    def gaps_by_role(self) -> Mapping[str, tuple[LocatedGap, ...]]:
        """The places where current editions lack a list of duties, by the role of those duties."""
        gaps_by_role: dict[str, list[LocatedGap]] = {}
        for document in self.documents_in_force:
            for provision, missing in document.current.missing_provisions:
                if missing.role is not None:
                    gaps_by_role.setdefault(missing.role, []).append(
                        LocatedGap(document.current, provision)
                    )
        return {role: tuple(gaps) for role, gaps in gaps_by_role.items()}

    @cached_property
    def definitions(self) -> tuple[LocatedDefinition, ...]:
        """The words that current editions define, in alphabetical order."""
        located = (
            LocatedDefinition(document.current, clause, definition)
            for document in self.documents_in_force
            for clause in document.current.clauses
            for definition in defined_words(clause.blocks)
        )
        return tuple(sorted(located, key=lambda found: found.definition.term.casefold()))

    @cached_property
    def editions_by_anchor(self) -> Mapping[str, Mapping[str, Edition]]:
        """For each document, every anchor of its editions with the newest edition that has it."""
        return {
            reference: {
                anchor: edition
                for edition in reversed(document.editions)
                for anchor in chain(
                    (provision.anchor for provision in edition.provisions), edition.item_anchors
                )
            }
            for reference, document in self.documents.items()
        }

    def provision_label(self, reference: str, anchor: str) -> str:
        """What people call a section or clause after the reference of its document, by its anchor."""
        return self._labels_in_parts.get(reference, {}).get(anchor, anchor)

    @cached_property
    def _labels_in_parts(self) -> Mapping[str, Mapping[str, str]]:
        """The labels of appendices, annexes and schedules and their clauses, by document and anchor.

        Everywhere else, the label is the anchor.
        """
        return {
            reference: {
                provision.anchor: provision.label
                for edition in reversed(document.editions)
                for section in edition.sections
                if section.part
                for provision in section.provisions
            }
            for reference, document in self.documents.items()
        }

    @cached_property
    def current_provisions(self) -> Mapping[str, Mapping[str, Section | Clause]]:
        """The sections and clauses of each document's newest edition, by their anchors."""
        return {
            reference: {provision.anchor: provision for provision in document.current.provisions}
            for reference, document in self.documents.items()
        }

    @cached_property
    def current_duties(self) -> Mapping[str, Mapping[str, Duty]]:
        """The duties of the newest edition of each document, by their ids."""
        return {
            reference: {duty.id: duty for _, duty in document.current.duties}
            for reference, document in self.documents.items()
        }

    @cached_property
    def duty_paths(self) -> Mapping[int, ValuePath]:
        """The path to each duty from the top of its edition's file, by the duty's `id()`."""
        return {
            id(duty): (*path, "duties", place)
            for edition in self.editions
            for path, provision in edition.located_provisions
            if isinstance(provision, Clause)
            for place, duty in enumerate(provision.duties or ())
        }

    @cached_property
    def kinds_by_name(self) -> Mapping[str, tuple[NamedKind, ...]]:
        """Every name that a cross-reference may use, with the kinds of thing that have it."""
        kinds: dict[str, tuple[NamedKind, ...]] = {}
        names_by_kind: dict[NamedKind, Collection[str]] = {
            "document": self.documents,
            "role": self.roles,
            "term": self.terms,
            "reference": self.external_references,
        }
        for kind, names in names_by_kind.items():
            for name in names:
                kinds[name] = (*kinds.get(name, ()), kind)
        return kinds

    @cached_property
    def citing_clauses(self) -> Mapping[str, tuple[tuple[Edition, Clause], ...]]:
        """The clauses of current editions that cite a document, role, term or reference, by its name."""
        clauses: dict[str, list[tuple[Edition, Clause]]] = {}
        for document in self.documents_in_force:
            for clause in document.current.clauses:
                for name in {citation.name: None for citation in clause.citations}:
                    clauses.setdefault(name, []).append((document.current, clause))
        return {name: tuple(citing) for name, citing in clauses.items()}


def _grouped(pairs: Iterable[tuple[str, Succession]]) -> Mapping[str, tuple[Succession, ...]]:
    groups: dict[str, list[Succession]] = {}
    for name, succession in pairs:
        groups.setdefault(name, []).append(succession)
    return {name: tuple(group) for name, group in groups.items()}
