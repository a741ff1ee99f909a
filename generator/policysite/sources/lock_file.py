"""Reading and writing policy.lock, a JSON file, since JSON is read much faster than YAML."""

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
from .file_tree import POLICY_FOLDER

LOCK_FORMAT = "policysite-lock/2"
PREVIOUS_LOCK_FORMAT = "policysite-lock/1"
"""The format before duties, review records and corrections. It is still read, but never written."""
MAX_LOCK_BYTES = 64 * 1024 * 1024
"""More than other sources may have, since commands write this file and it grows with every item."""

_UNREADABLE_MESSAGE = (
    "from here on it cannot be read: it is cut off, or was changed by hand or by a merge"
)
LockEntry = TypeVar("LockEntry", AcceptedCitation, AcceptedDuty, Correction)


class DamagedLockError(PolicySiteError):
    """policy.lock is not as a command wrote it."""

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
        raise DamagedLockError(_UNREADABLE_MESSAGE, error.lineno, error.colno) from None
    except (ValueError, RecursionError):  # not UTF-8, or numbers or nesting beyond limits
        raise DamagedLockError(_UNREADABLE_MESSAGE) from None
    if not isinstance(data, dict) or data.get("format") not in (LOCK_FORMAT, PREVIOUS_LOCK_FORMAT):
        raise DamagedLockError(f"it does not say that its format is {LOCK_FORMAT}")
    try:
        json.dumps(data, ensure_ascii=False).encode()  # a lone surrogate could not be written again
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
            reviews={name: _text_tuple(value) for name, value in data.get("reviews", {}).items()},
            corrections={
                name: tuple(_correction(correction) for correction in _list(value))
                for name, value in data.get("corrections", {}).items()
            },
        )
    except (KeyError, TypeError, AttributeError, ValueError):
        raise DamagedLockError("a part of it is missing or is not what it should be") from None


def lock_text(lock: PolicyLock) -> str:
    """The text of policy.lock: sorted, each value on its own line, so that git can merge changes."""
    data = {
        "format": LOCK_FORMAT,
        "editions": dict(sorted(lock.editions.items())),
        "corrections": {
            name: [_as_data(correction) for correction in corrections]
            for name, corrections in sorted(lock.corrections.items())
        },
        "reviews": {name: list(facts) for name, facts in sorted(lock.reviews.items())},
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
    """Change policy.lock while no other process can, and return it before and after.

    Other processes may have written it since the project was read, so `change` gets the lock as it is
    now and should touch only its own entries. The file is replaced completely or stays as it was. Raises
    LockUpdateError if it cannot be written, or if the file is not a lock.
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


def _as_data(value: LockEntry) -> dict[str, str]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _texts(value: Any, may_be_blank: str = "") -> dict[str, str]:
    """A mapping of texts, none blank except `may_be_blank`. Raises TypeError for anything else."""
    if not isinstance(value, Mapping):
        raise TypeError
    for name, text in value.items():
        if not isinstance(text, str) or not (text.strip() or name == may_be_blank):
            raise TypeError
    return dict(value)


def _correction(value: Any) -> Correction:
    correction = Correction(**_texts(value, may_be_blank="after"))
    date.fromisoformat(correction.date)
    return correction


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _text_tuple(value: Any) -> tuple[str, ...]:
    if not all(isinstance(text, str) for text in _list(value)):
        raise TypeError
    return tuple(value)
