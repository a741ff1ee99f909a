"""What in the folder of the pages written by hand is not read: links that lead away, and no files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from socket import AF_UNIX, socket

import pytest

from policysite.sources import unsafe_entries


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """The folder of pages of a project, and a file and a folder outside."""
    docs = tmp_path / "project/docs"
    (docs / "images").mkdir(parents=True)
    (docs / "images/plan.png").write_bytes(b"plan")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret").write_bytes(b"secret")
    return docs


def found(docs: Path) -> list[str]:
    """What is refused: code, file and message."""
    problems = unsafe_entries(docs, docs.parent)
    return [f"{one.code} {one.position.file}: {one.message}" for one in problems]


def link(to: str, name: str = "images/link") -> Callable[[Path], object]:
    """Make a link in the folder."""
    return lambda docs: (docs / name).symlink_to(to)


def a_pipe(docs: Path) -> None:
    """Make a pipe in the folder."""
    os.mkfifo(docs / "pipe.md")


def a_socket(docs: Path) -> None:
    """Make a socket in the folder."""
    with socket(AF_UNIX) as bound:
        bound.bind(str(docs / "socket"))


LINKED = "linked-file docs/images/link: this is a symbolic link "
CASES: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "files and folders": (lambda _: None, []),
    "a link to a file beside it": (link("plan.png"), []),
    "a link to a link to a file": (
        lambda docs: (link("images/plan.png", "a")(docs), link("../a")(docs)),
        [],
    ),
    "a link that an editor leaves": (link("somebody@a-machine.1234", "images/.#plan"), []),
    "a link to a file outside": (
        link("../../../outside/secret"),
        [f"{LINKED}that leads out of the folder"],
    ),
    "a link to a folder outside": (link("/etc"), [f"{LINKED}that leads out of the folder"]),
    "a link to the project": (link("../.."), [f"{LINKED}that leads out of the folder"]),
    "a link to the folder above": (link(".."), [f"{LINKED}to a folder"]),
    "a link to itself": (link("link"), [f"{LINKED}that leads to no file"]),
    "a link to nothing": (link("gone"), [f"{LINKED}that leads to no file"]),
    "a pipe": (
        a_pipe,
        ["unreadable-file docs/pipe.md: this is a pipe, a socket or a device, and no file"],
    ),
    "a socket": (
        a_socket,
        ["unreadable-file docs/socket: this is a pipe, a socket or a device, and no file"],
    ),
}


@pytest.mark.parametrize(("make", "expected"), CASES.values(), ids=CASES)
def test_what_is_refused(make: Callable[[Path], object], expected: list[str], docs: Path) -> None:
    """A link may lead to a file within the folder; what else is no file or folder is named."""
    make(docs)
    assert found(docs) == expected


def test_the_folder_itself_lies_in_the_project(docs: Path, tmp_path: Path) -> None:
    """The folder may be a link within the project, and none that leads out of it."""
    (docs.parent / "pages").symlink_to("docs")
    assert found(docs.parent / "pages") == []
    (docs.parent / "out").symlink_to(tmp_path / "outside")
    assert found(docs.parent / "out") == [
        "linked-file out: this is a symbolic link that leads out of the project"
    ]
