"""The documents and the legislation that current editions cite are still in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice

from ..domain.library import Library
from ..domain.model import ExternalReference
from ..domain.problems import Finding, Rule, SourcePlace, ValuePath
from ..domain.prose import Citation, citations
from ..domain.reviews import due_day, format_date, format_on
from .check import CheckContext, check_for
from .citations import texts_that_cite
from .names import EVENTS_FILE

_KEYS_ABOUT_PROVISION = {"question", "missing", "withheld", "not_used"}
"""The keys of a section or clause whose texts are about it, and belong to no provision."""


DOCUMENT_WITHDRAWN = Rule.warning(
    "document-withdrawn", "Something current is under a document that is withdrawn, or cites it"
)


@check_for(DOCUMENT_WITHDRAWN)
def cited_documents_in_force(context: CheckContext) -> Iterator[Finding]:
    """No current edition is governed by a withdrawn document, and nothing current cites one."""
    withdrawn = {
        name: document for name, document in context.library.documents.items() if document.is_withdrawn
    }
    for edition in context.library.current_editions:
        for index, name in enumerate(edition.governing_documents):
            governing = withdrawn.get(name)
            if governing is None:
                continue
            yield Finding(
                DOCUMENT_WITHDRAWN,
                f"{governing.reference}, under which this {context.library.kind_of(edition).name} is"
                f" made, was withdrawn {format_on(governing.reviews[-1].date)}",
                SourcePlace(edition.file, ("governed_by", index)),
                "review whether it still applies; say in the next edition what it is made under now, or"
                " withdraw it, too",
            )
    library = context.library
    editions = {edition.file for edition in library.current_editions}
    for file, path, text in _current_texts(library):
        counts: Counter[Citation] = Counter()
        for citation in citations(text):
            place = SourcePlace(file, path, text=str(citation), nth=counts[citation])
            counts[citation] += 1
            if citation.name in withdrawn:
                yield Finding(
                    DOCUMENT_WITHDRAWN,
                    f"{citation.name}, which is cited here, was withdrawn"
                    f" {format_on(withdrawn[citation.name].reviews[-1].date)}",
                    place,
                    _withdrawn_hint(library, citation.name, is_edition=file in editions),
                )


def _withdrawn_hint(library: Library, name: str, *, is_edition: bool) -> str:
    """What to do where a withdrawn document is cited."""
    successors = library.successor_names(name)
    if is_edition:
        found = f": it was replaced by {successors}" if successors else ""
        return f"say at the next review what applies now{found}"
    return f"cite what replaced it: {successors}" if successors else "cite what applies now, or nothing"


def _current_texts(library: Library) -> Iterator[tuple[str, ValuePath, str]]:
    """The texts that say what applies now, of current editions and of all files beside the documents."""
    editions = {edition.file for edition in library.editions_in_all_languages}
    current = {edition.file for edition in library.current_editions}
    for file, path, text, may_cite_current_only in texts_that_cite(library):
        if file in editions:
            is_provision = path[0] == "sections" and _KEYS_ABOUT_PROVISION.isdisjoint(path)
            if file in current and is_provision:
                yield file, path, text
        elif may_cite_current_only and file != EVENTS_FILE:
            yield file, path, text


_MAX_REPLACEMENTS = 8
"""How many replacements of a law a hint names."""


LAW_REPEALED = Rule.warning("law-repealed", "A current edition cites legislation that is repealed")


@check_for(LAW_REPEALED)
def cited_legislation_in_force(context: CheckContext) -> Iterator[Finding]:
    """No current edition cites legislation that has been repealed."""
    library = context.library
    repealed = {
        name: reference
        for name, reference in library.external_references.items()
        if reference.state == "repealed"
        and (reference.repealed is None or due_day(reference.repealed) <= context.today)
    }
    for edition in library.current_editions:
        for path, text in edition.texts:
            for citation in dict.fromkeys(citations(text)):
                reference = repealed.get(citation.name)
                if reference is None:
                    continue
                since = f" since {format_date(reference.repealed)}" if reference.repealed else ""
                yield Finding(
                    LAW_REPEALED,
                    f"{reference.title} is repealed{since}",
                    SourcePlace(edition.file, path, text=str(citation)),
                    partial(_replacement_hint, library, reference),
                )


def _replacement_hint(library: Library, reference: ExternalReference) -> str:
    known = (name for name in reference.replaced_by or () if name in library.external_references)
    titles = [library.external_references[name].title for name in islice(known, _MAX_REPLACEMENTS)]
    return (
        f"in its place: {' and '.join(titles)}" if titles else "say at the next review what applies now"
    )
