"""What the documents cite is still in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..library import Library
from ..problems import Finding, Place
from ..prose import citations
from ..reviews import due_day, in_words


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
                instead = " and ".join(
                    library.works[one].title for one in work.replaced_by or () if one in library.works
                )
                yield Finding(
                    "law-repealed",
                    f"{work.title} is repealed{since}",
                    Place(edition.file, path, text=str(citation)),
                    f"in its place: {instead}" if instead else "say at the next review what applies now",
                )
