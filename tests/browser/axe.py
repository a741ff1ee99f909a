"""axe-core over a page, in every theme and at every width that the site is tested in."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from .conftest import DESK, PHONE, TABLET

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
SIZES = (PHONE, TABLET, DESK)
THEMES = ("light", "dark", "forced colours")

RUN = (
    """
() => Promise.allSettled(document.getAnimations().map(one => one.finished)).then(() => axe.run({
  runOnly: TAGS, resultTypes: ["violations"], preload: false,
})).then(found =>
  found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id} (${rule.impact}): ${node.target.join(" ")}: ${node.html.slice(0, 120)}`
    + ` ${node.any.concat(node.all, node.none).map(check => check.message).join("; ")}`)))
"""
).replace("TAGS", str(list(TAGS)))


def choose(tab: Page, theme: str) -> None:
    """Show a page in one of the themes."""
    tab.emulate_media(
        color_scheme="dark" if theme == "dark" else "light",
        forced_colors="active" if theme == "forced colours" else "none",
    )


def faults(tab: Page) -> dict[str, list[str]]:
    """What axe finds on the page as it stands, each with the themes and widths in which it does."""
    tab.evaluate(AXE_SCRIPT)
    found: dict[str, list[str]] = {}
    for theme in THEMES:
        choose(tab, theme)
        for size in SIZES:
            tab.set_viewport_size(size)
            for fault in tab.evaluate(RUN):
                found.setdefault(fault, []).append(f"{theme} {size['width']}")
    return found


def version(tab: Page) -> str:
    """The version of axe-core that was used."""
    tab.evaluate(AXE_SCRIPT)
    return str(tab.evaluate("() => axe.version"))
