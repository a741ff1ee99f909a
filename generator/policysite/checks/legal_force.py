"""What the documents cite is still in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice

from ..domain.library import Library
from ..domain.model import ExternalReference
from ..domain.problems import Finding, Rule, SourcePlace
from ..domain.prose import Citation, citations
from ..domain.reviews import due_day, format_date, format_on
from .check import CheckContext, check

_NOT_PROVIDED = {"question", "missing"}
"""The keys of a section or clause whose texts are about it and no part of what it says."""


DOCUMENT_WITHDRAWN = Rule.warning(
    "document-withdrawn", "A current edition is under a document that is withdrawn, or cites it"
)


@check(DOCUMENT_WITHDRAWN)
def cited_documents_in_force(context: CheckContext) -> Iterator[Finding]:
    """No current edition is made under a document that is withdrawn, and no clause cites one."""
    withdrawn = {name: one for name, one in context.library.documents.items() if one.is_withdrawn}
    for edition in context.library.current_editions:
        above = withdrawn.get(edition.governed_by or "")
        if above is not None:
            yield Finding(
                DOCUMENT_WITHDRAWN,
                f"{above.reference}, under which this {edition.kind} is made, was withdrawn"
                f" {format_on(above.reviews[-1].date)}",
                SourcePlace(edition.file, ("governed_by",)),
                "review whether it still applies; say in the next edition what it is made under now, or"
                " withdraw it, too",
            )
        for path, text in edition.texts:
            if path[0] != "sections" or not _NOT_PROVIDED.isdisjoint(path):
                continue
            before: Counter[Citation] = Counter()
            for citation in citations(text):
                place = SourcePlace(edition.file, path, text=str(citation), nth=before[citation])
                before[citation] += 1
                if citation.name in withdrawn:
                    yield Finding(
                        DOCUMENT_WITHDRAWN,
                        f"{citation.name}, which is cited here, was withdrawn"
                        f" {format_on(withdrawn[citation.name].reviews[-1].date)}",
                        place,
                        "say at the next review what applies now",
                    )


_MOST_NAMED = 8
"""How many of what stands in the place of a law a hint names."""


LAW_REPEALED = Rule.warning("law-repealed", "A current edition cites legislation that is repealed")


@check(LAW_REPEALED)
def cited_legislation_in_force(context: CheckContext) -> Iterator[Finding]:
    """No current edition cites legislation that is repealed by today."""
    library = context.library
    repealed = {
        name: work
        for name, work in library.external_references.items()
        if work.state == "repealed" and (work.repealed is None or due_day(work.repealed) <= context.today)
    }
    for edition in library.current_editions:
        for path, text in edition.texts:
            for citation in dict.fromkeys(citations(text)):
                work = repealed.get(citation.name)
                if work is None:
                    continue
                since = f" since {format_date(work.repealed)}" if work.repealed else ""
                yield Finding(
                    LAW_REPEALED,
                    f"{work.title} is repealed{since}",
                    SourcePlace(edition.file, path, text=str(citation)),
                    partial(_instead, library, work),
                )


def _instead(library: Library, work: ExternalReference) -> str:
    there = (one for one in work.replaced_by or () if one in library.external_references)
    titles = [library.external_references[one].title for one in islice(there, _MOST_NAMED)]
    return (
        f"in its place: {' and '.join(titles)}" if titles else "say at the next review what applies now"
    )
