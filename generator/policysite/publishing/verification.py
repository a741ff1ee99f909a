"""Verifying a finished site: every page has its expected content, and every internal link resolves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from ..outputs.site import ContentCheck

# Any, because the result type of an XPath expression depends on the expression.
_with_id: Any = etree.XPath("//*[@id]")
_text: Any = etree.XPath("string()", smart_strings=False)
_addresses: Any = etree.XPath("//@href | //@src", smart_strings=False)
"""As plain strings, since each of lxml's smart strings would keep its page in memory."""


@dataclass(frozen=True, slots=True)
class _Link:
    page: str
    written: str
    file: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ParsedPages:
    """The pages of a finished site: problems so far, ids, and links still to be followed."""

    problems: list[str]
    ids_by_page: Mapping[str, frozenset[str]]
    links: Iterable[_Link]


def parse_pages(
    folder: Path, checks: Mapping[str, Iterable[ContentCheck]], base: str = "/"
) -> ParsedPages:
    """Read every page of a folder, and check its content.

    `checks` are by the page's file, relative to the folder. `base` is the path below which the site is
    served, with a slash at its end.
    """
    problems: list[str] = []
    ids: dict[str, frozenset[str]] = {}
    links: dict[tuple[str, str], _Link] = {}
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    for path in sorted(folder.rglob("*.html")):
        file = path.relative_to(folder).as_posix()
        root = _parse(path.read_bytes(), parser)
        elements: dict[str, Any] = {}
        for element in _with_id(root):
            anchor = element.get("id")
            if anchor in elements:
                problems.append(f"{file}: the id {anchor!r} stands twice")
            elements[anchor] = element
        ids[file] = frozenset(elements)
        for link in _links(set(_addresses(root)), file, base):
            links.setdefault((link.file, link.anchor), link)
        problems += _failed_checks(file, elements, checks.get(file, ()))
    problems += [f"{file}: the page is not there" for file in checks if file not in ids]
    return ParsedPages(problems, ids, links.values())


def broken_links(folder: Path, pages: ParsedPages) -> list[str]:
    """The problems of the pages, and their links that do not resolve within the folder."""
    problems = list(pages.problems)
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for link in pages.links:
        target = link.file
        if target not in files:
            target = join(target, "index.html") if target else "index.html"
        if target not in files:
            problems.append(f"{link.page}: the link {link.written!r} leads to no page")
        elif link.anchor and link.anchor not in pages.ids_by_page.get(target, ()):
            problems.append(f"{link.page}: the link {link.written!r} leads to no place on its page")
    return sorted(problems)


def verify_site(folder: Path, checks: Mapping[str, Iterable[ContentCheck]], base: str = "/") -> list[str]:
    """What is wrong with a finished site, a line each; empty if it may be published.

    Every internal link and anchor must resolve, no id may occur twice on a page, and each page must
    pass its content checks.
    """
    return broken_links(folder, parse_pages(folder, checks, base))


def _parse(page: bytes, parser: etree.HTMLParser) -> etree._Element:
    """The page as a browser would parse it; lxml returns None for one without elements."""
    root = etree.fromstring(page, parser) if page.strip() else None
    return etree.Element("html") if root is None else root


def _links(addresses: Iterable[str], page: str, base: str) -> Iterator[_Link]:
    folder = dirname(page)
    for written in addresses:
        if written.startswith("#"):
            yield _Link(page, written, page, unquote(written[1:]))
            continue
        try:
            url = urlsplit(written)
        except ValueError:
            yield _Link(page, written, written, "")
            continue
        if url.scheme:
            continue
        path = unquote(url.path)
        if url.netloc or (path.startswith("/") and not path.startswith(base)):
            target = written
        elif path.startswith("/"):
            target = normpath("/" + path.removeprefix(base))[1:]
        else:
            target = normpath(join(folder, path)) if path else page
        yield _Link(page, written, "" if target == "." else target, unquote(url.fragment))


def _failed_checks(
    file: str, elements: Mapping[str, Any], checks: Iterable[ContentCheck]
) -> Iterator[str]:
    for check in checks:
        element = elements.get(check.anchor)
        if element is None:
            yield f"{file}: {check.anchor} is not on the page"
        elif check.texts:
            page_text = " ".join(_text(element).split())
            for text in check.texts:
                if " ".join(text.split()) not in page_text:
                    yield f"{file}: {check.anchor} lacks the text {text[:60]!r}"
