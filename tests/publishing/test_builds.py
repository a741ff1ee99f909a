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

from policysite.filesystem.locking import exclusive_lock
from policysite.publishing import MANIFEST_FILE, content_digest
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
    write,
)
from tests.small import EDITION, SmallProject

# --- builds that fail ----------------------------------------------------------------------------


LOSE = """\
import os
from pathlib import Path
def on_post_page(output, page, config):
    (style,) = Path(config.site_dir).glob("assets/policysite-*/policysite.css")
    os.truncate(style, 100)
    return output
"""


def source_error(small: SmallProject) -> None:
    """Name a role that there is not."""
    small.change(EDITION, "role: line-manager", "role: nobody")


def broken_link(small: SmallProject) -> None:
    """Link to a page of pages/ that there is not: MkDocs warns of it."""
    small.write("pages/privacy.md", "# Privacy\n\n[gone](gone.md)\n")


def dead_link(small: SmallProject) -> None:
    """Link to nothing in a way that MkDocs does not see."""
    small.write("pages/privacy.md", "# Privacy\n\n<a href='../gone/'>gone</a>\n")


def colliding_page(small: SmallProject) -> None:
    """Write a page by hand where one is made from the policies."""
    small.write("pages/roles/index.md", "# Roles\n")


def foreign_files(small: SmallProject) -> None:
    """Put files of one's own into the folder of the site."""
    write(small.folder / "site", {"CNAME": "www.example.org", ".git/config": "[core]"})


def changed_page(small: SmallProject) -> None:
    """Change a page that was built."""
    write(small.folder / "site", {"index.html": "mine"})


def half_a_style(small: SmallProject) -> None:
    """Lose half of a style sheet after it was written, as a full disk does."""
    small.change("mkdocs.yml", "plugins:", "hooks: [lose.py]\nplugins:")
    small.write("lose.py", LOSE)


def target_is_the_policies(small: SmallProject) -> None:
    """Build to where the sources are."""
    small.change("mkdocs.yml", "plugins:", "site_dir: policy\nplugins:")


def target_takes_nothing(small: SmallProject) -> None:
    """Build to where nobody can make a folder."""
    small.change("mkdocs.yml", "plugins:", "site_dir: /proc/new/site\nplugins:")


def other_theme(small: SmallProject) -> None:
    """Choose a theme that the pages are not made for."""
    small.change("mkdocs.yml", "name: material, font: false", "name: mkdocs")


def pipe_among_pages(small: SmallProject) -> None:
    """Put a pipe, which would keep a reader waiting for ever, among the pages written by hand."""
    os.mkfifo(small.folder / "pages/pipe.md")


def link_among_pages(small: SmallProject) -> None:
    """Put a link to a file outside among the pages written by hand."""
    (small.folder / "pages/hosts.txt").symlink_to("/etc/hosts")


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
        (source_error, BUILD, f"{EDITION}:23:19: error[unknown-role]"),
        (source_error, (*MKDOCS, "build"), "'nobody' is not in roles.yml"),
        (broken_link, STRICT, "'gone.md'"),
        (broken_link, BUILD, "gone.md' leads to no page"),
        (dead_link, BUILD, "privacy/index.html: the link '../gone/' leads to no page"),
        (colliding_page, BUILD, "roles/index.md: the address 'roles/' belongs to a page"),
        (foreign_files, BUILD, "site/CNAME:1:1: error[site-folder-occupied] no build made this"),
        (foreign_files, (*MKDOCS, "build"), "site/.git/:1:1: error[site-folder-occupied]"),
        (changed_page, BUILD, "site/index.html:1:1: error[site-folder-occupied] this was changed"),
        (half_a_style, BUILD, "/policysite.css: the file is not as it was to be written"),
        (target_is_the_policies, BUILD, "error[site-folder-overlap] the site would replace policy"),
        (target_is_the_policies, (*MKDOCS, "build"), "error[site-folder-overlap]"),
        (target_takes_nothing, BUILD, "cannot go into /proc/new/site: No such file or directory"),
        (
            target_is_a_file,
            BUILD,
            "error[site-folder-unusable] the site cannot go into site/404.html: it is",
        ),
        (target_below_a_file, BUILD, "cannot go into site/404.html/site: site/404.html is a file"),
        (
            other_theme,
            (*MKDOCS, "build"),
            "mkdocs.yml:4:1: error[site-setting] theme: the pages are made",
        ),
        (pipe_among_pages, BUILD, "pages/pipe.md:1:1: error[unreadable-file] this is a pipe"),
        (link_among_pages, BUILD, "pages/hosts.txt:1:1: error[linked-file]"),
    ],
)
def test_failed_build_changes_nothing(
    project: SmallProject, spoil: Callable[[SmallProject], None], command: tuple[str, ...], said: str
) -> None:
    """A build that fails says why and leaves the last good site as it was, and nothing beside it."""
    spoil(project)
    before = tree(project.folder)
    failed = build(project.folder, command)
    assert failed.returncode == 1, failed.stderr
    assert said in failed.stderr
    assert "Traceback" not in failed.stderr
    assert tree(project.folder) == before
    assert left_over(project.folder) == []


def test_full_disk_changes_nothing(project: SmallProject) -> None:
    """When the system refuses to write, the build says so and the last good site stands."""
    before = tree(project.folder / "site")
    largest = max(len(content) for name, content in before.items() if "/pagefind/" not in name)
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


