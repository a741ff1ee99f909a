"""Pictures and attachments in a browser: shown, found, kept for offline, and in nobody's way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.attached import CONTENTS, FORM, attach
from tests.sites import build
from tests.small import SmallProject
from tests.web_server import serve

from .axe import faults
from .test_offline import Host, fresh, notice, until_it_is, visit

SHOWN = "() => [...document.images].every((one) => one.complete && one.naturalWidth > 0)"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a project with attachments and a figure."""
    small = attach(SmallProject(tmp_path_factory.mktemp("attached") / "project"))
    result = build(small.folder)
    assert result.returncode == 0, result.stderr
    return small.folder / "site"


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    """Where that site is served."""
    with serve(site) as served:
        yield served


def test_a_figure_is_shown(tab: Page, address: str) -> None:
    """The picture is loaded under the policy of the site, with its text, and nothing is refused."""
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.goto(f"{address}documents/HR12/")
    picture = tab.get_by_role("img", name='From "request" to answer.')
    picture.scroll_into_view_if_needed()
    until_it_is(tab, SHOWN)
    expect(tab.get_by_role("figure", name="The way of a request")).to_be_visible()
    expect(tab.get_by_text("A request is made. It is answered.")).to_be_visible()
    assert said == []


def test_an_attachment_is_opened(tab: Page, address: str) -> None:
    """The link says what opens, and leads to the file as it is."""
    tab.goto(f"{address}documents/HR12/")
    link = tab.get_by_role("link", name="Request form & notes (PDF, 120 kB)")
    answer = tab.request.get(link.evaluate("link => link.href"))
    assert answer.body() == CONTENTS[FORM]
    assert answer.headers["content-type"] == link.get_attribute("type") == "application/pdf"


def test_axe_finds_nothing(tab: Page, address: str) -> None:
    """A page with a figure and attachments breaks no rule, in any theme or width."""
    tab.goto(f"{address}documents/HR12/")
    assert faults(tab) == {}


@pytest.mark.parametrize(
    ("query", "place", "heading"),
    [
        ("request form", "_attachments", "Attachments"),
        ("rates", "_attachments-1", "Attachments: Requests"),
    ],
)
def test_an_attachment_is_found_by_its_title(
    query: str, place: str, heading: str, tab: Page, address: str
) -> None:
    """The search leads to the list that has it, which is called by its heading and has no number."""
    tab.goto(f"{address}search/?q={query}")
    result = tab.locator(".search-result").first
    expect(result.get_by_role("link")).to_have_text(f"HR12 {heading}")
    link = unquote(result.get_by_role("link").evaluate("link => link.href"))
    assert link == f"{address}documents/HR12/#{place}"


def test_a_picture_is_kept_with_its_page(browser: Browser, site: Path) -> None:
    """Without a network the page still shows its picture."""
    host = Host(site)
    host.start()
    context = fresh(browser, host)
    tab = visit(context, site)
    host.stop()
    tab.goto("documents/HR12/")
    expect(notice(tab)).to_be_visible()
    tab.get_by_role("img", name='From "request" to answer.').scroll_into_view_if_needed()
    until_it_is(tab, SHOWN)
    context.close()
