"""What stands on a checklist for paper, as data: the template only arranges it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ...domain import addresses
from ...domain.library import Library
from ...domain.model import ChecklistSection, Edition
from ...domain.prose import paragraphs
from ...domain.register import WITHDRAWN_LABEL, Register, ReviewStatus
from ...domain.reviews import format_date
from ...traceability import CitedProvision, ResolvedChecklist, TraceLink

PRINTED_DIGEST_DIGITS = 8
"""How much of a digest tells versions apart on paper."""

MAX_UNBROKEN_CHARACTERS = 900
"""Up to how many characters an item is never parted by the end of a page."""

MAX_EDITIONS_IN_FOOTER = 8
"""From how many documents at most the foot of each page names each."""


def checklist_print_data(
    resolved: ResolvedChecklist, register: Register, *, address: str, qr: str, built: datetime
) -> dict[str, Any]:
    """Everything that the template shows, in types that JSON knows. All text is to be shown as it is.

    address is that of the checklist's page and qr the SVG file that leads there; both are empty where
    there is none. built is that of pdf.
    """
    library = register.library
    checklist, settings = resolved.checklist, library.settings
    return {
        "title": checklist.title,
        "organisation": settings.organisation,
        "language": _language(settings.language),
        "role": library.roles[checklist.role].name,
        "trigger": _shown(library, checklist.trigger),
        "attention": list(_attention(resolved, register)),
        "how_to_tick": resolved.tick_note,
        "parts": [_part(library, section, links) for section, links in resolved.sections if links],
        "sources": [_source(register, edition) for edition in resolved.editions],
        "documents": list(_documents(resolved, register)),
        "as_at": format_date(register.today),
        "made": format_date(built.astimezone(ZoneInfo(settings.time_zone)).date()),
        "version": _short(resolved.digest),
        "address": address,
        "qr": qr,
    }


def _language(tag: str) -> dict[str, str | None]:
    """A tag of BCP 47 as typst takes it: a language, and a region of two letters where there is one."""
    language, *rest = tag.split("-")
    region = next((one for one in rest if re.fullmatch("[A-Za-z]{2}", one)), None)
    return {"language": language.lower(), "region": region.upper() if region else None}


def _short(digest: str) -> str:
    method, _, digits = digest.partition(":")
    return f"{method}:{digits[:PRINTED_DIGEST_DIGITS]}"


def _shown(library: Library, text: str) -> list[str]:
    """The paragraphs of a text, each on one line."""
    return [addresses.plain_line(library, one) for one in paragraphs(text)]


# --- the items -----------------------------------------------------------------------------------


def _part(library: Library, section: ChecklistSection, links: tuple[TraceLink, ...]) -> dict[str, Any]:
    items = [_item(library, link, link.cited_provision) for link in links if link.cited_provision]
    return {"title": section.title, "is_fixed": section.order == "fixed", "items": items}


def _item(library: Library, link: TraceLink, source: CitedProvision) -> dict[str, Any]:
    item, duty = link.item, source.duty
    cited = f"{source.edition.reference} {source.provision.anchor}"
    if item.kind == "missing":
        missing = source.provision.missing
        what = _shown(library, missing.what) if missing else []
        return {
            "missing": what,
            "when": _shown(library, item.when) if item.when else [],
            "record": _shown(library, item.record) if item.record else [],
            "cited": cited,
            "published": f"Read it in the published {source.edition.kind}:",
            "url": source.edition.source.url,
        }
    when = item.when or (duty.when if duty else None)
    shown = {
        "do": _shown(library, item.do or ""),
        "when": _shown(library, when) if when else [],
        "record": _shown(library, item.record) if item.record else [],
        "caution": [link.caution] if link.caution else [],
    }
    length = sum(len(one) for texts in shown.values() for one in texts)
    return {
        **shown,
        "force": duty.force.capitalize() if duty else "",
        "cited": cited,
        "is_whole": length <= MAX_UNBROKEN_CHARACTERS,
    }


# --- where it comes from -------------------------------------------------------------------------


def _attention(resolved: ResolvedChecklist, register: Register) -> Iterator[dict[str, str]]:
    """What a reader has to be told before the text."""
    for edition in resolved.editions:
        status = register.status_by_reference.get(edition.reference)
        if status is None or not status.needs_attention:
            continue
        yield {
            "lead": f"{edition.reference}: {status.label}; state as at {format_date(register.today)}.",
            "text": f"{status.sentence} {edition.reference} stays in force until it is replaced or"
            " withdrawn.",
        }


def _source(register: Register, edition: Edition) -> dict[str, Any]:
    status = register.status_by_reference.get(edition.reference)
    label = status.label if status else WITHDRAWN_LABEL
    return {
        "name": f"{edition.reference} {edition.title}",
        "edition": f"{edition.kind.capitalize()}, edition of {format_date(edition.edition)}.",
        "state": f"{label}; state as at {format_date(register.today)}.",
        "more": list(_told(register.library, status)) if status else [],
        "published": (
            f"Restated in other words; the authority is the published {edition.kind}:"
            if edition.wording == "restated"
            else f"The published {edition.kind}:"
        ),
        "url": edition.source.url,
    }


def _told(library: Library, status: ReviewStatus) -> Iterator[str]:
    if not status.needs_attention:  # else it stands above the items
        yield status.sentence
    for call in status.triggers:
        yield " ".join(_shown(library, f"A review is called for: {call.description}"))
    above = status.overdue_governing_document
    if above is not None:
        yield f"The review of the {above.current.kind} above it, {above.reference}, is overdue."


def _documents(resolved: ResolvedChecklist, register: Register) -> Iterator[str]:
    """For the foot of each page: every edition with its state, or how many there are of them."""
    held = [(one, register.status_by_reference.get(one.reference)) for one in resolved.editions]
    if len(held) <= MAX_EDITIONS_IN_FOOTER:
        for edition, status in held:
            label = status.label if status else WITHDRAWN_LABEL
            yield f"{edition.reference}, edition of {format_date(edition.edition)}: {label}"
        return
    yield f"{len(held)} documents, named at the end"
    urgent = [one.reference for one, status in held if status is None or status.needs_attention]
    if urgent:
        yield f"needing attention: {', '.join(urgent)}"
