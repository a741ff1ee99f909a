"""Writes into the accessibility statement what axe-core found, on what, and when: `make record`."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from functools import partial
from http.server import ThreadingHTTPServer
from threading import Thread

from playwright.sync_api import sync_playwright

from policysite.domain.reviews import in_words
from tests import ROOT
from tests.conftest import BROWSER_OPTIONS, Files, browser_path

from .axe import SIZES, TAGS, THEMES, faults, version
from .conftest import PAGES

STATEMENT = ROOT / "docs" / "accessibility.md"
_RECORD = re.compile(r"(?<=<!-- record -->\n).*?(?=<!-- end of record -->)", re.DOTALL)


def said_in(statement: str) -> str:
    """The record in a statement; empty where there is none."""
    found = _RECORD.search(statement)
    return found[0] if found else ""


def main() -> None:
    """Run axe-core over every kind of page, and write down what it found."""
    found: dict[str, dict[str, list[str]]] = {}
    handler = partial(Files, directory=str(ROOT / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_OPTIONS)
        tab = browser.new_page(base_url=f"http://127.0.0.1:{server.server_port}/")
        for kind, path in PAGES.items():
            tab.goto(path)
            found[kind] = faults(tab)
        software = f"axe-core {version(tab)} in Chromium {browser.version}"
        server.shutdown()
    text = _written(software, sum(map(len, found.values())))
    statement = STATEMENT.read_text(encoding="utf-8")
    STATEMENT.write_text(_RECORD.sub(lambda _: text, statement), encoding="utf-8")
    sys.exit(1 if any(found.values()) else 0)


def _written(software: str, count: int) -> str:
    today = in_words(datetime.now(UTC).date())
    widths = ", ".join(str(size["width"]) for size in SIZES)
    return (
        f"Last run on {today} with {software}: **{count or 'no'} findings**.\n\n"
        f"- Pages: {'; '.join(PAGES)}\n"
        f"- Themes: {', '.join(THEMES)}\n"
        f"- Widths in pixels: {widths}\n"
        f"- Rules: {', '.join(TAGS)}\n"
    )


if __name__ == "__main__":
    main()
