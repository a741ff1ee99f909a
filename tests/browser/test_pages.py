"""The pages in a browser: they fit, keep to themselves, need no script, and can be printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, Route

from tests.sites import shown

from .conftest import DESK, PAGES, PHONE

OVERFLOW = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


def addresses(site: Path) -> list[str]:
    """Every page of the site, and one that is not there."""
    pages = sorted(page.parent.relative_to(site).as_posix() for page in site.rglob("index.html"))
    return ["" if page == "." else f"{page}/" for page in pages] + ["gone/away/"]


def test_every_page_fits_and_keeps_to_itself(
    browser: Browser, built_site: Path, served_site: str
) -> None:
    """No page scrolls sideways on a phone, asks another host, complains, or leaves anything behind."""
    context = browser.new_context(base_url=served_site, viewport=PHONE)
    tab = context.new_page()
    asked: set[str] = set()
    complaints: list[str] = []
    tab.on("request", lambda request: asked.add(request.url))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
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
    context.close()


def test_pages_may_do_nothing_that_they_do_not_need(tab: Page) -> None:
    """A host that reads _headers gives no page a camera or a way to pay, and guesses no types."""
    answer = tab.goto("documents/")
    assert answer is not None
    assert answer.headers["x-content-type-options"] == "nosniff"
    allowed = set(tab.evaluate("() => document.featurePolicy.allowedFeatures()"))
    assert "fullscreen" in allowed
    assert not allowed & {"camera", "microphone", "geolocation", "payment", "usb"}


def test_nobody_is_told_where_a_reader_comes_from(tab: Page) -> None:
    """Whoever follows a link to another host takes no address of this site along."""
    tab.goto("documents/B07a/")
    seen: list[str | None] = []

    def answer(route: Route) -> None:
        seen.append(route.request.header_value("referer"))
        route.fulfill(body="-")

    tab.route("https://harbour.example/**", answer)
    tab.locator("a[rel=external]").first.click()
    tab.wait_for_url("https://harbour.example/**")
    assert seen == [None]


REFUSED = """async () => {
  const refused = [];
  addEventListener("securitypolicyviolation", (one) => refused.push(one.effectiveDirective));
  const script = document.createElement("script");
  script.textContent = "window.ran = true";
  const style = document.createElement("style");
  style.textContent = "body { display: none }";
  const image = document.createElement("img");
  image.src = "https://elsewhere.example/a.png";
  const link = document.createElement("a");
  link.setAttribute("onclick", "window.ran = true");
  document.body.append(script, style, image, link);
  link.click();
  await fetch("https://elsewhere.example/").catch(() => {});
  await new Promise((done) => setTimeout(done, 200));
  return [refused, window.ran ?? false];
}"""


@pytest.mark.parametrize("kind", PAGES)
def test_the_browser_holds_to_the_content_policy(tab: Page, kind: str) -> None:
    """Whatever came into a page, no script within it runs, and nothing comes from elsewhere."""
    tab.goto(PAGES[kind])
    refused, ran = tab.evaluate(REFUSED)
    expected = ["connect-src", "img-src", "script-src-attr", "script-src-elem", "style-src-elem"]
    assert sorted(refused) == expected
    assert ran is False


def letters(text: str) -> str:
    """A text without its white space and capitals, which the style sheet may change."""
    return "".join(text.split()).casefold()


@pytest.fixture(scope="module")
def scriptless(browser: Browser, served_site: str) -> Iterator[Page]:
    """A tab of a phone's browser that runs no scripts."""
    context = browser.new_context(base_url=served_site, viewport=PHONE, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", PAGES)
def test_everything_is_there_without_script(scriptless: Page, built_site: Path, kind: str) -> None:
    """With scripts off, the whole text can be read and the site's parts can be reached."""
    tab = scriptless
    tab.goto(PAGES[kind])
    file = built_site / PAGES[kind].partition("?")[0] / "index.html"
    page = html.parse(str(file if file.exists() else built_site / "404.html")).getroot()
    read = letters(tab.locator("article").inner_text())
    for part in page.xpath("//article").pop().iter("h1", "h2", "h3", "p", "li", "th", "td", "dt", "dd"):
        if not part.xpath(
            "ancestor-or-self::form | ancestor-or-self::*[@hidden] | ancestor::details"
            " | ancestor::*[@popover]"
        ):
            assert letters(shown(part)) in read
    for link in tab.locator("header nav a, footer nav a").all():
        assert link.is_visible()


@pytest.mark.parametrize("kind", ["document", "superseded edition", "role", "clauses"])
def test_paper_holds_the_text_alone(tab: Page, kind: str) -> None:
    """In print the whole text is there, and neither navigation nor controls."""
    tab.goto(PAGES[kind])
    on_screen = tab.locator("article").inner_text()
    tab.emulate_media(media="print")
    for control in tab.locator("nav, button:not(.opener), summary, .skip").all():
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
        tab.goto("documents/B07/#6.1")
        top = tab.locator("[id='6.1']").evaluate("element => element.getBoundingClientRect().top")
        assert 0 <= top < size["height"] / 2
