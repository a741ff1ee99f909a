"""Searching by facts about documents: references as they are published, and a library's own fields."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.search.conftest import ask_page
from tests.sites import build
from tests.small import EDITION, SmallProject
from tests.web_server import serve

OTHER = "policy/700-2017/2025-11.yml"
FIELDS = "fields:\n  area: {title: Business area, values: [People, Police], filter: yes}\n"


@pytest.fixture(scope="module")
def context(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A browser on the site of two documents that differ in their facts."""
    small = SmallProject(tmp_path_factory.mktemp("facts") / "project")
    small.write("policy/library.yml", small.read("policy/library.yml") + FIELDS)
    joint = "organisations: [Example Council, {name: Neighbour Council, reference: B 4}]\n"
    other = small.read(EDITION).replace("HR12/1.1", "700-2017/1.1").replace("HR12", "700/2017")
    small.write(OTHER, f"{joint}fields: {{area: Police}}\n{other}")
    small.change(EDITION, "owner:", "fields: {area: People}\nowner:")
    assert build(small.folder).returncode == 0
    with serve(small.folder / "site") as address:
        fresh = browser.new_context(base_url=address, service_workers="block")
        yield fresh
        fresh.close()


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("700/2017", "documents/700-2017/"),
        ("700/2017 1.2", "documents/700-2017/#1.2"),
        ("700-2017", "documents/700-2017/"),
        ("Neighbour Council B 4", "documents/700-2017/"),
        ("HR12", "documents/HR12/"),
    ],
)
def test_documents_are_found_by_their_references(context: BrowserContext, query: str, first: str) -> None:
    """By the published one, alone or with a clause, by its folder's name, and by that of another body."""
    assert ask_page(context.new_page(), query)[0] == first


def test_a_field_narrows_the_results(context: BrowserContext) -> None:
    """Filtered by a field of the library, only documents are found that state that value."""
    page = context.new_page()
    everything = ask_page(page, "line manager")
    narrowed = ask_page(page, "line manager", **{"field-area": "Police"})
    assert {link.partition("#")[0] for link in narrowed} == {"documents/700-2017/"}
    assert len(narrowed) < len(everything)
    assert page.get_by_label("Business area").input_value() == "Police"
