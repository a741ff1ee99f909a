"""The pages of a finished site: that each holds what it promises, and that every link leads somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from ..outputs.site import ContentCheck

# Any: what an expression gives depends on the expression, which the types do not know.
_with_id: Any = etree.XPath("//*[@id]")
_text: Any = etree.XPath("string()", smart_strings=False)
_addresses: Any = etree.XPath("//@href | //@src", smart_strings=False)
"""Plain strings: lxml's own would each keep the whole page in memory."""


@dataclass(frozen=True, slots=True)
class _Link:
    page: str
    written: str
    file: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ParsedPages:
    """What was found on the pages of a finished site, before any link is followed."""

    problems: list[str]
    ids_by_page: Mapping[str, frozenset[str]]
    links: Iterable[_Link]


def parse_pages(
    folder: Path, promises: Mapping[str, Iterable[ContentCheck]], base: str = "/"
) -> ParsedPages:
    """Read every page of a folder, and see whether it holds what was promised of it.

    promises are by the page's file, relative to the folder; base is the path below which the site is
    served, with a slash at its end.
    """
    found: list[str] = []
    ids: dict[str, frozenset[str]] = {}
    links: dict[tuple[str, str], _Link] = {}
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    for path in sorted(folder.rglob("*.html")):
        file = path.relative_to(folder).as_posix()
        root = _parsed(path.read_bytes(), parser)
        elements: dict[str, Any] = {}
        for element in _with_id(root):
            anchor = element.get("id")
            if anchor in elements:
                found.append(f"{file}: the id {anchor!r} stands twice")
            elements[anchor] = element
        ids[file] = frozenset(elements)
        for link in _links(set(_addresses(root)), file, base):
            links.setdefault((link.file, link.anchor), link)
        found += _broken_promises(file, elements, promises.get(file, ()))
    found += [f"{file}: the page is not there" for file in promises if file not in ids]
    return ParsedPages(found, ids, links.values())


def broken_links(folder: Path, pages: ParsedPages) -> list[str]:
    """What is wrong with the pages, and which of their links lead nowhere in the folder."""
    found = list(pages.problems)
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for link in pages.links:
        target = link.file
        if target not in files:
            target = join(target, "index.html") if target else "index.html"
        if target not in files:
            found.append(f"{link.page}: the link {link.written!r} leads to no page")
        elif link.anchor and link.anchor not in pages.ids_by_page.get(target, ()):
            found.append(f"{link.page}: the link {link.written!r} leads to no place on its page")
    return sorted(found)


def verify_site(
    folder: Path, promises: Mapping[str, Iterable[ContentCheck]], base: str = "/"
) -> list[str]:
    """What is wrong with a finished site, a line a fault; none when it may be published.

    Every internal link and anchor must resolve, no id may stand twice on a page, and each page must
    hold what was promised of it.
    """
    return broken_links(folder, parse_pages(folder, promises, base))


def _parsed(page: bytes, parser: etree.HTMLParser) -> etree._Element:
    """The page as a browser would read it; lxml gives up on what holds no element."""
    root = etree.fromstring(page, parser) if page.strip() else None
    return etree.Element("html") if root is None else root


def _links(addresses: Iterable[str], page: str, base: str) -> Iterator[_Link]:
    folder = dirname(page)
    for written in addresses:
        if written.startswith("#"):
            yield _Link(page, written, page, unquote(written[1:]))
            continue
        try:
            parts = urlsplit(written)
        except ValueError:
            yield _Link(page, written, written, "")
            continue
        if parts.scheme:
            continue
        path = unquote(parts.path)
        if parts.netloc or (path.startswith("/") and not path.startswith(base)):
            target = written
        elif path.startswith("/"):
            target = normpath("/" + path.removeprefix(base))[1:]
        else:
            target = normpath(join(folder, path)) if path else page
        yield _Link(page, written, "" if target == "." else target, unquote(parts.fragment))


def _broken_promises(
    file: str, elements: Mapping[str, Any], promises: Iterable[ContentCheck]
) -> Iterator[str]:
    for promise in promises:
        element = elements.get(promise.anchor)
        if element is None:
            yield f"{file}: {promise.anchor} is not on the page"
        elif promise.texts:
            shown = " ".join(_text(element).split())
            for text in promise.texts:
                if " ".join(text.split()) not in shown:
                    yield f"{file}: {promise.anchor} lacks the text {text[:60]!r}"
