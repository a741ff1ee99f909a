"""Atomic writing of text files."""

from __future__ import annotations

import os
from contextlib import suppress
from glob import escape
from pathlib import Path
from tempfile import mkstemp

from .locking import try_lock

_NOT_FOLLOWED = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def atomic_write(path: Path, text: str, mode: int = 0o644) -> None:
    """Replace the content of a file completely, or leave it as it was and raise OSError.

    When it returns, the text and the file's name have reached the disk. An existing file keeps its
    permissions; `mode` is for a new one. Temporary files of killed processes are removed. Several
    processes may write at once: each text is complete, and the last one wins. A caller that changes the
    existing content should hold a lock from reading to writing.
    """
    _remove_leftovers(path)
    handle, temporary = _open_temporary_file(path)
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123  # opens a handle
            os.fchmod(handle, path.stat().st_mode & 0o777 if path.exists() else mode)
            file.write(text)
            file.flush()
            os.fsync(handle)
            temporary.replace(path)  # still locked, so that no other writer removes it
        _sync(path.parent)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _open_temporary_file(path: Path) -> tuple[int, Path]:
    """A new temporary file beside `path`, open and locked; the lock shows that its writer still runs."""
    while True:
        handle, name = mkstemp(prefix=f".{path.name}.new-", dir=path.parent)
        try:
            # Another writer may have removed it as a leftover before it was locked.
            is_own = try_lock(handle) and os.fstat(handle).st_nlink > 0
        except OSError:  # without locks, nobody removes leftovers
            is_own = True
        if is_own:
            return handle, Path(name)
        os.close(handle)


def _remove_leftovers(path: Path) -> None:
    prefix = f".{escape(path.name)}.new"  # earlier versions used this name itself
    for leftover in (*path.parent.glob(prefix), *path.parent.glob(f"{prefix}-*")):
        with suppress(OSError):
            handle = os.open(leftover, os.O_RDWR | _NOT_FOLLOWED)
            try:
                if try_lock(handle):
                    leftover.unlink()
            finally:
                os.close(handle)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
