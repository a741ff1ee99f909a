"""Searching a site in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import context, tab
from tests.web_server import serve

__all__ = ["context", "tab"]

ANSWERED = re.compile(r"\d+ results?\.|No (?:other )?results|Nothing says")

Ask = Callable[[str], list[str]]


@pytest.fixture(scope="session")
def site_below_a_path(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of that site where it is served below /policies/."""
    root = tmp_path_factory.mktemp("root")
    (root / "policies").symlink_to(built_site)
    with serve(root) as address:
        yield f"{address}policies/"


def links(page: Page) -> list[str]:
    """Where the results on a page lead, relative to its site's root."""
    return [
        link.removeprefix(f"{page.evaluate('location.origin')}/")
        for link in page.locator(".search-result a").evaluate_all("all => all.map(one => one.href)")
    ]


def ask_page(page: Page, query: str, **filters: str) -> list[str]:
    """Ask the search page, and give where its results lead."""
    wanted = "&".join(
        f"{name}={page.evaluate('encodeURIComponent', value)}"
        for name, value in {"q": query, **filters}.items()
    )
    page.goto(f"search/?{wanted}")
    expect(page.locator(".search-status")).to_have_text(ANSWERED)
    return links(page)


def ask_box(page: Page, query: str) -> list[str]:
    """Type into the box of an open page, and give where the results in its panel lead."""
    page.keyboard.press("/")
    page.keyboard.type(query)
    # An answer to the first letters may still stand there; its link says what it answers.
    asked = page.evaluate("encodeURIComponent", query)
    expect(page.locator(".search-all")).to_have_attribute(
        "href", re.compile(re.escape(f"?q={asked}") + "$")
    )
    expect(page.locator(".search-count")).to_have_text(ANSWERED)
    return links(page)
