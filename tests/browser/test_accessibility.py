"""Nothing that axe-core can find is in the way of anybody, on any kind of page, in any state of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.sites import build
from tests.small import SmallProject
from tests.web_server import serve

from .axe import RUN, SIZES, TAGS, THEMES, choose, faults
from .conftest import DESK, PAGES, PHONE
from .record import write_record


@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing(tab: Page, kind: str) -> None:
    """No rule of WCAG 2.0 to 2.2, A and AA, is broken, in any theme, on phone, tablet and desk."""
    tab.goto(PAGES[kind])
    assert faults(tab) == {}


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_an_open_menu(tab: Page, theme: str) -> None:
    """The menu of a phone breaks no rule when it is open."""
    tab.set_viewport_size(PHONE)
    choose(tab, theme)
    tab.goto(PAGES["document"])
    tab.get_by_role("button", name="Menu").click()
    tab.evaluate(AXE_SCRIPT)
    assert tab.get_by_role("navigation", name="Main").is_visible()
    assert tab.evaluate(RUN) == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_in_an_open_citation(tab: Page, theme: str, size: ViewportSize) -> None:
    """What shows how to cite a clause breaks no rule when it is open, and gives the link that stays."""
    tab.set_viewport_size(size)
    choose(tab, theme)
    tab.goto(PAGES["document with missing parts"])
    tab.get_by_role("button", name="Cite 3.2.1").click()
    tab.evaluate(AXE_SCRIPT)
    shown = tab.locator(".citation__text").inner_text()
    assert shown.startswith("B07a Winter berthing and lay-up, edition of November 2025")
    assert shown.endswith("/documents/B07a/2025-11/#3.2.1")
    assert tab.evaluate(RUN) == []


def test_axe_finds_nothing_in_a_checklist_made_from_duties(tab: Page, small: SmallProject) -> None:
    """The list of a role that has none of its own is as accessible as the lists written by hand."""
    assert build(small.folder).returncode == 0
    with serve(small.folder / "site") as address:
        tab.goto(f"{address}checklists/line-manager/")
        expect(tab.get_by_text("was made from the duties of this role")).to_be_visible()
        assert faults(tab) == {}


def test_record_says_what_was_looked_at(browser: Browser, built_site: Path, tmp_path: Path) -> None:
    """A statement's record names the pages, themes, widths and rules, and leaves the rest as it was."""
    statement = tmp_path / "statement.md"
    statement.write_text("Ours.\n<!-- record -->\nOld.\n<!-- end of record -->\nEnd.\n", encoding="utf-8")
    assert write_record(statement, built_site, {"about": "about/"}, browser) == 0
    text = statement.read_text(encoding="utf-8")
    assert text.startswith("Ours.\n<!-- record -->\n")
    assert text.endswith("\n<!-- end of record -->\nEnd.\n")
    assert "Old." not in text
    for word in ("**no findings**", "about", *THEMES, *TAGS, *(str(size["width"]) for size in SIZES)):
        assert word in text
