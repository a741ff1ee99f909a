"""What all tests share: Hypothesis without deadlines, small projects, the real site, a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.sites import build, copy_library
from tests.small import SmallProject

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
    """The address below which the real site is served, with a slash at its end."""
    with serving(built_site) as address:
        yield address


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """Serve a built site on this machine; gives its address, with a slash at its end."""
    handler = partial(Files, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


class Files(SimpleHTTPRequestHandler):
    """Serves files as hosts do: with the headers and the page for what is not there that the site has."""

    def handle(self) -> None:
        """Answer until the reader has gone."""
        with suppress(ConnectionError):
            super().handle()

    def end_headers(self) -> None:
        """Add what the site asks its host for."""
        for name, value in headers_of(str(self.directory)):
            self.send_header(name, value)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with 404.html where a file is missing."""
        if code != 404:
            super().send_error(code, message, explain)
            return
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@cache
def headers_of(site: str) -> list[tuple[str, str]]:
    """The headers that a site asks for in its file _headers, which are for every page."""
    file = Path(site) / "_headers"
    lines = file.read_text("utf-8").splitlines()[1:] if file.exists() else []
    return [(name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]


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
