"""Every link between the files of documentation, and every name in a guide, leads to something."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import ROOT

PACKAGE = ROOT / "generator/policysite"
RULE_PAGES = PACKAGE / "rules"
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


# --- what the guide for maintainers names --------------------------------------------------------

NO_NAMES = {"no", "rules/CODE.md", "search/words.json", "__pycache__"}
"""A value of YAML, a pattern, an address on the site, and a folder that Python makes where it may."""


def definitions(body: list[ast.stmt], around: str) -> Iterator[str]:
    """The full names of what a module or class defines, or hands on from another module."""
    for statement in body:
        match statement:
            case ast.ClassDef(name, body=inner):
                yield f"{around}.{name}"
                yield from definitions(inner, f"{around}.{name}")
            case ast.FunctionDef(name):
                yield f"{around}.{name}"
            case ast.Assign([ast.Name(name)]) | ast.AnnAssign(ast.Name(name)):
                yield f"{around}.{name}"
            case ast.ImportFrom(names=names):
                yield from (f"{around}.{alias.name}" for alias in names)


def names_of_the_package() -> set[str]:
    """Every module, class, function and constant, by its full name and by each end of it."""
    full: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        module = module.removesuffix(".__init__")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        full |= {module, *definitions(tree.body, module)}
    return {name.split(".", count)[-1] for name in full for count in range(name.count(".") + 1)}


NAMES = names_of_the_package()
PATHS = [
    f"/{path.relative_to(ROOT).as_posix()}"
    for folder in (PACKAGE, ROOT / "tests", ROOT / ".github")
    for path in folder.rglob("*")
]


def unknown_names(markdown: str) -> list[str]:
    """The names in backticks that no file, no definition and no target of make has."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = []
    for code in CODE.findall(FENCE.sub("", markdown)):
        name = code.strip("`").rstrip("/")
        if name.startswith("make "):
            is_known = bool(re.search(rf"^{name[5:]}:", makefile, re.MULTILINE))
        elif name in NO_NAMES or not re.fullmatch(r"[A-Za-z_.][\w./]*", name):
            is_known = True
        else:
            is_known = (
                name.replace("/", ".") in NAMES
                or (ROOT / name).exists()
                or any(path.endswith(f"/{name}") for path in PATHS)
            )
        if not is_known:
            found.append(name)
    return found


def test_maintainers_find_what_is_named() -> None:
    """Each file, class and function that the guide for maintainers names is there under that name."""
    assert unknown_names((ROOT / "docs/maintainers.md").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "name", ["fields.Texts", "Project.gone", "cli/gone.py", "gone.html", "GONE", "make gone"]
)
def test_an_unknown_name_would_be_found(name: str) -> None:
    """A name that nothing in the package has, or no longer has, is found."""
    assert unknown_names(f"Here is `{name}`, beside `fields.Text` and `edition.py`.") == [name]
