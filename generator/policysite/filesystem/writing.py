"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from glob import escape
from pathlib import Path
from tempfile import mkstemp

from .locking import try_lock

_NOT_FOLLOWED = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def atomic_write(path: Path, text: str, mode: int = 0o644) -> None:
    """Put a text in place of what was there, or leave that as it was. Raises OSError.

    When it returns, the text has reached the disk, and so has its name. Whoever may read what was
    there may read it; mode says who may read a new file. What a kill leaves behind, the next writing
    takes away. Any number of processes may write at once: each text is whole, and the last one stays.
    Who changes what is there, and must lose nothing of it, reads and writes under one lock.
    """
    _remove_what_dead_writers_left(path)
    handle, fresh = _temporary_beside(path)
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as made:  # noqa: PTH123  # it is open
            os.fchmod(handle, path.stat().st_mode & 0o777 if path.exists() else mode)
            made.write(text)
            made.flush()
            os.fsync(handle)
            fresh.replace(path)  # while it is locked: until then it could be taken for one left over
        _sync(path.parent)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def _temporary_beside(path: Path) -> tuple[int, Path]:
    """A new file of this writer's own, open and locked: so others see that its writer lives."""
    while True:
        handle, name = mkstemp(prefix=f".{path.name}.new-", dir=path.parent)
        try:
            # Before it was locked, another writer may have taken it for one left over.
            is_own = try_lock(handle) and os.fstat(handle).st_nlink > 0
        except OSError:  # a file system without locks: nobody can take it for one left over
            is_own = True
        if is_own:
            return handle, Path(name)
        os.close(handle)


def _remove_what_dead_writers_left(path: Path) -> None:
    beside = f".{escape(path.name)}.new"  # without an ending, as versions before locks named it
    for left in (*path.parent.glob(beside), *path.parent.glob(f"{beside}-*")):
        with suppress(OSError):
            handle = os.open(left, os.O_RDWR | _NOT_FOLLOWED)
            try:
                if try_lock(handle):
                    left.unlink()
            finally:
                os.close(handle)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
