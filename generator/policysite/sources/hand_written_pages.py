"""The folder of pages written by hand: what in it must not be read, whoever reads it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ..domain.problems import Problem, SourcePosition
from .file_tree import LINKED_FILE, UNREADABLE_FILE


def unsafe_entries(folder: Path, project: Path) -> list[Problem]:
    """What below a folder leads out of it, or would keep whoever reads it waiting for ever.

    A link to a file within the folder is none of these. Nothing is opened but folders.
    """
    name = folder.relative_to(project).as_posix() if folder.is_relative_to(project) else folder.as_posix()
    if folder.is_symlink() and not folder.resolve().is_relative_to(project.resolve()):
        return [_linked(name, "this is a symbolic link that leads out of the project")]
    return list(_refused(folder, name, os.path.realpath(folder)))


def _refused(folder: Path, name: str, top: str) -> Iterator[Problem]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda one: one.name)
    except OSError as error:
        yield _unreadable(
            name, f"it cannot be opened: {error.strerror or error}", "check who may read it"
        )
        return
    for entry in entries:
        path = f"{name}/{entry.name}"
        if entry.is_symlink():
            reason = _reason(Path(entry.path), top)
            # An editor that has a file open marks that with a hidden link which leads nowhere.
            if reason and not (entry.name.startswith(".") and not Path(entry.path).exists()):
                yield _linked(path, f"this is a symbolic link {reason}")
        elif entry.is_dir(follow_symlinks=False):
            yield from _refused(folder / entry.name, path, top)
        elif not entry.is_file(follow_symlinks=False):
            yield _unreadable(path, "this is a pipe, a socket or a device, and no file", "remove it")


def _reason(link: Path, top: str) -> str:
    """Why a link must not be followed; empty where it leads to a file within the folder."""
    leads_to = os.path.realpath(link)
    if not Path(leads_to).is_relative_to(top):
        return "that leads out of the folder"
    if Path(leads_to).is_file():
        return ""
    return "to a folder" if Path(leads_to).is_dir() else "that leads to no file"


def _linked(path: str, message: str) -> Problem:
    return Problem(LINKED_FILE, message, SourcePosition(path), "put what it leads to in its place")


def _unreadable(path: str, message: str, hint: str) -> Problem:
    return Problem(UNREADABLE_FILE, message, SourcePosition(path), hint)
