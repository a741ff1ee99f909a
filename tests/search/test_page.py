"""The search page: its address holds the question, and its filters narrow the answer."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .conftest import ANSWERED, ask_page, links


def kinds(page: Page) -> set[str]:
    """What the results are."""
    return {text.split(" · ")[0] for text in page.locator(".search-where").all_inner_texts()}


def test_a_document_narrows_the_results(tab: Page) -> None:
    """Filtered by a document, only its clauses are found."""
    found = ask_page(tab, "data", document="B07")
    assert found
    assert all(link.startswith("documents/B07/") for link in found)


def test_a_kind_narrows_the_results(tab: Page) -> None:
    """Filtered by a kind, only such things are found."""
    assert {"Policy", "Procedure"} <= {*kinds_of(tab, "berthing", ""), *kinds_of(tab, "policy", "")}
    procedures = {"Procedure", "Superseded edition of December 2023"}
    assert kinds_of(tab, "berthing", "procedure") <= procedures
    assert kinds_of(tab, "lay-up", "reference") == {"Reference"}


def kinds_of(page: Page, query: str, kind: str) -> set[str]:
    """The kinds of what a query finds under a filter."""
    ask_page(page, query, kind=kind)
    return kinds(page)


def test_a_role_narrows_the_results_to_its_clauses(tab: Page) -> None:
    """Filtered by a role, only clauses that lay a duty on it are found, its own page and checklists."""
    assert ask_page(tab, "keeper", role="slipway-supervisor") == [
        "documents/B07a/#3.2.1",
        "checklists/slipway-supervisor/",
    ]
    assert ask_page(tab, "keeper", role="nominated-watchkeeper") == [
        "documents/B07a/#3.2.2",
        "roles/nominated-watchkeeper/",
        "checklists/nominated-watchkeeper/",
    ]


def test_the_address_keeps_the_question(tab: Page) -> None:
    """What is typed and chosen is in the address, and the address brings it back."""
    tab.goto("search/")
    tab.get_by_role("searchbox").fill("data")
    tab.get_by_label("Document", exact=True).select_option("B07a")
    expect(tab).to_have_url(re.compile(r"/search/\?q=data&document=B07a$"))
    expect(tab.locator(".search-status")).to_have_text(ANSWERED)
    before = links(tab)
    tab.reload()
    expect(tab.locator(".search-status")).to_have_text(ANSWERED)
    assert links(tab) == before
    expect(tab.get_by_label("Document", exact=True)).to_have_value("B07a")
    expect(tab).to_have_title(re.compile("^data – Search"))


def test_back_leads_back_to_the_results(tab: Page) -> None:
    """Typing leaves one entry in the history: back from a result leads to the results."""
    tab.goto("documents/B07/")
    tab.goto("search/")
    tab.get_by_role("searchbox").fill("duty pontoon steward")
    tab.locator(".search-result a").first.click()
    expect(tab).to_have_url(re.compile(r"#3\.2\.1$"))
    tab.go_back()
    expect(tab.get_by_role("searchbox")).to_have_value("duty pontoon steward")
    expect(tab.locator(".search-result a").first).to_be_visible()
    tab.go_back()
    expect(tab).to_have_url(re.compile(r"/documents/B07/$"))


def test_an_address_with_unknown_filters_is_taken_for_none(tab: Page) -> None:
    """A filter that is not offered is not applied."""
    assert (
        ask_page(tab, "duty pontoon steward", role="nobody", colour="red")[0] == "documents/B07a/#3.2.1"
    )
    expect(tab.get_by_label("Role", exact=True)).to_have_value("")


def test_without_a_question_the_page_says_what_to_ask(tab: Page) -> None:
    """Before anything is asked there are no results, and a word of help."""
    tab.goto("search/")
    expect(tab.locator(".search-status")).to_have_text(re.compile("^Type a word"))
    assert links(tab) == []
