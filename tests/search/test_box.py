"""The search box: by keyboard, read aloud, and without fetching more than a query needs."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.browser.axe import RUN

from .conftest import ANSWERED, ask_box, ask_page

HEADER, LARGE = "documents/B07/", ""


def focused(page: Page) -> str:
    """Where the focus is: the address of a link, or the name of a control."""
    found: str = page.evaluate("document.activeElement.href ?? document.activeElement.name")
    return found


@pytest.mark.parametrize("address", [HEADER, LARGE, "privacy/", "gone/away/"])
def test_results_as_you_type(tab: Page, address: str) -> None:
    """On every kind of page the slash opens the box, and results appear while somebody types."""
    faults: list[str] = []
    tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    tab.goto(address)
    faults.clear()  # that the page is not there, where it is not
    assert ask_box(tab, "duty pontoon")[0] == "documents/B07a/#3.2.1"
    assert faults == []


def test_a_slash_can_be_typed(tab: Page) -> None:
    """In a field the slash is a letter like any other."""
    tab.goto(HEADER)
    ask_box(tab, "B07a/3.2.1")
    expect(tab.get_by_role("searchbox")).to_have_value("B07a/3.2.1")


def test_the_button_needs_no_keyboard(tab: Page) -> None:
    """The button leads to the page of results."""
    tab.goto(HEADER)
    tab.get_by_role("searchbox").fill("reports")
    tab.get_by_role("button", name="Search").click()
    expect(tab).to_have_url(re.compile(r"/search/\?q=reports$"))


def test_arrows_move_through_the_results(tab: Page) -> None:
    """Arrow keys go from the box through the results and back, round the end."""
    tab.goto(HEADER)
    found = ask_box(tab, "nominate")
    for link in found:
        tab.keyboard.press("ArrowDown")
        assert focused(tab).endswith(link)
    tab.keyboard.press("ArrowDown")
    assert focused(tab).endswith("/search/?q=nominate")
    tab.keyboard.press("ArrowDown")
    assert focused(tab) == "q"
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("ArrowUp")
    assert focused(tab).endswith(found[-1])


def test_a_page_of_the_site_stands_above_the_results(tab: Page) -> None:
    """Who asks for what a page of the site shows is led to that page by the first arrow."""
    tab.goto(HEADER)
    assert ask_box(tab, "next review")
    tab.keyboard.press("ArrowDown")
    assert focused(tab).endswith("/review/")


def test_enter_opens_the_chosen_result(tab: Page) -> None:
    """Enter on a result leads to its clause."""
    tab.goto(HEADER)
    ask_box(tab, "duty pontoon steward")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"/documents/B07a/#3\.2\.1$"))


def test_enter_without_a_choice_leads_to_the_results(tab: Page) -> None:
    """Enter in the box leads to the page of results."""
    tab.goto(LARGE)
    ask_box(tab, "duty pontoon steward")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"/search/\?q=duty\+pontoon\+steward$"))
    expect(tab.get_by_role("searchbox")).to_have_value("duty pontoon steward")


def test_escape_closes_and_returns_to_the_box(tab: Page) -> None:
    """Escape closes the results from any of them, and the focus is in the box again."""
    tab.goto(HEADER)
    ask_box(tab, "nominate")
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Escape")
    expect(tab.locator(".search-result")).to_have_count(0)
    assert focused(tab) == "q"


def test_the_results_close_when_the_focus_leaves(tab: Page) -> None:
    """Who goes on leaves no open results behind."""
    tab.goto(HEADER)
    ask_box(tab, "nominate")
    tab.get_by_role("link", name="Glossary").focus()
    expect(tab.locator(".search-result")).to_have_count(0)


def test_the_number_of_results_is_read_out(tab: Page) -> None:
    """A live region that is there before anything is asked says how many results there are."""
    tab.goto(HEADER)
    status = tab.get_by_role("search").get_by_role("status")
    expect(status).to_have_text("")
    ask_box(tab, "duty pontoon steward")
    expect(status).to_have_text("2 results.")
    tab.get_by_role("searchbox").fill("repports")
    expect(status).to_have_text(
        re.compile("^Nothing says “repports”. Showing “reports”. [0-9]+ results.$")
    )


def test_the_last_question_has_the_last_word(tab: Page) -> None:
    """However fast somebody types, the results are those of what stands in the box."""
    tab.goto(HEADER)
    box = tab.get_by_role("searchbox")
    box.focus()
    for query in ("berthing", "saltmere harbour", "craft", "duty pontoon steward"):
        box.fill(query)
        tab.wait_for_timeout(130)
    expect(tab.locator(".search-result a").first).to_have_attribute("href", re.compile(r"B07a/#3\.2\.1$"))
    expect(tab.locator(".search-count")).to_have_text("2 results.")


def test_nothing_is_fetched_before_the_first_focus(tab: Page) -> None:
    """A page fetches no part of the search until somebody goes to the box."""
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(HEADER, wait_until="networkidle")
    assert not [url for url in asked if "/pagefind/" in url or "engine.js" in url or "words.json" in url]


def test_a_query_fetches_its_own_chunks_only(tab: Page, served_site: str) -> None:
    """A query fetches the index once, the chunk of its words, and the pages that it shows."""
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url.removeprefix(served_site).split("?")[0]))
    tab.goto(HEADER, wait_until="networkidle")
    asked.clear()
    tab.get_by_role("searchbox").fill("hull inspection list")  # at once: a slow machine asks between keys
    expect(tab.locator(".search-count")).to_have_text(ANSWERED)
    fetched = [path for path in asked if "/pagefind/" in path or path.startswith("search/")]
    kinds = [one.rpartition(".")[2] for one in fetched]
    assert set(kinds) == {"js", "json", "pf_meta", "pagefind", "pf_filter", "pf_index", "pf_fragment"}
    assert "search/words.json" not in fetched
    assert kinds.count("js") == kinds.count("json") == kinds.count("pagefind") == 1
    assert kinds.count("pf_filter") == 1
    assert kinds.count("pf_index") <= 3
    assert kinds.count("pf_fragment") <= 11
    assert len(fetched) == len(set(fetched))


def test_the_words_are_fetched_for_a_word_that_nothing_says(tab: Page, served_site: str) -> None:
    """The list of all words is fetched when a word finds nothing, and once."""
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url.removeprefix(served_site)))
    tab.goto(HEADER)
    ask_box(tab, "repports")
    tab.get_by_role("searchbox").fill("dredgign")
    expect(tab.locator(".search-count")).to_contain_text("“dredging”")
    assert asked.count("search/words.json") == 1


def test_a_site_below_a_path(browser: Browser, site_below_a_path: str) -> None:
    """Where the site is served below a path, results lead below it."""
    page = browser.new_page(base_url=site_below_a_path)
    page.goto("documents/B07/")
    assert ask_box(page, "duty pontoon steward")[0] == "policies/documents/B07a/#3.2.1"
    assert ask_page(page, "duty pontoon steward")[0] == "policies/documents/B07a/#3.2.1"
    page.close()


def test_a_search_that_cannot_be_loaded_says_so(tab: Page) -> None:
    """Where the index is out of reach, the reader is told, and where to read instead."""
    tab.route("**/pagefind/**", lambda route: route.abort())
    tab.goto("search/?q=reports")
    expect(tab.locator(".search-status")).to_contain_text("The search could not be loaded.")


def test_a_page_that_was_replaced_leads_to_the_search_page(tab: Page) -> None:
    """Where the scripts of an open page are gone from the server, its box leads on to the search page."""
    tab.goto(HEADER)
    tab.route("**/assets/policysite-*/**", lambda route: route.fulfill(status=404))
    tab.get_by_role("searchbox").fill("reports")
    expect(tab.locator(".search-count")).to_contain_text("The search could not be loaded.")
    tab.unroute("**/assets/policysite-*/**")
    tab.get_by_role("link", name="All results").click()
    expect(tab.locator(".search-status")).to_have_text(ANSWERED)


def test_without_scripts_the_form_asks_the_search_page(browser: Browser, served_site: str) -> None:
    """Without JavaScript the box is a form, and the search page leads to the index of all clauses."""
    page = browser.new_page(base_url=served_site, java_script_enabled=False)
    page.goto(HEADER)
    page.get_by_role("searchbox").fill("reports")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile(r"/search/\?q=reports$"))
    page.get_by_role("status").get_by_role("link", name="the index of all clauses").click()
    expect(page).to_have_url(re.compile(r"/clauses/$"))
    expect(page.get_by_role("link", name="3.2.1")).to_have_count(1)
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(context: BrowserContext, scheme: str, width: int) -> None:
    """Neither the open results nor the search page breaks a rule of WCAG 2.2 AA or is too wide."""
    page = context.new_page()
    page.set_viewport_size(ViewportSize(width=width, height=800))
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(HEADER)
    page.evaluate(AXE_SCRIPT)
    ask_box(page, "regular rounds")
    assert page.evaluate(RUN.replace("axe.run(", "axe.run('.search', ")) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    ask_page(page, "regular rounds")
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(RUN) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
