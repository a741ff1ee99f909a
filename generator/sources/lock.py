"""policy.lock as it is kept: JSON, so that thousands of digests are read in no time."""

from __future__ import annotations

import json
from pathlib import Path as FilePath
from typing import Any

from ..model import LOCK, Accepted, Lock
from ..writing import write_whole

FORMAT = "policysite-lock/1"
FOLDER = "policy"


class DamagedError(Exception):
    """The file is not what a command wrote."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


def parse(raw: bytes) -> Lock:
    """Read the lock. Raises DamagedError."""
    try:
        data = json.loads(raw)
    except json.JSONDecodeError as error:
        raise DamagedError(f"it is not JSON: {error.msg.lower()}", error.lineno, error.colno) from None
    except (UnicodeDecodeError, RecursionError):
        raise DamagedError("it is not JSON") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise DamagedError(f"it does not begin with its format, {FORMAT}")
    try:
        return Lock(
            _texts(data["editions"]),
            {
                checklist: {item: Accepted(**_texts(one)) for item, one in items.items()}
                for checklist, items in data["citations"].items()
            },
        )
    except (KeyError, TypeError, AttributeError):
        raise DamagedError("a part of it is missing or is not of its kind") from None


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
    if not all(isinstance(one, str) for pair in held.items() for one in pair):
        raise TypeError
    return dict(held)
