"""The pages of documents: the current edition at the document's address, and each at its own for good."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import Any

from ...domain import addresses
from ...domain.library import Document
from ...domain.model import Edition
from ...domain.reviews import format_date
from . import edition_parts
from .context import SiteContext
from .pages import (
    AnyPage,
    Block,
    ContentCheck,
    EditionCitation,
    Heading,
    Page,
)

_ANYWHERE = AnyPage()


class EditionPages:
    """Makes the pages of editions. What two pages share of one is made once."""

    def __init__(self, context: SiteContext) -> None:
        self._holdings = context
        self._last_clauses: tuple[Edition | None, list[Block]] = (None, [])

    @property
    def pages(self) -> Iterator[Page]:
        """Every document and every edition of it."""
        for document in self._holdings.documents:
            current = document.current
            yield self._edition_page(document, current, addresses.document_path(document.reference))
            for edition in document.editions:
                yield self._edition_page(document, edition, addresses.edition_path(edition), dated=True)

    def _edition_page(
        self, document: Document, edition: Edition, path: str, *, dated: bool = False
    ) -> Page:
        when = format_date(edition.edition)
        crumbs = [("Documents", addresses.DOCUMENTS)]
        if dated:
            crumbs.append((edition.reference, addresses.document_path(edition.reference)))
        return Page(
            path,
            f"{edition.reference} {edition.title}" + (f", edition of {when}" if dated else ""),
            "edition" if dated else "document",
            partial(self._edition_body, document=document, edition=edition, dated=dated),
            description=f"{edition.title}: {edition.kind} {edition.reference}, edition of {when}, "
            f"{self._holdings.library.settings.organisation}.",
            source=edition.file,
            crumbs=tuple(crumbs),
            print_header=edition_parts.edition_print_header(
                document, edition, self._holdings.review_status_of(document), self._holdings.build.today
            ),
            citation=EditionCitation(
                f"{edition.reference} {edition.title}, edition of {when}, "
                f"{self._holdings.library.settings.organisation}",
                addresses.edition_path(edition),
            ),
            structured_data=edition_parts.edition_structured_data(
                edition, self._holdings.library.settings
            ),
            canonical_path=(
                addresses.document_path(document.reference)
                if dated and edition is document.current
                else None
            ),
            make_content_checks=partial(self._promises, edition),
            search_metadata=None
            if dated and edition is document.current
            else edition_parts.edition_search_metadata(document, edition),
        )

    def _edition_body(
        self, page: Page, document: Document, edition: Edition, *, dated: bool
    ) -> Iterator[Block]:
        yield Heading(1, "", edition.title)
        shared: dict[str, Any] = {"document": document, "edition": edition, "dated": dated}
        yield self._holdings.render_fragment(
            "edition_head.html", page, **shared, status=self._holdings.review_status_of(document)
        )
        for block in self._clauses(document, edition):
            yield AnyPage.resolve_links(block, page)
        yield self._holdings.render_fragment(
            "edition_foot.html",
            page,
            stands_apart=True,
            **shared,
            status=self._holdings.review_status_of(document),
            abbreviations=self._holdings.prose.abbreviations_used(
                edition_parts.texts_with_abbreviations(edition)
            ),
        )

    def _clauses(self, document: Document, edition: Edition) -> list[Block]:
        """The sections of an edition. The last are kept: a current edition stands on two pages.

        Making them twice, with the links of each page, takes 5 per cent more of a build's processor
        time, with 100 documents (9.2 s) and with 1,000 (97 s) alike.
        """
        if self._last_clauses[0] is not edition:
            self._last_clauses = (edition, list(self._clause_blocks(document, edition)))
        return self._last_clauses[1]

    def _clause_blocks(self, document: Document, edition: Edition) -> Iterator[Block]:
        for section in edition.sections:
            yield edition_parts.provision_heading(2, section)
            levels = edition_parts.ClauseHeadingLevels()
            if section.missing:
                yield self._holdings.render_fragment(
                    "missing_section.html", _ANYWHERE, document=document, edition=edition, section=section
                )
            for titled, clauses in groupby(section.clauses, key=lambda clause: clause.title is not None):
                if titled:
                    for clause in clauses:
                        yield edition_parts.provision_heading(levels.next_level(clause), clause)
                        if (
                            clause.text
                            or clause.items
                            or clause.duties
                            or clause.missing
                            or clause.question
                        ):
                            yield self._holdings.render_fragment(
                                "clause_blocks.html",
                                _ANYWHERE,
                                document=document,
                                edition=edition,
                                clauses=[clause],
                                headed=True,
                            )
                else:
                    yield self._holdings.render_fragment(
                        "clause_blocks.html",
                        _ANYWHERE,
                        document=document,
                        edition=edition,
                        clauses=list(clauses),
                        headed=False,
                    )

    def _promises(self, edition: Edition) -> Iterator[ContentCheck]:
        for section in edition.sections:
            yield ContentCheck(section.anchor, (section.title,))
            for clause in section.clauses:
                texts = [
                    run for _, text in clause.texts for run in self._holdings.prose.visible_runs(text)
                ]
                if clause.title:
                    yield ContentCheck(clause.anchor, (clause.title,))
                if texts:
                    holder = f"clause:{clause.anchor}" if clause.title else clause.anchor
                    yield ContentCheck(holder, tuple(texts))
