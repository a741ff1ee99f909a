"""What is found in a finished site: dead links, ids that stand twice, promises that are not kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from policysite import publishing
from policysite.outputs.site import ContentCheck
from tests.sites import write


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A finished site in a folder whose name no link could hold as it is."""
    folder = tmp_path / "a b%20c#d?é"
    folder.mkdir()
    return folder


HOME = "<p id=top>The top</p><p id=1.2><b>Ask</b>\n your  manager.</p>"
OTHER = {"index.html": HOME, "a/index.html": "<p id=x>x</p>", "a/b.css": "", "é ü.txt": ""}


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        # links that lead somewhere
        ('<a href="../">', []),
        ('<a href="../a/">', []),
        ('<a href="../a">', []),
        ('<a href="../a/index.html#x">', []),
        ('<a href="../index.html#1.2">', []),
        ('<a href="#here"><i id=here></i>', []),
        ('<a href="?q=1">', []),
        ('<a href="">', []),
        ('<a href="#">', []),
        ('<link href="../a/b.css?v=1">', []),
        ('<img src="../%C3%A9%20%C3%BC.txt">', []),
        ('<a href="../a/#%78">', []),
        ('<a href="https://www.example.org/gone">', []),
        ('<a href="mailto:a@example.org">', []),
        ('<img src="data:,x">', []),
        # links that do not
        ('<a href="../gone/">', ["p/index.html: the link '../gone/' leads to no page"]),
        ('<a href="gone.html">', ["p/index.html: the link 'gone.html' leads to no page"]),
        ('<img src="x.png">', ["p/index.html: the link 'x.png' leads to no page"]),
        ('<script src="x.js"></script>', ["p/index.html: the link 'x.js' leads to no page"]),
        ('<a href="../../">', ["p/index.html: the link '../../' leads to no page"]),
        ('<a href="../../a/">', ["p/index.html: the link '../../a/' leads to no page"]),
        ('<a href="http://[">', ["p/index.html: the link 'http://[' leads to no page"]),
        ('<a href="//a/">', ["p/index.html: the link '//a/' leads to no page"]),
        ('<a href="#gone">', ["p/index.html: the link '#gone' leads to no place on its page"]),
        ('<a href="../#gone">', ["p/index.html: the link '../#gone' leads to no place on its page"]),
        ('<a href="../a/#X">', ["p/index.html: the link '../a/#X' leads to no place on its page"]),
        ("<i id=x></i><b id=x></b>", ["p/index.html: the id 'x' stands twice"]),
    ],
)  # fmt: skip
def test_links_and_anchors(site: Path, links: str, expected: list[str]) -> None:
    """Every link within the site leads to a page or file of it, every anchor to one place there."""
    write(site, OTHER | {"p/index.html": links})
    assert publishing.verify_site(site, {}) == expected


@pytest.mark.parametrize("base", ["/", "/policies/", "/a/policies/"])
@pytest.mark.parametrize(
    ("link", "whole"),
    [
        ("{base}", True),
        ("{base}a/", True),
        ("{base}a/#x", True),
        ("{base}a/b.css", True),
        ("{base}gone/", False),
        ("{base}a/#gone", False),
    ],
)
def test_absolute_links_below_a_base(site: Path, base: str, link: str, *, whole: bool) -> None:
    """A link from the root of the host counts from the path below which the site is served."""
    write(site, OTHER | {"p/index.html": f'<a href="{link.format(base=base)}">'})
    assert (publishing.verify_site(site, {}, base) == []) == whole


@pytest.mark.parametrize("link", ["/", "/a/", "/policies", "/other/a/"])
def test_absolute_links_beside_the_base(site: Path, link: str) -> None:
    """A link from the root of the host that misses the site's own path is dead."""
    write(site, OTHER | {"p/index.html": f'<a href="{link}">'})
    said = [f"p/index.html: the link {link!r} leads to no page"]
    assert publishing.verify_site(site, {}, "/policies/") == said


@pytest.mark.parametrize(
    ("promises", "expected"),
    [
        ({"index.html": [ContentCheck("top"), ContentCheck("1.2", ("Ask your manager.", "Ask"))]}, []),
        ({"gone/index.html": []}, ["gone/index.html: the page is not there"]),
        ({"index.html": [ContentCheck("1.3")]}, ["index.html: 1.3 is not on the page"]),
        (
            {"index.html": [ContentCheck("top", ("Ask",)), ContentCheck("1.2", ("Ask a manager.",))]},
            [
                "index.html: 1.2 lacks the text 'Ask a manager.'",
                "index.html: top lacks the text 'Ask'",
            ],
        ),
    ],
)
def test_promises(site: Path, promises: dict[str, list[ContentCheck]], expected: list[str]) -> None:
    """Each page that was promised is there, and holds each text under its anchor."""
    write(site, OTHER)
    assert publishing.verify_site(site, promises) == expected


@pytest.mark.parametrize("content", ["", " ", "<!-- -->", "plain", "<p>" * 1000, "\0", "é"])
def test_odd_pages_are_no_obstacle(site: Path, content: str) -> None:
    """A page that is hardly one is read without an exception."""
    write(site, OTHER | {"odd.html": content})
    assert publishing.verify_site(site, {"odd.html": []}) == []


def test_page_for_what_is_missing_is_verified(site: Path) -> None:
    """The page that a host shows for a missing address is held to the same as others."""
    write(site, OTHER | {"404.html": '<link href="/sub/a/b.css"><a href="/sub/gone/">'})
    said = ["404.html: the link '/sub/gone/' leads to no page"]
    assert publishing.verify_site(site, {}, "/sub/") == said
