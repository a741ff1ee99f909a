"""The pages of documents, which show the current edition, and a permanent page for each edition."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import Any

from ...domain import addresses
from ...domain.library import Document
from ...domain.model import Edition
from ...domain.reviews import format_date
from . import edition_details
from .context import SiteContext
from .pages import (
    Block,
    ContentCheck,
    EditionCitation,
    Heading,
    Page,
    SharedPage,
)

_SHARED_PAGE = SharedPage()


class EditionPages:
    """Makes the pages of documents and editions, and renders the clauses of each edition once."""

    def __init__(self, context: SiteContext) -> None:
        self._context = context
        self._last_clauses: tuple[Edition | None, list[Block]] = (None, [])

    @property
    def pages(self) -> Iterator[Page]:
        """The page of each document, followed by the pages of its editions."""
        for document in self._context.documents:
            current = document.current
            yield self._edition_page(document, current, addresses.document_path(document.reference))
            for edition in document.editions:
                yield self._edition_page(document, edition, addresses.edition_path(edition), dated=True)

    def _edition_page(
        self, document: Document, edition: Edition, path: str, *, dated: bool = False
    ) -> Page:
        when = format_date(edition.edition)
        crumbs = [(self._context.translation.gettext("Documents"), addresses.DOCUMENTS)]
        if dated:
            crumbs.append((edition.reference, addresses.document_path(edition.reference)))
        return Page(
            path,
            f"{edition.reference} {edition.title}" + (f", edition of {when}" if dated else ""),
            "edition" if dated else "document",
            partial(self._edition_body, document=document, edition=edition, dated=dated),
            description=f"{edition.title}: {self._context.library.kind_of(edition).name}"
            f" {edition.reference}, edition of {when}, {self._context.library.settings.organisation}.",
            source=edition.file,
            crumbs=tuple(crumbs),
            print_header=edition_details.edition_print_header(
                self._context.library,
                document,
                edition,
                self._context.review_status_of(document),
                self._context.build.today,
            ),
            citation=EditionCitation(
                f"{edition.reference} {edition.title}, edition of {when}, "
                f"{self._context.library.settings.organisation}",
                addresses.edition_path(edition),
            ),
            structured_data=edition_details.edition_structured_data(
                edition, self._context.library.settings
            ),
            canonical_path=(
                addresses.document_path(document.reference)
                if dated and edition is document.current
                else None
            ),
            make_content_checks=partial(self._content_checks, edition),
            search_metadata=None
            if dated and edition is document.current
            else edition_details.edition_search_metadata(self._context.library, document, edition),
        )

    def _edition_body(
        self, page: Page, document: Document, edition: Edition, *, dated: bool
    ) -> Iterator[Block]:
        yield Heading(1, "", edition.title)
        shared: dict[str, Any] = {"document": document, "edition": edition, "dated": dated}
        yield self._context.render_fragment(
            "edition_head.html", page, **shared, status=self._context.review_status_of(document)
        )
        for block in self._clauses(document, edition):
            yield SharedPage.resolve_links(block, page)
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

    def _clause_blocks(self, document: Document, edition: Edition) -> Iterator[Block]:
        for section in edition.sections:
            yield edition_details.provision_heading(2, section)
            levels = edition_details.ClauseHeadingLevels()
            if section.missing:
                yield self._context.render_fragment(
                    "missing_section.html",
                    _SHARED_PAGE,
                    document=document,
                    edition=edition,
                    section=section,
                )
            for has_heading, clauses in groupby(
                section.clauses, key=lambda clause: clause.title is not None
            ):
                if has_heading:
                    for clause in clauses:
                        yield edition_details.provision_heading(levels.next_level(clause), clause)
                        if clause.has_content or clause.duties or clause.missing or clause.question:
                            yield self._context.render_fragment(
                                "clause_blocks.html",
                                _SHARED_PAGE,
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
                        document=document,
                        edition=edition,
                        section=section,
                        clauses=list(clauses),
                        has_heading=False,
                    )

    def _content_checks(self, edition: Edition) -> Iterator[ContentCheck]:
        for section in edition.sections:
            yield ContentCheck(section.anchor, (section.title,))
            for clause in section.clauses:
                texts = [
                    run for _, text in clause.texts for run in self._context.prose.visible_runs(text)
                ]
                if clause.title:
                    yield ContentCheck(clause.anchor, (clause.title,))
                if texts:
                    element_id = f"clause:{clause.anchor}" if clause.title else clause.anchor
                    yield ContentCheck(element_id, tuple(texts))
