"""Reading the folders and files of a project without following links or blocking on pipes.

A symbolic link would bring in files from outside the project, which git does not track and anybody may
change. Reading a pipe could block for ever.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from ..domain.problems import Rule
from ..errors import PolicySiteError

MISSING_FILE = Rule.error("missing-file", "A file that every library needs is not there")
LINKED_FILE = Rule.error("linked-file", "A symbolic link stands where a file or folder should be")
UNREADABLE_FILE = Rule.error("unreadable-file", "A file cannot be opened")

POLICY_FOLDER = "policy"
"""The folder of a project with its sources, except checklists and hand-written pages."""


class EntryKind(StrEnum):
    """The kind of a folder's entry."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "symbolic link"
    OTHER = "pipe, socket or device"


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """An entry of a folder: its name and kind."""

    name: str
    kind: EntryKind


class SymbolicLinkError(PolicySiteError, OSError):
    """There is a symbolic link in place of a file or folder."""


class NotAFileError(PolicySiteError, OSError):
    """There is a folder, pipe, socket or device in place of a file."""


class FileTree(Protocol):
    """A project's folders and files, by paths with slashes."""

    def entries(self, path: str) -> list[FolderEntry]:
        """The entries of a folder, by name. Raises SymbolicLinkError, or another OSError."""

    def read(self, path: str, limit: int) -> bytes:
        """The first `limit` bytes of a file.

        Raises SymbolicLinkError, NotAFileError, or another OSError.
        """


@dataclass(frozen=True, slots=True)
class DiskTree:
    """A project on disk."""

    project: Path

    def entries(self, path: str) -> list[FolderEntry]:
        parent, _, name = path.rpartition("/")
        with _open_folder(self.project, parent) as folder:
            if _kind_by_name(folder, name) is EntryKind.LINK:
                raise SymbolicLinkError
        with _open_folder(self.project, path) as folder, os.scandir(folder) as found_entries:
            return sorted(
                (FolderEntry(entry.name, _kind_of(entry)) for entry in found_entries),
                key=lambda entry: entry.name,
            )

    def read(self, path: str, limit: int) -> bytes:
        parent, _, name = path.rpartition("/")
        with _open_folder(self.project, parent) as folder:
            kind = _kind_by_name(folder, name)
            if kind is EntryKind.FILE:
                handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
                with open(handle, "rb") as opened:  # noqa: PTH123  # opens a handle
                    if stat.S_ISREG(os.fstat(handle).st_mode):  # it may have been replaced
                        return opened.read(limit)
        raise SymbolicLinkError if kind is EntryKind.LINK else NotAFileError


@contextmanager
def _open_folder(project: Path, path: str) -> Iterator[int]:
    """The handle of a folder below the project; each step is opened relative to the one before."""
    handle = os.open(project, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for name in filter(None, path.split("/")):
            inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=handle)
            os.close(handle)
            handle = inner
        yield handle
    finally:
        os.close(handle)


def _kind_by_name(folder: int, name: str) -> EntryKind:
    mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
    if stat.S_ISLNK(mode):
        return EntryKind.LINK
    if stat.S_ISDIR(mode):
        return EntryKind.FOLDER
    return EntryKind.FILE if stat.S_ISREG(mode) else EntryKind.OTHER


def _kind_of(entry: os.DirEntry[str]) -> EntryKind:
    """The kind of an entry as the listing of its folder gives it, without a system call for each."""
    if entry.is_symlink():
        return EntryKind.LINK
    if entry.is_dir(follow_symlinks=False):
        return EntryKind.FOLDER
    return EntryKind.FILE if entry.is_file(follow_symlinks=False) else EntryKind.OTHER
