"""The feed of what is new: editions, reviews, states and calls (Atom: RFC 4287)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from lxml import etree

from ...domain import addresses
from ...domain.library import Library
from ...domain.register import Register
from .entries import FeedEntry, feed_entries

MAX_FEED_ENTRIES = 100
"""How many entries a feed holds at most."""

_NAMESPACE = UUID("2315f6d2-aa57-413b-87cc-97d702e9509e")
"""Our own name space for the ids of the feed and its entries (RFC 9562, 5.5). It never changes."""

_ATOM = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def atom_feed(register: Register, base: str) -> bytes:
    """The newest of what happened, at most MOST entries: it is a feed and not a register.

    base is the absolute address of the site with a slash at its end, or empty where it has none: then
    the feed holds no links. Ids are the same wherever the site is.

    There is an entry for each edition, also of a document that was withdrawn; for each recorded review
    that made no new edition; for each state that followed from the due date that now holds; and for
    each open call for a review. What a later review answered is left out: who follows the feed has it
    already. An entry's time is the midnight at which its day began in the library's time zone, and
    nothing is told before its day. A month counts from its first day here.

    The feed's own time is that of its newest entry, so the same sources and day give the same bytes.
    """
    library = register.library
    settings = library.settings
    told = sorted(
        (one for one in feed_entries(register) if one.day <= register.today),
        key=lambda one: (-one.day.toordinal(), one.identity),
    )[:MAX_FEED_ENTRIES]
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})  # type: ignore[dict-item]  # stubs lack None
    root.set(_LANGUAGE, settings.language)
    _add(root, "id", _urn(library, ("feed",)))
    _add(root, "title", f"{settings.title}: editions and reviews")
    _add(root, "subtitle", settings.description)
    newest = told[0].day if told else register.today
    _add(root, "updated", _midnight(newest, settings.time_zone))
    author = etree.SubElement(root, f"{{{_ATOM}}}author")
    _add(author, "name", settings.organisation)
    if base:
        _add(root, "link", rel="self", type="application/atom+xml", href=base + addresses.FEED)
        _add(root, "link", rel="alternate", type="text/html", href=base)
    for one in told:
        _add_entry(root, library, one, base)
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return written


def _add_entry(root: etree._Element, library: Library, one: FeedEntry, base: str) -> None:
    entry = etree.SubElement(root, f"{{{_ATOM}}}entry")
    _add(entry, "id", _urn(library, one.identity))
    _add(entry, "title", one.title)
    _add(entry, "updated", _midnight(one.day, library.settings.time_zone))
    _add(entry, "category", term=one.kind)
    if base:
        _add(entry, "link", rel="alternate", type="text/html", href=base + one.path)
    _add(entry, "content", one.text, type="text")


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes).text = text


def _urn(library: Library, key: tuple[str, ...]) -> str:
    return uuid5(_NAMESPACE, "\n".join((library.settings.organisation, *key))).urn


def _midnight(day: date, zone: str) -> str:
    """When a day began in a zone, as RFC 3339 writes it: its offsets know no seconds."""
    began = datetime.combine(day, time(), ZoneInfo(zone))
    offset = began.utcoffset()
    assert offset is not None
    return (began if offset.seconds % 60 == 0 else began.astimezone(UTC)).isoformat()
