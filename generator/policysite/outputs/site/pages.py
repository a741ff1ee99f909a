"""A page of the site, for any engine: its address, facts about it, and its content in finished blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, TypeAlias

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4. id is its anchor or empty; number, if any, is shown before its text."""

    level: int
    id: str
    text: str
    number: str = ""
    note: str = ""
    """Shown in small print after the text."""
    language: str = ""
    """The language of the text, if it is another than that of the page's words."""


@dataclass(frozen=True, slots=True)
class HtmlFragment:
    """Finished HTML, in the section of the last heading unless it is separate from all sections."""

    html: Markup
    is_separate: bool = False


Block: TypeAlias = Heading | HtmlFragment


@dataclass(frozen=True, slots=True)
class ContentCheck:
    """What a finished page must contain: an element with this id and, in it, each of these texts."""

    anchor: str
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionCitation:
    """The citation of the edition that a page shows."""

    text: str
    """As in "HR12 Flexible working, edition of November 2025, Example Council"."""
    path: str
    """The path of the edition's permanent page."""


@dataclass(frozen=True, slots=True)
class LanguageVersion:
    """A page in one of the languages in which its content is published."""

    language: str
    """As a BCP 47 tag."""
    name: str
    """What the language calls itself."""
    path: str


@dataclass(frozen=True, slots=True)
class SearchMetadata:
    """The facts of a page for the search, besides its words. A page without them is not searched."""

    kind: str
    """The kind of its search results: that of the document, or role, checklist, reference or term."""
    label: str
    """What readers call a result of that kind."""
    document: str = ""
    """The name of the document that it is of, by which results are filtered."""
    reference: str = ""
    """The reference of that document as readers know it."""
    edition: str = ""
    """The date of an edition, in words."""
    role: str = ""
    is_superseded: bool = False
    field_filters: tuple[tuple[str, str], ...] = ()
    """Filters by the fields of a library: the name of each, as in field-area, with its value."""
    language: str = ""
    """The language of its text, if it is another than that of the site, as a BCP 47 tag."""
    language_name: str = ""
    """What that language calls itself."""
    weight: float = 1
    """The weight of its words in the ranking, from 0 to 10; that of other pages is 1."""


@dataclass(frozen=True)
class Page:
    """A page of the site.

    path is relative to the site's root and ends with a slash; the home page's is empty. The body is made
    at each access and not kept, so that a large site needs the memory of one page only.
    """

    path: str
    title: str
    kind: str
    make_body: Callable[[Page], Iterator[Block]] = field(repr=False)
    description: str = ""
    source: str = ""
    """The source file of the page, relative to the project; empty where there is none."""
    crumbs: tuple[tuple[str, str], ...] = ()
    """The breadcrumbs: title and path of each page above it, from the top, without the home page."""
    print_header: str = ""
    """The header of the printed page: which text it is, and its review status."""
    citation: EditionCitation | None = None
    structured_data: Mapping[str, object] = field(default_factory=dict, repr=False)
    """The schema.org description of the page, without its address."""
    canonical_path: str | None = None
    """The path of the page with the same content that search engines should show instead."""
    make_content_checks: Callable[[], Iterator[ContentCheck]] | None = field(default=None, repr=False)
    search_metadata: SearchMetadata | None = None
    language: str = ""
    """The language of the words on the page, if it is another than that of the site, as a BCP 47 tag."""
    versions: tuple[LanguageVersion, ...] = ()
    """The page itself and its translations, where there are any."""

    @property
    def body(self) -> list[Block]:
        return list(self.make_body(self))

    @property
    def content_checks(self) -> Iterator[ContentCheck]:
        """The checks of the finished page, after the engine has written it."""
        return self.make_content_checks() if self.make_content_checks else iter(())

    def relative_link(self, path: str) -> str:
        """The relative link from this page to a path of the site."""
        return "../" * self.path.count("/") + path or "./"


class LinkOrigin(Protocol):
    """A page, or a stand-in for pages, that relative links start from."""

    def relative_link(self, path: str) -> str: ...


_ROOT = "\0"
"""The placeholder for the way to the site's root. No text of a library can contain a NUL character."""


class SharedPage:
    """A stand-in for any page, for content that several pages show. Its links have a placeholder."""

    def relative_link(self, path: str) -> str:
        return _ROOT + path

    @staticmethod
    def resolve_links(block: Block, page: Page) -> Block:
        """The block with the links of a page in place of placeholders."""
        if isinstance(block, Heading):
            return block
        return HtmlFragment(Markup(block.html.replace(_ROOT, "../" * page.path.count("/"))))  # noqa: S704


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file that is published as it is."""

    path: str
    content: str | bytes


@dataclass(frozen=True, slots=True)
class CopiedFile:
    """A file of the project that is published as it lies there, if it still has this digest.

    `source` is relative to the project. The digest is the SHA-256 in hexadecimal digits.
    """

    path: str
    source: str
    digest: str


@dataclass(frozen=True, slots=True)
class BuildInfo:
    """When a site is made, and by which versions of the software."""

    built_at: datetime
    today: date
    """The calendar day of `built_at` in the library's time zone."""
    versions: Mapping[str, str]
    """The versions of the software that made it, by name."""
    assets: str = "assets/policysite"
    """The folder of the site, without a slash at its end, that holds the scripts, styles and fonts of all
    pages and the search index. Its name changes with any of these but the index.
    """
    is_kept_offline: bool = False
    """Whether readers' devices keep a copy of the site."""
