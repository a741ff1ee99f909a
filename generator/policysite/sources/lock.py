"""policy.lock as it is kept: JSON, so that thousands of digests are read in no time."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path as FilePath
from typing import Any, TypeVar

from ..domain.model import (
    LOCK,
    Accepted,
    AcceptedDuty,
    Correction,
    Lock,
)
from ..filesystem.locking import exclusive
from ..filesystem.writing import write_whole

FORMAT = "policysite-lock/2"
EARLIER = "policysite-lock/1"
"""Without duties, records of reviews and corrections. It is read, and written as FORMAT."""
FOLDER = "policy"
MAX_BYTES = 64 * 1024 * 1024
"""More than a file that a person writes: a command writes this one, and it grows with every item."""

_UNREADABLE = "from here on it cannot be read: it is cut off, or was changed by hand or by a merge"
T = TypeVar("T", Accepted, AcceptedDuty, Correction)


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
    if not isinstance(data, dict) or data.get("format") not in (FORMAT, EARLIER):
        raise DamagedError(f"it does not say that its format is {FORMAT}")
    try:
        json.dumps(data, ensure_ascii=False).encode()  # half a character could not be written again
        return Lock(
            editions=_texts(data["editions"]),
            citations={
                checklist: {item: Accepted(**_texts(accepted)) for item, accepted in items.items()}
                for checklist, items in data["citations"].items()
            },
            duties={
                name: AcceptedDuty(**_texts(accepted))
                for name, accepted in data.get("duties", {}).items()
            },
            reviews={name: _lines(found) for name, found in data.get("reviews", {}).items()},
            corrections={
                name: tuple(_correction(correction) for correction in _list(found))
                for name, found in data.get("corrections", {}).items()
            },
        )
    except (KeyError, TypeError, AttributeError, ValueError):
        raise DamagedError("a part of it is missing or is not what it should be") from None


def in_text(lock: Lock) -> str:
    """The lock as it is kept: sorted, a line a value, so that changes of two people join."""
    data = {
        "format": FORMAT,
        "editions": dict(sorted(lock.editions.items())),
        "corrections": {
            name: [_as_data(correction) for correction in found]
            for name, found in sorted(lock.corrections.items())
        },
        "reviews": {name: list(found) for name, found in sorted(lock.reviews.items())},
        "duties": {name: _as_data(accepted) for name, accepted in sorted(lock.duties.items())},
        "citations": {
            checklist: {item: _as_data(accepted) for item, accepted in sorted(items.items())}
            for checklist, items in sorted(lock.citations.items())
            if items
        },
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def update(project: FilePath, change: Callable[[Lock], Lock]) -> tuple[Lock, Lock]:
    """Change what the lock holds at this moment, while no other process can; give it before and after.

    Other processes may have written it since the project was read, so change takes the lock as it is
    and touches only what it means to change. It is put in place whole, or stays as it was. Raises
    OSError, and DamagedError when what is there is not a lock.
    """
    path = project / FOLDER / LOCK
    with exclusive(path.parent):
        try:
            before = parse(path.read_bytes())
        except FileNotFoundError:
            before = Lock()
        after = change(before)
        if after != before:
            write_whole(path, in_text(after))
    return before, after


def _as_data(value: T) -> dict[str, str]:
    return {one.name: getattr(value, one.name) for one in fields(value)}


def _texts(found: Any) -> dict[str, str]:
    """Texts by name."""
    if not isinstance(found, Mapping) or not all(isinstance(text, str) for text in found.values()):
        raise TypeError
    return dict(found)


def _correction(found: Any) -> Correction:
    correction = Correction(**_texts(found))
    date.fromisoformat(correction.date)
    return correction


def _list(found: Any) -> list[Any]:
    if not isinstance(found, list):
        raise TypeError
    return found


def _lines(found: Any) -> tuple[str, ...]:
    if not all(isinstance(text, str) for text in _list(found)):
        raise TypeError
    return tuple(found)
