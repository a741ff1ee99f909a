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
from ...domain.prose import paragraphs
from ...domain.register import WITHDRAWN_LABEL, Register, ReviewStatus
from ...domain.reviews import format_date
from ...traceability import CitedProvision, ResolvedChecklist, TraceLink

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
    return {
        "title": checklist.title,
        "organisation": settings.organisation,
        "language": _language(settings.language),
        "role": library.roles[checklist.role].name,
        "trigger": _text_paragraphs(library, checklist.trigger),
        "attention": list(_attention(resolved, register)),
        "how_to_tick": resolved.tick_note,
        "sections": [_section(library, section, links) for section, links in resolved.sections if links],
        "sources": [_source(register, edition) for edition in resolved.editions],
        "documents": list(_documents(resolved, register)),
        "as_at": format_date(register.today),
        "made": format_date(built.astimezone(ZoneInfo(settings.time_zone)).date()),
        "version": _short(resolved.digest),
        "address": address,
        "qr": qr,
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


def _section(library: Library, section: ChecklistSection, links: tuple[TraceLink, ...]) -> dict[str, Any]:
    items = [_item(library, link, link.cited_provision) for link in links if link.cited_provision]
    return {"title": section.title, "is_fixed": section.order == "fixed", "items": items}


def _item(library: Library, link: TraceLink, source: CitedProvision) -> dict[str, Any]:
    item, duty = link.item, source.duty
    cited = f"{source.edition.published_reference} {source.provision.label}"
    if item.kind == "missing":
        return {
            "lead": "Withheld from publication."
            if source.provision.withheld and not source.provision.missing
            else "Not in this copy.",
            "missing": _absence_paragraphs(library, source.provision),
            "when": _text_paragraphs(library, item.when) if item.when else [],
            "record": _text_paragraphs(library, item.record) if item.record else [],
            "cited": cited,
            "published": f"Read it in the published {library.kind_of(source.edition).name}:",
            "url": source.edition.source.url,
        }
    limit = _text_paragraphs(library, duty.within) if duty and duty.within else []
    is_period = duty is not None and duty.has_period
    content = {
        "do": _text_paragraphs(library, item.do or ""),
        "when": _text_paragraphs(library, link.condition) if link.condition else [],
        "within": limit if is_period else [],
        "how_often": [] if is_period else [f"{text[:1].upper()}{text[1:]}" for text in limit],
        "record": _text_paragraphs(library, item.record) if item.record else [],
        "jointly": [library.role_names(link.joint_roles)] if link.joint_roles else [],
        "basis": _text_paragraphs(library, duty.basis) if duty and duty.basis else [],
        "caution": [link.caution] if link.caution else [],
    }
    length = sum(len(text) for texts in content.values() for text in texts)
    return {
        **content,
        "force": duty.force.capitalize() if duty else "",
        "cited": cited,
        "is_whole": length <= MAX_UNBROKEN_CHARACTERS,
    }


def _absence_paragraphs(library: Library, provision: Section | Clause) -> list[str]:
    """What is missing, or else what is withheld and under which exemption."""
    missing, withheld = provision.missing, provision.withheld
    if missing is not None:
        return _text_paragraphs(library, missing.what)
    if withheld is None:
        return []
    what = _text_paragraphs(library, withheld.what) if withheld.what else []
    return [*what, f"Exemption: {withheld.exemption}"]


# --- where it comes from -------------------------------------------------------------------------


def _attention(resolved: ResolvedChecklist, register: Register) -> Iterator[dict[str, str]]:
    """Warnings before the items about reviews that are overdue or called for."""
    for edition in resolved.editions:
        status = register.status_by_reference.get(edition.reference)
        if status is None or not status.needs_attention:
            continue
        yield {
            "lead": f"{edition.published_reference}: {status.label};"
            f" state as at {format_date(register.today)}.",
            "text": f"{status.sentence} {edition.published_reference} stays in force until it is"
            " replaced or withdrawn.",
        }


def _source(register: Register, edition: Edition) -> dict[str, Any]:
    kind = register.library.kind_of(edition)
    status = register.status_by_reference.get(edition.reference)
    label = status.label if status else WITHDRAWN_LABEL
    return {
        "name": f"{edition.published_reference} {edition.title}",
        "edition": f"{kind.label}, edition of {format_date(edition.edition)}.",
        "state": f"{label}; state as at {format_date(register.today)}.",
        "more": list(_review_sentences(register.library, status)) if status else [],
        "published": (
            f"Restated in other words; the authority is the published {kind.name}:"
            if edition.wording == "restated"
            else f"The published {kind.name}:"
        ),
        "url": edition.source.url,
    }


def _review_sentences(library: Library, status: ReviewStatus) -> Iterator[str]:
    if not status.needs_attention:  # otherwise it is in the warnings above the items
        yield status.sentence
    for trigger in status.triggers:
        yield " ".join(_text_paragraphs(library, f"A review is called for: {trigger.description}"))
    for governing in status.overdue_governing_documents:
        kind = library.kind_of(governing.current).name
        yield f"The review of the {kind} above it, {governing.published_reference}, is overdue."


def _documents(resolved: ResolvedChecklist, register: Register) -> Iterator[str]:
    """The lines of the footer: every edition with its state, or the number of editions."""
    editions = [
        (edition, register.status_by_reference.get(edition.reference)) for edition in resolved.editions
    ]
    if len(editions) <= MAX_EDITIONS_IN_FOOTER:
        for edition, status in editions:
            label = status.label if status else WITHDRAWN_LABEL
            yield f"{edition.published_reference}, edition of {format_date(edition.edition)}: {label}"
        return
    yield f"{len(editions)} documents, named at the end"
    urgent = [
        edition.published_reference
        for edition, status in editions
        if status is None or status.needs_attention
    ]
    if urgent:
        yield f"needing attention: {', '.join(urgent)}"
