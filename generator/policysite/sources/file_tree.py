"""Folders and files below a project, opened without following a link or waiting for a writer.

A symbolic link would bring in what the project does not hold: git keeps no history of it, and it may be
anybody's. A pipe would keep its reader waiting for ever.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
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


class EntryKind(StrEnum):
    """What lies under a name."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "symbolic link"
    OTHER = "pipe, socket or device"


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """A name in a folder, and what lies under it."""

    name: str
    kind: EntryKind


class SymbolicLinkError(PolicySiteError, OSError):
    """A symbolic link lies where a file or folder is to be opened."""


class NotAFileError(PolicySiteError, OSError):
    """A folder, pipe, socket or device lies where a file is to be opened."""


class FileTree(Protocol):
    """A project's folders and files, by paths with slashes."""

    def entries(self, path: str) -> list[FolderEntry]:
        """What lies in a folder, by name. Raises SymbolicLinkError, or another OSError."""

    def read(self, path: str, most: int) -> bytes:
        """The first bytes of a file, at most so many.

        Raises SymbolicLinkError, NotAFileError, or another OSError.
        """


@dataclass(frozen=True, slots=True)
class DiskTree:
    """A project as it lies in a folder."""

    project: Path

    def entries(self, path: str) -> list[FolderEntry]:
        above, _, name = path.rpartition("/")
        with _opened(self.project, above) as folder:
            if _kind(folder, name) is EntryKind.LINK:
                raise SymbolicLinkError
        with _opened(self.project, path) as folder, os.scandir(folder) as found:
            return sorted(
                (FolderEntry(one.name, _kind_of(one)) for one in found), key=lambda one: one.name
            )

    def read(self, path: str, most: int) -> bytes:
        above, _, name = path.rpartition("/")
        with _opened(self.project, above) as folder:
            kind = _kind(folder, name)
            if kind is EntryKind.FILE:
                handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
                with open(handle, "rb") as opened:  # noqa: PTH123  # it is open
                    if stat.S_ISREG(os.fstat(handle).st_mode):  # it still is one
                        return opened.read(most)
        raise SymbolicLinkError if kind is EntryKind.LINK else NotAFileError


@dataclass(frozen=True, slots=True)
class MemoryTree:
    """A project of files whose content is known by their paths, as a commit of git has them."""

    files: Mapping[str, bytes]

    def entries(self, path: str) -> list[FolderEntry]:
        inside = [file[len(path) + 1 :] for file in self.files if file.startswith(f"{path}/")]
        kinds = {
            one.partition("/")[0]: EntryKind.FOLDER if "/" in one else EntryKind.FILE for one in inside
        }
        return [FolderEntry(name, kind) for name, kind in sorted(kinds.items())]

    def read(self, path: str, most: int) -> bytes:
        if path not in self.files:
            raise NotAFileError
        return self.files[path][:most]


@contextmanager
def _opened(project: Path, path: str) -> Iterator[int]:
    """A folder below the project, each step of the way opened from the one before it."""
    handle = os.open(project, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for name in filter(None, path.split("/")):
            inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=handle)
            os.close(handle)
            handle = inner
        yield handle
    finally:
        os.close(handle)


def _kind(folder: int, name: str) -> EntryKind:
    mode = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
    if stat.S_ISLNK(mode):
        return EntryKind.LINK
    if stat.S_ISDIR(mode):
        return EntryKind.FOLDER
    return EntryKind.FILE if stat.S_ISREG(mode) else EntryKind.OTHER


def _kind_of(entry: os.DirEntry[str]) -> EntryKind:
    """What lies under a name, as listing the folder tells it, without a look at each file."""
    if entry.is_symlink():
        return EntryKind.LINK
    if entry.is_dir(follow_symlinks=False):
        return EntryKind.FOLDER
    return EntryKind.FILE if entry.is_file(follow_symlinks=False) else EntryKind.OTHER
