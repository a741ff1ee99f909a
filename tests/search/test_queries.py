"""What people ask the real library for, and what they find first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import ANSWERED, ask_page, links

N02, N02A = "documents/N02/", "documents/N02a/"

FIRST = {
    # a number, with and without its document
    "3.2.1": f"{N02A}#3.2.1",
    "N02a 3.2.1": f"{N02A}#3.2.1",
    "n02A/3.2.1": f"{N02A}#3.2.1",
    "clause 6.1": f"{N02}#6.1",
    "N02 3.1": f"{N02}#3.1",
    "N02a 3.1": f"{N02A}#3.1",
    "N02 compliance": f"{N02}#compliance",
    # a document
    "N02": N02,
    "n02a": N02A,
    "Intensive supervision and surveillance policy": N02,
    # every role by its name and by its other names: the clause, or its page where it has none
    "Central Child Centred Policing sergeant": f"{N02A}#3.1.1",
    "Community Safety Unit (CSU) Supervisor": f"{N02A}#3.2.1",
    "CSU Supervisor": f"{N02A}#3.2.1",
    "Nominated officer": f"{N02A}#3.2.2",
    "Nominated Child Centred Policing (CCP) officer": f"{N02A}#3.2.2",
    "Other nominated officer": f"{N02A}#3.2.2",
    "Central Child Centred Policing Team (CCCPT)": f"{N02A}#3.3.2",
    "CCCPT": f"{N02A}#3.3.2",
    "CCCP Co-ordinator": f"{N02A}#3.3.3",
    "cccp coordinator": f"{N02A}#3.3.3",
    "CCP Inspector and Youth Justice Manager": f"{N02A}#7.1",
    "CCP Insp and Youth Justice Manager": f"{N02A}#7.1",
    "Child Centred Policing Manager": f"{N02}#6.1",
    "Kent Police Youth Justice Team": f"{N02}#6.1",
    "Youth Justice Team": f"{N02A}#3.3.2",
    "Kent Police Youth Justice Team Supervisor": "roles/youth-justice-team-supervisor/",
    "Strategic Prevention Command (SPC)": "roles/strategic-prevention-command/",
    "Head of Strategic Prevention": "roles/head-of-strategic-prevention/",
    "Protecting Vulnerable People (PVP)": "roles/protecting-vulnerable-people/",
    "PVP": "roles/protecting-vulnerable-people/",
    "Kent Police": f"{N02}#3.2",
    "Local authority Youth Justice Services": f"{N02A}#2.2",
    "Youth Offending Teams (YOTs)": f"{N02}#2.2",
    "Early Help and Preventative Service Units": f"{N02}#3.2",
    "Kent Early Help and Preventative Services": f"{N02}#bodies-consulted",
    # abbreviations and what they stand for
    "ISS": f"{N02A}#2.1",
    "Intensive supervision and surveillance": f"{N02}#2.1",
    "YRO": f"{N02}#3.1",
    "Youth Rehabilitation Order": f"{N02}#3.1",
    "YOT": f"{N02}#3.2",
    "Youth Offending Team": f"{N02}#2.2",
    "CSU": f"{N02A}#3.2.1",
    "Community Safety Unit": f"{N02A}#3.2.1",
    "SPC": f"{N02A}#3.3.3",
    "SOP": f"{N02A}#1.1",
    "standard operating procedure": f"{N02A}#1.1",
    "YJS": f"{N02A}#2.2",
    # a word in another form
    "nominating": f"{N02A}#3.2.1",
    "nominated": f"{N02A}#3.2.2",
    "surveil": f"{N02}#3.2",
    "nominate alternatives": f"{N02A}#3.2.1",
    "funding": f"{N02}#4.1",
    "funded": f"{N02}#4.1",
    # a letter wrong, left out or twice, or two exchanged
    "nomniate": f"{N02A}#3.2.1",
    "survelliance": f"{N02}#3.2",
    "repports": f"{N02}#3.2",
    "beat officr": f"{N02A}#3.2.1",
    # as people ask
    "local beat officer": f"{N02A}#3.2.1",
    "regular contact": f"{N02}#3.2",
    "offender management list": f"{N02A}#3.3.1",
    "youth justice supervisor": f"{N02A}#3.1",
    "Data Protection Act": f"{N02}#related",
    "retention and disposal of data": f"{N02}#9.1",
    "who nominates when no CCP officer is free": f"{N02A}#3.2.1",
    "WHO IS IT FUNDED BY?": f"{N02}#4.1",
    # in plain words, where the documents have others
    "how long is data kept": f"{N02}#9.1",
    "how long do you keep records": f"{N02}#9.1",
    "how long does N02a keep data": f"{N02A}#9.1",
    "how often is the policy reviewed": f"{N02}#6.2",
    "who pays for it": f"{N02}#4.1",
    "who picks the officer": f"{N02A}#3.2.1",
    # a document, and what it doesn't speak of: then the clause that does
    "what does N02a say about intelligence?": f"{N02}#3.2",
    "N02a intelligence": f"{N02}#3.2",
    "who owns N02a": N02A,
    "owner of N02": N02,
    "who owns N02": N02,
    "what does N02a say about data?": f"{N02A}#9.1",
    "what does N02 say about surveillance": f"{N02}#3.2",
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
    assert past == ["/2023-12/" in link for link in found]


@pytest.mark.parametrize("query", [query for query in FIRST if " " not in query])
def test_the_box_agrees_with_the_page(page: Page, query: str) -> None:
    """A single word, which most pages hold, is answered by the box as by the page with all results."""
    if not page.url.endswith(N02):
        page.goto(N02)
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
    "when is N02 due for review": "review/",
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
    "query", ["retention policy", "CSU Supervisor", "Data Protection Act", "N02", "next"]
)
def test_no_page_is_offered_that_nobody_asks_for(page: Page, query: str) -> None:
    """A query that asks for more than a page of the site shows is answered with clauses alone."""
    assert ask_page(page, query)
    expect(page.locator(".search-page")).to_have_count(0)


@pytest.mark.parametrize("query", ["notice of supervision", "detect unsolved crime"])
def test_what_only_a_superseded_edition_says_is_found(page: Page, query: str) -> None:
    """A superseded edition is found where nothing current says as much, and is marked."""
    assert ask_page(page, query)[0].startswith(f"{N02A}2023-12/#")
    expect(page.locator(".search-result").first).to_contain_text("Superseded edition of December 2023")


def test_a_result_is_a_clause_in_context(page: Page) -> None:
    """A result shows the document, the number, the heading, and the words in context, marked."""
    ask_page(page, "local beat officer")
    first = page.locator(".search-result").first
    expect(first.locator("a")).to_have_text(
        "N02a 3.2.1 Role of the Community Safety Units and Child Centred Policing officers"
    )
    expect(first).to_contain_text("Procedure · Intensive supervision and surveillance")
    assert first.locator("mark").all_inner_texts()[:3] == ["local", "beat", "officer"]
    assert "⟦" not in first.inner_text()


def test_a_term_is_explained_whole(page: Page) -> None:
    """A result of the glossary shows all that an abbreviation stands for."""
    ask_page(page, "YRO")
    term = page.locator(".search-result").filter(has_text="Abbreviation or term")
    expect(term.locator(".search-excerpt")).to_have_text("Youth Rehabilitation Order.")


def test_a_checklist_shows_what_is_done(page: Page) -> None:
    """A result that is a checklist shows what it is for or what it says, and no furniture of its page."""
    ask_page(page, "N02a local beat officer", kind="checklist")
    shown = " ".join(page.locator(".search-excerpt").all_inner_texts())
    assert "beat officer" in shown
    for furniture in ("From N02a", "edition of", "PDF for paper"):
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
