"""policy.lock as it is kept: JSON, so that thousands of digests are read in no time."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path as FilePath
from typing import Any, TypeVar

from ..domain.model import (
    LOCK_FILE,
    AcceptedCitation,
    AcceptedDuty,
    Correction,
    PolicyLock,
)
from ..errors import PolicySiteError
from ..filesystem.locking import exclusive_lock
from ..filesystem.writing import atomic_write

LOCK_FORMAT = "policysite-lock/2"
PREVIOUS_LOCK_FORMAT = "policysite-lock/1"
"""Without duties, records of reviews and corrections. It is read, and written as FORMAT."""
POLICY_FOLDER = "policy"
MAX_LOCK_BYTES = 64 * 1024 * 1024
"""More than a file that a person writes: a command writes this one, and it grows with every item."""

_UNREADABLE = "from here on it cannot be read: it is cut off, or was changed by hand or by a merge"
T = TypeVar("T", AcceptedCitation, AcceptedDuty, Correction)


class DamagedLockError(PolicySiteError):
    """The file is not what a command wrote."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class LockUpdateError(PolicySiteError):
    """The file could not be changed, and is as it was. Says which file and why."""


def parse_lock(raw: bytes) -> PolicyLock:
    """Read the lock. Raises DamagedLockError."""
    if len(raw) > MAX_LOCK_BYTES:
        raise DamagedLockError(f"it has more than {MAX_LOCK_BYTES:,} bytes")
    try:
        data = json.loads(raw.decode())
    except json.JSONDecodeError as error:
        raise DamagedLockError(_UNREADABLE, error.lineno, error.colno) from None
    except (ValueError, RecursionError):  # bytes that are no text; numbers or nesting past all limits
        raise DamagedLockError(_UNREADABLE) from None
    if not isinstance(data, dict) or data.get("format") not in (LOCK_FORMAT, PREVIOUS_LOCK_FORMAT):
        raise DamagedLockError(f"it does not say that its format is {LOCK_FORMAT}")
    try:
        json.dumps(data, ensure_ascii=False).encode()  # half a character could not be written again
        return PolicyLock(
            editions=_texts(data["editions"]),
            citations={
                checklist: {
                    item: AcceptedCitation(**_texts(accepted)) for item, accepted in items.items()
                }
                for checklist, items in data["citations"].items()
            },
            duties={
                name: AcceptedDuty(**_texts(accepted, may_be_blank="clause_text"))
                for name, accepted in data.get("duties", {}).items()
            },
            reviews={name: _lines(found) for name, found in data.get("reviews", {}).items()},
            corrections={
                name: tuple(_correction(correction) for correction in _list(found))
                for name, found in data.get("corrections", {}).items()
            },
        )
    except (KeyError, TypeError, AttributeError, ValueError):
        raise DamagedLockError("a part of it is missing or is not what it should be") from None


def lock_text(lock: PolicyLock) -> str:
    """The lock as it is kept: sorted, a line a value, so that changes of two people join."""
    data = {
        "format": LOCK_FORMAT,
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


def update_lock(
    project: FilePath, change: Callable[[PolicyLock], PolicyLock]
) -> tuple[PolicyLock, PolicyLock]:
    """Change what the lock holds at this moment, while no other process can; give it before and after.

    Other processes may have written it since the project was read, so change takes the lock as it is
    and touches only what it means to change. It is put in place whole, or stays as it was. Raises
    LockUpdateError when it cannot be written, or what is there is not a lock.
    """
    path = project / POLICY_FOLDER / LOCK_FILE
    try:
        with exclusive_lock(path.parent):
            try:
                before = parse_lock(path.read_bytes())
            except FileNotFoundError:
                before = PolicyLock()
            after = change(before)
            if after != before:
                atomic_write(path, lock_text(after))
    except DamagedLockError as error:
        raise LockUpdateError(f"{LOCK_FILE} cannot be read any more: {error}") from None
    except OSError as error:
        raise LockUpdateError(f"{LOCK_FILE} could not be written: {error.strerror or error}") from None
    return before, after


def _as_data(value: T) -> dict[str, str]:
    return {one.name: getattr(value, one.name) for one in fields(value)}


def _texts(found: Any, may_be_blank: str = "") -> dict[str, str]:
    """Texts by name, of which one may be blank."""
    if not isinstance(found, Mapping):
        raise TypeError
    for name, text in found.items():
        if not isinstance(text, str) or not (text.strip() or name == may_be_blank):
            raise TypeError
    return dict(found)


def _correction(found: Any) -> Correction:
    correction = Correction(**_texts(found, may_be_blank="after"))
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
