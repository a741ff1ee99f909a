"""No source was retrieved on a day in the future."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..domain.library import Library
from ..domain.model import Origin
from ..domain.problems import Finding, Rule, SourcePlace
from ..domain.reviews import first_day, format_on
from .check import CheckContext, check_for
from .names import EVENTS_FILE, REFERENCES_FILE

DATE_IN_FUTURE = Rule.error(
    "date-in-future", "Something is said to have happened on a day that is still to come"
)


@check_for(DATE_IN_FUTURE)
def source_dates_are_past(context: CheckContext) -> Iterator[Finding]:
    """Every source was retrieved by today."""
    for place, origin in _origins(context.library):
        retrieved = origin.retrieved if origin else None
        if retrieved is not None and first_day(retrieved) > context.today:
            yield Finding(
                DATE_IN_FUTURE,
                f"the source was read {format_on(retrieved)}, which is still to come",
                replace(place, path=(*place.path, "source", "retrieved")),
                "write the day on which it was read, or remove retrieved:",
            )


def _origins(library: Library) -> Iterator[tuple[SourcePlace, Origin | None]]:
    for edition in library.editions_in_all_languages:
        yield SourcePlace(edition.file), edition.source
    for name, reference in library.external_references.items():
        yield SourcePlace(REFERENCES_FILE, ("references", name)), reference.source
    for index, event in enumerate(library.events):
        yield SourcePlace(EVENTS_FILE, ("events", index)), event.source