def test_files_beside_the_pages_are_published(project: SmallProject) -> None:
    """What a host asks for is copied from pages/, a link within it too; other hidden files are not."""
    write(project.folder / "pages", {"CNAME": "a", ".well-known/security.txt": "b", ".draft.txt": "c"})
    (project.folder / "pages/domain.txt").symlink_to("CNAME")
    (project.folder / "pages/.#CNAME").symlink_to("somebody@a-machine.1234")
    built = build(project.folder)
    assert built.returncode == 0, built.stderr
    site = tree(project.folder / "site")
    assert (site["CNAME"], site["domain.txt"], site[".well-known/security.txt"]) == (b"a", b"a", b"b")
    assert ".draft.txt" not in site
    assert not (project.folder / "site/domain.txt").is_symlink()


def test_site_that_was_moved_aside_comes_back_whatever_the_sources_say(project: SmallProject) -> None:
    """Where a killed build left no site, the next one brings the old one back before it reads sources."""
    before = tree(project.folder / "site")
    (project.folder / "site").rename(project.folder / ".site.replaced-k2_3")
    source_error(project)
    failed = build(project.folder)
    assert failed.returncode == 1
    assert f"{EDITION}:23:19: error[unknown-role]" in failed.stderr
    assert tree(project.folder / "site") == before
    assert left_over(project.folder) == []


def test_builds_at_once_do_not_mix(project: SmallProject) -> None:
    """Builds of one site at the same time wait for each other, and give the site that one gives."""
    expected = tree(project.folder / "site")
    shutil.rmtree(project.folder / "site")
    with exclusive_lock(project.folder / ".site.lock"):
        running = [
            subprocess.Popen(
                BUILD, cwd=project.folder, env=environment(), stderr=subprocess.PIPE, text=True
            )
            for _ in range(3)
        ]
        waiting = "policysite: another build of site is under way: waiting for it to end\n"
        assert [one.stderr and one.stderr.readline() for one in running] == [waiting] * 3
    said = [one.communicate(timeout=120)[1] for one in running]
    assert [one.returncode for one in running] == [0, 0, 0], said
    assert tree(project.folder / "site") == expected
    assert left_over(project.folder) == []


def test_the_environment_is_heeded(project: SmallProject) -> None:
    """Where the site and its sources are to be seen is taken from the environment of the build."""
    project.change("mkdocs.yml", "site_url: http://127.0.0.1:8000/\n", "")
    code = "https://git.example.org/policies/"
    built = build(
        project.folder, SITE_URL="https://www.example.org/a", REPOSITORY_URL=code, EDIT_URI="-/pages"
    )
    assert built.returncode == 0, built.stderr
    page = html.parse(str(project.folder / "site/documents/HR12/index.html"))
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://www.example.org/a/documents/HR12/"]
    assert f"{code}-/{EDITION}" in page.xpath("//a/@href")
    assert page.xpath("//footer//a[@rel='external']/@href") == [code]
    for wrong in ("www.example.org", "https://["):
        failed = build(project.folder, SITE_URL=wrong)
        assert failed.returncode == 1
        assert f"SITE_URL is {wrong!r}; it has to be an address" in failed.stderr


def test_what_the_foot_of_a_page_leads_to(project: SmallProject) -> None:
    """The foot leads to those pages written by hand that every library may need, where they are there."""
    project.write("pages/records.md", "# Records of use\n")
    project.write("pages/other.md", "# Other\n")
    assert build(project.folder).returncode == 0
    page = html.parse(str(project.folder / "site/index.html"))
    assert page.xpath("//footer//a/@href") == [
        "./review.ics",
        "./feed.xml",
        "./about/",
        "./privacy/",
        "./records/",
    ]


def test_no_pages_are_needed(project: SmallProject) -> None:
    """A library without pages of its own, that names none, is built with what is made from it alone."""
    project.change("mkdocs.yml", "docs_dir: pages\n", "")
    project.remove("pages/privacy.md")
    (project.folder / "pages").rmdir()
    built = build(project.folder, (*POLICYSITE, "build", "--strict"))
    assert built.returncode == 0, built.stderr
    site = tree(project.folder / "site")
    assert "documents/HR12/index.html" in site
    assert not any("privacy" in path or "keep" in path for path in site)


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
    configuration = project.read("mkdocs.yml")
    project.change(EDITION, "title: Flexible working", "title: Working flexibly")
    for moment in ("on_post_template", "on_post_page", "on_post_build"):
        project.write("mkdocs.yml", f"{configuration}hooks: [hold.py]\n")
        project.write("hold.py", HOLD.format(moment=moment))
        running = subprocess.Popen(BUILD, cwd=project.folder, env=environment())
        until(held.exists)
        running.kill()
        assert running.wait() == -signal.SIGKILL
        held.unlink()
        assert tree(site) == before
        assert len(left_over(project.folder)) == 2  # its lock, which no process holds, and its folder
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
    about = found["about/index.html"]
    found["about/index.html"] = others_about_page(about)
    found[MANIFEST_FILE] = found[MANIFEST_FILE].replace(
        content_digest(about).encode(), content_digest(found["about/index.html"]).encode()
    )
    assert [name for name in {**expected, **found} if expected.get(name) != found.get(name)] == []
