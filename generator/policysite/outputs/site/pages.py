"""What a page is to any site engine: an address, facts about it, and blocks of finished content."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, TypeAlias

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4. id is its anchor, or empty; number is shown before its text."""

    level: int
    id: str
    text: str
    number: str = ""
    note: str = ""
    """What is shown small after it."""


@dataclass(frozen=True, slots=True)
class HtmlFragment:
    """Finished HTML. It belongs to the last heading, unless it stands apart from all of them."""

    html: Markup
    stands_apart: bool = False


Block: TypeAlias = Heading | HtmlFragment


@dataclass(frozen=True, slots=True)
class ContentCheck:
    """What a finished page must hold: an element with this id and, in it, each of these texts."""

    anchor: str
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionCitation:
    """How the edition that a page shows is cited."""

    text: str
    """As in "HR12 Flexible working, edition of November 2025, Example Council"."""
    path: str
    """The page that stays with the edition."""


@dataclass(frozen=True, slots=True)
class SearchMetadata:
    """What a search knows of a page besides its words. A page without one is not searched."""

    kind: str
    """What its results are: policy, procedure, role, reference or term."""
    document: str = ""
    edition: str = ""
    """The edition in words, of a document."""
    role: str = ""
    is_superseded: bool = False
    weight: float = 1
    """How much its words count beside those of other pages, from 0 to 10."""


@dataclass(frozen=True)
class Page:
    """A page of the site.

    path is relative to the site's root and ends with a slash; the home page's is empty. The body is
    made when it is asked for and not kept: a large site needs the memory of one page.
    """

    path: str
    title: str
    kind: str
    make_body: Callable[[Page], Iterator[Block]] = field(repr=False)
    description: str = ""
    source: str = ""
    """The file that a person edits to change it, relative to the project; empty where there is none."""
    crumbs: tuple[tuple[str, str], ...] = ()
    """The title and path of each page above it, from the top, without the home page."""
    print_header: str = ""
    """What is written above the page when it is printed: which text this is, and how it stands."""
    citation: EditionCitation | None = None
    structured_data: Mapping[str, object] = field(default_factory=dict, repr=False)
    """What the page is in the terms of schema.org, without its address."""
    canonical_path: str | None = None
    """The path of the page that has the same content and is to be found in its place."""
    make_content_checks: Callable[[], Iterator[ContentCheck]] | None = field(default=None, repr=False)
    search_metadata: SearchMetadata | None = None

    @property
    def body(self) -> list[Block]:
        return list(self.make_body(self))

    @property
    def content_checks(self) -> Iterator[ContentCheck]:
        """What must be found in the finished page, whatever the engine made of it."""
        return self.make_content_checks() if self.make_content_checks else iter(())

    def relative_link(self, path: str) -> str:
        """The relative link from this page to a path of the site."""
        return "../" * self.path.count("/") + path or "./"


class LinkOrigin(Protocol):
    """Something that links lead from."""

    def relative_link(self, path: str) -> str: ...


_ROOT = "\0"


class AnyPage:
    """Stands for any page, for content that several pages share. No text can hold its mark."""

    def relative_link(self, path: str) -> str:
        return _ROOT + path

    @staticmethod
    def resolve_links(block: Block, page: Page) -> Block:
        """The block as it stands on a page."""
        if isinstance(block, Heading):
            return block
        return HtmlFragment(Markup(block.html.replace(_ROOT, "../" * page.path.count("/"))))  # noqa: S704


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file that is published as it is."""

    path: str
    content: str | bytes


@dataclass(frozen=True, slots=True)
class BuildInfo:
    """When and with what a site is made."""

    built_at: datetime
    today: date
    """The calendar day of `time` in the library's time zone."""
    versions: Mapping[str, str]
    """The versions of the software that made it, by name."""
    shared_files_digest: str = ""
    """Stands for the files that all pages share; empty where no device is to keep a copy of the site."""
