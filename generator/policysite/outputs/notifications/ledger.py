"""The ledger: which recipient was notified of which stage of which review, and when.

A JSON file that people can read. It is written after every delivery, so that after a killed run at most
the messages that were being sent are sent again, and none is lost. A lock keeps two runs from sending at
once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from ...errors import PolicySiteError
from ...filesystem.locking import LockTimeoutError, exclusive_lock
from ...filesystem.writing import atomic_write

LEDGER_FORMAT = "policysite-ledger/1"


class LedgerError(PolicySiteError):
    """The ledger cannot be read, written or locked. Says which file and why."""


@dataclass(frozen=True)
class Ledger:
    """For each recipient the keys of the stages it was notified of, with the instant in ISO 8601."""

    sent_stages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def lacks_any(self, recipient: str, keys: Iterable[str]) -> bool:
        """Whether the recipient was not yet notified of at least one of these stages."""
        return any(key not in self.sent_stages.get(recipient, {}) for key in keys)

    def with_sent(self, recipients: Iterable[str], keys: Iterable[str], now: datetime) -> Ledger:
        """The ledger after these recipients were notified of these stages; existing entries stay."""
        new = dict.fromkeys(keys, now.isoformat(timespec="seconds"))
        return Ledger(
            {
                **self.sent_stages,
                **{recipient: {**new, **self.sent_stages.get(recipient, {})} for recipient in recipients},
            }
        )

    @property
    def file_text(self) -> str:
        """The text of the file, sorted."""
        data = {"format": LEDGER_FORMAT, "told": self.sent_stages}
        return json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def read_ledger(path: Path) -> Ledger:
    """Read the ledger; a missing one is empty. Raises LedgerError."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise LedgerError(f"the ledger {path} cannot be read: it is no file")
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Ledger()
    except OSError as error:
        raise LedgerError(f"the ledger {path} cannot be read: {error.strerror}") from None
    try:
        return Ledger(_sent_stages(json.loads(content)))
    except (ValueError, RecursionError):
        raise LedgerError(
            f"the ledger {path} is damaged, or not a ledger of the form {LEDGER_FORMAT}: restore it "
            "from a"
            " backup; without it, everybody would be told everything again"
        ) from None


def _sent_stages(data: Any) -> Mapping[str, Mapping[str, str]]:
    if not isinstance(data, dict) or set(data) != {"format", "told"} or data["format"] != LEDGER_FORMAT:
        raise ValueError("no ledger")
    sent_stages = data["told"]
    if not isinstance(sent_stages, dict) or not all(
        isinstance(stages, dict) for stages in sent_stages.values()
    ):
        raise ValueError("recipients and their stages are mappings")
    for stages in sent_stages.values():
        for when in stages.values():
            _check_instant(when)
    return sent_stages


def _check_instant(when: Any) -> None:
    if not isinstance(when, str) or datetime.fromisoformat(when).tzinfo is None:
        raise ValueError("an instant is text and has a time zone")


def write_ledger(path: Path, ledger: Ledger) -> None:
    """Replace the ledger atomically and durably. Raises LedgerError; the old one then stays."""
    path = path.resolve()
    try:
        atomic_write(path, ledger.file_text, mode=0o600)
    except OSError as error:
        raise LedgerError(f"the ledger {path} cannot be written: {error.strerror}") from None


def record_sent(
    path: Path, known: Ledger, recipients: Iterable[str], keys: Iterable[str], now: datetime
) -> Ledger:
    """Record that these recipients were notified of these stages. Raises LedgerError.

    The entry is added to the ledger as it is on disk now, so that nothing written since is lost. If the
    file is gone, it is written anew from `known`.
    """
    stored = read_ledger(path)
    after = (stored if stored.sent_stages else known).with_sent(recipients, keys, now)
    write_ledger(path, after)
    return after


@contextmanager
def locked_ledger(path: Path, seconds: float) -> Iterator[None]:
    """Lock the ledger while the block runs; wait up to `seconds` for another run. Raises LedgerError.

    The lock is a file beside the ledger, because the ledger itself is replaced. It ends with the process.
    """
    path = path.resolve()
    with ExitStack() as stack:
        try:
            stack.enter_context(exclusive_lock(path.with_name(f".{path.name}.lock"), seconds))
        except LockTimeoutError:
            raise LedgerError(
                f"another run holds the ledger {path} and has for {seconds:g} seconds: what it does not"
                " tell, the next run does"
            ) from None
        except OSError as error:
            raise LedgerError(f"the ledger {path} cannot be locked: {error.strerror}") from None
        yield
