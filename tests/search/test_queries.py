"""What people ask a library for, and what they find first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import ANSWERED, ask_page, links

B07, B07A, S12 = "documents/B07/", "documents/B07a/", "documents/S12/"

FIRST = {
    # a number, with and without its document
    "3.2.1": f"{B07A}#3.2.1",
    "B07a 3.2.1": f"{B07A}#3.2.1",
    "b07A/3.2.1": f"{B07A}#3.2.1",
    "clause 6.1": f"{B07}#6.1",
    "B07 3.1": f"{B07}#3.1",
    "B07a 3.1": f"{B07A}#3.1",
    "B07 compliance": f"{B07}#compliance",
    "2A.1": f"{S12}#2A.1",
    # a document
    "B07": B07,
    "b07a": B07A,
    "Winter berthing and lay-up policy": B07,
    "Spills of oil and fuel": S12,
    # every role by its name and by its other names: the clause, or its page where it has none
    "Central Quay Watch foreman": f"{B07A}#3.1.1",
    "Slipway and Crane Yard (SCY) Supervisor": f"{B07A}#3.2.1",
    "SCY Supervisor": f"{B07A}#3.2.1",
    "Nominated watchkeeper": f"{B07A}#3.2.2",
    "Nominated Quay Watch (QW) keeper": f"{B07A}#3.2.2",
    "Other nominated watchkeeper": f"{B07A}#3.2.2",
    "Central Quay Watch Team (CQWT)": f"{B07A}#3.3.2",
    "CQWT": f"{B07A}#3.3.2",
    "CQW Co-ordinator": f"{B07A}#3.3.3",
    "cqw coordinator": f"{B07A}#3.3.3",
    "Berths Inspector and Yard Manager": f"{B07A}#7.1",
    "Berths Insp and Yard Manager": f"{B07A}#7.1",
    "Moorings Manager": "documents/V03/#1.2",
    "Saltmere Winter Berths Team": f"{B07}#6.1",
    "Saltmere Winter Berths Team Supervisor": "roles/winter-berths-team-supervisor/",
    "Harbour Operations Division (HOD)": "roles/harbour-operations/",
    "Head of Harbour Operations": "roles/head-of-operations/",
    "Safe Mooring Office (SMO)": "roles/safe-mooring-office/",
    "SMO": "roles/safe-mooring-office/",
    "Saltmere Harbour Trust": f"{B07}#3.2",
    "Harbour towns' Berth Holders' Forums": f"{B07A}#2.2",
    "Berth Holders' Associations (BHAs)": f"{B07}#2.2",
    # abbreviations and what they stand for
    "WBL": f"{B07A}#2.1",
    "Winter berthing and lay-up": f"{B07}#2.1",
    "WMO": f"{B07}#3.1",
    "Winter Mooring Order": f"{B07}#3.1",
    "BHA": f"{B07}#3.2",
    "Berth Holders' Association": f"{B07}#2.2",
    "SCY": f"{B07A}#3.2.1",
    "Slipway and Crane Yard": f"{B07A}#3.2.1",
    "HOD": f"{B07A}#3.3.3",
    "SOP": f"{B07A}#1.1",
    "standard operating procedure": f"{B07A}#1.1",
    "BHF": f"{B07A}#2.2",
    # a word in another form
    "nominating": f"{B07A}#3.2.1",
    "nominated": f"{B07A}#3.2.2",
    "prevention": f"{B07}#3.2",
    "nominate alternatives": f"{B07A}#3.2.1",
    "funding": f"{B07}#4.1",
    "funded": f"{B07}#4.1",
    # a letter wrong, left out or twice, or two exchanged
    "nomniate": f"{B07A}#3.2.1",
    "dredgign": f"{B07}#3.2",
    "repports": f"{B07}#3.2",
    "pontoon stewrd": f"{B07A}#3.2.1",
    # a letter without its accent
    "Brenac": f"{S12}#1.1",
    # as people ask
    "duty pontoon steward": f"{B07A}#3.2.1",
    "regular rounds": f"{B07}#3.2",
    "hull inspection list": f"{B07A}#3.3.1",
    "winter yard supervisor": f"{B07A}#3.1",
    "Harbour Dues Act": f"{B07}#related",
    "retention and disposal of data": f"{B07}#9.1",
    "who nominates when no QW keeper is free": f"{B07A}#3.2.1",
    "WHO IS IT FUNDED BY?": f"{B07}#4.1",
    # in plain words, where the documents have others
    "how long is data kept": f"{B07}#9.1",
    "how long do you keep records": f"{B07}#9.1",
    "how long does B07a keep data": f"{B07A}#9.1",
    "how often is the policy reviewed": f"{B07}#6.2",
    "who pays for it": f"{B07}#4.1",
    "who picks the keeper": f"{B07A}#3.2.1",
    "what is forbidden in a spill": f"{S12}#2.3",
    # a document, and what it doesn't speak of: then the clause that does
    "what does B07a say about training?": f"{B07}#4.1",
    "B07a training": f"{B07}#4.1",
    "who owns B07a": B07A,
    "owner of B07": B07,
    "who owns B07": B07,
    "what does B07a say about data?": f"{B07A}#9.1",
    "what does B07 say about rounds": f"{B07}#3.2",
}
"""What is asked for, and where the first result leads."""

assert len(FIRST) >= 30  # the promise


@pytest.fixture(scope="module")
def page(browser: Browser, served_site: str) -> Iterator[Page]:
    """One tab for all queries."""
    fresh = browser.new_context(base_url=served_site, service_workers="block")
    yield fresh.new_page()
    fresh.close()


@pytest.mark.parametrize("query", FIRST)
def test_what_is_asked_for_comes_first(page: Page, query: str) -> None:
    """The first result is what was meant; superseded editions come after all others, and are marked."""
    found = ask_page(page, query)
    assert found[:1] == [quote(FIRST[query], safe="/#:")]
    past = page.locator(".search-result").evaluate_all(
        "all => all.map(one => one.textContent.includes('Superseded edition of'))"
    )
    assert past == sorted(past)
    assert past == [re.search(r"/2023-\d\d/", link) is not None for link in found]


@pytest.mark.parametrize("query", [query for query in FIRST if " " not in query])
def test_the_box_agrees_with_the_page(page: Page, query: str) -> None:
    """A single word, which most pages hold, is answered by the box as by the page with all results."""
    if not page.url.endswith(B07):
        page.goto(B07)
    box = page.get_by_role("searchbox")
    box.fill("")
    expect(page.locator(".search-count")).to_be_empty()
    box.fill(query)
    expect(page.locator(".search-count")).to_have_text(ANSWERED)
    assert links(page)[:1] == [quote(FIRST[query], safe="/#:")]


PAGES = {
    "glossary": "glossary/",
    "list of abbreviations": "glossary/",
    "all policies": "documents/",
    "roles": "roles/",
    "privacy": "privacy/",
    "is this policy in date?": "review/",
    "review overdue": "review/",
    "next review": "review/",
    "when is B07 due for review": "review/",
}
"""What is asked for, and which page of the site itself is offered above all results."""


@pytest.mark.parametrize("query", PAGES)
def test_a_page_of_the_site_is_offered_first(page: Page, query: str) -> None:
    """Who asks for what a page of the site shows is led to it; its words are not taken for misspelt."""
    ask_page(page, query)
    first = page.locator(".search-results > li").first.get_by_role("link", name="Go to: ")
    expect(first).to_have_attribute("href", re.compile(f"/{PAGES[query]}$"))
    expect(page.locator(".search-page")).to_have_count(1)
    expect(page.locator(".search-status")).to_contain_text("There is a page “")
    expect(page.locator(".search-status")).not_to_contain_text("Nothing says")


@pytest.mark.parametrize(
    "query", ["retention policy", "SCY Supervisor", "Harbour Dues Act", "B07", "next"]
)
def test_no_page_is_offered_that_nobody_asks_for(page: Page, query: str) -> None:
    """A query that asks for more than a page of the site shows is answered with clauses alone."""
    assert ask_page(page, query)
    expect(page.locator(".search-page")).to_have_count(0)


@pytest.mark.parametrize("query", ["notice of unseaworthiness", "recover sunken dinghies"])
def test_what_only_a_superseded_edition_says_is_found(page: Page, query: str) -> None:
    """A superseded edition is found where nothing current says as much, and is marked."""
    assert ask_page(page, query)[0].startswith(f"{B07A}2023-12/#")
    expect(page.locator(".search-result").first).to_contain_text("Superseded edition of December 2023")


def test_a_result_is_a_clause_in_context(page: Page) -> None:
    """A result shows the document, the number, the heading, and the words in context, marked."""
    ask_page(page, "duty pontoon steward")
    first = page.locator(".search-result").first
    expect(first.locator("a")).to_have_text("B07a 3.2.1 Role of the Crane Yard and of Quay Watch keepers")
    expect(first).to_contain_text("Procedure · Winter berthing and lay-up")
    assert first.locator("mark").all_inner_texts()[:3] == ["duty", "pontoon", "steward"]
    assert "⟦" not in first.inner_text()


def test_a_term_is_explained_whole(page: Page) -> None:
    """A result of the glossary shows all that an abbreviation stands for."""
    ask_page(page, "WMO")
    term = page.locator(".search-result").filter(has_text="Abbreviation or term")
    expect(term.locator(".search-excerpt")).to_have_text("Winter Mooring Order.")


def test_a_checklist_shows_what_is_done(page: Page) -> None:
    """A result that is a checklist shows what it is for or what it says, and no furniture of its page."""
    ask_page(page, "B07a duty pontoon steward", kind="checklist")
    shown = " ".join(page.locator(".search-excerpt").all_inner_texts())
    assert "pontoon steward" in shown
    for furniture in ("From B07a", "edition of", "PDF for paper"):
        assert furniture not in shown


def test_a_misspelt_word_is_named(page: Page) -> None:
    """The reader is told which word nothing says, and what was searched for in its place."""
    ask_page(page, "nomniate")
    expect(page.locator(".search-status")).to_have_text(
        re.compile(r"^Nothing says “nomniate”\. Showing “nominate”\. \d+ results\.$")
    )


def test_a_word_that_nothing_says(page: Page) -> None:
    """Where nothing says a word, and no word is near it, the index of all clauses is offered."""
    assert ask_page(page, "xyzzyplugh") == []
    status = page.locator(".search-status")
    expect(status).to_contain_text("Nothing says “xyzzyplugh”.")
    expect(status.get_by_role("link", name="the index of all clauses")).to_be_visible()


def test_a_query_is_no_markup(page: Page) -> None:
    """What a reader types is shown as it was typed."""
    ask_page(page, "<img/onerror=alert(1)>qqqq")
    expect(page.locator(".search-status")).to_contain_text("qqqq")
    assert page.locator(".search-status img").count() == 0


SCORES = """async ([query, token]) => {
  const main = document.querySelector('script[src$="/main.js"]').src;
  const engine = await import(new URL("search/engine.js", main));
  const pagefind = await engine.prepareSearch();
  const { results } = await pagefind.search(query);
  const pages = await Promise.all(results.map((result) => result.data()));
  const places = pages.flatMap(({ content, weighted_locations }) => {
    const tokens = content.split(/\\s+/);
    return weighted_locations.filter(({ location }) => tokens[location].toLowerCase() === token);
  });
  return places.map(({ balanced_score, weight }) => balanced_score / weight ** 2 / engine.SAME_STEM);
}"""
"""How Pagefind scores the places of a word, as shares of the score of one with the same stem."""


@pytest.mark.parametrize(("query", "token"), [("nominating", "nominated"), ("nominate", "nominate")])
def test_pagefind_scores_a_word_with_the_same_stem_as_before(tab: Page, query: str, token: str) -> None:
    """The score that engine.js knows such a word by is the one that this Pagefind gives."""
    tab.goto("")
    shares = tab.evaluate(SCORES, [query, token])
    assert shares
    assert shares == pytest.approx([1] * len(shares), rel=1e-4)


def test_pagefind_scores_a_word_that_only_begins_alike_lower(tab: Page) -> None:
    """A word whose stem goes on after the one asked for has less than the score of the same stem."""
    tab.goto("")
    shares = tab.evaluate(SCORES, ["pont", "pontoon"])
    assert shares
    assert max(shares) < 0.98
