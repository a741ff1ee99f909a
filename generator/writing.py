"""Files that are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile


def write_whole(path: Path, text: str) -> None:
    """Put a text in place of what was there, or leave that as it was. Raises OSError.

    When it returns, the text has reached the disk, and so has its name.
    """
    with NamedTemporaryFile(
        "w", dir=path.parent, prefix=f".{path.name}.", encoding="utf-8", newline="", delete=False
    ) as made:
        fresh = Path(made.name)
        try:
            made.write(text)
            made.flush()
            os.fsync(made.fileno())
            fresh.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
            fresh.replace(path)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
