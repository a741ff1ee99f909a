"""The frame of a page: navigation, footer, link to its source, and data for browsers and search engines.

Reads the pages of a site. Independent of the engine that writes them, and of the theme's layout.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin

from markupsafe import Markup

from ...domain import addresses
from ...domain.reviews import format_date
from ...domain.translation import marked
from .pages import Page
from .security import CONTENT_SECURITY_POLICY
from .site import Site
from .wording import other_language, wording

_NAVIGATION = (
    addresses.DOCUMENTS,
    addresses.ROLES,
    addresses.CHECKLISTS,
    addresses.REVIEW,
    addresses.CLAUSES,
    addresses.REFERENCES,
    addresses.GLOSSARY,
)
_FOOTER_PAGES = (
    ("accessibility", marked("Accessibility")),
    ("privacy", marked("Privacy")),
    ("calendars", marked("Calendars and the feed")),
    ("records", marked("Records of use")),
)
"""The hand-written pages that the footer links to if they exist: name of the file and title."""


@dataclass(frozen=True)
class PageFrame:
    """The content around every page of a site.

    Where a method takes a page, None means a hand-written page.
    """

    site: Site
    hand_written: Container[str]
    """The paths of the hand-written pages' files, as in privacy.md."""
    base: str = ""
    """The address of the site with a slash at its end; empty where it has none."""

    @cached_property
    def navigation(self) -> list[tuple[str, str]]:
        """The titles and paths of the main pages."""
        return [(page.title, page.path) for page in self.site.pages if page.path in _NAVIGATION]

    @cached_property
    def footer_links(self) -> list[tuple[str, str]]:
        """The titles and paths of the pages that every footer links to."""
        about = [(page.title, page.path) for page in self.site.pages if page.kind == "about"]
        hand_written = [
            (self.site.translation.gettext(title), f"{name}/")
            for name, title in _FOOTER_PAGES
            if f"{name}.md" in self.hand_written
        ]
        return about + hand_written

    def article_language(self, page: Page | None) -> str:
        """The language of the words of a page, as a BCP 47 tag, if it is another than the frame's.

        A hand-written page is taken to be in the language of the library.
        """
        if page is not None:
            return page.language
        return other_language(self.site.library.settings.language, self.site.translation)

    @property
    def wording(self) -> Mapping[str, Callable[..., str]]:
        """The functions by which the theme's templates show the software's own words."""
        return wording(self.site.translation)

    @property
    def script_words(self) -> Mapping[str, Sequence[str]]:
        """The translations that scripts show, by their English; none where the site speaks English."""
        translation = self.site.translation
        return {message: translation.messages[message] for message in sorted(translation.script_messages)}

    @property
    def built_on(self) -> str:
        return format_date(self.site.build.today, self.site.translation)

    @property
    def rebuilt_by(self) -> str:
        """The day by which the site is to be rebuilt; empty if the library sets no interval."""
        day = self.site.register.next_build
        return format_date(day, self.site.translation) if day else ""

    @property
    def content_security_policy(self) -> str:
        return CONTENT_SECURITY_POLICY

    def canonical_url(self, page: Page | None, own_url: str | None) -> str:
        """The canonical URL of a page: its own, but for a current edition that of its document.

        own_url is empty or None where the site has no address.
        """
        if page is not None and page.canonical_path is not None:
            return urljoin(self.base, page.canonical_path)
        return own_url or ""

    def structured_data(self, page: Page | None, own_url: str | None) -> dict[str, object] | None:
        """The schema.org description of a page, if it has one. own_url is as for canonical_url."""
        if page is None or not page.structured_data:
            return None
        return {**page.structured_data, "url": self.canonical_url(page, own_url)}

    def search_attributes(self, page: Page | None) -> Markup:
        """The HTML attributes that index a page for the search; none for a page that is not searched."""
        if page is None or page.search_metadata is None:
            return Markup("")
        attributes: Markup = self.site.search_macros.page_attributes(page.search_metadata)
        return attributes

    @property
    def unsearched(self) -> Markup:
        """The HTML attribute that excludes an element from the search."""
        attribute: Markup = self.site.search_macros.unsearched
        return attribute

    def search_form(self, root: str) -> Markup:
        """The search form in a page's header. root is the link to the home page, without a slash."""
        return self.site.search_form(f"{root}/{addresses.SEARCH}")

    def edit_link(self, page: Page | None, edit_url: str | None) -> tuple[str, str] | None:
        """The text and address of the link to a page's source; None where there is none.

        edit_url is the address at which the source can be edited; empty or None if not configured.
        """
        if edit_url:
            return self.site.translation.gettext("Edit this page"), edit_url
        if page is not None and page.source:
            text = self.site.translation.gettext("See the source of this page")
            return text, page.relative_link(addresses.source_path(page.source))
        return None
