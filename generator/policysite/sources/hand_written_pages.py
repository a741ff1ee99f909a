"""The folder of hand-written pages: entries in it that must not be read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ..domain.problems import Problem, SourcePosition
from .file_tree import LINKED_FILE, UNREADABLE_FILE


def unsafe_entries(folder: Path, project: Path) -> list[Problem]:
    """Problems with entries below a folder that lead out of it, or that would block their reader.

    A link to a file within the folder is allowed. Only folders are opened.
    """
    name = folder.relative_to(project).as_posix() if folder.is_relative_to(project) else folder.as_posix()
    if folder.is_symlink() and not folder.resolve().is_relative_to(project.resolve()):
        return [_link_problem(name, "this is a symbolic link that leads out of the project")]
    return list(_unsafe_below(folder, name, os.path.realpath(folder)))


def _unsafe_below(folder: Path, name: str, top: str) -> Iterator[Problem]:
    try:
        with os.scandir(folder) as scanned:
            entries = sorted(scanned, key=lambda found: found.name)
    except OSError as error:
        yield _unreadable_problem(
            name, f"it cannot be opened: {error.strerror or error}", "check who may read it"
        )
        return
    for entry in entries:
        path = f"{name}/{entry.name}"
        if entry.is_symlink():
            reason = _why_unsafe(Path(entry.path), top)
            # Editors mark an open file with a hidden link that leads nowhere.
            if reason and not (entry.name.startswith(".") and not Path(entry.path).exists()):
                yield _link_problem(path, f"this is a symbolic link {reason}")
        elif entry.is_dir(follow_symlinks=False):
            yield from _unsafe_below(folder / entry.name, path, top)
        elif not entry.is_file(follow_symlinks=False):
            yield _unreadable_problem(
                path, "this is a pipe, a socket or a device, and no file", "remove it"
            )


def _why_unsafe(link: Path, top: str) -> str:
    """Why a link must not be followed; empty if it leads to a file within the folder."""
    target = os.path.realpath(link)
    if not Path(target).is_relative_to(top):
        return "that leads out of the folder"
    if Path(target).is_file():
        return ""
    return "to a folder" if Path(target).is_dir() else "that leads to no file"


def _link_problem(path: str, message: str) -> Problem:
    return Problem(LINKED_FILE, message, SourcePosition(path), "put what it leads to in its place")


def _unreadable_problem(path: str, message: str, hint: str) -> Problem:
    return Problem(UNREADABLE_FILE, message, SourcePosition(path), hint)
