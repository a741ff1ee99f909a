"""The pages in a browser: they fit, keep to themselves, need no script, and can be printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, BrowserContext, Page

from tests.sites import shown

from .conftest import DESK, PAGES, PHONE

OVERFLOW = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


def addresses(site: Path) -> list[str]:
    """Every page of the site, and one that is not there."""
    pages = sorted(page.relative_to(site).parent.as_posix() for page in site.rglob("index.html"))
    return ["" if page == "." else f"{page}/" for page in pages] + ["gone/away/"]


def test_every_page_fits_and_keeps_to_itself(
    context: BrowserContext, tab: Page, built_site: Path, served_site: str
) -> None:
    """No page scrolls sideways on a phone, asks another host, complains, or leaves anything behind."""
    asked: set[str] = set()
    complaints: list[str] = []
    tab.on("request", lambda request: asked.add(request.url))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    tab.set_viewport_size(PHONE)
    too_wide = []
    for address in addresses(built_site):
        tab.goto(address, wait_until="load")
        if tab.evaluate(OVERFLOW) > 0:
            too_wide.append(address)
    assert too_wide == []
    assert [url for url in asked if not url.startswith((served_site, "data:"))] == []
    assert [one for one in complaints if "404" not in one] == []
    assert context.cookies() == []
    kept = tab.evaluate("() => [localStorage.length, sessionStorage.length, document.cookie]")
    assert kept == [0, 0, ""]


@pytest.mark.parametrize("kind", PAGES)
def test_everything_is_there_without_script(
    browser: Browser, served_site: str, built_site: Path, kind: str
) -> None:
    """With scripts off, the whole text can be read and the site's parts can be reached."""
    context = browser.new_context(base_url=served_site, viewport=PHONE, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(PAGES[kind])
    file = built_site / PAGES[kind] / "index.html"
    page = html.parse(str(file if file.exists() else built_site / "404.html")).getroot()
    (article,) = page.xpath("//article")
    for hidden in article.xpath(".//*[@hidden]"):
        hidden.drop_tree()

    def letters(text: str) -> str:
        return "".join(text.split()).casefold()

    assert letters(tab.locator("article").inner_text()) == letters(shown(article))
    for link in tab.locator("header nav a, footer nav a").all():
        assert link.is_visible()
    context.close()


@pytest.mark.parametrize("kind", ["document", "superseded edition", "role", "clauses"])
def test_paper_holds_the_text_alone(tab: Page, kind: str) -> None:
    """In print the whole text is there, and neither navigation nor controls."""
    tab.goto(PAGES[kind])
    on_screen = tab.locator("article").inner_text()
    tab.emulate_media(media="print")
    for control in tab.locator("nav, button, summary, .skip").all():
        assert not control.is_visible()
    assert tab.locator("h1").is_visible()
    for clause in tab.locator(".clause, .duty").all():
        assert clause.is_visible()
        assert clause.inner_text()[:60] in on_screen


def test_clause_link_shows_the_clause(tab: Page) -> None:
    """The address of a clause opens its page at the clause, on a phone and on a desk."""
    for size in (PHONE, DESK):
        tab.set_viewport_size(size)
        tab.goto("about:blank")
        tab.goto("documents/N02/#6.1")
        top = tab.locator("[id='6.1']").evaluate("element => element.getBoundingClientRect().top")
        assert 0 <= top < size["height"] / 2
