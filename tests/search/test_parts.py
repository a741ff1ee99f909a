"""Searching for appendices, annexes and schedules, and for what has no number."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.sites import build
from tests.small import EDITION, SmallProject
from tests.web_server import serve

from .conftest import ask_page

PARTS = """\
  - number: 2
    title: Moorings
    clauses:
      - number: 2.1
        text: A mooring is kept free.
      - number: 2.2
        withheld: {exemption: section 31, what: Where the keys are.}
      - number: 2.3
        not_used: Deleted in May 2024.
  - id: aims
    title: What we want
    clauses:
      - id: calm
        text: A calm quayside.
  - part: annex
    number: 2
    title: Grading
    clauses:
      - number: 2.1
        text: Pontoons are graded each spring.
  - part: appendix
    number: B
    title: Forms
    clauses:
      - number: 3
        title: Mooring form
      - number: 3.1
        text: The form for a mooring is green.
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Page]:
    """A tab at the site of a project whose one document has parts."""
    small = SmallProject(tmp_path_factory.mktemp("parts"))
    small.write(EDITION, small.read(EDITION) + PARTS)
    built = build(small.folder)
    assert built.returncode == 0, built.stdout + built.stderr
    with serve(small.folder / "site") as address:
        context = browser.new_context(base_url=address, service_workers="block")
        yield context.new_page()
        context.close()


@pytest.mark.parametrize(
    ("query", "link", "shown"),
    [
        ("2.1", "2.1", ("HR12 2.1", "Moorings", "A mooring is kept free.")),
        ("annex 2.1", "annex-2.1", ("HR12 annex 2, 2.1", "Grading", "Pontoons are graded each spring.")),
        ("HR12 annex 2.1", "annex-2.1", ("HR12 annex 2, 2.1", "Grading", "Pontoons")),
        ("annexe 2", "annex-2", ("HR12 annex 2", "Grading", "")),
        ("pontoon", "annex-2.1", ("HR12 annex 2, 2.1", "Grading", "Pontoons are graded each spring.")),
        ("mooring form green", "appendix-B-3.1", ("HR12 appendix B, 3.1", "Mooring form", "The form")),
        ("appendix b forms", "appendix-B", ("HR12 appendix B", "Forms", "")),
        (
            "withheld",
            "2.2",
            (
                "HR12 2.2",
                "Moorings",
                "Withheld from publication. Where the keys are. Exemption: section 31",
            ),
        ),
        ("deleted in 2024", "2.3", ("HR12 2.3", "Moorings", "Deleted in May 2024.")),
        ("calm quayside", "calm", ("HR12", "What we want", "A calm quayside.")),
        ("what we want", "aims", ("HR12", "What we want", "")),
    ],
)
def test_parts_are_found(page: Page, query: str, link: str, shown: tuple[str, str, str]) -> None:
    """A clause of a part is found by its number with its part, and named as people cite it."""
    assert ask_page(page, query)[0] == f"documents/HR12/#{link}"
    label, heading, excerpt = shown
    first = page.locator(".search-result").first
    expect(first.locator(".search-number")).to_have_text(label)
    expect(first.locator(".search-heading")).to_have_text(heading)
    expect(first.locator(".search-where")).to_have_text("Policy · Flexible working")
    if excerpt:
        expect(first.locator(".search-excerpt")).to_contain_text(excerpt)
    else:
        expect(first.locator(".search-excerpt")).to_have_count(0)
