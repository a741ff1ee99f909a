"""What stands on a checklist for paper, as data: the template only arranges it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ...domain import addresses
from ...domain.library import Library
from ...domain.model import Edition, Part
from ...domain.prose import paragraphs
from ...domain.register import WITHDRAWN, Register, Standing
from ...domain.reviews import in_words
from ...traceability import Link, Sheet, Source

DIGITS = 8
"""How much of a digest tells versions apart on paper."""

KEPT_TOGETHER = 900
"""Up to how many characters an item is never parted by the end of a page."""

MOST_NAMED = 8
"""From how many documents at most the foot of each page names each."""


def contents(
    sheet: Sheet, register: Register, *, address: str, qr: str, built: datetime
) -> dict[str, Any]:
    """Everything that the template shows, in types that JSON knows. All text is to be shown as it is.

    address is that of the checklist's page and qr the SVG file that leads there; both are empty where
    there is none. built is that of pdf.
    """
    library = register.library
    checklist, settings = sheet.checklist, library.settings
    return {
        "title": checklist.title,
        "organisation": settings.organisation,
        "language": _language(settings.language),
        "role": library.roles[checklist.role].name,
        "trigger": _shown(library, checklist.trigger),
        "attention": list(_attention(sheet, register)),
        "how_to_tick": sheet.how_to_tick,
        "parts": [_part(library, part, links) for part, links in sheet.parts if links],
        "sources": [_source(register, edition) for edition in sheet.editions],
        "documents": list(_documents(sheet, register)),
        "as_at": in_words(register.today),
        "made": in_words(built.astimezone(ZoneInfo(settings.time_zone)).date()),
        "version": _short(sheet.digest),
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
    return f"{method}:{digits[:DIGITS]}"


def _shown(library: Library, text: str) -> list[str]:
    """The paragraphs of a text, each on one line."""
    return [addresses.readable(library, one) for one in paragraphs(text)]


# --- the items -----------------------------------------------------------------------------------


def _part(library: Library, part: Part, links: tuple[Link, ...]) -> dict[str, Any]:
    items = [_item(library, link, link.source) for link in links if link.source]
    return {"title": part.title, "is_fixed": part.order == "fixed", "items": items}


def _item(library: Library, link: Link, source: Source) -> dict[str, Any]:
    item, duty = link.item, source.duty
    cited = f"{source.edition.reference} {source.part.anchor}"
    if item.kind == "missing":
        missing = source.part.missing
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
        "is_whole": length <= KEPT_TOGETHER,
    }


# --- where it comes from -------------------------------------------------------------------------


def _attention(sheet: Sheet, register: Register) -> Iterator[dict[str, str]]:
    """What a reader has to be told before the text."""
    for edition in sheet.editions:
        standing = register.by_reference.get(edition.reference)
        if standing is None or not standing.needs_attention:
            continue
        yield {
            "lead": f"{edition.reference}: {standing.label}; state as at {in_words(register.today)}.",
            "text": f"{standing.sentence} {edition.reference} stays in force until it is replaced or"
            " withdrawn.",
        }


def _source(register: Register, edition: Edition) -> dict[str, Any]:
    standing = register.by_reference.get(edition.reference)
    label = standing.label if standing else WITHDRAWN
    return {
        "name": f"{edition.reference} {edition.title}",
        "edition": f"{edition.kind.capitalize()}, edition of {in_words(edition.edition)}.",
        "state": f"{label}; state as at {in_words(register.today)}.",
        "more": list(_told(register.library, standing)) if standing else [],
        "published": (
            f"Restated in other words; the authority is the published {edition.kind}:"
            if edition.wording == "restated"
            else f"The published {edition.kind}:"
        ),
        "url": edition.source.url,
    }


def _told(library: Library, standing: Standing) -> Iterator[str]:
    if not standing.needs_attention:  # else it stands above the items
        yield standing.sentence
    for call in standing.calls:
        yield " ".join(_shown(library, f"A review is called for: {call.what}"))
    above = standing.overdue_above
    if above is not None:
        yield f"The review of the {above.current.kind} above it, {above.reference}, is overdue."


def _documents(sheet: Sheet, register: Register) -> Iterator[str]:
    """For the foot of each page: every edition with its state, or how many there are of them."""
    held = [(one, register.by_reference.get(one.reference)) for one in sheet.editions]
    if len(held) <= MOST_NAMED:
        for edition, standing in held:
            label = standing.label if standing else WITHDRAWN
            yield f"{edition.reference}, edition of {in_words(edition.edition)}: {label}"
        return
    yield f"{len(held)} documents, named at the end"
    urgent = [one.reference for one, standing in held if standing is None or standing.needs_attention]
    if urgent:
        yield f"needing attention: {', '.join(urgent)}"
