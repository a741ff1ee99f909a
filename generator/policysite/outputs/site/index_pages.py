"""The home page, the lists of documents and clauses, and the other pages that a site has one of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from ...domain import addresses
from . import edition_details, review_page
from .context import DOCUMENTS_PER_LIST, SiteContext
from .pages import (
    Block,
    Heading,
    Page,
    SearchMetadata,
)

DOCUMENTS_PER_CLAUSE_INDEX = 20
"""How many documents one page of the index of clauses lists, so that it loads fast on a phone."""


def index_pages(context: SiteContext) -> Iterator[Page]:
    """The home page, the lists, and the other pages that a site has one of, the home page first."""

    def page(path: str, title: str, kind: str, description: str, **facts: Any) -> Page:
        body = partial(_body, context=context, template=f"{kind}.html", values=facts.pop("values", {}))
        return Page(path, title, kind, body, description, **facts)

    settings, gettext = context.library.settings, context.translation.gettext
    yield page(addresses.HOME, settings.title, "home", settings.description)
    yield from _paged_index(
        partial(
            page, kind="documents", description=gettext("Every document with the state of its review.")
        ),
        gettext("Documents"),
        context,
        addresses.documents_list_path,
        DOCUMENTS_PER_LIST,
    )
    yield page(
        addresses.ROLES,
        gettext("Roles"),
        "roles",
        gettext("Who has duties, and where they are laid down."),
        source="policy/roles.yml",
    )
    yield page(
        addresses.CHECKLISTS,
        gettext("Checklists"),
        "checklists",
        gettext("What each role does, to be ticked off."),
    )
    yield from _paged_index(
        partial(
            page, kind="clauses", description=gettext("Every clause of every current edition, in order.")
        ),
        gettext("All clauses"),
        context,
        addresses.clause_index_path,
        DOCUMENTS_PER_CLAUSE_INDEX,
    )
    yield page(
        addresses.SEARCH,
        gettext("Search"),
        "search",
        gettext("Find the clause, the role or the document that you need."),
    )
    yield page(
        addresses.REVIEW,
        gettext("Review dates"),
        "review",
        gettext("When each document was reviewed, by when it is due again, and how that stands."),
        values={
            "review_data": review_page.ReviewPageData.from_register(context.register, context.translation)
        },
    )
    yield page(
        addresses.REFERENCES,
        gettext("References"),
        "references",
        gettext("Legislation and other documents that the documents refer to, with their state in law."),
        source="policy/references.yml",
        search_metadata=SearchMetadata("reference", gettext("Reference")),
    )
    yield page(
        addresses.GLOSSARY,
        gettext("Glossary"),
        "glossary",
        gettext("Abbreviations and words with a settled meaning."),
        source="policy/terms.yml",
        search_metadata=SearchMetadata("term", gettext("Abbreviation or term")),
    )
    yield page(
        addresses.TRACEABILITY,
        gettext("Traceability"),
        "trace",
        gettext("Which checklist carries out each duty, and what each item comes from."),
        crumbs=((gettext("Checklists"), addresses.CHECKLISTS),),
    )
    yield page(
        addresses.ABOUT,
        gettext("About this site"),
        "about",
        gettext("What this site is, and when and how it was made."),
    )


def _body(page: Page, context: SiteContext, template: str, values: dict[str, Any]) -> Iterator[Block]:
    yield Heading(1, "", page.title)
    yield context.render_fragment(template, page, **values)


def _paged_index(
    page: Callable[..., Page],
    title: str,
    context: SiteContext,
    address: Callable[[int], str],
    page_size: int,
) -> Iterator[Page]:
    """An index of all documents on one or more pages. address gives the path of a page by its number."""
    documents = context.documents
    starts = range(0, len(documents), page_size)
    groups = [documents[start : start + page_size] for start in starts]
    names = [edition_details.reference_range(listed, context.translation) for listed in groups]
    for number, group in enumerate(groups, start=1):
        yield page(
            address(number),
            f"{title}: {names[number - 1]}" if number > 1 else title,
            crumbs=((title, address(1)),) if number > 1 else (),
            values={
                "listed_documents": group,
                "names": names if len(groups) > 1 else [],
                "number": number,
                "address": address,
            },
        )
