"""The pages of a library's site, and the other files that are published with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from ...domain import addresses
from ...domain.stored_files import stored_file_path
from . import review_page, synonyms
from .accent import accent_style
from .context import SiteContext
from .edition_pages import EditionPages
from .index_pages import index_pages
from .pages import CopiedFile, Page, SiteFile
from .role_pages import checklist_pages, role_pages
from .security import HTTP_HEADERS


class Site(SiteContext):
    """Every page of a library's site, for one build."""

    @cached_property
    def pages(self) -> list[Page]:
        """All pages, the home page first."""
        return [
            *index_pages(self),
            *EditionPages(self).pages,
            *role_pages(self),
            *checklist_pages(self),
        ]

    @property
    def files(self) -> Iterator[SiteFile]:
        """The files besides the pages: for hosts, crawlers, browsers and the search, and the exports."""
        refused = "/" if self.library.settings.robots == "noindex" else ""
        yield SiteFile("robots.txt", f"User-agent: *\nDisallow: {refused}\n")
        yield SiteFile("_headers", HTTP_HEADERS)
        if self.library.settings.accent is not None:
            yield SiteFile(f"{self.build.assets}/accent.css", accent_style(self.library.settings.accent))
        yield SiteFile(addresses.SEARCH_VOCABULARY, synonyms.vocabulary_json(self.library))
        for path, content in self.exports.items():
            if content is not None:
                yield SiteFile(path, content)

    @cached_property
    def copied_files(self) -> list[CopiedFile]:
        """The pictures and attachments of each edition, once for all pages that show it."""
        files = {
            f"{addresses.stored_file_folder(edition)}{name}": (edition.reference, stored)
            for edition in self.library.editions_in_all_languages
            for name, stored in edition.stored_files.items()
        }
        return [
            CopiedFile(path, stored_file_path(reference, stored.name), stored.digest)
            for path, (reference, stored) in files.items()
        ]

    @property
    def browser_data(self) -> Mapping[str, object]:
        """The data of a page for its scripts: the settings of review states, as in `browser_review_data`.

        Also whether devices keep a copy of the site.
        """
        kept = {"offline": True} if self.build.is_kept_offline else {}
        return {**review_page.browser_review_data(self.register), **kept}
