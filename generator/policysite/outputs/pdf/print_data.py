"""The contents of a printed checklist as data, which the template only arranges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ...domain import addresses
from ...domain.library import Library
from ...domain.model import ChecklistSection, Clause, Edition, Section
from ...domain.prose import capitalised, paragraphs
from ...domain.register import WITHDRAWN_LABEL, Register, ReviewStatus
from ...domain.reviews import format_date
from ...domain.translation import Translation
from ...traceability import CitedProvision, ResolvedChecklist, TraceLink
from ..translations import translation_for

PRINTED_DIGEST_DIGITS = 8
"""The number of digits of a digest on paper."""

MAX_UNBROKEN_CHARACTERS = 900
"""Most characters of an item that is kept together on a page."""

MAX_EDITIONS_IN_FOOTER = 8
"""Most documents that the footer of each page names."""


def checklist_print_data(
    resolved: ResolvedChecklist, register: Register, *, address: str, qr: str, built: datetime
) -> dict[str, Any]:
    """Everything that the template shows, as JSON data. All texts are to be shown as they are.

    `address` is that of the checklist's page and `qr` the SVG of its QR code; both may be empty. `built`
    is the instant of the build, with a time zone.
    """
    library = register.library
    checklist, settings = resolved.definition, library.settings
    words = translation_for(settings.language)
    made = format_date(built.astimezone(ZoneInfo(settings.time_zone)).date(), words)
    version = _short(resolved.digest)
    return {
        "title": words.gettext("%(role)s: duties", role=library.role_name(checklist.role))
        if resolved.is_generated
        else checklist.title,
        "organisation": settings.organisation,
        "language": _language(settings.language),
        "words": _words(words, made, version, format_date(register.today, words)),
        "role": library.roles[checklist.role].name,
        "trigger": _text_paragraphs(
            library, words.form(checklist.trigger) if resolved.is_generated else checklist.trigger
        ),
        "attention": list(_attention(resolved, register, words)),
        "how_to_tick": words.form(resolved.tick_note) if resolved.tick_note else "",
        "sections": [
            _section(resolved, library, section, links) for section, links in resolved.sections if links
        ],
        "sources": [_source(register, edition, words) for edition in resolved.editions],
        "documents": list(_documents(resolved, register, words)),
        "address": address,
        "qr": qr,
    }


def _words(words: Translation, made: str, version: str, as_at: str) -> dict[str, str]:
    """The words of the template itself. The numbers of a page are put in there."""
    return {
        "when": words.gettext("When:"),
        "within": words.gettext("Within"),
        "jointly": words.gettext("Jointly with:"),
        "record": words.gettext("Record:"),
        "basis": words.gettext("Basis:"),
        "caution": words.gettext("Read the clause, too."),
        "use": words.gettext("When to use it:"),
        "for": words.gettext("For:"),
        "date": words.gettext("Date"),
        "reference": words.gettext("Reference number (no names)"),
        "sources": words.gettext("Where this comes from"),
        "made": words.gettext(
            "Made on %(date)s. Version of this checklist: %(version)s.", date=made, version=version
        ),
        "rely": words.gettext("Before you rely on this paper, see whether it is still current:"),
        "from": words.gettext("From"),
        "state": words.gettext("State as at %(date)s.", date=as_at),
        "page": words.gettext("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        "version": words.gettext("made on %(date)s · version %(version)s", date=made, version=version),
        "signs": words.gettext("Signs that could not be printed are named in square brackets."),
    }


def _language(tag: str) -> dict[str, str | None]:
    """A BCP 47 tag as typst takes it: the language, and a region of two letters if there is one."""
    language, *rest = tag.split("-")
    region = next((subtag for subtag in rest if re.fullmatch("[A-Za-z]{2}", subtag)), None)
    return {"language": language.lower(), "region": region.upper() if region else None}


def _short(digest: str) -> str:
    method, _, digits = digest.partition(":")
    return f"{method}:{digits[:PRINTED_DIGEST_DIGITS]}"


def _text_paragraphs(library: Library, text: str) -> list[str]:
    """The paragraphs of a text, each on one line."""
    return [addresses.line_with_addresses(library, paragraph) for paragraph in paragraphs(text)]


# --- the items -----------------------------------------------------------------------------------


def _section(
    resolved: ResolvedChecklist,
    library: Library,
    section: ChecklistSection,
    links: tuple[TraceLink, ...],
) -> dict[str, Any]:
    words = translation_for(library.settings.language)
    items = [_item(library, link, link.cited_provision, words) for link in links if link.cited_provision]
    title = words.form(section.title) if section.title and resolved.is_generated else section.title
    return {"title": title, "is_fixed": section.order == "fixed", "items": items}


def _item(
    library: Library, link: TraceLink, source: CitedProvision, words: Translation
) -> dict[str, Any]:
    item, duty = link.item, source.duty
    cited = f"{source.edition.published_reference} {source.provision.label}"
    if item.kind == "missing":
        return {
            "lead": words.gettext("Withheld from publication.")
            if source.provision.withheld and not source.provision.missing
            else words.gettext("Not in this copy."),
            "missing": _absence_paragraphs(library, source.provision, words),
            "when": _text_paragraphs(library, item.when) if item.when else [],
            "record": _text_paragraphs(library, item.record) if item.record else [],
            "cited": cited,
            "published": words.gettext(
                "Read it in the published %(kind)s:",
                kind=words.form(library.kind_of(source.edition).name),
            ),
            "url": source.edition.source.url,
        }
    limit = _text_paragraphs(library, duty.within) if duty and duty.within else []
    is_period = duty is not None and duty.has_period
    content = {
        "do": _text_paragraphs(library, item.do or ""),
        "when": _text_paragraphs(library, link.condition) if link.condition else [],
        "within": limit if is_period else [],
        "how_often": [] if is_period else [capitalised(text) for text in limit],
        "record": _text_paragraphs(library, item.record) if item.record else [],
        "jointly": [library.role_names(link.joint_roles, words)] if link.joint_roles else [],
        "basis": _text_paragraphs(library, duty.basis) if duty and duty.basis else [],
        "caution": [words.form(link.caution)] if link.caution else [],
    }
    length = sum(len(text) for texts in content.values() for text in texts)
    return {
        **content,
        "force": capitalised(words.form(duty.force)) if duty else "",
        "cited": cited,
        "is_whole": length <= MAX_UNBROKEN_CHARACTERS,
    }


def _absence_paragraphs(library: Library, provision: Section | Clause, words: Translation) -> list[str]:
    """What is missing, or else what is withheld and under which exemption."""
    missing, withheld = provision.missing, provision.withheld
    if missing is not None:
        return _text_paragraphs(library, missing.what)
    if withheld is None:
        return []
    what = _text_paragraphs(library, withheld.what) if withheld.what else []
    return [*what, f"{words.gettext('Exemption:')} {withheld.exemption}"]


# --- where it comes from -------------------------------------------------------------------------


def _attention(
    resolved: ResolvedChecklist, register: Register, words: Translation
) -> Iterator[dict[str, str]]:
    """Warnings before the items about reviews that are overdue or called for."""
    for edition in resolved.editions:
        status = register.status_by_reference.get(edition.reference)
        if status is None or not status.needs_attention:
            continue
        yield {
            "lead": f"{edition.published_reference}: {_state(status, register, words)}",
            "text": f"{status.sentence_in(words)} "
            + words.gettext(
                "%(subject)s stays in force until it is replaced or withdrawn.",
                subject=edition.published_reference,
            ),
        }


def _state(status: ReviewStatus | None, register: Register, words: Translation) -> str:
    return words.gettext(
        "%(state)s; state as at %(date)s.",
        state=words.gettext(status.label if status else WITHDRAWN_LABEL),
        date=format_date(register.today, words),
    )


def _source(register: Register, edition: Edition, words: Translation) -> dict[str, Any]:
    kind = words.form(register.library.kind_of(edition).name)
    status = register.status_by_reference.get(edition.reference)
    return {
        "name": f"{edition.published_reference} {edition.title}",
        "edition": words.gettext(
            "%(document)s, edition of %(date)s",
            document=capitalised(kind),
            date=format_date(edition.edition, words),
        )
        + ".",
        "state": _state(status, register, words),
        "more": list(_review_sentences(register.library, status, words)) if status else [],
        "published": (
            words.gettext("Restated in other words; the authority is the published %(kind)s:", kind=kind)
            if edition.wording == "restated"
            else words.gettext("The published %(kind)s:", kind=kind)
        ),
        "url": edition.source.url,
    }


def _review_sentences(library: Library, status: ReviewStatus, words: Translation) -> Iterator[str]:
    if not status.needs_attention:  # otherwise it is in the warnings above the items
        yield status.sentence_in(words)
    for trigger in status.triggers:
        sentence = words.gettext("A review is called for: %(why)s", why=trigger.description_in(words))
        yield " ".join(_text_paragraphs(library, sentence))
    for governing in status.overdue_governing_documents:
        yield words.gettext(
            "The review of the %(kind)s above it, %(document)s, is overdue.",
            kind=words.form(library.kind_of(governing.current).name),
            document=governing.published_reference,
        )


def _documents(resolved: ResolvedChecklist, register: Register, words: Translation) -> Iterator[str]:
    """The lines of the footer: every edition with its state, or the number of editions."""
    editions = [
        (edition, register.status_by_reference.get(edition.reference)) for edition in resolved.editions
    ]
    if len(editions) <= MAX_EDITIONS_IN_FOOTER:
        for edition, status in editions:
            named = words.gettext(
                "%(document)s, edition of %(date)s",
                document=edition.published_reference,
                date=format_date(edition.edition, words),
            )
            yield f"{named}: {words.gettext(status.label if status else WITHDRAWN_LABEL)}"
        return
    yield words.ngettext(
        "%(number)s document, named at the end", "%(number)s documents, named at the end", len(editions)
    )
    urgent = [
        edition.published_reference
        for edition, status in editions
        if status is None or status.needs_attention
    ]
    if urgent:
        yield words.gettext("needing attention: %(documents)s", documents=", ".join(urgent))
