"""Every cross-reference in a text is well formed and leads somewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from ..domain.library import Library
from ..domain.listing import MOST_A_FILE
from ..domain.model import LOCK, prose_texts
from ..domain.problems import (
    Finding,
    Path,
    Place,
    nearest,
)
from ..domain.prose import (
    Citation,
    citations,
    in_single_brackets,
    malformed_citations,
)
from .hints import Names, for_clause
from .names import (
    ROLES,
    SETTINGS,
    TERMS,
    WORKS,
)
from .reviewing import EVENTS


def lead_somewhere(library: Library, _today: date) -> Iterator[Finding]:
    """Cross-references name a document, clause, role, term or reference of the library."""
    names = Names(library)
    for file, path, text, current in _texts(library):
        if "[" not in text:
            continue
        if current:
            yield from _in_single_brackets(library, Place(file, path), text)
        for number, (index, word) in enumerate(malformed_citations(text)):
            nth = text.count(word, 0, index) if number < MOST_A_FILE else 0  # no more are looked for
            yield Finding(
                "malformed-citation",
                f"{word!r} is not a cross-reference",
                Place(file, path, text=word, nth=nth),
                partial(names.for_citation, word),
            )
        before: Counter[Citation] = Counter()
        for citation in citations(text):
            place = Place(file, path, text=str(citation), nth=before[citation])
            before[citation] += 1
            if not current and _may_be_removed(library, citation.name):
                continue
            finding = _unresolved(library, citation, place, current=current)
            if finding is not None:
                yield finding


def _in_single_brackets(library: Library, place: Place, text: str) -> Iterator[Finding]:
    """What of the library is named in single square brackets, which lead nowhere."""
    for number, (index, citation) in enumerate(in_single_brackets(text)):
        name, typed = citation.name, str(citation)[1:-1]
        if name in library.documents or ("-" in name and not citation.clause and name in library.kinds):
            leads = not citation.clause or citation.clause in library.anchors[name]
            nth = text.count(typed, 0, index) if number < MOST_A_FILE else 0  # no more are looked for
            yield Finding(
                "citation-in-text",
                f"{typed} is shown as it is typed: single brackets make no cross-reference",
                replace(place, text=typed, nth=nth),
                f"write {citation}" if leads else "write the clause in double ones, as in [[HR12/3.2]]",
            )


def _texts(library: Library) -> Iterator[tuple[str, Path, str, bool]]:
    """Each text with its file, its path, and whether it has to agree with current editions.

    An edition that is superseded and a record of a review stay as they are: what they cite may have
    gone since.
    """
    current = {edition.file for edition in library.current_editions}
    for edition in library.editions:
        agrees = edition.file in current
        file = edition.file
        for path, text in edition.texts:
            yield file, path, text, agrees
    for document in library.documents.values():
        if document.record is not None:
            for path, text in prose_texts(document.record):
                yield document.record.file, path, text, False
    for checklist in library.checklists.values():
        for path, text in prose_texts(checklist):
            yield checklist.file, path, text, True
    for file, shared in (
        (SETTINGS, library.settings),
        (ROLES, {"roles": library.roles}),
        (TERMS, {"terms": library.terms}),
        (WORKS, {"references": library.works}),
        (EVENTS, {"events": library.events}),
    ):
        for path, text in prose_texts(shared):
            yield file, path, text, True


def _may_be_removed(library: Library, name: str) -> bool:
    """Whether a name is that of a document that was taken out, or nobody can say."""
    known = f"policy/{LOCK}" not in library.unreadable
    return name not in library.kinds and (name in library.removed or not known)


def _unresolved(library: Library, citation: Citation, place: Place, *, current: bool) -> Finding | None:
    name = citation.name
    if not citation.clause:
        names_known = library.unreadable.isdisjoint((ROLES, TERMS, WORKS))
        if name in library.kinds or library.is_unreadable(name) or not names_known:
            return None
        return Finding(
            "unknown-citation",
            f"nothing in the library is called {name!r}",
            place,
            partial(nearest, name, library.kinds, what="names"),
        )
    if library.is_unreadable(name):
        return None
    if name not in library.documents:
        return Finding(
            "unknown-document",
            f"{name!r} is not in the library",
            place,
            partial(nearest, name, library.documents, what="documents"),
        )
    holder = library.anchors[name].get(citation.clause)
    if holder is not None and (not current or holder is library.documents[name].current):
        return None
    held = None if current else library.anchors[name]
    return Finding(
        "unknown-clause",
        f"{name} has no clause {citation.clause!r} in {'its current' if current else 'any'} edition",
        place,
        partial(for_clause, library.documents[name], citation.clause, held),
    )
