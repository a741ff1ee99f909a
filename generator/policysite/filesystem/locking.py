"""Exclusive locks, so that no two processes change the same files at once.

The kernel keeps a lock for an open file and releases it when the process ends, however it ends. So no
stale lock is ever left, and no process numbers are compared, which differ between containers.
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
"""Seconds that a lock is waited for: many times as long as any command holds one."""

_RETRY_SECONDS = 0.02
_LOCK_FILE_NAME = ".policysite.lock"


class LockTimeoutError(PolicySiteError, OSError):
    """Another process has held the lock for too long; `strerror` says so in a sentence."""


@contextmanager
def exclusive_lock(path: Path, seconds: float | None = None) -> Iterator[None]:
    """Hold a lock while the block runs; wait while another process or thread holds it.

    `path` is an existing folder, which is left as it is, or a lock file in an existing folder, which is
    created and removed again. A lock cannot be taken twice by the same holder. Raises LockTimeoutError
    when it is still held after `seconds` (0: do not wait; None: LOCK_TIMEOUT), and OSError where no lock
    is possible: the folder is missing or not accessible, or the file system has no locks.
    """
    seconds = LOCK_TIMEOUT if seconds is None else seconds
    tries = 1
    while (lock := _lock_if_free(path)) is None:
        if tries * _RETRY_SECONDS > seconds:
            waited = f" and has for {seconds:g} seconds" if seconds else ""
            raise LockTimeoutError(
                EBUSY, f"another process is using it{waited}: try again when that has ended", str(path)
            )
        time.sleep(_RETRY_SECONDS)
        tries += 1
    try:
        yield
    finally:
        _release(lock)


def try_lock(handle: int) -> bool:
    """Lock an open file until it is closed; False while another process has the lock.

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


_Lock = tuple[int, Path | None]
"""The handle of a locked file, and the lock file to remove when it is released, if any."""


def _lock_if_free(path: Path) -> _Lock | None:
    """The lock on a path; None while another process has it."""
    if path.is_dir():
        try:
            return _lock_open_file(os.open(path, os.O_RDONLY), None)
        except OSError as error:
            # NFS locks only files that are open for writing, and Windows does not open folders.
            if sys.platform != "win32" and error.errno != EBADF:
                raise
        path /= _LOCK_FILE_NAME
    return _lock_open_file(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), path)


def _lock_open_file(handle: int, lock_file: Path | None) -> _Lock | None:
    try:
        if try_lock(handle) and (lock_file is None or _is_same_file(lock_file, handle)):
            return handle, lock_file
    except OSError:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _is_same_file(path: Path, handle: int) -> bool:
    """Whether the path still leads to the open file: its last holder may have removed it."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _release(lock: _Lock) -> None:
    handle, lock_file = lock
    if lock_file is not None:
        with suppress(OSError):  # Windows keeps an open file; left there, it locks nothing
            lock_file.unlink()
    os.close(handle)
