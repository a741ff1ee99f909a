"""Headings, headers, metadata and groups of duties for pages: plain functions of the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...domain.library import Document, Library, LocatedDuty
from ...domain.model import (
    Clause,
    Edition,
    LibrarySettings,
    Section,
)
from ...domain.prose import capitalised
from ...domain.provision_numbers import ProvisionNumber
from ...domain.register import WITHDRAWN_LABEL, Register
from ...domain.reviews import format_date
from ...domain.translation import Translation
from ..translations import language_name
from .pages import Heading, SearchMetadata
from .wording import other_language


class ClauseHeadingLevels:
    """The levels of clause headings: one below the heading of the section or clause above."""

    def __init__(self) -> None:
        self._titled: list[ProvisionNumber] = []

    def next_level(self, clause: Clause) -> int:
        """The level of the next clause with a title, 3 or 4."""
        if clause.number is None:
            return 3
        number = clause.number
        ancestors = sum(1 for ancestor in self._titled if number.is_within(ancestor))
        self._titled.append(number)
        return min(3 + ancestors, 4)


def edition_search_metadata(
    library: Library, document: Document, edition: Edition, translation: Translation
) -> SearchMetadata:
    """The search metadata of an edition's page, in the words of a site."""
    kind = translation.form(library.kind_of(edition).name)
    language = other_language(library.language_of(edition), translation)
    return SearchMetadata(
        edition.kind,
        capitalised(kind),
        document=edition.reference,
        reference=edition.published_reference,
        edition=format_date(edition.edition, translation),
        is_superseded=edition is not document.current or document.is_withdrawn,
        field_filters=tuple(
            (f"field-{name}", edition.fields[name])
            for name in library.search_fields
            if edition.fields and name in edition.fields
        ),
        language=language,
        language_name=language_name(language) if language else "",
    )


def edition_print_header(
    register: Register, document: Document, edition: Edition, translation: Translation
) -> str:
    """The header of an edition's printed page, in the words of a site."""
    gettext, library = translation.gettext, register.library
    status = register.status_by_reference.get(document.reference)
    if status is None:
        state = gettext(WITHDRAWN_LABEL)
    elif edition is document.current:
        state = gettext(status.label)
        if status.overdue_governing_documents:
            above = (document.current for document in status.overdue_governing_documents)
            kinds = dict.fromkeys(translation.form(library.kind_of(current).name) for current in above)
            state += f"; {gettext('%(kind)s above it overdue', kind=', '.join(kinds))}"
    else:
        state = gettext("Superseded")
    named = gettext(
        "%(document)s, edition of %(date)s",
        document=edition.published_reference,
        date=format_date(edition.edition, translation),
    )
    as_at = gettext(
        "%(state)s, state as at %(date)s", state=state, date=format_date(register.today, translation)
    )
    return " · ".join(filter(None, (edition.marking, named, as_at)))


def edition_structured_data(
    edition: Edition, language: str, settings: LibrarySettings
) -> dict[str, object]:
    """An edition in the terms of schema.org, without its address."""
    joint = edition.joint_organisations
    references = [edition.published_reference, *(other.reference for other in joint if other.reference)]
    more: dict[str, object] = {}
    if joint:
        more["contributor"] = [{"@type": "Organization", "name": other.name} for other in joint]
    return {
        "@context": "https://schema.org",
        "@type": "DigitalDocument",
        "identifier": references if len(references) > 1 else edition.published_reference,
        "name": edition.title,
        "version": str(edition.edition),
        "inLanguage": language,
        "publisher": {"@type": "Organization", "name": settings.organisation},
        "isBasedOn": edition.source.url,
        **more,
    }


def group_by_condition(duties: Iterable[LocatedDuty]) -> list[tuple[str, list[LocatedDuty]]]:
    """The duties by condition: first those without one, then each condition in order of first use."""
    groups: dict[str, list[LocatedDuty]] = {"": []}
    for located in duties:
        groups.setdefault(" ".join((located.duty.when or "").split()), []).append(located)
    return [(condition, group) for condition, group in groups.items() if group]


def provision_heading(
    level: int, provision: Section | Clause, translation: Translation, language: str
) -> Heading:
    """The heading of a section or of a clause with a title, in the words of a page.

    language is that of the text, if it is another than that of the words.
    """
    number = provision.shown_number
    if isinstance(provision, Section) and provision.part is not None:
        word, *rest = number.split(" ")
        number = " ".join([translation.form(word), *rest])
    note = translation.gettext("heading supplied") if provision.title_is == "supplied" else ""
    return Heading(level, provision.anchor, provision.title or "", number, note, language)


def attachments_anchor(section: Section | None) -> str:
    """The fragment of the attachments of a section, or of those of the whole edition."""
    return f"_attachments-{section.anchor}" if section else "_attachments"


def texts_with_abbreviations(edition: Edition) -> Iterator[str]:
    """The texts of an edition that may contain abbreviations."""
    for section in edition.sections:
        yield section.title
        for clause in section.clauses:
            yield clause.title or ""
            yield from (text for _, text in clause.texts)
    for _, attachment in edition.all_attachments:
        yield attachment.title
        yield attachment.about or ""


def reference_range(documents: Sequence[Document], translation: Translation) -> str:
    """The first and last reference of some documents, as in "HR1 to HR20"."""
    first, last = documents[0].published_reference, documents[-1].published_reference
    return translation.gettext("%(first)s to %(last)s", first=first, last=last)
