"""The pages of documents, which show the current edition, and a permanent page for each edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, groupby
from typing import Any

from ...domain import addresses
from ...domain.library import Document
from ...domain.model import Attachment, Edition, Section, language_of_file
from ...domain.problems import ValuePath
from ...domain.reviews import format_date
from ..translations import language_name
from . import edition_details
from .context import SiteContext
from .pages import (
    Block,
    ContentCheck,
    EditionCitation,
    Heading,
    LanguageVersion,
    LinkOrigin,
    Page,
    SharedPage,
)
from .wording import other_language

_SHARED_PAGE = SharedPage()


class EditionPages:
    """Makes the pages of documents and editions, and renders the clauses of each edition once."""

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._last_clauses: tuple[Edition | None, list[Block]] = (None, [])

    @property
    def pages(self) -> Iterator[Page]:
        """The pages of each document in its first language, followed by those in other languages."""
        for document in self._context.documents:
            yield from self._document_pages(document)
            for language in dict.fromkeys(
                language_of_file(other.file) for other in document.translations
            ):
                yield from self._document_pages(document.in_language(language), language)

    def _document_pages(self, document: Document, language: str = "") -> Iterator[Page]:
        """The page of a document, followed by the pages of its editions: those in a further language."""
        if document.current.is_translation == bool(language):
            yield self._edition_page(document, document.current, language)
        for edition in document.editions:
            if edition.is_translation == bool(language):
                yield self._edition_page(document, edition, language, dated=True)

    def _edition_page(
        self, document: Document, edition: Edition, language: str, *, dated: bool = False
    ) -> Page:
        library, site_words = self._context.library, self._context.translation
        words = self._context.translation_around(library.language_of(edition))
        organisation = library.settings.organisation
        address = addresses.document_path(document.reference, language=language)
        crumbs = [(site_words.gettext("Documents"), addresses.DOCUMENTS)]
        if dated:
            crumbs.append((edition.published_reference, address))
        named = words.gettext(
            "%(document)s, edition of %(date)s",
            document=f"{edition.published_reference} {edition.title}",
            date=format_date(edition.edition, words),
        )
        is_copy = dated and edition is document.current
        return Page(
            addresses.edition_path(edition) if dated else address,
            named if dated else f"{edition.published_reference} {edition.title}",
            "edition" if dated else "document",
            partial(self._edition_body, document=document, edition=edition, dated=dated),
            description=words.gettext(
                "%(title)s: %(kind)s %(reference)s, edition of %(date)s, %(organisation)s.",
                title=edition.title,
                kind=words.form(library.kind_of(edition).name),
                reference=edition.published_reference,
                date=format_date(edition.edition, words),
                organisation=organisation,
            ),
            source=edition.file,
            crumbs=tuple(crumbs),
            print_header=edition_details.edition_print_header(
                self._context.register, document, edition, site_words
            ),
            citation=EditionCitation(f"{named}, {organisation}", addresses.edition_path(edition)),
            structured_data=edition_details.edition_structured_data(
                edition, library.language_of(edition), library.settings
            ),
            canonical_path=address if is_copy else None,
            make_content_checks=partial(self._content_checks, edition),
            search_metadata=None
            if is_copy
            else edition_details.edition_search_metadata(library, document, edition, site_words),
            language=other_language(words.language, site_words),
            versions=self._versions(document, edition, dated=dated),
        )

    def _versions(
        self, document: Document, edition: Edition, *, dated: bool
    ) -> tuple[LanguageVersion, ...]:
        """An edition in each of its languages, the first one first; none where it has only one."""
        translations = document.translations_of(edition)
        if not translations:
            return ()
        in_first_language = self._context.library.documents[document.reference].editions
        versions = [other for other in in_first_language if other.edition == edition.edition]
        return tuple(
            LanguageVersion(
                language := self._context.library.language_of(other),
                language_name(language),
                addresses.edition_path(other)
                if dated
                else addresses.document_path(other.reference, language=language_of_file(other.file)),
            )
            for other in (*versions, *translations)
        )

    def _edition_body(
        self, page: Page, document: Document, edition: Edition, *, dated: bool
    ) -> Iterator[Block]:
        yield Heading(1, "", edition.title, language=self._mark(edition))
        language = self._context.library.language_of(edition)
        shared: dict[str, Any] = {
            "document": document,
            "edition": edition,
            "dated": dated,
            "language": language,
        }
        yield self._context.render_fragment(
            "edition_head.html", page, **shared, status=self._context.review_status_of(document)
        )
        for block in self._clauses(document, edition):
            yield SharedPage.resolve_links(block, page)
        yield from self._attachments(edition, edition.attachments, 2, page)
        yield self._context.render_fragment(
            "edition_foot.html",
            page,
            is_separate=True,
            **shared,
            status=self._context.review_status_of(document),
            abbreviations=self._context.prose.abbreviations_used(
                edition_details.texts_with_abbreviations(edition)
            ),
        )

    def _clauses(self, document: Document, edition: Edition) -> list[Block]:
        """The rendered sections of an edition, without links to a page yet.

        Those of the last edition are kept, as a current edition is shown on two pages. Rendering them
        twice takes 5 per cent more of a build's processor time, with 100 documents (9.2 s) as with 1,000
        (97 s).
        """
        if self._last_clauses[0] is not edition:
            self._last_clauses = (edition, list(self._clause_blocks(document, edition)))
        return self._last_clauses[1]

    def _mark(self, edition: Edition) -> str:
        """The language of an edition's text, if it is another than that of the words around it."""
        language = self._context.library.language_of(edition)
        return other_language(language, self._context.translation_around(language))

    def _clause_blocks(self, document: Document, edition: Edition) -> Iterator[Block]:
        language, mark = self._context.library.language_of(edition), self._mark(edition)
        words = self._context.translation_around(language)
        for section in edition.sections:
            yield edition_details.provision_heading(2, section, words, mark)
            levels = edition_details.ClauseHeadingLevels()
            if section.is_absent:
                yield self._context.render_fragment(
                    "absent_section.html",
                    _SHARED_PAGE,
                    language=language,
                    document=document,
                    edition=edition,
                    section=section,
                )
            for has_heading, clauses in groupby(
                section.clauses, key=lambda clause: clause.title is not None
            ):
                if has_heading:
                    for clause in clauses:
                        yield edition_details.provision_heading(
                            levels.next_level(clause), clause, words, mark
                        )
                        if clause.has_content or clause.duties or clause.is_absent or clause.question:
                            yield self._context.render_fragment(
                                "clause_blocks.html",
                                _SHARED_PAGE,
                                language=language,
                                document=document,
                                edition=edition,
                                section=section,
                                clauses=[clause],
                                has_heading=True,
                            )
                else:
                    yield self._context.render_fragment(
                        "clause_blocks.html",
                        _SHARED_PAGE,
                        language=language,
                        document=document,
                        edition=edition,
                        section=section,
                        clauses=list(clauses),
                        has_heading=False,
                    )
            yield from self._attachments(edition, section.attachments, 3, _SHARED_PAGE, section)

    def _attachments(
        self,
        edition: Edition,
        attachments: Sequence[Attachment] | None,
        level: int,
        page: LinkOrigin,
        section: Section | None = None,
    ) -> Iterator[Block]:
        """The list of the attachments of an edition, or of one of its sections, if there are any."""
        if attachments:
            language = self._context.library.language_of(edition)
            words = self._context.translation_around(language)
            anchor = edition_details.attachments_anchor(section)
            title = words.gettext("Attachments") + (f": {section.title}" if section else "")
            yield Heading(level, anchor, title)
            yield self._context.render_fragment(
                "attachments.html",
                page,
                language=language,
                edition=edition,
                anchor=anchor,
                attachments=attachments,
                folder=addresses.stored_file_folder(edition),
            )

    def _content_checks(self, edition: Edition) -> Iterator[ContentCheck]:
        yield from self._attachment_checks(edition.attachments)
        for section in edition.sections:
            yield ContentCheck(section.anchor, (section.title,))
            yield from self._attachment_checks(section.attachments, section)
            absences = self._visible_runs(section.absence_texts)
            if absences:
                yield ContentCheck(f"section:{section.anchor}", absences)
            for clause in section.clauses:
                texts = self._visible_runs(chain(clause.texts, clause.absence_texts))
                if clause.title:
                    yield ContentCheck(clause.anchor, (clause.title,))
                if texts:
                    element_id = f"clause:{clause.anchor}" if clause.title else clause.anchor
                    yield ContentCheck(element_id, texts)

    def _attachment_checks(
        self, attachments: Sequence[Attachment] | None, section: Section | None = None
    ) -> Iterator[ContentCheck]:
        if attachments:
            texts: list[str] = []
            for attachment in attachments:
                texts += (attachment.title, *self._context.prose.visible_runs(attachment.about or ""))
            yield ContentCheck(f"list:{edition_details.attachments_anchor(section)}", tuple(texts))

    def _visible_runs(self, texts: Iterable[tuple[ValuePath, str]]) -> tuple[str, ...]:
        return tuple(run for _, text in texts for run in self._context.prose.visible_runs(text))
