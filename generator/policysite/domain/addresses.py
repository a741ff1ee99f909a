"""Where each thing of a library stands on the site. Addresses are permanent: change none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from .library import Document, Library
from .model import Edition
from .prose import Citation, text_runs

HOME = ""
DOCUMENTS = "documents/"
ROLES = "roles/"
CLAUSES = "clauses/"
REFERENCES = "references/"
GLOSSARY = "glossary/"
ABOUT = "about/"
SEARCH = "search/"
CHECKLISTS = "checklists/"
TRACEABILITY = "traceability/"
REVIEW = "review/"
FEED = "feed.xml"
CALENDAR = "review.ics"
REVIEW_STATE = "review.json"
API = "api/v1/"
API_INDEX = "api/v1/index.json"
SEARCH_VOCABULARY = "search/words.json"


def document_path(reference: str, anchor: str = "") -> str:
    """The current edition of a document, or a clause of it."""
    return f"{DOCUMENTS}{reference}/{_fragment(anchor)}"


def edition_path(one: Edition, anchor: str = "") -> str:
    """An edition for good, also when it is superseded, or a clause of it."""
    return f"{DOCUMENTS}{one.reference}/{one.edition}/{_fragment(anchor)}"


def role_path(name: str) -> str:
    """The page of a role."""
    return f"{ROLES}{name}/"


def checklist_path(name: str, item: str = "") -> str:
    """The page of a checklist, or an item of it."""
    return f"{CHECKLISTS}{name}/{_fragment(item_anchor(item) if item else '')}"


def checklist_pdf_path(name: str) -> str:
    """A checklist for paper."""
    return f"{CHECKLISTS}{name}/{name}.pdf"


def checklist_qr_path(name: str) -> str:
    """The QR code that leads to the page of a checklist."""
    return f"{checklist_path(name)}qr.svg"


def document_calendar_path(reference: str) -> str:
    """The calendar of a document's reviews."""
    return f"{DOCUMENTS}{reference}/{CALENDAR}"


def role_calendar_path(name: str) -> str:
    """The calendar of the reviews that a role answers for."""
    return f"{ROLES}{name}/{CALENDAR}"


def source_path(file: str) -> str:
    """The published copy of a source file."""
    return f"sources/{file.removeprefix('policy/')}"


def duty_anchor(name: str) -> str:
    """A duty within its clause. No id of a clause holds a colon."""
    return f"duty:{name}"


def item_anchor(name: str) -> str:
    """An item within its checklist."""
    return f"item:{name}"


def documents_list_path(part: int) -> str:
    """A part of the list of all documents; parts count from 1. Outside the folder of the documents."""
    return DOCUMENTS if part == 1 else f"documents-{part}/"


def clause_index_path(part: int) -> str:
    """A part of the index of all clauses; parts count from 1."""
    return CLAUSES if part == 1 else f"{CLAUSES}{part}/"


def citation_target(library: Library, citation: Citation) -> tuple[str, str]:
    """Where a cross-reference leads, and what a reader sees of it. It must lead somewhere."""
    name = citation.name
    if citation.clause:
        holder = library.editions_by_anchor[name][citation.clause]
        label = f"{name} {citation.clause}"
        if holder is library.documents[name].current:
            return document_path(name, citation.clause), label
        return edition_path(holder, citation.clause), label
    kind = library.kinds_by_name[name][0]
    if kind == "document":
        return document_path(name), name
    if kind == "role":
        return role_path(name), library.roles[name].name
    if kind == "term":
        return f"{GLOSSARY}#{name}", name
    return f"{REFERENCES}#{name}", library.external_references[name].title


def citation_resolves(library: Library, citation: Citation) -> bool:
    """Whether what is cited is there. In a library without errors it is."""
    if citation.clause:
        return citation.clause in library.editions_by_anchor.get(citation.name, ())
    return citation.name in library.kinds_by_name


def visible_runs(library: Library, text: str) -> Iterator[str]:
    """What a reader sees of a text, run by run: of a cross-reference the label, if it leads somewhere."""
    for run in text_runs(text):
        if isinstance(run, Citation):
            yield citation_label(library, run)
        else:
            yield run


def citation_label(library: Library, citation: Citation) -> str:
    """What a reader sees of a cross-reference; it may lead to a document that is not here any more."""
    if citation_resolves(library, citation):
        return citation_target(library, citation)[1]
    if citation.name in library.removed_documents:
        return f"{citation.name} {citation.clause}".strip() + " (no longer published here)"
    return str(citation)


def plain_line(library: Library, text: str) -> str:
    """What a reader sees of a text, on one line."""
    return " ".join("".join(visible_runs(library, text)).split())


def is_web_address(text: str) -> bool:
    """Whether a text is the whole address of something on the web."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"https", "http"} and bool(parts.netloc)


def with_trailing_slash(base: str) -> str:
    """The address of a site as everything here takes it: with a slash at its end, or empty."""
    return f"{base.rstrip('/')}/" if base else ""


def _fragment(anchor: str) -> str:
    return f"#{anchor}" if anchor else ""


def natural_sort_key(document: Document) -> tuple[tuple[tuple[str, int], ...], str]:
    """Sorts references as people count: H2, H02a, H10; by their letters where only zeros differ."""
    parts = re.findall(r"(\D*)(\d*)", document.reference)
    return tuple((word, int(digits or 0)) for word, digits in parts), document.reference
