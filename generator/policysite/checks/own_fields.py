"""The fields of a library's own: editions state only those that it declares, with allowed values."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ..domain.fields import UNKNOWN_VALUE
from ..domain.model import SETTINGS_FILE
from ..domain.problems import Finding, Rule, SourcePlace, similar_names_hint
from .check import CheckContext, check_for

UNKNOWN_FIELD = Rule.error("unknown-field", "A field is not one that library.yml declares")


@check_for(UNKNOWN_FIELD, UNKNOWN_VALUE)
def own_fields_are_declared(context: CheckContext) -> Iterator[Finding]:
    """Every field of the library's own is declared, and its value is one of those allowed."""
    library = context.library
    if SETTINGS_FILE in library.unreadable:
        return
    declared = library.settings.fields or {}
    for edition in library.editions_in_all_languages:
        for name, value in (edition.fields or {}).items():
            field = declared.get(name)
            if field is None:
                yield Finding(
                    UNKNOWN_FIELD,
                    f"library.yml declares no field {name!r}",
                    SourcePlace(edition.file, ("fields", name), on_key=True),
                    partial(similar_names_hint, name, declared, what="fields of library.yml"),
                )
            elif field.values and value not in field.values:
                yield Finding(
                    UNKNOWN_VALUE,
                    f"{value[:60]!r} is not one of the values of the field {name!r}",
                    SourcePlace(edition.file, ("fields", name)),
                    partial(similar_names_hint, value, field.values, what="allowed values", limit=20),
                )
