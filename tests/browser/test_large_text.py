"""Large text and high zoom: nothing is cut off, hidden by anything else, or out of view sideways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from .conftest import DESK, PAGES, PHONE

ZOOMED = ViewportSize(width=320, height=256)
"""What 1280 by 1024 pixels hold at a zoom of 400 %."""

FAULTS = """() => {
  const isShown = element => element.checkVisibility({opacityProperty: true, visibilityProperty: true})
    && !element.closest(".search-panel, .skip, [aria-hidden=true]")
    && getComputedStyle(element).clipPath === "none";
  const all = [...document.querySelectorAll("body *")].filter(isShown);
  const name = element => element.outerHTML.slice(0, 90);
  const found = [];
  for (const element of all) {
    const box = element.getBoundingClientRect();
    if (box.width && box.right > innerWidth + 1) found.push(`out of view: ${name(element)}`);
    const hides = getComputedStyle(element).overflowX !== "visible";
    if (hides && element.scrollWidth > element.clientWidth + 1) found.push(`cut off: ${name(element)}`);
  }
  const controls = all.filter(element => element.matches("a, button, input, select, summary"))
    .flatMap(element => [...element.getClientRects()].map(box => ({element, box})));
  for (const [index, one] of controls.entries()) {
    for (const other of controls.slice(index + 1)) {
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (across > 2 && down > 2 && !one.element.contains(other.element)
        && !other.element.contains(one.element)) {
        found.push(`overlap: ${name(one.element)} ${name(other.element)}`);
      }
    }
  }
  return found;
}"""
OVERFLOW = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
STAYING = """() => [...document.querySelectorAll("body *")]
  .filter(element => element.checkVisibility() && !element.closest(".search-panel"))
  .filter(element => ["sticky", "fixed"].includes(getComputedStyle(element).position))
  .map(element => element.outerHTML.slice(0, 90))"""
KINDS = ("home", "document with missing parts", "role", "search page", "table")
VIEWS = {
    "zoom of 400 %": (ZOOMED, 16),
    "text of 200 % on a phone": (PHONE, 32),
    "text of 200 % on a desk": (DESK, 32),
}
"""The size of a window by what it stands for, and the size of text that the browser is set to."""


@pytest.fixture(params=VIEWS)
def large(browser: Browser, served_site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A tab of a browser that is set to large text, or zoomed."""
    size, text = VIEWS[request.param]
    context = browser.new_context(base_url=served_site, viewport=size, service_workers="block")
    page = context.new_page()
    context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": text}})
    yield page
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_lost(large: Page, kind: str) -> None:
    """All that is shown is in view, whole, and beside what is next to it."""
    large.goto(PAGES[kind])
    if kind == "search page":
        expect(large.locator(".search-result").first).to_be_visible()
    assert large.evaluate(FAULTS) == []
    assert large.evaluate(OVERFLOW) == 0


def test_the_menu_fits(large: Page) -> None:
    """The open menu is in view and whole, too."""
    large.goto(PAGES["document"])
    button = large.get_by_role("button", name="Menu")
    button.click()
    expect(large.get_by_role("navigation", name="Main")).to_be_visible()
    assert large.evaluate(FAULTS) == []
    assert large.evaluate(OVERFLOW) == 0


def test_nothing_stays_over_what_is_read(browser: Browser, served_site: str) -> None:
    """Where a screen is low, no heading stays on it and leaves no room for the text."""
    tab = browser.new_page(base_url=served_site, viewport=DESK)
    tab.goto(PAGES["document"])
    assert tab.evaluate(STAYING)
    tab.set_viewport_size(ZOOMED)
    assert tab.evaluate(STAYING) == []
    tab.close()


def with_tables(site: Path) -> list[str]:
    """The pages written by hand that hold a table."""
    files = (page for page in site.rglob("index.html") if b"<table>" in page.read_bytes())
    return sorted(f"{page.parent.relative_to(site).as_posix()}/" for page in files)


def test_tables_written_by_hand_can_be_read_on_a_phone(tab: Page, built_site: Path) -> None:
    """On a phone every cell is as wide and large as the text around it, and columns keep their names."""
    tab.set_viewport_size(PHONE)
    pages = with_tables(built_site)
    assert "tides/" in pages
    for address in pages:
        tab.goto(address)
        assert tab.evaluate(OVERFLOW) == 0
        for table in tab.locator("table:not([class])").all():
            share, text = table.evaluate(
                """table => [...table.querySelectorAll("td")].map(cell =>
                  [cell.offsetWidth / table.parentElement.offsetWidth,
                    parseFloat(getComputedStyle(cell).fontSize)])
                  .reduce((least, one) => least.map((value, index) => Math.min(value, one[index])))"""
            )
            assert share > 0.75, address
            assert text >= 16, address
            for heading in table.locator("th").all():
                expect(heading).to_be_visible()
