"""The control that leaves the site at once, where an organisation has switched it on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.sites import build, copy_library
from tests.web_server import serve

from .axe import faults
from .conftest import PAGES, PHONE

AWAY = "https://weather.example/"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a whole library's site, with the control switched on."""
    folder = copy_library(tmp_path_factory.mktemp("leaving"))
    with (folder / "policy/library.yml").open("a", encoding="utf-8") as settings:
        settings.write(f"leave_site: {AWAY}\n")
    built = build(folder)
    assert built.returncode == 0, built.stderr
    with serve(folder / "site") as address:
        yield address


@pytest.fixture
def reader(browser: Browser, root: str) -> Iterator[Page]:
    """A tab of a phone in which the other site is there without any network."""
    context = browser.new_context(base_url=root, viewport=PHONE, service_workers="block")
    context.route(f"{AWAY}**", lambda route: route.fulfill(body="Sunny", content_type="text/plain"))
    yield context.new_page()
    context.close()


def test_every_page_can_be_left(browser: Browser, root: str) -> None:
    """On every kind of page there is one link that says what it does, in view and large enough."""
    page = browser.new_page(base_url=root, viewport=PHONE, service_workers="block")
    for path in PAGES.values():
        page.goto(path)
        control = page.get_by_role("link", name="Leave this site", exact=True)
        expect(control).to_have_attribute("href", AWAY)
        expect(control).to_be_in_viewport(ratio=1)
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 24
    page.close()


def test_the_control_leaves_for_good(reader: Page) -> None:
    """The control leads away, and Back does not lead to the page that was left."""
    reader.goto("documents/B07/")
    reader.get_by_role("link", name="Leave this site").click()
    expect(reader).to_have_url(AWAY)
    reader.go_back()
    expect(reader).to_have_url("about:blank")


def test_escape_leaves(reader: Page) -> None:
    """Where nothing is open, Escape leads away from any page."""
    reader.goto("roles/saltmere-harbour-trust/")
    reader.keyboard.press("Escape")
    expect(reader).to_have_url(AWAY)


@pytest.mark.parametrize("opened", ["menu", "citation", "results", "abbreviation"])
def test_escape_closes_what_is_open_first(reader: Page, opened: str) -> None:
    """Escape closes what is open, and the reader stays; pressed again, it leads away."""
    reader.goto("documents/B07/")
    open_on(reader, opened)
    reader.keyboard.press("Escape")
    expect(
        reader.locator(".citation, .is-open, .menu-button[aria-expanded=true], :popover-open")
    ).to_have_count(0)
    assert reader.url.endswith("/documents/B07/")
    reader.keyboard.press("Escape")
    expect(reader).to_have_url(AWAY)


def open_on(page: Page, part: str) -> None:
    """Open a part of a page that Escape closes."""
    if part == "menu":
        page.get_by_role("button", name="Menu").click()
        expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    elif part == "citation":
        page.get_by_role("button", name="Cite 2.1").click()
        expect(page.locator(".citation")).to_be_visible()
    elif part == "abbreviation":
        page.get_by_role("button", name="WBL").first.click()
        expect(page.locator(":popover-open")).to_be_visible()
    else:
        page.get_by_role("searchbox").fill("data")
        expect(page.locator(".search-result").first).to_be_visible()


def test_axe_finds_nothing_beside_the_control(reader: Page) -> None:
    """The control breaks no rule of WCAG, in any theme, on phone, tablet and desk."""
    reader.goto("documents/B07/")
    assert faults(reader) == {}
