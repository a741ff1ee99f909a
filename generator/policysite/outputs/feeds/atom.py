"""The feed of news: editions, reviews, and reviews that are due or called for (Atom, RFC 4287)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from lxml import etree

from ...domain import addresses
from ...domain.library import Library
from ...domain.register import Register
from ..translations import translation_for
from .entries import FeedEntry, feed_entries

MAX_FEED_ENTRIES = 100
"""Most entries in the feed."""

_NAMESPACE = UUID("2315f6d2-aa57-413b-87cc-97d702e9509e")
"""The namespace of the ids of the feed and its entries (RFC 9562, 5.5). It never changes."""

_ATOM = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def atom_feed(register: Register, base: str) -> bytes:
    """The newest news as an Atom feed, with at most MAX_FEED_ENTRIES entries.

    `base` is the absolute address of the site with a slash at its end, or empty; then the feed has no
    links. Ids do not depend on the address.

    There is an entry for each edition, including those of withdrawn documents; for each recorded review
    without a new edition; for each state that the current due date has led to; and for each open trigger
    of a review. States and triggers before the last review are left out, since readers have seen them.
    An entry's time is the midnight at the start of its day in the library's time zone, and it appears
    on that day. A month counts from its first day.

    The feed's own time is that of its newest entry, so the same sources and day give the same bytes.
    """
    library = register.library
    settings = library.settings
    entries = sorted(
        (entry for entry in feed_entries(register) if entry.day <= register.today),
        key=lambda entry: (-entry.day.toordinal(), entry.identity),
    )[:MAX_FEED_ENTRIES]
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})  # type: ignore[dict-item]  # stubs lack None
    words = translation_for(settings.language)
    root.set(_LANGUAGE, settings.language)
    _add(root, "id", _urn(library, ("feed",)))
    _add(root, "title", words.gettext("%(site)s: editions and reviews", site=settings.title))
    _add(root, "subtitle", settings.description)
    newest = entries[0].day if entries else register.today
    _add(root, "updated", _midnight(newest, settings.time_zone))
    author = etree.SubElement(root, f"{{{_ATOM}}}author")
    _add(author, "name", settings.organisation)
    if base:
        _add(root, "link", rel="self", type="application/atom+xml", href=base + addresses.FEED)
        _add(root, "link", rel="alternate", type="text/html", href=base)
    for entry in entries:
        _add_entry(root, library, entry, base)
    xml: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return xml


def _add_entry(root: etree._Element, library: Library, entry: FeedEntry, base: str) -> None:
    element = etree.SubElement(root, f"{{{_ATOM}}}entry")
    _add(element, "id", _urn(library, entry.identity))
    _add(element, "title", entry.title)
    _add(element, "updated", _midnight(entry.day, library.settings.time_zone))
    _add(element, "category", term=entry.kind)
    if base:
        _add(element, "link", rel="alternate", type="text/html", href=base + entry.path)
    _add(element, "content", entry.text, type="text")


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes).text = text


def _urn(library: Library, key: tuple[str, ...]) -> str:
    return uuid5(_NAMESPACE, "\n".join((library.settings.organisation, *key))).urn


def _midnight(day: date, zone: str) -> str:
    """The start of a day in a zone (RFC 3339); in UTC if the offset has seconds, which it forbids."""
    midnight = datetime.combine(day, time(), ZoneInfo(zone))
    offset = midnight.utcoffset()
    assert offset is not None
    return (midnight if offset.seconds % 60 == 0 else midnight.astimezone(UTC)).isoformat()
