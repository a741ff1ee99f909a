"""Every cross-reference in a text is well formed and leads somewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from ..library import Library
from ..problems import Finding, Path, Place, nearest
from ..prose import Citation, citations, malformed_citations
from .names import ROLES, TERMS, WORKS


def lead_somewhere(library: Library, _today: date) -> Iterator[Finding]:
    """Cross-references name a document, clause, role, term or reference of the library."""
    for file, path, text, current in _texts(library):
        if "[[" not in text:
            continue
        for index, word in malformed_citations(text):
            yield Finding(
                "malformed-citation",
                f"{word!r} is not a cross-reference",
                Place(file, path, text=word, nth=text.count(word, 0, index)),
                "write [[HR12/3.2]] for a clause, or [[HR12]], [[a-role]], [[a-reference]] or [[YRO]]",
            )
        before: Counter[Citation] = Counter()
        for citation in citations(text):
            place = Place(file, path, text=str(citation), nth=before[citation])
            before[citation] += 1
            finding = _unresolved(library, citation, place, current=current)
            if finding is not None:
                yield finding


def _texts(library: Library) -> Iterator[tuple[str, Path, str, bool]]:
    """Each text with its file, its path, and whether it has to agree with current editions."""
    current = {edition.file for edition in library.current_editions}
    for edition in library.editions:
        file = edition.file
        agrees = file in current
        for path, text in edition.texts:
            yield file, path, text, agrees
    for checklist in library.checklists.values():
        file = checklist.file
        yield file, ("trigger",), checklist.trigger, True
        for path, item in checklist.items:
            for below, text in item.texts:
                yield file, (*path, *below), text, True
    for file, path, shared in _shared_texts(library):
        if shared:
            yield file, path, shared, True


def _shared_texts(library: Library) -> Iterator[tuple[str, Path, str | None]]:
    for name, role in library.roles.items():
        yield ROLES, ("roles", name, "about"), role.about
    for name, term in library.terms.items():
        yield TERMS, ("terms", name, "meaning"), term.meaning
    for name, work in library.works.items():
        yield WORKS, ("references", name, "note"), work.note
        if work.source:
            yield WORKS, ("references", name, "source", "note"), work.source.note


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
            nearest(name, list(library.kinds), what="names"),
        )
    if library.is_unreadable(name):
        return None
    if name not in library.documents:
        return Finding(
            "unknown-document",
            f"{name!r} is not in the library",
            place,
            nearest(name, list(library.documents), what="documents"),
        )
    holder = library.anchors[name].get(citation.clause)
    if holder is not None and (not current or holder is library.documents[name].current):
        return None
    if current:
        held = [part.anchor for part in library.documents[name].current.parts]
    else:
        held = list(library.anchors[name])
    return Finding(
        "unknown-clause",
        f"{name} has no clause {citation.clause!r} in {'its current' if current else 'any'} edition",
        place,
        nearest(citation.clause, held, what="clauses"),
    )
