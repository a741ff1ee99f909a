"""The site with a keyboard alone: every step can be seen, and every part be reached."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from .conftest import DESK, PAGES, PHONE

FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const box = element.getBoundingClientRect();
  const outlined = one => getComputedStyle(one).outlineStyle !== "none"
    && parseFloat(getComputedStyle(one).outlineWidth) >= 2;
  const line = element.getClientRects()[0];
  const reaches = (across, down) => {
    const [x, y] = [line.left + line.width * across, line.top + line.height * down];
    const there = document.elementFromPoint(x, y);
    return there && (element.contains(there) || there.contains(element));
  };
  return {
    name: element.outerHTML.slice(0, 120),
    seen: element.checkVisibility({opacityProperty: true, visibilityProperty: true})
      && box.width > 1 && box.height > 1
      && [0.1, 0.5, 0.9].some(across => [0.1, 0.5, 0.9].some(down => reaches(across, down))),
    marked: outlined(element) || (element.matches("input") && outlined(element.parentElement)),
  };
}"""
MOST_STOPS = 400


def focused(tab: Page) -> dict[str, Any] | None:
    """What has the focus, whether it and its mark can be seen; None at the page's end.

    It is not seen when it is out of view or something lies over it.
    """
    found: dict[str, Any] | None = tab.evaluate(FOCUS)
    return found


def walk_to(tab: Page, selector: str) -> None:
    """Press Tab until the element has the focus, which can be seen on the way."""
    for _ in range(MOST_STOPS):
        tab.keyboard.press("Tab")
        here = focused(tab)
        assert here is not None, f"{selector} cannot be reached"
        assert here["seen"] and here["marked"], here["name"]
        if tab.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is too far")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_from_home_to_a_duty_and_back(tab: Page, size: ViewportSize) -> None:
    """A reader gets from home to a document, a clause, the role that has the duty, and back to it."""
    tab.set_viewport_size(size)
    tab.goto("")
    walk_to(tab, "main a[href$='documents/B07/']")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"/documents/B07/$"))
    walk_to(tab, "a[href='#3.2']")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"/documents/B07/#3\.2$"))
    walk_to(tab, ".duty a[href$='roles/saltmere-harbour-trust/']")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"/roles/saltmere-harbour-trust/$"))
    walk_to(tab, ".duty a[href$='documents/B07/#3.2']")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"/documents/B07/#3\.2$"))
    expect(tab.locator("[id='3.2']")).to_be_in_viewport()


@pytest.mark.parametrize("kind", PAGES)
def test_skip_link(tab: Page, kind: str) -> None:
    """The first stop of every page is a link that can be seen and leads past the navigation."""
    tab.goto(PAGES[kind])
    tab.keyboard.press("Tab")
    first = focused(tab)
    assert first and first["seen"] and first["marked"]
    assert tab.evaluate("() => document.activeElement.matches('.skip')")
    tab.keyboard.press("Enter")
    assert tab.evaluate("() => document.activeElement.contains(document.querySelector('h1'))")
    tab.keyboard.press("Tab")
    assert tab.evaluate("() => !document.activeElement.closest('header')")


def test_contents_open_with_the_keyboard(tab: Page) -> None:
    """On a phone the list of contents is closed, opens with a key, and leads to a heading."""
    tab.set_viewport_size(PHONE)
    tab.goto("documents/B07/")
    link = tab.locator(".contents a[href='#6']")
    expect(link).not_to_be_visible()
    walk_to(tab, ".contents summary")
    tab.keyboard.press("Enter")
    expect(link).to_be_visible()
    walk_to(tab, ".contents a[href='#6']")
    tab.keyboard.press("Enter")
    expect(tab.locator("h2[id='6']")).to_be_in_viewport()


LONG = ("document", "document with missing parts", "superseded edition", "role")
WALKS = [
    *((kind, PHONE, "Tab") for kind in PAGES),
    *((kind, PHONE, "Shift+Tab") for kind in LONG),
    *((kind, DESK, "Tab") for kind in ("home", "written by hand", *LONG)),
    ("document", DESK, "Shift+Tab"),
]


@pytest.mark.parametrize(
    ("kind", "size", "way"), WALKS, ids=[f"{kind}-{size['width']}-{way}" for kind, size, way in WALKS]
)
def test_focus_is_always_seen(tab: Page, kind: str, size: ViewportSize, way: str) -> None:
    """From one end to the other, what has the focus is in view, not covered, and marked."""
    tab.set_viewport_size(size)
    tab.goto(PAGES[kind])
    if kind == "search page":
        expect(tab.locator(".search-result").first).to_be_visible()  # what comes later moves the page
    unseen, stops = [], 0
    for _ in range(MOST_STOPS):
        tab.keyboard.press(way)
        here = focused(tab)
        if here is None:
            break
        stops += 1
        if not (here["seen"] and here["marked"]):
            unseen.append(here["name"])
    assert unseen == []
    assert 5 < stops < MOST_STOPS
