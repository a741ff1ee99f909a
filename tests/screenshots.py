"""Makes the pictures of the README from the built site: `make screenshots`."""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import ViewportSize, sync_playwright

from tests import ROOT
from tests.conftest import BROWSER_OPTIONS, browser_path
from tests.web_server import serve

FOLDER = ROOT / "screenshots"

PAGES = {
    "home": "",
    "document": "documents/N02a/#3.2",
    "role": "roles/central-ccp-team/",
    "checklist": "checklists/central-ccp-team/",
    "review": "review/",
}
WIDE, PHONE = ViewportSize(width=1280, height=860), ViewportSize(width=390, height=844)
Scheme = Literal["light", "dark"]
VIEWS: list[tuple[Scheme, ViewportSize]] = [("light", WIDE), ("dark", WIDE), ("light", PHONE)]


def main() -> None:
    """Take every picture anew."""
    FOLDER.mkdir(exist_ok=True)
    with serve(ROOT / "site") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_OPTIONS)
        for name, path in PAGES.items():
            for scheme, size in VIEWS:
                page = browser.new_page(viewport=size, color_scheme=scheme)
                page.goto(f"{address}{path}")
                page.evaluate("document.fonts.ready")
                suffix = "phone" if size is PHONE else scheme
                page.screenshot(path=FOLDER / f"{name}-{suffix}.png")
                page.close()


if __name__ == "__main__":
    main()
