"""Every link between the files of documentation leads to something that is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import ROOT

RULE_PAGES = ROOT / "generator/policysite/rules"
PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "bench").glob("*.md")),
    *sorted(RULE_PAGES.glob("*.md")),
    *sorted((ROOT / "tests").rglob("README.md")),
]
"""What is read where it lies. The links of pages/ are the site's, and looked at when it is built."""

FENCE = re.compile(r"^ *```.*?^ *```$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"\]\(([^()\s]+)\)")
DEFINITION = re.compile(r"^\[([^\]]+)\]: (\S+)$", re.MULTILINE)
REFERENCE = re.compile(r"\]\[([^\]]+)\]")


def prose(markdown: str) -> str:
    """A page without its code, which holds no links."""
    return CODE.sub("", FENCE.sub("", markdown))


def anchors(markdown: str) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", markdown), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken(page: Path, markdown: str) -> list[str]:
    """The links of a page that lead to no file, no heading or no definition."""
    text = prose(markdown)
    defined = dict(DEFINITION.findall(text))
    found = [f"[{name}]" for name in REFERENCE.findall(text) if name not in defined]
    links = (*LINK.findall(text), *defined.values())
    inside = (link for link in links if not re.match("https?:|mailto:", link))
    return found + [link for link in inside if not leads_somewhere(link, page, markdown)]


def leads_somewhere(link: str, page: Path, markdown: str) -> bool:
    """Whether a link of a page leads to a file or folder, and to its heading."""
    path, _, anchor = link.partition("#")
    target = page.parent / path
    if path and not target.exists():
        return False
    return not anchor or anchor in anchors(target.read_text(encoding="utf-8") if path else markdown)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    """A reader of the repository who follows a link of a page comes to a file, and to its heading."""
    assert broken(page, page.read_text(encoding="utf-8")) == []


WRONG = {
    "no file": ("[a](gone.md)", "gone.md"),
    "no heading": ("[a](owners.md#gone)", "owners.md#gone"),
    "no heading here": ("# Here\n\n[a](#there)", "#there"),
    "no definition": ("[a][gone]", "[gone]"),
    "a definition of no file": ("[a][b]\n\n[b]: gone.md", "gone.md"),
}


@pytest.mark.parametrize(("markdown", "expected"), WRONG.values(), ids=WRONG)
def test_a_broken_link_would_be_found(markdown: str, expected: str) -> None:
    """Each kind of link that leads nowhere is found."""
    assert broken(ROOT / "docs/any.md", markdown) == [expected]


def test_sound_links_are_left_alone() -> None:
    """A heading with marks of its own, a folder and another site are there; code holds no links."""
    links = "[a](#policylock-and-why) [b](../docs) [c](https://example.org) `[d](gone)`"
    assert broken(ROOT / "docs/any.md", f"# `policy.lock`, and why\n\n{links}") == []


def test_every_guide_is_named_in_the_readme() -> None:
    """Whoever begins with the README finds each guide from there."""
    named = set(LINK.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    assert {f"docs/{guide.name}" for guide in (ROOT / "docs").glob("*.md")} <= named
