"""Exclusive locks, so that two processes don't change the same files at once.

The kernel keeps such a lock for an open file and releases it when the process that opened it ends,
however it ends: nothing stale is ever left, and no process numbers are compared, which differ between
containers. Knows no file of a library.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EAGAIN, EBADF, EBUSY
from pathlib import Path

from ..errors import PolicySiteError

LOCK_TIMEOUT = 30.0
"""How long a lock is waited for: many times as long as any command holds one."""

_PAUSE = 0.02
_FILE_IN_FOLDER = ".policysite.lock"


class LockTimeoutError(PolicySiteError, OSError):
    """Another process has held the lock for too long. strerror says it in a sentence."""


@contextmanager
def exclusive_lock(path: Path, seconds: float | None = None) -> Iterator[None]:
    """Hold a lock while the block runs; wait for it while another process, or thread, holds it.

    path is a folder that exists, of which nothing changes, or else a lock file, which is made, and
    removed when the lock is released; its folder must exist. Whoever holds a lock cannot take it a
    second time. Raises LockTimeoutError when it is still held after so many seconds (0: at once; SECONDS
    where nothing is given), and OSError when there can be no lock there: the folder is missing or
    closed, or the file system has none.
    """
    seconds = LOCK_TIMEOUT if seconds is None else seconds
    tries = 1
    while (held := _locked(path)) is None:
        if tries * _PAUSE > seconds:
            waited = f" and has for {seconds:g} seconds" if seconds else ""
            raise LockTimeoutError(
                EBUSY, f"another process is using it{waited}: try again when that has ended", str(path)
            )
        time.sleep(_PAUSE)
        tries += 1
    try:
        yield
    finally:
        _release(held)


def try_lock(handle: int) -> bool:
    """Lock an open file for this process until it is closed; False while another has the lock.

    Raises OSError where the file system has no locks.
    """
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  # only Windows has it

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415  # Windows has none

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (EAGAIN, EACCES):
            return False
        raise
    return True


_Held = tuple[int, Path | None]
"""An open file that is locked, and the lock file to remove with it."""


def _locked(path: Path) -> _Held | None:
    """The lock if nobody else has it."""
    if path.is_dir():
        try:
            return _lock_of(os.open(path, os.O_RDONLY), None)
        except OSError as error:
            # NFS asks for a file that is open for writing, Windows opens no folder.
            if sys.platform != "win32" and error.errno != EBADF:
                raise
        path /= _FILE_IN_FOLDER
    return _lock_of(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), path)


def _lock_of(handle: int, lock_file: Path | None) -> _Held | None:
    try:
        if try_lock(handle) and (lock_file is None or _is_still(lock_file, handle)):
            return handle, lock_file
    except OSError:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _is_still(path: Path, handle: int) -> bool:
    """Whether the path leads to the open file: who held the lock before may have removed it."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _release(held: _Held) -> None:
    handle, lock_file = held
    if lock_file is not None:
        with suppress(OSError):  # Windows removes no open file: there it stays, and is no lock by itself
            lock_file.unlink()
    os.close(handle)
