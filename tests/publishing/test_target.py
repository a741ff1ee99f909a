"""Where a site may go: nowhere that anything would be lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from policysite.domain.problems import SourcePosition
from policysite.publishing import (
    MANIFEST_FILE,
    SiteTarget,
    setting_position,
    write_manifest,
)
from tests.sites import tree, write

SAID = SourcePosition("mkdocs.yml", 3)
SOURCES = ("policy", "checklists", "docs")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The folder of a project with sources."""
    write(tmp_path / "project", {"policy/roles.yml": "", "docs/a.md": "", "mkdocs.yml": ""})
    return tmp_path / "project"


def found(project: Path, target: str) -> list[tuple[str, str, str]]:
    """What stands in the way of a site: code, file and message."""
    folder = (project / target).resolve()
    problems = SiteTarget(folder, project, SAID).problems([project / name for name in SOURCES])
    return [(one.code, one.position.file, one.message) for one in problems]


def codes(project: Path, target: str) -> set[str]:
    """The codes of what stands in the way of a site."""
    return {code for code, *_ in found(project, target)}


@pytest.mark.parametrize("target", ["site", "made/site", "../site", "policy-site", "empty"])
def test_new_and_empty_folders_are_taken(target: str, project: Path) -> None:
    """A site may go into any folder that is not there, or that holds nothing."""
    (project / "empty").mkdir()
    assert found(project, target) == []


@pytest.mark.parametrize(
    "target",
    ["policy", "policy/site", "docs", "docs/a/b/site", "checklists", "checklists/site", ".", "..", "/",
     "link", "link/site", "docs/../policy"],
)  # fmt: skip
def test_sources_are_never_replaced(target: str, project: Path) -> None:
    """A site goes into no folder that is a source, holds one or lies in one, however it is written."""
    (project / "link").symlink_to("policy")
    before = tree(project)
    assert codes(project, target) == {"site-folder-overlap"}
    assert tree(project) == before


def test_capital_letters_make_no_other_folder(project: Path) -> None:
    """A folder of sources that is not there yet is known by its name in any letters."""
    assert codes(project, "Checklists") == {"site-folder-overlap"}


def test_the_message_says_what_would_happen(project: Path) -> None:
    """The message names the folder of the sources and the one for the site, where that is said."""
    assert found(project, "policy") == [
        ("site-folder-overlap", "mkdocs.yml", "the site would replace policy: it is to go into policy")
    ]
    assert found(project, "docs/site") == [
        (
            "site-folder-overlap",
            "mkdocs.yml",
            "the site would lie among the sources in docs: it is to go into docs/site",
        )
    ]


@pytest.fixture
def built(project: Path) -> Path:
    """A site that was built."""
    write(project / "site", {"index.html": "home", "a/index.html": "a", "a/b/c.txt": "c"})
    write_manifest(project / "site")
    return project / "site"


def test_a_built_site_is_replaced(project: Path, built: Path) -> None:
    """A site as a build has left it may be replaced, also when some of it was removed."""
    assert found(project, "site") == []
    (built / "a/index.html").unlink()
    assert found(project, "site") == []


def test_nobody_misses_what_file_managers_leave(project: Path, built: Path) -> None:
    """Files that a system makes in every folder that is looked at don't count."""
    write(built, {".DS_Store": "", "a/Thumbs.db": "", "new/.DS_Store": ""})
    assert found(project, "site") == []


def test_files_of_others_are_named(project: Path, built: Path) -> None:
    """What no build has made is named, a folder as a whole, and what was changed since, too."""
    write(
        built, {"CNAME": "a", ".git/config": "b", "a/notes/x": "c", "a/b/d.txt": "d", "index.html": "!"}
    )
    (built / "link").symlink_to("/etc")
    (built / "a/b/c.txt").unlink()
    os.mkfifo(built / "a/b/c.txt")
    made, changed = "no build made this", "this was changed since it was built"
    assert [(file, message.partition(", and")[0]) for _, file, message in found(project, "site")] == [
        ("site/.git/", made),
        ("site/CNAME", made),
        ("site/a/b/d.txt", made),
        ("site/a/notes/", made),
        ("site/link", made),
        ("site/a/b/c.txt", changed),
        ("site/index.html", changed),
    ]
    assert codes(project, "site") == {"site-folder-occupied"}


def test_many_files_of_others_are_counted(project: Path, built: Path) -> None:
    """So many files are named, and the others counted."""
    write(built, {f"{number:03}": "" for number in range(100)})
    *named, last = found(project, "site")
    assert len(named) == 20
    assert last[1:] == ("site", "and 80 more files like these")


@pytest.mark.parametrize(
    "mark",
    [None, b"", b"{}", b"[]", b"\xff", b"[" * 100_000, b'{"format": "policysite-site/1", "files": []}',
     b'{"format": "policysite-site/1", "files": {"index.html": 1}}', b'{"format": "x", "files": {}}'],
)  # fmt: skip
def test_a_folder_without_a_mark_is_left_alone(project: Path, built: Path, mark: bytes | None) -> None:
    """A folder that no build has marked, or whose mark is damaged, is refused with what to do."""
    if mark is None:
        (built / MANIFEST_FILE).unlink()
    else:
        (built / MANIFEST_FILE).write_bytes(mark)
    ((code, file, message),) = found(project, "site")
    assert (code, file) == ("site-folder-occupied", "site")
    assert "index.html" in message
    (problem,) = SiteTarget(built, project, SAID).unknown_file_problems()
    assert "remove the folder" in problem.hint


def a_file(project: Path) -> str:
    """Let a file stand where the site is to go."""
    write(project, {"site": "mine"})
    return "site"


def below_a_file(project: Path) -> str:
    """Let a file stand where a folder for the site would have to be made."""
    return f"{a_file(project)}/new/site"


def a_mount_point(_: Path) -> str:
    """Name a folder on which something is mounted, as every Linux system has one."""
    return "/proc"


@pytest.mark.parametrize("way", [a_file, below_a_file, a_mount_point])
def test_places_where_nothing_can_be_put(way: Callable[[Path], str], project: Path) -> None:
    """A file and a mount point are named, and left alone."""
    target = way(project)
    before = tree(project)
    ((code, file, message),) = found(project, target)
    assert (code, file) == ("site-folder-unusable", "mkdocs.yml")
    assert message.startswith(f"the site cannot go into {target}: ")
    assert tree(project) == before


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: b\nsite_dir: x\n", 2), ("site_dir : x", 1), ("a:\n  site_dir: x\n", 1), ("#site_dir: x", 1)],
)
def test_the_place_of_a_setting(text: str, line: int, tmp_path: Path) -> None:
    """A setting is found where it stands at the top of the configuration."""
    write(tmp_path, {"mkdocs.yml": text})
    assert setting_position("site_dir", tmp_path / "mkdocs.yml") == SourcePosition("mkdocs.yml", line)
