"""Sites to look at: rendered in memory, or built by the command in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import urljoin

import material
from lxml import html

from policysite.outputs.site import Page, Site
from policysite.project import Project
from policysite.publication import Publication
from policysite.publishing import SiteReplacement
from tests import LIBRARY

ICONS = Path(material.__file__).parent / "templates" / ".icons"
EPOCH = 1795262400
"""21 November 2026, 12:00 UTC: the day of all builds that don't say another."""

_ANYWHERE = "https://site.example/"
_PYTHON = Path(sys.executable)
POLICYSITE = (str(_PYTHON.with_name("policysite")),)
MKDOCS = (str(_PYTHON), "-m", "mkdocs")
PROPERDOCS = (str(_PYTHON), "-m", "properdocs")
_SET_FROM_OUTSIDE = {"SITE_URL", "REPOSITORY_URL", "EDIT_URI", "PYTHONWARNINGS"}


def environment(**changes: str) -> dict[str, str]:
    """The environment of a build that gives the same bytes everywhere, with these changes."""
    kept = {name: value for name, value in os.environ.items() if name not in _SET_FROM_OUTSIDE}
    return kept | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": str(EPOCH)} | changes


def build(
    folder: Path, command: Iterable[str] = (*POLICYSITE, "build"), **changes: str
) -> subprocess.CompletedProcess[str]:
    """Build the site of a project as a person does, and wait for it."""
    return subprocess.run(
        list(command),
        cwd=folder,
        env=environment(**changes),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def copy_library(folder: Path) -> Path:
    """Put the library of the tests into a folder."""
    return shutil.copytree(LIBRARY, folder, dirs_exist_ok=True)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write files below a folder."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")


def left_over(folder: Path) -> list[str]:
    """What builds have left in a project's folder beside the site."""
    return sorted(path.name for path in folder.glob(".site.*"))


def until(condition: Callable[[], object], seconds: float = 60, pause: float = 0.02) -> None:
    """Wait for a condition, and fail when the deadline has passed without it."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"still waiting after {seconds} s"
        time.sleep(pause)


def words(text: str) -> str:
    """A text with its white space normalised."""
    return " ".join(text.split())


def shown(element: html.HtmlElement) -> str:
    """What a reader sees of an element: its text, words parted where blocks begin and end."""
    return words("".join(_pieces(element)))


_WITHIN_A_LINE = {"a", "abbr", "b", "button", "code", "em", "small", "span", "strong"}


def _pieces(element: html.HtmlElement) -> Iterator[str]:
    parted = "" if element.tag in _WITHIN_A_LINE else " "
    yield parted + (element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            yield from _pieces(child)
        yield child.tail or ""
    yield parted


def site_of(project: Project, base: str = "", replacement: SiteReplacement | None = None) -> Site:
    """Make the site of a project as the preview does, or as a build does where it has a folder for it."""
    return Publication(project, base, {"policysite": "0"}, ICONS, replacement=replacement).site


class Rendered:
    """The pages of a project's site on a day, each rendered in memory when it is asked for."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._trees: dict[str, html.HtmlElement] = {}

    @classmethod
    def of(cls, folder: Path, now: str = "2026-11-21T12:00") -> Rendered:
        project = Project.open(folder, datetime.fromisoformat(now).replace(tzinfo=UTC))
        assert not project.errors, project.problems
        return cls(site_of(project))

    @cached_property
    def pages(self) -> dict[str, Page]:
        return {page.path: page for page in self.site.pages}

    def __getitem__(self, path: str) -> html.HtmlElement:
        if path not in self._trees:
            body = self.site.view(self.pages[path]).body
            self._trees[path] = html.document_fromstring(f"<main>{body}</main>")
        return self._trees[path]

    def text(self, path: str) -> str:
        return shown(self[path])

    def links(self, path: str, within: str = "//main") -> list[tuple[str, str]]:
        """The links of a part of a page: what each leads to, from the site's root, and its words."""
        page = f"{_ANYWHERE}{path}"
        return [
            (urljoin(page, link.get("href")).removeprefix(_ANYWHERE), shown(link))
            for link in self[path].xpath(f"{within}//a[@href]")
        ]

    def facts(self, path: str) -> dict[str, str]:
        """The pairs of the first list of facts on a page."""
        terms = self[path].xpath("(//dl)[1]//dt")
        return {shown(term): shown(term.getnext()) for term in terms}
