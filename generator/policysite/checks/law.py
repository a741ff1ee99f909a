"""What the documents cite is still in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import islice

from ..domain.library import Library
from ..domain.model import Work
from ..domain.problems import Finding, Place
from ..domain.prose import Citation, citations
from ..domain.reviews import due_day, in_words, on

_NOT_PROVIDED = {"question", "missing"}
"""The keys of a section or clause whose texts are about it and no part of what it says."""


def documents_in_force(library: Library, _today: date) -> Iterator[Finding]:
    """No current edition is made under a document that is withdrawn, and no clause cites one."""
    withdrawn = {name: one for name, one in library.documents.items() if one.is_withdrawn}
    for edition in library.current_editions:
        above = withdrawn.get(edition.governed_by or "")
        if above is not None:
            yield Finding(
                "document-withdrawn",
                f"{above.reference}, under which this {edition.kind} is made, was withdrawn"
                f" {on(above.reviews[-1].date)}",
                Place(edition.file, ("governed_by",)),
                "review whether it still applies; say in the next edition what it is made under now, or"
                " withdraw it, too",
            )
        for path, text in edition.texts:
            if path[0] != "sections" or not _NOT_PROVIDED.isdisjoint(path):
                continue
            before: Counter[Citation] = Counter()
            for citation in citations(text):
                place = Place(edition.file, path, text=str(citation), nth=before[citation])
                before[citation] += 1
                if citation.name in withdrawn:
                    yield Finding(
                        "document-withdrawn",
                        f"{citation.name}, which is cited here, was withdrawn"
                        f" {on(withdrawn[citation.name].reviews[-1].date)}",
                        place,
                        "say at the next review what applies now",
                    )


_MOST_NAMED = 8
"""How many of what stands in the place of a law a hint names."""


def in_force(library: Library, today: date) -> Iterator[Finding]:
    """No current edition cites legislation that is repealed by today."""
    repealed = {
        name: work
        for name, work in library.works.items()
        if work.state == "repealed" and (work.repealed is None or due_day(work.repealed) <= today)
    }
    for edition in library.current_editions:
        for path, text in edition.texts:
            for citation in dict.fromkeys(citations(text)):
                work = repealed.get(citation.name)
                if work is None:
                    continue
                since = f" since {in_words(work.repealed)}" if work.repealed else ""
                yield Finding(
                    "law-repealed",
                    f"{work.title} is repealed{since}",
                    Place(edition.file, path, text=str(citation)),
                    partial(_instead, library, work),
                )


def _instead(library: Library, work: Work) -> str:
    there = (one for one in work.replaced_by or () if one in library.works)
    titles = [library.works[one].title for one in islice(there, _MOST_NAMED)]
    return (
        f"in its place: {' and '.join(titles)}" if titles else "say at the next review what applies now"
    )
