"""Where each thing of a library stands on the site. Addresses are permanent: change none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from .library import Document, Library
from .model import Edition
from .prose import Citation, runs

HOME = ""
DOCUMENTS = "documents/"
ROLES = "roles/"
CLAUSES = "clauses/"
REFERENCES = "references/"
GLOSSARY = "glossary/"
ABOUT = "about/"
SEARCH = "search/"
CHECKLISTS = "checklists/"
TRACE = "traceability/"
REVIEW = "review/"
FEED = "feed.xml"
CALENDAR = "review.ics"
REVIEW_STATE = "review.json"
API = "api/v1/"
API_INDEX = "api/v1/index.json"
WORDS = "search/words.json"


def document(reference: str, anchor: str = "") -> str:
    """The current edition of a document, or a clause of it."""
    return f"{DOCUMENTS}{reference}/{_fragment(anchor)}"


def edition(one: Edition, anchor: str = "") -> str:
    """An edition for good, also when it is superseded, or a clause of it."""
    return f"{DOCUMENTS}{one.reference}/{one.edition}/{_fragment(anchor)}"


def role(name: str) -> str:
    """The page of a role."""
    return f"{ROLES}{name}/"


def checklist(name: str, item: str = "") -> str:
    """The page of a checklist, or an item of it."""
    return f"{CHECKLISTS}{name}/{_fragment(item_anchor(item) if item else '')}"


def pdf_of_checklist(name: str) -> str:
    """A checklist for paper."""
    return f"{CHECKLISTS}{name}/{name}.pdf"


def qr_of_checklist(name: str) -> str:
    """The QR code that leads to the page of a checklist."""
    return f"{checklist(name)}qr.svg"


def calendar_of_document(reference: str) -> str:
    """The calendar of a document's reviews."""
    return f"{DOCUMENTS}{reference}/{CALENDAR}"


def calendar_of_role(name: str) -> str:
    """The calendar of the reviews that a role answers for."""
    return f"{ROLES}{name}/{CALENDAR}"


def source(file: str) -> str:
    """The published copy of a source file."""
    return f"sources/{file.removeprefix('policy/')}"


def duty_anchor(name: str) -> str:
    """A duty within its clause. No id of a clause holds a colon."""
    return f"duty:{name}"


def item_anchor(name: str) -> str:
    """An item within its checklist."""
    return f"item:{name}"


def documents_part(part: int) -> str:
    """A part of the list of all documents; parts count from 1. Outside the folder of the documents."""
    return DOCUMENTS if part == 1 else f"documents-{part}/"


def clauses_part(part: int) -> str:
    """A part of the index of all clauses; parts count from 1."""
    return CLAUSES if part == 1 else f"{CLAUSES}{part}/"


def of_citation(library: Library, citation: Citation) -> tuple[str, str]:
    """Where a cross-reference leads, and what a reader sees of it. It must lead somewhere."""
    name = citation.name
    if citation.clause:
        holder = library.anchors[name][citation.clause]
        label = f"{name} {citation.clause}"
        if holder is library.documents[name].current:
            return document(name, citation.clause), label
        return edition(holder, citation.clause), label
    kind = library.kinds[name][0]
    if kind == "document":
        return document(name), name
    if kind == "role":
        return role(name), library.roles[name].name
    if kind == "term":
        return f"{GLOSSARY}#{name}", name
    return f"{REFERENCES}#{name}", library.works[name].title


def leads(library: Library, citation: Citation) -> bool:
    """Whether what is cited is there. In a library without errors it is."""
    if citation.clause:
        return citation.clause in library.anchors.get(citation.name, ())
    return citation.name in library.kinds


def visible(library: Library, text: str) -> Iterator[str]:
    """What a reader sees of a text, run by run: of a cross-reference the label, if it leads somewhere."""
    for run in runs(text):
        if isinstance(run, Citation):
            yield label_of_citation(library, run)
        else:
            yield run


def label_of_citation(library: Library, citation: Citation) -> str:
    """What a reader sees of a cross-reference; it may lead to a document that is not here any more."""
    if leads(library, citation):
        return of_citation(library, citation)[1]
    if citation.name in library.removed:
        return f"{citation.name} {citation.clause}".strip() + " (no longer published here)"
    return str(citation)


def readable(library: Library, text: str) -> str:
    """What a reader sees of a text, on one line."""
    return " ".join("".join(visible(library, text)).split())


def is_web_address(text: str) -> bool:
    """Whether a text is the whole address of something on the web."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"https", "http"} and bool(parts.netloc)


def with_slash(base: str) -> str:
    """The address of a site as everything here takes it: with a slash at its end, or empty."""
    return f"{base.rstrip('/')}/" if base else ""


def _fragment(anchor: str) -> str:
    return f"#{anchor}" if anchor else ""


def natural_order(document: Document) -> tuple[tuple[tuple[str, int], ...], str]:
    """Sorts references as people count: H2, H02a, H10; by their letters where only zeros differ."""
    parts = re.findall(r"(\D*)(\d*)", document.reference)
    return tuple((word, int(digits or 0)) for word, digits in parts), document.reference
