"""Abbreviations in running text: opened by mouse, touch and keyboard, and otherwise no more than text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .axe import THEMES, choose, faults
from .conftest import DESK, PAGES, PHONE
from .test_large_text import FAULTS, OVERFLOW, VIEWS

SAID = "Winter berthing and lay-up"


def opener(tab: Page) -> Locator:
    """The abbreviation in a text of the document."""
    return tab.locator(".clause-text").get_by_role("button", name="WBL").first


def explanation(tab: Page) -> Locator:
    """What it opens."""
    return tab.locator("[popover]").filter(has_text=SAID)


@pytest.fixture
def document(tab: Page) -> Page:
    """A document in whose texts there are abbreviations."""
    tab.goto(PAGES["document"])
    return tab


def test_the_keyboard_opens_and_closes_it(document: Page) -> None:
    """Enter opens what an abbreviation stands for, Tab leads to the glossary, Escape closes it."""
    opener(document).focus()
    expect(explanation(document)).to_be_hidden()
    document.keyboard.press("Enter")
    expect(explanation(document)).to_be_visible()
    expect(explanation(document)).to_be_in_viewport(ratio=1)
    document.keyboard.press("Tab")
    expect(explanation(document).get_by_role("link")).to_be_focused()
    document.keyboard.press("Escape")
    expect(explanation(document)).to_be_hidden()
    expect(opener(document)).to_be_focused()
    document.keyboard.press("Space")
    document.keyboard.press("Tab")
    document.keyboard.press("Enter")
    expect(document).to_have_url(re.compile("/glossary/#WBL$"))


def test_it_opens_beside_the_word_and_covers_nothing_of_it(document: Page) -> None:
    """What is opened stands next to the abbreviation, which stays in view."""
    for size in (PHONE, DESK):
        document.set_viewport_size(size)
        for button in document.locator(".opener").all()[:12]:
            button.click()
            word, box = button.bounding_box(), document.locator(":popover-open").bounding_box()
            assert word is not None
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= size["width"]
            assert box["y"] >= word["y"] + word["height"] - 1 or box["y"] + box["height"] <= word["y"] + 1
            document.keyboard.press("Escape")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_touch_opens_and_closes_it(browser: Browser, served_site: str, *, scripts: bool) -> None:
    """A touch on the word opens it, one elsewhere closes it, with or without scripts."""
    context = browser.new_context(
        base_url=served_site,
        viewport=PHONE,
        has_touch=True,
        is_mobile=True,
        java_script_enabled=scripts,
        service_workers="block",
    )
    phone = context.new_page()
    phone.goto(PAGES["document"])
    opener(phone).tap()
    expect(explanation(phone)).to_be_visible()
    expect(explanation(phone)).to_be_in_viewport(ratio=1)
    phone.touchscreen.tap(5, 5)
    expect(explanation(phone)).to_be_hidden()
    context.close()


def test_one_word_is_explained_once_a_page(document: Page) -> None:
    """However many texts use an abbreviation, they open the same explanation."""
    buttons = document.locator(".clause-text").get_by_role("button", name="WBL", exact=True)
    assert buttons.count() > 1
    for button in (buttons.first, buttons.last):
        button.click()
        expect(explanation(document)).to_be_visible()
        document.keyboard.press("Escape")
    assert explanation(document).count() == 1


def test_no_line_ends_between_it_and_its_brackets(document: Page) -> None:
    """Punctuation stays on the line of the abbreviation that it belongs to, however wide the page is."""
    lines = (
        """() => [...document.querySelectorAll(".unbroken")].map(one => one.getClientRects().length)"""
    )
    for width in range(320, 1280, 40):
        document.set_viewport_size({"width": width, "height": 800})
        assert set(document.evaluate(lines)) == {1}, width


STYLE = """(element, names) => names.map(name => getComputedStyle(element)[name])"""
OF_TEXT = ["fontFamily", "fontSize", "fontWeight", "color", "lineHeight"]


def test_the_word_looks_like_the_text_around_it(document: Page) -> None:
    """In every theme the word has the type and colour of its text, without a box; on paper, no line."""
    for theme in (*THEMES, "paper"):
        choose(document, theme)
        document.emulate_media(media="print" if theme == "paper" else "screen")
        button = opener(document)
        around = button.locator("xpath=..")
        assert button.evaluate(STYLE, OF_TEXT) == around.evaluate(STYLE, OF_TEXT), theme
        assert button.evaluate(STYLE, ["borderTopWidth", "paddingLeft"]) == ["0px", "0px"]
        (line,) = button.evaluate(STYLE, ["textDecorationLine"])
        assert line == ("none" if theme == "paper" else "underline")


def test_a_text_with_it_is_copied_whole(document: Page) -> None:
    """Whoever copies a text has the abbreviations, too, and nothing of what they open."""
    paragraph = opener(document).locator("xpath=ancestor::p[1]")
    copied = paragraph.evaluate(
        """element => { getSelection().selectAllChildren(element); return getSelection().toString(); }"""
    )
    assert "WBL" in copied
    assert copied.split() == (paragraph.text_content() or "").split()


def test_axe_finds_nothing_in_what_is_open(document: Page) -> None:
    """An open explanation is accessible in every theme and width."""
    opener(document).click()
    expect(explanation(document)).to_be_visible()
    assert faults(document) == {}


@pytest.fixture(params=VIEWS)
def large(browser: Browser, served_site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A tab of a browser that is set to large text, or zoomed."""
    size, text = VIEWS[request.param]
    context = browser.new_context(base_url=served_site, viewport=size, service_workers="block")
    page = context.new_page()
    context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": text}})
    yield page
    context.close()


def test_large_text_fits(large: Page) -> None:
    """In large text and at high zoom what is opened is in view and can be read to its end."""
    large.goto(PAGES["document"])
    opener(large).click()
    link = explanation(large).get_by_role("link")
    link.scroll_into_view_if_needed()
    expect(link).to_be_in_viewport(ratio=1)
    assert [fault for fault in large.evaluate(FAULTS) if "overlap" not in fault] == []
    assert large.evaluate(OVERFLOW) == 0
