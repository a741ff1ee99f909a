"""What the benchmarks make of the visits to a site."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bench.browse import Reader, Sent, served, weight
from bench.library import make_library
from bench.visits import RARE_WORD, kilobytes, largest_pages, of_index, plant
from policysite.checks import CheckContext, run_checks
from policysite.sources import read_sources

NOISE = random.Random(1).randbytes(1000)  # noqa: S311  # bytes that cannot be packed


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "HTML"),
        ("/documents/B07/", "HTML"),
        ("/404.html", "HTML"),
        ("/assets/search.css", "CSS"),
        ("/assets/js/main.js", "JavaScript"),
        ("/assets/fonts/one.woff2", "fonts"),
        ("/search/words.json", "other"),
        ("/assets/policysite-1/pagefind/wasm.en.pagefind", "other"),
    ],
)
def test_kinds_of_files(path: str, kind: str) -> None:
    """A file's kind is told by its address; an address that ends with a slash is a page."""
    assert Sent(path, b"").kind == kind


def test_size_is_gzipped_where_that_is_smaller() -> None:
    """A text weighs what it does gzipped, and what is packed already what it is."""
    assert Sent("/", b"clause " * 1000).size < 100
    assert Sent("/one.woff2", NOISE).size == len(NOISE)


def test_weight_is_of_the_kinds_asked_for() -> None:
    """Weights are summed by kind, or over everything."""
    sent = [Sent("/", NOISE), Sent("/a.css", NOISE[:300]), Sent("/a.woff2", NOISE[:50])]
    assert weight(sent, "HTML", "CSS") == 1300
    assert weight(sent, "JavaScript") == 0
    assert weight(sent) == 1350


def test_index_is_told_from_what_asks_it() -> None:
    """Pagefind's files are the index; the scripts that ask it belong to the page."""
    sent = [
        Sent("/assets/policysite-1/pagefind/pagefind.js", NOISE),
        Sent("/assets/js/search/engine.js", NOISE),
    ]
    assert of_index(sent) == 1000


def test_kilobytes_are_thousands() -> None:
    """A kB is 1,000 bytes."""
    assert kilobytes(1500) == "1.5"


def test_largest_page_of_each_kind(tmp_path: Path) -> None:
    """Pages are told apart by what they say of themselves, and the largest of each kind is taken."""
    for path, kind, length in (
        ("", "policy policy--home", 1),
        ("documents/A1/", "policy policy--document", 9),
        ("documents/A2/", "policy policy--document", 30),
        ("documents/A3/", "policy policy--document", 12),
        ("privacy/", "", 5),
    ):
        page = tmp_path / path / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f'<article class="md-typeset {kind}">{"x" * length}', encoding="utf-8")
    (tmp_path / "404.html").write_text("not there", encoding="utf-8")
    assert largest_pages(tmp_path) == {
        "document": "documents/A2/",
        "home": "",
        "written by hand": "privacy/",
    }


def test_every_kind_of_page_is_weighed(built_site: Path) -> None:
    """The pages of a whole site say of what kind they are."""
    assert {"document", "edition", "home", "role", "search", "written by hand"} <= {
        *largest_pages(built_site)
    }


def test_planted_word_is_the_only_one(tmp_path: Path) -> None:
    """The rare word comes to stand in one clause, and the library is as sound as before."""
    make_library(tmp_path, 12)
    files = sorted((tmp_path / "policy").glob("*/[0-9]*.yml"))
    assert not any(RARE_WORD in file.read_text(encoding="utf-8").casefold() for file in files)
    plant(files[-1], RARE_WORD)
    sources = read_sources(tmp_path)
    holders = [
        (document.current.reference, clause.number)
        for document in sources.library.documents.values()
        for clause in document.current.clauses
        if RARE_WORD in str(clause.text).casefold()
    ]
    assert len(holders) == 1
    assert holders[0][0] == files[-1].parent.name
    assert sources.problems == []
    assert list(run_checks(CheckContext(sources.library, date(2026, 11, 21)))) == []


def test_every_visit_is_a_first_one(browser: Browser, tmp_path: Path) -> None:
    """What the browser really fetches is counted, and nothing is left in its cache for the next."""
    (tmp_path / "index.html").write_text(
        '<title>T</title><link rel="stylesheet" href="a.css?1"><link rel="icon" href="data:,">',
        encoding="utf-8",
    )
    (tmp_path / "a.css").write_text("p { margin: 0 }", encoding="utf-8")
    (tmp_path / "unused.css").write_text("p { margin: 1px }", encoding="utf-8")

    def title(page: Page) -> str:
        page.goto("")
        return page.title()

    with served(tmp_path) as (root, sent):
        reader = Reader(browser, root, sent)
        for _ in range(2):
            found, fetched = reader.visit(title)
            assert found == "T"
            assert [one.path for one in fetched] == ["/", "/a.css"]
