"""What a reader's browser fetches and waits for: the experiments with pages of a finished site."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import yaml
from playwright.sync_api import Page

from .browse import Reader, Sent, reader_of, weight
from .library import make_library
from .measure import Command, progress, run, table, tool
from .report import Goal, Report

RARE_WORD = "zymurgy"
"""A word that no invented policy holds by itself."""

_OUR_LIBRARY = Path(__file__).parents[1]
_KILO = 1000
_KIND = re.compile(rb'<article class="[^"]*\bpolicy--([\w-]+)')
_TYPING_AT = "documents/"
_WATCH = """
window.firstResult = new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error("no result within half a minute")), 30000);
  new MutationObserver((_, observer) => {
    if (!document.querySelector(".search-result")) return;
    observer.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now())));
  }).observe(document, { childList: true, subtree: true });
});
"""
"""Promises how many milliseconds there are from asking for a page to the frame that shows a result."""


def page_weight(folder: Path, _sizes: Sequence[int], _repeat: int) -> Report:
    """What the first visit to the largest page of each kind fetches, in this repository's own site."""
    for name in ("policy", "pages", "checklists"):
        if (_OUR_LIBRARY / name).is_dir():
            shutil.copytree(_OUR_LIBRARY / name, folder / name)
    shutil.copy(_OUR_LIBRARY / "mkdocs.yml", folder)
    run(Command((tool("policysite"), "build"), folder, "site"))
    rows: list[tuple[object, ...]] = []
    goals: list[Goal] = []
    with reader_of(folder / "site") as reader:
        for kind, path in largest_pages(folder / "site").items():
            _, sent = reader.visit(partial(_open, path))
            progress(f"weight: {kind}: {len(sent)} files")
            text = weight(sent, "HTML", "CSS", "JavaScript")
            parts = [weight(sent, part) for part in ("HTML", "CSS", "JavaScript")]
            figures = [*parts, text, weight(sent, "fonts"), weight(sent)]
            rows.append((kind, f"`{path or '/'}`", len(sent), *map(kilobytes, figures)))
            if kind == "document":
                goals = [
                    Goal("First visit to a document: HTML, CSS, JavaScript", text / _KILO, 150, " kB"),
                    Goal("The same with fonts and all else", weight(sent) / _KILO, 150, " kB"),
                ]
        heads = (
            "Kind of page", "The largest", "Files", "HTML, kB", "CSS, kB", "JavaScript, kB",
            "These together, kB", "Fonts, kB", "Everything, kB",
        )  # fmt: skip
        return Report(f"In {reader.browser}.\n\n{table(heads, rows)}", tuple(goals))


def search(folder: Path, sizes: Sequence[int], repeat: int) -> Report:
    """From opening a page to the first result for a rare word, with nothing in the cache.

    The goals are for the last size, which is the largest.
    """
    rows: list[tuple[str, ...]] = []
    goals: list[Goal] = []
    for size in sizes:
        project = folder / f"{size}"
        library = make_library(project, size)
        last = library.documents[-1].current
        plant(project / "policy" / last["reference"] / f"{last['edition']}.yml", RARE_WORD)
        run(Command((tool("policysite"), "build"), project, "site"))
        with reader_of(project / "site") as reader:
            asked, by_address = _searches(reader, repeat, f"search: {size:,}, address", _ask_address)
            typed, by_typing = _searches(reader, repeat, f"search: {size:,}, typing", _ask_box)
            browser = reader.browser
        rows.append((f"{size:,}", *by_address, *by_typing))
        goals = [
            Goal(f"The search page opened with a query, {size:,} documents", asked, 1, " s"),
            Goal(f"A page opened and the box typed into, {size:,} documents", typed, 1, " s"),
        ]
        shutil.rmtree(project)
    heads = (
        "Documents", "Search page, s", "Files", "Everything, kB", "Of the index, kB",
        "Typing into the box, s", "Files", "Everything, kB", "Of the index, kB",
    )  # fmt: skip
    return Report(f"In {browser}.\n\n{table(heads, rows)}", tuple(goals))


def largest_pages(site: Path) -> dict[str, str]:
    """The address of the largest page of each kind, the kinds in order.

    Pages say of what kind they are, but for those written by hand. 404.html has no address of its own.
    """
    largest: dict[str, tuple[int, str]] = {}
    for file in sorted(site.rglob("index.html")):
        path = file.parent.relative_to(site).as_posix()
        html = file.read_bytes()
        said = _KIND.search(html)
        kind = said[1].decode() if said else "written by hand"
        address = "" if path == "." else f"{path}/"
        largest[kind] = max(largest.get(kind, (0, "")), (len(html), address))
    return {kind: address for kind, (_, address) in sorted(largest.items())}


def plant(edition: Path, word: str) -> None:
    """Put a word at the end of the first text of a clause in the file of an edition."""
    data: Any = yaml.load(edition.read_bytes(), yaml.BaseLoader)  # noqa: S506  # it makes nothing but text
    clauses = (clause for section in data["sections"] for clause in section.get("clauses", ()))
    clause = next(clause for clause in clauses if "text" in clause)
    clause["text"] = f"{clause['text'].rstrip()} {word.capitalize()}."
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    edition.write_text(text, encoding="utf-8")


def kilobytes(size: int) -> str:
    """A number of bytes in thousands."""
    return f"{size / _KILO:.1f}"


def of_index(sent: Iterable[Sent]) -> int:
    """The bytes of the search index itself: Pagefind's files, and its program."""
    return weight(each for each in sent if "/pagefind/" in each.path)


def _open(path: str, page: Page) -> None:
    page.goto(path)


def _searches(
    reader: Reader, repeat: int, what: str, ask: Callable[[Page], float]
) -> tuple[float, tuple[str, ...]]:
    """Median seconds to the first result, and a row: these, and what such a visit fetches.

    The seconds are those of devices that begin to keep a copy of the site, which the bytes leave out. A
    visit that is not counted comes first: it warms the machine, and no later visit's cache.
    """
    reader.visit(ask, keeps_copy=True)
    taken = []
    for _ in range(repeat):
        seconds, _ = reader.visit(ask, keeps_copy=True)
        taken.append(seconds)
    _, sent = reader.visit(ask)
    progress(f"{what}, seconds: {' '.join(f'{each:.2f}' for each in taken)}")
    seconds = median(taken)
    return seconds, (
        f"{seconds:.2f}",
        f"{len(sent)}",
        kilobytes(weight(sent)),
        kilobytes(of_index(sent)),
    )


def _ask_address(page: Page) -> float:
    page.add_init_script(_WATCH)
    page.goto(f"search/?q={RARE_WORD}", wait_until="commit")
    return _first_result(page)


def _ask_box(page: Page) -> float:
    page.add_init_script(_WATCH)
    page.goto(_TYPING_AT)
    page.keyboard.press("/")
    page.keyboard.insert_text(RARE_WORD)
    return _first_result(page)


def _first_result(page: Page) -> float:
    """Seconds from asking for the page to the frame that shows a result, by the page's own clock.

    Playwright's own waiting asks ever more rarely, and learns of a result up to half a second late.
    """
    milliseconds: float = page.evaluate("window.firstResult")
    return milliseconds / _KILO
