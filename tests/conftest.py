"""What all tests share: Hypothesis without deadlines, small projects, a whole site, a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.sites import build, copy_library
from tests.small import SmallProject
from tests.web_server import serve

settings.register_profile("policysite", deadline=None)
settings.load_profile("policysite")

BROWSER_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
BROWSER_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def small(tmp_path: Path) -> SmallProject:
    """A small valid project in a folder of its own."""
    return SmallProject(tmp_path / "project")


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the library of the tests, built once. Nobody may change it."""
    folder = copy_library(tmp_path_factory.mktemp("library"))
    built = build(folder)
    assert built.returncode == 0, built.stderr
    return folder / "site"


@pytest.fixture(scope="session")
def served_site(built_site: Path) -> Iterator[str]:
    """The address below which that site is served, with a slash at its end."""
    with serve(built_site) as address:
        yield address


def browser_path() -> str | None:
    """The browser to test with: the one that CHROMIUM names, or the system's."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSER_NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser, the same for all tests."""
    found = browser_path()
    if found is None:
        pytest.fail("no browser: install the package chromium, or name one in CHROMIUM", pytrace=False)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=BROWSER_OPTIONS)
        yield started
        started.close()
