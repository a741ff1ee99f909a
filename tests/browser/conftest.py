"""A whole site in a real browser: one tab a test, of the width and scheme that it asks for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

PHONE = ViewportSize(width=320, height=640)
TABLET = ViewportSize(width=768, height=1024)
DESK = ViewportSize(width=1280, height=800)

PAGES = {
    "home": "",
    "documents": "documents/",
    "document": "documents/B07/",
    "document with missing parts": "documents/B07a/",
    "superseded edition": "documents/B07a/2023-12/",
    "annexes and tables": "documents/J20/",
    "figure and definitions": "documents/H31/",
    "lettered paragraphs": "documents/C40/",
    "guidance in Welsh": "documents/G50/cy/",
    "withheld": "documents/W09/",
    "roles": "roles/",
    "role": "roles/saltmere-harbour-trust/",
    "role with missing duties": "roles/central-quay-foreman/",
    "checklists": "checklists/",
    "checklist": "checklists/owner-questions/",
    "checklist with missing items": "checklists/central-quay-team/",
    "traceability": "traceability/",
    "clauses": "clauses/",
    "review dates": "review/",
    "references": "references/",
    "glossary": "glossary/",
    "search page": "search/?q=data",
    "about": "about/",
    "written by hand": "privacy/",
    "table": "tides/",
    "code": "signals/",
    "not there": "gone/away/",
}
"""A page of every kind by what it is."""


@pytest.fixture(scope="module")
def context(browser: Browser, served_site: str) -> Iterator[BrowserContext]:
    """A browser with nothing to remember, for the tests of a file."""
    fresh = browser.new_context(base_url=served_site, service_workers="block")
    yield fresh
    fresh.close()


@pytest.fixture
def tab(context: BrowserContext) -> Iterator[Page]:
    """An empty tab on a desk; addresses are relative to the site's root."""
    opened = context.new_page()
    opened.set_viewport_size(DESK)
    yield opened
    opened.close()
