"""Every mark in double brackets is well formed, and every cross-reference leads somewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from ..domain.fields import MALFORMED_CITATION
from ..domain.library import Library
from ..domain.model import LOCK_FILE, SETTINGS_FILE, Edition, prose_texts
from ..domain.problem_limits import MAX_PROBLEMS_PER_FILE
from ..domain.problems import (
    Finding,
    Rule,
    SourcePlace,
    ValuePath,
    similar_names_hint,
)
from ..domain.prose import (
    Citation,
    citations,
    external_links,
    malformed_marks,
    single_bracket_citations,
)
from .check import CheckContext, check_for
from .editions import UNKNOWN_DOCUMENT
from .hints import NameHints, cited_clause_hint, item_cited_by_address
from .malformed_marks import contradicted_by_words, explain_malformed
from .names import (
    EVENTS_FILE,
    REFERENCES_FILE,
    ROLES_FILE,
    TERMS_FILE,
)

CITATION_IN_TEXT = Rule.warning("citation-in-text", "A cross-reference is typed in single brackets")
UNKNOWN_CLAUSE = Rule.error("unknown-clause", "A clause is not in the document that is cited")
UNKNOWN_CITATION = Rule.error(
    "unknown-citation", "A cross-reference leads to nothing that the library holds"
)


@check_for(MALFORMED_CITATION, CITATION_IN_TEXT, UNKNOWN_DOCUMENT, UNKNOWN_CLAUSE, UNKNOWN_CITATION)
def citations_resolve(context: CheckContext) -> Iterator[Finding]:
    """Marks are well formed, and cross-references name a document, clause, role, term or reference."""
    library = context.library
    names = NameHints(library)
    for file, path, text, current in texts_that_cite(library):
        if "[" not in text:
            continue
        if current:
            yield from _single_bracket_names(library, SourcePlace(file, path), text)
        yield from _malformed_marks(names, SourcePlace(file, path), text)
        yield from _misleading_links(SourcePlace(file, path), text)
        before: Counter[Citation] = Counter()
        for citation in citations(text):
            place = SourcePlace(file, path, text=str(citation), nth=before[citation])
            before[citation] += 1
            if not current and _may_be_removed(library, citation.name):
                continue
            finding = _unresolved_citation(library, names, citation, place, current=current)
            if finding is not None:
                yield finding


def _malformed_marks(names: NameHints, place: SourcePlace, text: str) -> Iterator[Finding]:
    for number, (index, typed) in enumerate(malformed_marks(text)):
        nth = (
            text.count(typed, 0, index) if number < MAX_PROBLEMS_PER_FILE else 0
        )  # later problems of a file are not shown, so they need no position
        message, advice = explain_malformed(typed, names)
        yield Finding(MALFORMED_CITATION, message, replace(place, text=typed, nth=nth), advice)


def _misleading_links(place: SourcePlace, text: str) -> Iterator[Finding]:
    for link in external_links(text) if "|" in text else ():
        if contradicted_by_words(link):
            yield Finding(
                MALFORMED_CITATION,
                f"the link shows the address {link.words} and leads to another",
                replace(place, text=str(link)),
                "write in words what is there, or the address that it leads to",
            )


def _single_bracket_names(library: Library, place: SourcePlace, text: str) -> Iterator[Finding]:
    """Names from the library in single square brackets, which make no cross-reference."""
    for number, (index, citation) in enumerate(single_bracket_citations(text)):
        name, typed = citation.name, str(citation)[1:-1]
        if name in library.documents or (
            "-" in name and not citation.clause and name in library.kinds_by_name
        ):
            resolves = not citation.clause or citation.anchor in library.editions_by_anchor[name]
            nth = (
                text.count(typed, 0, index) if number < MAX_PROBLEMS_PER_FILE else 0
            )  # later problems of a file are not shown, so they need no position
            yield Finding(
                CITATION_IN_TEXT,
                f"{typed} is shown as it is typed: single brackets make no cross-reference",
                replace(place, text=typed, nth=nth),
                f"write {citation}"
                if resolves
                else "write the clause in double ones, as in [[HR12/3.2]]",
            )


def texts_that_cite(library: Library) -> Iterator[tuple[str, ValuePath, str, bool]]:
    """Each text with its file, its path, and whether it may cite current editions only.

    A superseded edition and a record of a review are never changed, so what they cite may be gone.
    """
    current = {(edition.reference, edition.edition) for edition in library.current_editions}
    for edition in library.editions_in_all_languages:
        is_current = (edition.reference, edition.edition) in current
        file = edition.file
        for path, text in edition.texts:
            yield file, path, text, is_current
    for document in library.documents.values():
        if document.record is not None:
            for path, text in prose_texts(document.record):
                yield document.record.file, path, text, False
    for checklist in library.checklists.values():
        for path, text in prose_texts(checklist):
            yield checklist.file, path, text, True
    for file, record in (
        (SETTINGS_FILE, library.settings),
        (ROLES_FILE, {"roles": library.roles}),
        (TERMS_FILE, {"terms": library.terms}),
        (REFERENCES_FILE, {"references": library.external_references}),
        (EVENTS_FILE, {"events": library.events}),
    ):
        for path, text in prose_texts(record):
            yield file, path, text, True


def _may_be_removed(library: Library, name: str) -> bool:
    """Whether a name may be that of a removed document: policy.lock names it, or cannot be read."""
    is_lock_readable = f"policy/{LOCK_FILE}" not in library.unreadable
    return name not in library.kinds_by_name and (
        name in library.removed_documents or not is_lock_readable
    )


def _replaced_hint(library: Library, name: str) -> str:
    """Where a document went that the library no longer holds; empty where nothing says so."""
    successors = library.successor_names(name)
    return f"it was replaced by {successors}" if successors else ""


def _unresolved_citation(
    library: Library, names: NameHints, citation: Citation, place: SourcePlace, *, current: bool
) -> Finding | None:
    name = citation.name
    if not citation.clause:
        names_known = library.unreadable.isdisjoint((ROLES_FILE, TERMS_FILE, REFERENCES_FILE))
        if name in library.kinds_by_name or library.is_unreadable(name) or not names_known:
            return _clause_as_words(library, citation, place)
        return Finding(
            UNKNOWN_CITATION,
            f"nothing in the library is called {name!r}",
            place,
            _replaced_hint(library, name)
            or partial(similar_names_hint, name, library.kinds_by_name, what="names"),
        )
    if library.is_unreadable(name):
        return None
    if name not in library.documents:
        return Finding(
            UNKNOWN_DOCUMENT,
            f"{name!r} is not in the library",
            place,
            _replaced_hint(library, name) or partial(names.document_hint, citation),
        )
    edition = library.editions_by_anchor[name].get(citation.anchor)
    if edition is not None and (not current or edition is library.documents[name].current):
        return _address_as_citation(edition, citation, place)
    editions = () if current else library.documents[name].editions
    anchors = {provision.anchor for edition in editions for provision in edition.provisions}
    return Finding(
        UNKNOWN_CLAUSE,
        f"{name} has no clause {citation.provision!r} in {'its current' if current else 'any'} edition",
        place,
        partial(cited_clause_hint, library, citation, anchors or None),
    )


def _address_as_citation(edition: Edition, citation: Citation, place: SourcePlace) -> Finding | None:
    meant = item_cited_by_address(edition, citation)
    if meant is None:
        return None
    message = f"{citation.name} has no clause {citation.clause!r}: that is the address of an item"
    return Finding(UNKNOWN_CLAUSE, message, place, f"write {meant}")


def _clause_as_words(library: Library, citation: Citation, place: SourcePlace) -> Finding | None:
    """Where the number of a clause stands behind the bar, as words, in place of behind a slash."""
    if citation.words not in library.editions_by_anchor.get(citation.name, ()):
        return None
    meant = Citation(citation.name, citation.words)
    message = f"{str(citation)!r} shows a clause and leads to the document"
    return Finding(MALFORMED_CITATION, message, place, f"write {meant}")
