"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, text: str, mode: int = 0o644) -> None:
    """Put a text in place of what was there, or leave that as it was. Raises OSError.

    When it returns, the text has reached the disk, and so has its name. Whoever may read what was
    there may read it; mode says who may read a new file. What a kill leaves behind, the next writing
    takes away.
    """
    fresh = path.with_name(f".{path.name}.new")
    try:
        with fresh.open("w", encoding="utf-8", newline="\n") as made:
            os.fchmod(made.fileno(), path.stat().st_mode & 0o777 if path.exists() else mode)
            made.write(text)
            made.flush()
            os.fsync(made.fileno())
        fresh.replace(path)
        _sync(path.parent)
    except OSError:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
