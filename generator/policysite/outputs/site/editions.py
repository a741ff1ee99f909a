"""The pages of documents: the current edition at the document's address, and each at its own for good."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby

from ...domain import addresses
from ...domain.library import Document
from ...domain.model import Edition
from ...domain.reviews import in_words
from . import parts
from .holdings import Holdings
from .pages import (
    Anywhere,
    Block,
    Cited,
    Heading,
    Page,
    Promise,
)

_ANYWHERE = Anywhere()


class Editions:
    """Makes the pages of editions. What two pages share of one is made once."""

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings
        self._last_clauses: tuple[Edition | None, list[Block]] = (None, [])

    @property
    def pages(self) -> Iterator[Page]:
        """Every document and every edition of it."""
        for document in self._holdings.documents:
            current = document.current
            yield self._edition_page(document, current, addresses.document(document.reference))
            for edition in document.editions:
                yield self._edition_page(document, edition, addresses.edition(edition), dated=True)

    def _edition_page(
        self, document: Document, edition: Edition, path: str, *, dated: bool = False
    ) -> Page:
        when = in_words(edition.edition)
        crumbs = [("Documents", addresses.DOCUMENTS)]
        if dated:
            crumbs.append((edition.reference, addresses.document(edition.reference)))
        return Page(
            path,
            f"{edition.reference} {edition.title}" + (f", edition of {when}" if dated else ""),
            "edition" if dated else "document",
            partial(self._edition_body, document=document, edition=edition, dated=dated),
            description=f"{edition.title}: {edition.kind} {edition.reference}, edition of {when}, "
            f"{self._holdings.library.settings.organisation}.",
            source=edition.file,
            crumbs=tuple(crumbs),
            on_paper=parts.on_paper(
                document, edition, self._holdings.standing_of(document), self._holdings.build.today
            ),
            cited=Cited(
                f"{edition.reference} {edition.title}, edition of {when}, "
                f"{self._holdings.library.settings.organisation}",
                addresses.edition(edition),
            ),
            data=parts.structured_data(edition, self._holdings.library.settings),
            stands_for=(
                addresses.document(document.reference) if dated and edition is document.current else None
            ),
            make_promises=partial(self._promises, edition),
            findable=None if dated and edition is document.current else parts.findable(document, edition),
        )

    def _edition_body(
        self, page: Page, document: Document, edition: Edition, *, dated: bool
    ) -> Iterator[Block]:
        yield Heading(1, "", edition.title)
        shared = {"document": document, "edition": edition, "dated": dated}
        yield self._holdings.fragment(
            "edition_head.html", page, **shared, standing=self._holdings.standing_of(document)
        )
        for block in self._clauses(document, edition):
            yield Anywhere.settle(block, page)
        yield self._holdings.fragment(
            "edition_foot.html",
            page,
            **shared,
            standing=self._holdings.standing_of(document),
            abbreviations=self._holdings.prose.abbreviations_in(parts.readable_texts(edition)),
        )

    def _clauses(self, document: Document, edition: Edition) -> list[Block]:
        """The sections of an edition. The last are kept: a current edition stands on two pages."""
        if self._last_clauses[0] is not edition:
            self._last_clauses = (edition, list(self._clause_blocks(document, edition)))
        return self._last_clauses[1]

    def _clause_blocks(self, document: Document, edition: Edition) -> Iterator[Block]:
        for section in edition.sections:
            yield parts.heading(2, section)
            levels = parts.Levels()
            if section.missing:
                yield self._holdings.fragment(
                    "section_missing.html", _ANYWHERE, document=document, edition=edition, section=section
                )
            for titled, clauses in groupby(section.clauses, key=lambda clause: clause.title is not None):
                if titled:
                    for clause in clauses:
                        yield parts.heading(levels.of(clause), clause)
                        if (
                            clause.text
                            or clause.items
                            or clause.duties
                            or clause.missing
                            or clause.question
                        ):
                            yield self._holdings.fragment(
                                "clauses_run.html",
                                _ANYWHERE,
                                document=document,
                                edition=edition,
                                clauses=[clause],
                                headed=True,
                            )
                else:
                    yield self._holdings.fragment(
                        "clauses_run.html",
                        _ANYWHERE,
                        document=document,
                        edition=edition,
                        clauses=list(clauses),
                        headed=False,
                    )

    def _promises(self, edition: Edition) -> Iterator[Promise]:
        for section in edition.sections:
            yield Promise(section.anchor, (section.title,))
            for clause in section.clauses:
                texts = [
                    run for _, text in clause.texts for run in self._holdings.prose.visible_runs(text)
                ]
                if clause.title:
                    yield Promise(clause.anchor, (clause.title,))
                if texts:
                    holder = f"clause:{clause.anchor}" if clause.title else clause.anchor
                    yield Promise(holder, tuple(texts))
