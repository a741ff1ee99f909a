"""The promise of a build: the site is whole and the same everywhere, or the last one still stands."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
from lxml import html

from generator import publishing
from generator.rendering import Promise
from tests.sites import (
    MKDOCS,
    POLICYSITE,
    PROPERDOCS,
    build,
    copy_library,
    environment,
    left_over,
    tree,
    until,
)
from tests.small import SmallProject

HR12 = "policy/HR12/2025-11.yml"


# --- what is found in a finished site ------------------------------------------------------------


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A finished site in a folder whose name no link could hold as it is."""
    folder = tmp_path / "a b%20c#d?é"
    folder.mkdir()
    return folder


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files below a folder."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")


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
    assert publishing.faults(site, {}) == expected


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
    assert (publishing.faults(site, {}, base) == []) == whole


@pytest.mark.parametrize("link", ["/", "/a/", "/policies", "/other/a/"])
def test_absolute_links_beside_the_base(site: Path, link: str) -> None:
    """A link from the root of the host that misses the site's own path is dead."""
    write(site, OTHER | {"p/index.html": f'<a href="{link}">'})
    said = [f"p/index.html: the link {link!r} leads to no page"]
    assert publishing.faults(site, {}, "/policies/") == said


@pytest.mark.parametrize(
    ("promises", "expected"),
    [
        ({"index.html": [Promise("top"), Promise("1.2", ("Ask your manager.", "Ask"))]}, []),
        ({"gone/index.html": []}, ["gone/index.html: the page is not there"]),
        ({"index.html": [Promise("1.3")]}, ["index.html: 1.3 is not on the page"]),
        (
            {"index.html": [Promise("top", ("Ask",)), Promise("1.2", ("Ask a manager.",))]},
            [
                "index.html: 1.2 lacks the text 'Ask a manager.'",
                "index.html: top lacks the text 'Ask'",
            ],
        ),
    ],
)
def test_promises(site: Path, promises: dict[str, list[Promise]], expected: list[str]) -> None:
    """Each page that was promised is there, and holds each text under its anchor."""
    write(site, OTHER)
    assert publishing.faults(site, promises) == expected


@pytest.mark.parametrize("content", ["", " ", "<!-- -->", "plain", "<p>" * 1000, "\0", "é"])
def test_odd_pages_are_no_obstacle(site: Path, content: str) -> None:
    """A page that is hardly one is read without an exception."""
    write(site, OTHER | {"odd.html": content})
    assert publishing.faults(site, {"odd.html": []}) == []


def test_page_for_what_is_missing_is_verified(site: Path) -> None:
    """The page that a host shows for a missing address is held to the same as others."""
    write(site, OTHER | {"404.html": '<link href="/sub/a/b.css"><a href="/sub/gone/">'})
    said = ["404.html: the link '/sub/gone/' leads to no page"]
    assert publishing.faults(site, {}, "/sub/") == said


# --- putting it in place -------------------------------------------------------------------------


