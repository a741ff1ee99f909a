"""Events that trigger reviews have unique ids and name documents of the library."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ..domain.problems import Finding, SourcePlace, similar_names_hint
from .check import CheckContext, check_for
from .editions import ID_REPEATED, UNKNOWN_DOCUMENT
from .names import EVENTS_FILE


@check_for(ID_REPEATED, UNKNOWN_DOCUMENT)
def events_name_documents(context: CheckContext) -> Iterator[Finding]:
    """Every event has an id of its own, and affects documents of the library."""
    library = context.library
    seen: set[str] = set()
    for index, event in enumerate(library.events):
        if event.id in seen:
            yield Finding(
                ID_REPEATED,
                f"the id {event.id!r} already names another event",
                SourcePlace(EVENTS_FILE, ("events", index, "id")),
                "give each its own id",
            )
        seen.add(event.id)
        for document_index, reference in enumerate(event.documents):
            if reference not in library.documents and not library.is_unreadable(reference):
                yield Finding(
                    UNKNOWN_DOCUMENT,
                    f"{reference!r} is not in the library",
                    SourcePlace(EVENTS_FILE, ("events", index, "documents", document_index)),
                    partial(similar_names_hint, reference, library.documents, what="documents"),
                )
