"""A folder of pages on a real server, opened in a real browser that has been nowhere yet.

Knows nothing of what the pages say. What is counted is what the server sent, so whatever the browser
fetches is in it, and nothing that it had already.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import BROWSER_OPTIONS, browser_path
from tests.web_server import Request, serve

from .measure import ToolMissingError

Found = TypeVar("Found")

_KINDS = {".html": "HTML", ".css": "CSS", ".js": "JavaScript", ".woff2": "fonts"}


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that the server sent: its address without a query, and its bytes."""

    path: str
    body: bytes = field(repr=False)

    @property
    def kind(self) -> str:
        """HTML, CSS, JavaScript, fonts, or other."""
        name = f"{self.path}index.html" if self.path.endswith("/") else self.path
        return _KINDS.get(Path(name).suffix, "other")

    @property
    def size(self) -> int:
        """The bytes on the wire: gzipped, or as they are where that makes them no smaller."""
        return min(len(self.body), len(gzip.compress(self.body, compresslevel=6)))


def weight(sent: Iterable[Sent], *kinds: str) -> int:
    """The bytes on the wire of what is of these kinds; of everything where none is named."""
    return sum(each.size for each in sent if not kinds or each.kind in kinds)


class Reader:
    """Somebody who opens pages, each time with a browser that has nothing in its cache."""

    def __init__(self, browser: Browser, root: str, sent: list[Sent], name: str = "chromium") -> None:
        self._name = name
        self._browser = browser
        self._root = root
        self._sent = sent

    @property
    def browser(self) -> str:
        """The browser's name and version."""
        return f"{self._name} {self._browser.version}"

    def visit(
        self, act: Callable[[Page], Found], *, keeps_copy: bool = False
    ) -> tuple[Found, list[Sent]]:
        """Do something with an empty tab, and give what it finds and what was sent until all is quiet.

        keeps_copy says that the device fetches its copy of the site for offline, too, as soon as it can.
        """
        self._sent.clear()
        workers: Literal["allow", "block"] = "allow" if keeps_copy else "block"
        context = self._browser.new_context(base_url=self._root, service_workers=workers)
        try:
            page = context.new_page()
            found = act(page)
            page.wait_for_load_state("networkidle")
            return found, list(self._sent)
        finally:
            context.close()


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, list[Sent]]]:
    """Serve a folder on this machine: its address, and the list in which all that is sent is noted."""
    sent: list[Sent] = []

    def answer(request: Request) -> None:
        path = urlsplit(request.path).path
        if body := request.send_site(folder):
            sent.append(Sent(path, body))

    with serve(answer, keep_alive=True) as address:
        yield address, sent


@contextmanager
def reader_of(folder: Path) -> Iterator[Reader]:
    """A reader of the site in a folder. Raises ToolMissingError."""
    found = browser_path()
    if found is None:
        raise ToolMissingError("no browser: install the package chromium, or name one in CHROMIUM")
    with served(folder) as (root, sent), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=BROWSER_OPTIONS)
        yield Reader(browser, root, sent, Path(found).name)
        browser.close()