@pytest.fixture(params=["in one step", "moved aside"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of exchanging folders: the one of Linux, and the one of every other system."""
    if request.param == "moved aside":
        monkeypatch.setattr(publishing, "_exchange", lambda _one, _other: False)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("before", [None, {}, {"index.html": "old", "old/x": "old"}])
def test_site_is_replaced_whole(tmp_path: Path, before: dict[str, str] | None) -> None:
    """The new site takes the place of whatever stood there, and nothing else is left."""
    target = tmp_path / "site"
    if before is not None:
        target.mkdir()
        write(target, before)
    staging = publishing.staging_beside(target)
    write(staging, {"index.html": "new", "a/index.html": "new"})
    publishing.put_in_place(staging, target)
    assert tree(target) == {"index.html": b"new", "a/index.html": b"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.usefixtures("way")
def test_site_stands_when_the_new_one_is_gone(tmp_path: Path) -> None:
    """When the new site cannot be moved, the old one stands where it stood."""
    target = tmp_path / "site"
    write(target, {"index.html": "old"})
    staging = publishing.staging_beside(target)
    with pytest.raises(FileNotFoundError):
        publishing.put_in_place(staging, target)
    assert tree(tmp_path) == {"site/index.html": b"old"}


def test_system_exchanges_in_one_step(tmp_path: Path) -> None:
    """On Linux there is no moment without a site: the system's exchange is what is used."""
    write(tmp_path, {"one/x": "1", "other/y": "2"})
    assert publishing._exchange(tmp_path / "one", tmp_path / "other")  # noqa: SLF001
    assert tree(tmp_path) == {"one/y": b"2", "other/x": b"1"}


def dead_process() -> int:
    """The number of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_what_dead_builds_left_is_removed(tmp_path: Path) -> None:
    """Folders of builds that no longer run are removed, those of running builds are not."""
    dead, alive = dead_process(), os.getppid()
    left = {f".site.{what}-{who}/x" for what in ("building", "replaced") for who in (dead, alive)}
    write(tmp_path, dict.fromkeys({"site/x", ".site2.building-1/x", ".site.building-odd/x", *left}, ""))
    staging = publishing.staging_beside(tmp_path / "site")
    assert staging.name == f".site.building-{os.getpid()}"
    assert {*tree(tmp_path)} == {
        "site/x", ".site2.building-1/x", f".site.building-{alive}/x", f".site.replaced-{alive}/x"
    }  # fmt: skip


def test_site_moved_aside_comes_back(tmp_path: Path) -> None:
    """Where a build died between moving the old site aside and the new one in, the old one is back."""
    write(tmp_path, {f".site.replaced-{dead_process()}/index.html": "old"})
    publishing.staging_beside(tmp_path / "site")
    assert tree(tmp_path) == {"site/index.html": b"old"}


def test_target_that_is_no_folder(tmp_path: Path) -> None:
    """A file is not replaced by a site."""
    write(tmp_path, {"site": "mine"})
    with pytest.raises(NotADirectoryError):
        publishing.staging_beside(tmp_path / "site")
    assert tree(tmp_path) == {"site": b"mine"}


# --- builds that fail ----------------------------------------------------------------------------


def source_error(small: SmallProject) -> None:
    """Name a role that there is not."""
    small.change(HR12, "role: line-manager", "role: nobody")


def broken_link(small: SmallProject) -> None:
    """Link to a page of docs/ that there is not: MkDocs warns of it."""
    small.write("docs/privacy.md", "# Privacy\n\n[gone](gone.md)\n")


def dead_link(small: SmallProject) -> None:
    """Link to nothing in a way that MkDocs does not see."""
    small.write("docs/privacy.md", "# Privacy\n\n<a href='../gone/'>gone</a>\n")


def colliding_page(small: SmallProject) -> None:
    """Write a page by hand where one is made from the policies."""
    small.write("docs/roles/index.md", "# Roles\n")


def target_is_a_file(small: SmallProject) -> None:
    """Build to where a file stands."""
    small.change("mkdocs.yml", "plugins:", "site_dir: site/404.html\nplugins:")


def target_below_a_file(small: SmallProject) -> None:
    """Build to where no folder can be."""
    small.change("mkdocs.yml", "plugins:", "site_dir: site/404.html/site\nplugins:")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project with a good site. Tests work on copies."""
    small = SmallProject(tmp_path_factory.mktemp("good") / "project")
    built = build(small.folder)
    assert built.returncode == 0, built.stderr
    return small.folder


@pytest.fixture
def project(good: Path, tmp_path: Path) -> SmallProject:
    """A small project with a good site, to spoil."""
    shutil.copytree(good, tmp_path / "project")
    return SmallProject(tmp_path / "project")


BUILD = (*POLICYSITE, "build")
STRICT = (*BUILD, "--strict")


@pytest.mark.parametrize(
    ("spoil", "command", "said"),
    [
        (source_error, BUILD, f"{HR12}:23:19: error[unknown-role]"),
        (source_error, (*MKDOCS, "build"), "'nobody' is not in roles.yml"),
        (broken_link, STRICT, "'gone.md'"),
        (broken_link, BUILD, "gone.md' leads to no page"),
        (dead_link, BUILD, "privacy/index.html: the link '../gone/' leads to no page"),
        (colliding_page, BUILD, "roles/index.md: the address 'roles/' belongs to a page"),
        (target_is_a_file, BUILD, "the site could not be written"),
        (target_below_a_file, BUILD, "the site could not be written"),
    ],
)
def test_failed_build_changes_nothing(
    project: SmallProject, spoil: Callable[[SmallProject], None], command: tuple[str, ...], said: str
) -> None:
    """A build that fails says why and leaves the last good site as it was, and nothing beside it."""
    before = tree(project.folder / "site")
    spoil(project)
    failed = build(project.folder, command)
    assert failed.returncode == 1, failed.stderr
    assert said in failed.stderr
    assert "Traceback" not in failed.stderr
    assert tree(project.folder / "site") == before
    assert left_over(project.folder) == []


def test_full_disk_changes_nothing(project: SmallProject) -> None:
    """When the system refuses to write, the build says so and the last good site stands."""
    before = tree(project.folder / "site")
    largest = max(map(len, before.values()))
    limited = (
        "import os, resource, sys;"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({largest - 1}, {largest - 1}));"
        "os.execv(sys.argv[1], sys.argv[1:])"
    )
    failed = build(project.folder, (sys.executable, "-c", limited, *BUILD))
    assert failed.returncode == 1
    assert "the site could not be written" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert tree(project.folder / "site") == before
    assert left_over(project.folder) == []


def test_site_below_a_path(project: SmallProject) -> None:
    """A site that is served below a path is whole, and its page for missing addresses leads there."""
    project.change("mkdocs.yml", "http://127.0.0.1:8000/", "https://www.example.org/a/policies/")
    built = build(project.folder)
    assert built.returncode == 0, built.stderr
    page = html.parse(str(project.folder / "site" / "404.html"))
    links = {*page.xpath("//@href | //@src")} - {"#_content"}
    inside = [link for link in links if not link.startswith("https:")]
    assert "/a/policies/documents/" in inside
    assert [link for link in inside if not link.startswith("/a/policies/") or "//" in link] == []


# --- builds that are killed ----------------------------------------------------------------------

HOLD = """\
import pathlib, signal
def {moment}(*_, **__):
    pathlib.Path("held").touch()
    signal.pause()
"""


def test_killed_build_changes_nothing(project: SmallProject) -> None:
    """A build that is killed leaves the last good site as it was; the next one clears up after it."""
    site, held = project.folder / "site", project.folder / "held"
    before = tree(site)
    configuration = (project.folder / "mkdocs.yml").read_text("utf-8")
    project.change(HR12, "title: Flexible working", "title: Working flexibly")
    killed = []
    for moment in ("on_post_template", "on_post_page", "on_post_build"):
        project.write("mkdocs.yml", f"{configuration}hooks: [hold.py]\n")
        project.write("hold.py", HOLD.format(moment=moment))
        running = subprocess.Popen(BUILD, cwd=project.folder, env=environment())
        until(held.exists)
        running.kill()
        assert running.wait() == -signal.SIGKILL
        held.unlink()
        killed.append(f".site.building-{running.pid}")
        assert tree(site) == before
        assert killed[-1] in left_over(project.folder)
    project.write("mkdocs.yml", configuration)
    built = build(project.folder)
    assert built.returncode == 0, built.stderr
    assert left_over(project.folder) == []
    assert b"Working flexibly" in tree(site)["documents/HR12/index.html"]


# --- the same bytes everywhere -------------------------------------------------------------------


def others_about_page(page: bytes) -> bytes:
    """The page that names the engine, as MkDocs' own build has it."""
    return page.replace(
        b"<dt>properdocs</dt><dd>1.6.7</dd>", f"<dt>mkdocs</dt><dd>{version('mkdocs')}</dd>".encode()
    )


@pytest.mark.parametrize(
    ("command", "changes"),
    [
        (BUILD, {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}),
        ((*MKDOCS, "build", "--strict"), {"PYTHONHASHSEED": "2", "TZ": "America/Adak"}),
        ((*PROPERDOCS, "build", "-f", "mkdocs.yml"), {"PYTHONHASHSEED": "3"}),
    ],
    ids=["policysite", "mkdocs", "properdocs"],
)
def test_same_bytes(
    built_site: Path, tmp_path: Path, command: tuple[str, ...], changes: dict[str, str]
) -> None:
    """The same sources at the same time give the same bytes, wherever and with which engine."""
    folder = copy_library(tmp_path / "elsewhere")
    built = build(folder, command, **changes)
    assert built.returncode == 0, built.stderr
    expected, found = tree(built_site), tree(folder / "site")
    found["about/index.html"] = others_about_page(found["about/index.html"])
    assert [name for name in {**expected, **found} if expected.get(name) != found.get(name)] == []
