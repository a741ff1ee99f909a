"""Writes into the accessibility statement what axe-core found, on what, and when: `make record`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.visits import largest_pages
from policysite.domain.reviews import format_date
from tests import ROOT
from tests.conftest import BROWSER_OPTIONS, browser_path
from tests.web_server import serve

from .axe import SIZES, TAGS, THEMES, faults, version

STATEMENT = ROOT / "pages" / "accessibility.md"
_RECORD = re.compile(r"(?<=<!-- record -->\n).*?(?=<!-- end of record -->)", re.DOTALL)


def main() -> None:
    """Look at the largest page of every kind, and exit with 1 where axe-core finds anything."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_OPTIONS)
        site = ROOT / "site"
        sys.exit(1 if write_record(STATEMENT, site, largest_pages(site), browser) else 0)


def write_record(statement: Path, site: Path, pages: Mapping[str, str], browser: Browser) -> int:
    """Run axe-core over pages of a site, write into a statement what it found, and give its count."""
    with serve(site) as address:
        tab = browser.new_page(base_url=address)
        count = 0
        for path in pages.values():
            tab.goto(path)
            count += len(faults(tab))
        software = f"axe-core {version(tab)} in Chromium {browser.version}"
        tab.close()
    record = _written(software, count, pages)
    text = statement.read_text(encoding="utf-8")
    statement.write_text(_RECORD.sub(lambda _: record, text), encoding="utf-8")
    return count


def _written(software: str, count: int, kinds: Iterable[str]) -> str:
    today = format_date(datetime.now(UTC).date())
    widths = ", ".join(str(size["width"]) for size in SIZES)
    return (
        f"Last run on {today} with {software}: **{count or 'no'} findings**.\n\n"
        f"- Pages: {'; '.join(kinds)}\n"
        f"- Themes: {', '.join(THEMES)}\n"
        f"- Widths in pixels: {widths}\n"
        f"- Rules: {', '.join(TAGS)}\n"
    )


if __name__ == "__main__":
    main()
