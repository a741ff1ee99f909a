"""The pages of a library's site, and the other files that are published with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from ...domain import addresses
from . import finding, parts, reviewing
from .editions import Editions
from .holdings import Holdings
from .indexes import index_pages
from .pages import Page, SiteFile
from .roles import checklist_pages, role_pages


class Site(Holdings):
    """Every page of a library's site, for one build."""

    @cached_property
    def pages(self) -> list[Page]:
        """All pages, the home page first."""
        return [
            *index_pages(self),
            *Editions(self).pages,
            *role_pages(self),
            *checklist_pages(self),
        ]

    @property
    def files(self) -> Iterator[SiteFile]:
        """What crawlers may do, the words that a search knows of, and everything that is exported."""
        refused = "/" if self.library.settings.robots == "noindex" else ""
        yield SiteFile("robots.txt", f"User-agent: *\nDisallow: {refused}\n")
        yield SiteFile("_headers", parts.HEADERS)
        yield SiteFile(addresses.WORDS, finding.vocabulary(self.library))
        for path, content in self.exports.items():
            if content is not None:
                yield SiteFile(path, content)

    @property
    def for_readers(self) -> Mapping[str, object]:
        """What a reader's browser needs to see that a page has grown worse since it was made.

        Where devices keep a copy of the site, also which shared files the page is made for.
        """
        mark = {"offline": self.build.mark} if self.build.mark else {}
        return {**reviewing.for_readers(self.register), **mark}
