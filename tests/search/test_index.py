"""What the index of a finished site holds, and that it is the same wherever it is made."""

from __future__ import annotations

import gzip
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cbor2
import pytest

from policysite.publishing import search
from policysite.publishing.search.index import finished_index
from policysite.publishing.search.pagefind import PagefindError, build_index
from tests.sites import build, tree
from tests.small import SmallProject


def index_of(site: Path) -> Path:
    """Where the index of a site lies."""
    (folder,) = site.glob("assets/policysite-*/pagefind")
    return folder


def indexed(site: Path) -> dict[str, dict[str, Any]]:
    """What the index holds of each page, by the page's address."""
    found = {}
    for file in (index_of(site) / "fragment").iterdir():
        page = json.loads(gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd"))
        found[page["url"]] = page
    return found


@pytest.fixture(scope="module")
def pages(built_site: Path) -> dict[str, dict[str, Any]]:
    """What the index of a whole library's site holds."""
    return indexed(built_site)


def test_documents_roles_references_and_terms_are_indexed(pages: dict[str, Any]) -> None:
    """Documents, superseded editions, roles, checklists, references and the glossary can be found."""
    assert {address for address in pages if not address.startswith(("/roles/", "/checklists/"))} == {
        "/documents/B07/",
        "/documents/B07a/",
        "/documents/B07a/2023-12/",
        "/documents/C40/",
        "/documents/G50/",
        "/documents/G50/cy/",
        "/documents/H31/",
        "/documents/J20/",
        "/documents/L01/",
        "/documents/S12/",
        "/documents/S12/2023-02/",
        "/documents/V03/",
        "/documents/W09/",
        "/glossary/",
        "/references/",
    }
    assert "/roles/saltmere-harbour-trust/" in pages
    assert "/roles/" not in pages
    assert "/checklists/slipway-supervisor/" in pages
    assert "/checklists/" not in pages


def test_a_checklist_is_filed_by_its_role(pages: dict[str, Any]) -> None:
    """A checklist is filed as one, under the role that uses it."""
    filters = pages["/checklists/slipway-supervisor/"]["filters"]
    assert filters["kind"] == ["checklist"]
    assert filters["role"] == ["slipway-supervisor"]


def test_a_page_is_filed_by_what_it_is(pages: dict[str, Any]) -> None:
    """A document is filed by its reference, kind, standing and the roles that have duties in it."""
    filters = pages["/documents/B07a/"]["filters"]
    assert filters["document"] == ["B07a"]
    assert filters["kind"] == ["procedure"]
    assert filters["standing"] == ["current"]
    assert {"slipway-supervisor", "nominated-watchkeeper", "cqw-co-ordinator"} <= set(filters["role"])
    assert pages["/documents/B07a/2023-12/"]["filters"]["standing"] == ["superseded"]


@pytest.mark.parametrize(
    "furniture",
    ["Restated in plain English", "Next review due", "heading supplied", "Not in this copy",
     "A question for the owner", "See the source", "Questions for the owner"],
)  # fmt: skip
def test_furniture_is_not_indexed(pages: dict[str, Any], furniture: str) -> None:
    """Notices, facts, questions and links at the foot are not what people look for."""
    assert not [address for address, page in pages.items() if furniture in page["content"]]


def test_every_clause_can_be_told_from_the_next(pages: dict[str, Any]) -> None:
    """The index knows where each clause of a document begins."""
    anchors = [one["id"] for one in pages["/documents/B07a/"]["anchors"]]
    assert {"3.2", "3.2.1", "3.2.2", "compliance"} <= set(anchors)


def test_a_clause_has_the_other_names_of_what_it_speaks_of(pages: dict[str, Any]) -> None:
    """A clause is filed with its role, the role's other names and what abbreviations stand for."""
    content = pages["/documents/B07a/"]["content"]
    assert "⟦ @slipway-supervisor · SCY Supervisor · QW ⟧ 3.2.1" in content
    assert "Harbour Operations Division ⟧ 3.3.3" in content


def test_a_text_is_filed_as_it_reads(pages: dict[str, Any]) -> None:
    """What an abbreviation opens parts no text, and is itself no text of the page."""
    content = pages["/documents/B07/"]["content"]
    assert "Winter berthing and lay-up (WBL) keeps small craft out of harm" in content
    assert "in the glossary" not in content


def test_the_vocabulary_holds_the_words_in_order(built_site: Path) -> None:
    """The list of words that a misspelt one may mean is sorted and has each word once."""
    words = json.loads((built_site / "search/words.json").read_text(encoding="utf-8"))
    assert words == sorted(set(words))
    assert {"nominate", "berthing", "reports"} <= set(words)
    assert all(len(word) > 3 for word in words)


@pytest.fixture
def other_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a file system that lists files in another order, where there is one."""
    memory = Path("/dev/shm")  # noqa: S108  # in memory, as most Linux systems have one
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as folder:
        yield Path(folder)


def test_same_pages_same_index(built_site: Path, tmp_path: Path, other_disk: Path) -> None:
    """The same pages give the same bytes, in whatever folder, order and file system they were written."""
    pages = sorted(path for path in built_site.rglob("*.html"))
    for folder, ordered in ((tmp_path / "a/folder", pages), (other_disk, pages[::-1])):
        for page in ordered:
            copy = folder / page.relative_to(built_site)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(page, copy)
        assert search.index_site(folder, "assets") == []
        assert tree(folder / "assets/pagefind") == tree(index_of(built_site))


def test_pagefind_leaves_filters_in_any_order() -> None:
    """Pagefind does not sort what a filter holds. Once it does, finished_index can leave that alone."""
    values = [f"{number:02}" for number in range(50)]
    filters = "".join(f'<p data-pagefind-filter="number">{value}</p>' for value in values)
    page = f"<html lang='en'><body data-pagefind-body>Fifty numbers {filters}</body></html>"
    files = build_index([("index.html", lambda: page)])
    (content,) = (files[name] for name in files if name.endswith(".pf_filter"))
    _, written = cbor2.loads(gzip.decompress(content).removeprefix(b"pagefind_dcd"))
    assert sorted(value for value, _ in written) == values
    assert [value for value, _ in written] != values


def test_only_what_the_search_uses_is_published(built_site: Path) -> None:
    """Pagefind's own user interfaces are not published."""
    assert {path.name for path in index_of(built_site).glob("*.js")} == {"pagefind.js"}
    assert not list(index_of(built_site).glob("*.css"))


def test_an_index_that_cannot_be_made_is_a_fault(tmp_path: Path) -> None:
    """A folder without pages gives a line that says what went wrong."""
    assert search.index_site(tmp_path, "assets") == [
        "the search index could not be made: no page is to be searched"
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", ["missing", "empty", "cut off", "of other bytes"])
def test_a_damaged_index_is_noticed(damage: str, built_site: Path) -> None:
    """Whichever file of an index cannot be loaded, the index is refused before it is written."""
    files = tree(index_of(built_site))
    assert {"index", "fragment", "filter"} <= {name.split("/")[0] for name in files}
    assert finished_index(files) == files
    for name in files.keys() - {"pagefind.js"}:
        content = files[name]
        changed = {
            "missing": {},
            "empty": {name: b""},
            "cut off": {name: content[: len(content) // 2]},
            "of other bytes": {name: content[:-9] + bytes(9)},
        }[damage]
        with pytest.raises(PagefindError):
            finished_index({one: held for one, held in files.items() if one != name} | changed)


def test_what_pagefind_says_is_told() -> None:
    """A page that Pagefind cannot take, and one that cannot be read, stop it at once."""
    with pytest.raises(PagefindError, match=r"\w"):
        build_index([("\udcff.html", lambda: "<p data-pagefind-body>x")])
    with pytest.raises(FileNotFoundError):
        build_index([("a.html", lambda: Path("/nowhere/a.html").read_text("utf-8"))] * 1000)


def test_text_is_no_markup_in_the_index(small: SmallProject) -> None:
    """What looks like markup or like a bracketed name in a text is indexed as it is written."""
    small.change(
        "policy/HR12/2025-11.yml",
        "Anybody may make an FWR under",
        "Anybody may <b>make</b> an FWR, if 3 < 4, under",
    )
    built = build(small.folder)
    assert built.returncode == 0, built.stderr
    content = indexed(small.folder / "site")["/documents/HR12/"]["content"]
    assert "Anybody may <b>make</b> an FWR, if 3 < 4, under" in content
