"""The ledger: which stage of which document was told to whom, and when.

A JSON file that people can read. It is written whole after every single delivery, so that a run that is
killed costs at most the messages that were on their way once more and never a lost one. A lock, which no
dead process holds, keeps two runs from sending at once.
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
    """For each recipient, the stages that it was told of, with the instant in ISO 8601."""

    sent_stages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def lacks_any(self, recipient: str, keys: Iterable[str]) -> bool:
        """Whether the recipient was not yet told of one of these stages."""
        return any(key not in self.sent_stages.get(recipient, {}) for key in keys)

    def with_sent(self, recipients: Iterable[str], keys: Iterable[str], now: datetime) -> Ledger:
        """The ledger once these recipients were told of these stages. What it holds already stays."""
        new = dict.fromkeys(keys, now.isoformat(timespec="seconds"))
        return Ledger(
            {**self.sent_stages, **{one: {**new, **self.sent_stages.get(one, {})} for one in recipients}}
        )

    @property
    def file_text(self) -> str:
        """The text of the file, with everything in order."""
        whole = {"format": LEDGER_FORMAT, "told": self.sent_stages}
        return json.dumps(whole, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def read_ledger(path: Path) -> Ledger:
    """Read the ledger. One that is not there is empty; anything else that is wrong is a LedgerError."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise LedgerError(f"the ledger {path} cannot be read: it is no file")
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Ledger()
    except OSError as error:
        raise LedgerError(f"the ledger {path} cannot be read: {error.strerror}") from None
    try:
        return Ledger(_told(json.loads(content)))
    except (ValueError, RecursionError):
        raise LedgerError(
            f"the ledger {path} is damaged, or not a ledger of the form {LEDGER_FORMAT}: restore it "
            "from a"
            " backup; without it, everybody would be told everything again"
        ) from None


def _told(whole: Any) -> Mapping[str, Mapping[str, str]]:
    if (
        not isinstance(whole, dict)
        or set(whole) != {"format", "told"}
        or whole["format"] != LEDGER_FORMAT
    ):
        raise ValueError("no ledger")
    told = whole["told"]
    if not isinstance(told, dict) or not all(isinstance(stages, dict) for stages in told.values()):
        raise ValueError("recipients and their stages are mappings")
    for stages in told.values():
        for when in stages.values():
            _instant(when)
    return told


def _instant(when: Any) -> None:
    if not isinstance(when, str) or datetime.fromisoformat(when).tzinfo is None:
        raise ValueError("an instant is text and has a time zone")


def write_ledger(path: Path, ledger: Ledger) -> None:
    """Replace the ledger in one step that outlasts a power cut. Raises LedgerError; the old one stays."""
    path = path.resolve()
    try:
        atomic_write(path, ledger.file_text, mode=0o600)
    except OSError as error:
        raise LedgerError(f"the ledger {path} cannot be written: {error.strerror}") from None


def record_sent(
    path: Path, known: Ledger, recipients: Iterable[str], keys: Iterable[str], now: datetime
) -> Ledger:
    """Write down that these recipients were told of these stages. Raises LedgerError.

    Is added to what stands there now, so that nothing is lost that was written since it was read; a
    ledger that has gone since is written anew as it is known.
    """
    there = read_ledger(path)
    after = (there if there.sent_stages else known).with_sent(recipients, keys, now)
    write_ledger(path, after)
    return after


@contextmanager
def locked_ledger(path: Path, seconds: float) -> Iterator[None]:
    """Hold the ledger for oneself; wait for it while another run holds it. Raises LedgerError.

    The lock lies beside the ledger, because that is replaced, and ends with the process that holds it.
    """
    path = path.resolve()
    with ExitStack() as held:
        try:
            held.enter_context(exclusive_lock(path.with_name(f".{path.name}.lock"), seconds))
        except LockTimeoutError:
            raise LedgerError(
                f"another run holds the ledger {path} and has for {seconds:g} seconds: what it does not"
                " tell, the next run does"
            ) from None
        except OSError as error:
            raise LedgerError(f"the ledger {path} cannot be locked: {error.strerror}") from None
        yield
