"""policy.lock as it is kept: JSON, so that thousands of digests are read in no time."""

from __future__ import annotations

import json
from pathlib import Path as FilePath
from typing import Any

from ..model import LOCK, Accepted, Lock
from ..writing import write_whole

FORMAT = "policysite-lock/1"
FOLDER = "policy"
MAX_BYTES = 64 * 1024 * 1024
"""More than a file that a person writes: a command writes this one, and it grows with every item."""

_UNREADABLE = "from here on it cannot be read: it is cut off, or was changed by hand or by a merge"


class DamagedError(Exception):
    """The file is not what a command wrote."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


def parse(raw: bytes) -> Lock:
    """Read the lock. Raises DamagedError."""
    if len(raw) > MAX_BYTES:
        raise DamagedError(f"it has more than {MAX_BYTES:,} bytes")
    try:
        data = json.loads(raw.decode())
    except json.JSONDecodeError as error:
        raise DamagedError(_UNREADABLE, error.lineno, error.colno) from None
    except (ValueError, RecursionError):  # bytes that are no text; numbers or nesting past all limits
        raise DamagedError(_UNREADABLE) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise DamagedError(f"it does not say that its format is {FORMAT}")
    try:
        json.dumps(data, ensure_ascii=False).encode()  # half a character could not be written again
        return Lock(
            _texts(data["editions"]),
            {
                checklist: {item: Accepted(**_texts(one)) for item, one in items.items()}
                for checklist, items in data["citations"].items()
            },
        )
    except (KeyError, TypeError, AttributeError, UnicodeEncodeError):
        raise DamagedError("a part of it is missing or is not what it should be") from None


def in_text(lock: Lock) -> str:
    """The lock as it is kept: sorted, a line a value, so that changes of two people join."""
    citations = {
        checklist: {
            item: {
                "cites": one.cites,
                "clause": one.clause,
                "digest": one.digest,
                "text": one.text,
            }
            for item, one in sorted(items.items())
        }
        for checklist, items in sorted(lock.citations.items())
        if items
    }
    data = {"format": FORMAT, "editions": dict(sorted(lock.editions.items())), "citations": citations}
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def write(project: FilePath, lock: Lock) -> None:
    """Put the lock in place whole, or leave the last as it was. Raises OSError."""
    write_whole(project / FOLDER / LOCK, in_text(lock))


def _texts(held: Any) -> dict[str, str]:
    """Texts by name."""
    if not all(isinstance(one, str) for one in held.values()):
        raise TypeError
    return dict(held)
