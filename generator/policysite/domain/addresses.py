"""The address of everything that the site publishes. Addresses are permanent: never change one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from .library import Document, Library
from .model import Edition, language_of_file
from .prose import Citation, ExternalLink, Mark, text_runs
from .stored_files import FILES_FOLDER

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


def document_path(reference: str, anchor: str = "", language: str = "") -> str:
    """The address of a document's current edition, or of a clause in it.

    That of its translation where a language is given.
    """
    return f"{DOCUMENTS}{reference}/{f'{language}/' if language else ''}{_fragment(anchor)}"


def edition_path(edition: Edition, anchor: str = "") -> str:
    """The permanent address of an edition, or of a clause in it."""
    language = language_of_file(edition.file)
    folder = f"{DOCUMENTS}{edition.reference}/{edition.edition}/"
    return f"{folder}{f'{language}/' if language else ''}{_fragment(anchor)}"


def stored_file_folder(edition: Edition) -> str:
    """The permanent address of the folder with the pictures and attachments of an edition."""
    return f"{edition_path(edition)}{FILES_FOLDER}/"


def role_path(name: str) -> str:
    """The page of a role."""
    return f"{ROLES}{name}/"


def checklist_path(name: str, item: str = "") -> str:
    """The page of a checklist, or an item of it."""
    return f"{CHECKLISTS}{name}/{_fragment(item_anchor(item) if item else '')}"


def checklist_pdf_path(name: str) -> str:
    """The PDF of a checklist."""
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


def document_api_path(reference: str) -> str:
    """A document as data for other programs."""
    return f"{API}documents/{reference}.json"


def checklist_api_path(name: str) -> str:
    """A checklist as data for other programs."""
    return f"{API}checklists/{name}.json"


def duty_anchor(name: str) -> str:
    """The fragment of a duty on its document's page. The colon keeps it apart from the ids of clauses."""
    return f"duty:{name}"


def item_anchor(name: str) -> str:
    """The fragment of an item on its checklist's page."""
    return f"item:{name}"


def documents_list_path(page: int) -> str:
    """A page of the list of all documents, counted from 1. Later pages lie outside documents/."""
    return DOCUMENTS if page == 1 else f"documents-{page}/"


def clause_index_path(page: int) -> str:
    """A page of the index of all clauses, counted from 1."""
    return CLAUSES if page == 1 else f"{CLAUSES}{page}/"


def citation_target(library: Library, citation: Citation, language: str = "") -> tuple[str, str]:
    """The address that a cross-reference leads to, and the name of what is there.

    A text in a language leads to the translation into it, where there is one. Raises KeyError if it leads
    nowhere.
    """
    name = citation.name
    document = library.documents.get(name)
    if document is None or language not in document.current_languages:
        language = ""
    if citation.clause:
        edition = library.editions_by_anchor[name][citation.anchor]
        provision = library.provision_label(name, citation.clause)
        label = f"{library.published_reference(name)} {provision}{citation.item}"
        if edition is library.documents[name].current:
            return document_path(name, citation.anchor, language), label
        return edition_path(edition, citation.anchor), label
    kind = library.kinds_by_name[name][0]
    if kind == "document":
        return document_path(name, language=language), library.published_reference(name)
    if kind == "role":
        return role_path(name), library.roles[name].name
    if kind == "term":
        return f"{GLOSSARY}#{name}", library.term_names[name]
    return f"{REFERENCES}#{name}", library.external_references[name].title


def citation_resolves(library: Library, citation: Citation) -> bool:
    """Whether the library holds what is cited; it does when the check finds no error."""
    if citation.clause:
        return citation.anchor in library.editions_by_anchor.get(citation.name, ())
    return citation.name in library.kinds_by_name


def visible_runs(library: Library, text: str) -> Iterator[str]:
    """The text as readers see it, run by run: each mark gives its words."""
    for run in text_runs(text):
        yield run if isinstance(run, str) else mark_label(library, run)


def mark_label(library: Library, mark: Mark) -> str:
    """The words shown for a mark, also where a cited document is no longer published."""
    if isinstance(mark, ExternalLink):
        return mark.label
    if not isinstance(mark, Citation):
        return mark.words
    if citation_resolves(library, mark):
        return mark.words or citation_target(library, mark)[1]
    if mark.name in library.removed_documents:
        named = mark.words or f"{mark.name} {mark.provision}".strip()
        return f"{named} (no longer published here)"
    return str(mark)


def plain_line(library: Library, text: str) -> str:
    """The text as readers see it, on one line."""
    return " ".join("".join(visible_runs(library, text)).split())


def line_with_addresses(library: Library, text: str) -> str:
    """The text on one line for paper and other places without links: each address stands in brackets."""
    runs = (
        f"{run.label} ({run.plain_address})"
        if isinstance(run, ExternalLink) and not run.shows_address
        else run
        if isinstance(run, str)
        else mark_label(library, run)
        for run in text_runs(text)
    )
    return " ".join("".join(runs).split())


def is_web_address(text: str) -> bool:
    """Whether a text is the whole address of something on the web."""
    try:
        address = urlsplit(text)
    except ValueError:
        return False
    return address.scheme in {"https", "http"} and bool(address.netloc)


def with_trailing_slash(base: str) -> str:
    """A base address that ends with one slash; an empty one stays empty."""
    return f"{base.rstrip('/')}/" if base else ""


def _fragment(anchor: str) -> str:
    return f"#{anchor}" if anchor else ""


def natural_sort_key(document: Document) -> tuple[tuple[tuple[str, int], ...], str]:
    """A key that sorts references by the numbers in them: H2, H02a, H10."""
    runs = re.findall(r"(\D*)(\d*)", document.reference)
    return tuple((word, int(digits or 0)) for word, digits in runs), document.reference
