"""Nothing that axe-core can find is in the way of anybody, on any kind of page."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Page

from .conftest import DESK, PAGES, PHONE, TABLET

RUN = """
() => Promise.all(document.getAnimations().map(one => one.finished)).then(() => axe.run({
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"],
  preload: false,
})).then(found =>
  found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id} (${rule.impact}): ${node.target.join(" ")}: ${node.html.slice(0, 120)}`
    + ` ${node.any.concat(node.all, node.none).map(check => check.message).join("; ")}`)))
"""


@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing(tab: Page, kind: str) -> None:
    """No rule of WCAG 2.0 to 2.2, A and AA, is broken: light and dark, phone, tablet and desk."""
    tab.goto(PAGES[kind])
    tab.evaluate(AXE_SCRIPT)
    found: dict[str, list[str]] = {}
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        for size in (PHONE, TABLET, DESK):
            tab.set_viewport_size(size)
            for fault in tab.evaluate(RUN):
                found.setdefault(fault, []).append(f"{scheme} {size['width']}")
    assert found == {}
