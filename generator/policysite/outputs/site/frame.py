"""What stands around a page: navigation, footer, its source, and facts for browsers and search engines.

Knows the pages of a site, and neither the engine that writes them nor the theme that arranges this.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin

from markupsafe import Markup

from ...domain import addresses
from ...domain.reviews import format_date
from .pages import Page
from .security import CONTENT_SECURITY_POLICY
from .site import Site

_NAVIGATION = (
    addresses.DOCUMENTS,
    addresses.ROLES,
    addresses.CHECKLISTS,
    addresses.REVIEW,
    addresses.CLAUSES,
    addresses.REFERENCES,
    addresses.GLOSSARY,
)
_STATEMENTS = (
    ("accessibility", "Accessibility"),
    ("privacy", "Privacy"),
    ("calendars", "Calendars and the feed"),
    ("records", "Records of use"),
)
"""Pages written by hand that the footer names where they are there: file and title."""


@dataclass(frozen=True)
class PageFrame:
    """What is shown around every page of a site.

    Where a method takes a page, None stands for one that was written by hand.
    """

    site: Site
    hand_written: Container[str]
    """The pages written by hand, as paths of their files, as in privacy.md."""
    theme_language: str
    """The language of the words that the theme brings, as a tag of BCP 47."""
    base: str = ""
    """The address of the site with a slash at its end; empty where it has none."""

    @cached_property
    def navigation(self) -> list[tuple[str, str]]:
        """The main parts of the site: title and path."""
        return [(page.title, page.path) for page in self.site.pages if page.path in _NAVIGATION]

    @cached_property
    def footer_links(self) -> list[tuple[str, str]]:
        """What every page leads to from its foot: title and path."""
        about = [(page.title, page.path) for page in self.site.pages if page.kind == "about"]
        written = [
            (title, f"{name}/") for name, title in _STATEMENTS if f"{name}.md" in self.hand_written
        ]
        return about + written

    @property
    def language(self) -> str:
        """The language of the texts where the theme speaks another; empty where it speaks the same."""
        language = self.site.library.settings.language
        is_spoken = self.theme_language.partition("-")[0] == language.partition("-")[0]
        return "" if is_spoken else language

    @property
    def built_on(self) -> str:
        return format_date(self.site.build.today)

    @property
    def rebuilt_by(self) -> str:
        """By when the site is to be rebuilt; empty where nobody said."""
        day = self.site.register.next_build
        return format_date(day) if day else ""

    @property
    def content_security_policy(self) -> str:
        return CONTENT_SECURITY_POLICY

    def canonical_url(self, page: Page | None, own_url: str | None) -> str:
        """The address to find a page by: its own, but that of the document for its current edition.

        own_url is empty or None where the site has no address.
        """
        if page is not None and page.canonical_path is not None:
            return urljoin(self.base, page.canonical_path)
        return own_url or ""

    def structured_data(self, page: Page | None, own_url: str | None) -> dict[str, object] | None:
        """What a page is in the terms of schema.org, where a type fits. own_url is as above."""
        if page is None or not page.structured_data:
            return None
        return {**page.structured_data, "url": self.canonical_url(page, own_url)}

    def search_attributes(self, page: Page | None) -> Markup:
        """The attributes by which a page is searched and filtered; none where it is not searched."""
        if page is None or page.search_metadata is None:
            return Markup("")
        attributes: Markup = self.site.search_macros.page_attributes(page.search_metadata)
        return attributes

    @property
    def unsearched(self) -> Markup:
        """The attribute of an element whose words are not searched."""
        attribute: Markup = self.site.search_macros.unsearched
        return attribute

    def search_form(self, root: str) -> Markup:
        """The search box of every page that has none of its own. root leads to the home page."""
        return self.site.search_form(f"{root}/{addresses.SEARCH}")

    def edit_link(self, page: Page | None, edit_url: str | None) -> tuple[str, str] | None:
        """Where a reader finds what a page is made from: the words and the address of the link.

        edit_url is where it can be changed, empty or None where nobody said.
        """
        if edit_url:
            return "Edit this page", edit_url
        if page is not None and page.source:
            return "See the source of this page", page.relative_link(addresses.source_path(page.source))
        return None
