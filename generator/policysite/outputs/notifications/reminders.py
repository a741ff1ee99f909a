"""Sending reminders from start to end: preconditions, lock, run and outcome."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from ...domain.addresses import is_web_address
from ...domain.model import SETTINGS_FILE
from ...domain.register import Register
from . import ledger as ledgers
from .deadline import Clock
from .delivery import RetryPolicy
from .delivery_run import CalendarWriter, ReminderRun
from .ledger import LedgerError
from .outcome import ReminderOutcome


def send_reminders(  # noqa: PLR0913  # each argument is a different part of the outside world
    register: Register,
    *,
    base: str,
    now: datetime,
    environment: Mapping[str, str],
    ledger: Path,
    clock: Clock,
    calendar: CalendarWriter | None = None,
    dry_run: bool = False,
    retry_policy: RetryPolicy | None = None,
) -> ReminderOutcome:
    """Notify everybody of the stages that reviews have reached on the register's day, if not done before.

    `base` is the site's address, empty if unknown. `now` is the instant of the run, with a time zone;
    `clock` measures durations. `environment` holds the SMTP login and the addresses of webhooks. Each
    delivery is recorded in the ledger before the next one to the same server begins. A dry run opens no
    connection and writes nothing. Problems with the sources, the ledger or a server raise nothing: they
    are in the outcome.
    """
    reminders = register.library.settings.reminders
    if obstacle := _obstacle(register, base):
        return ReminderOutcome(stopped=obstacle)
    assert reminders is not None
    run = ReminderRun(
        register,
        reminders,
        base if not base or base.endswith("/") else f"{base}/",
        now,
        environment,
        ledger,
        clock,
        calendar,
        retry_policy or RetryPolicy(),
    )
    try:
        if dry_run:
            return run.dry_run()
        with ledgers.locked_ledger(ledger, run.retry_policy.lock_seconds):
            return run.deliver()
    except LedgerError as error:
        return ReminderOutcome(
            unread_documents=run.unread_documents, stopped=f"{error}; nothing was sent"
        )


def _obstacle(register: Register, base: str) -> str:
    """Why nothing can be sent at all; empty if messages can be sent."""
    library = register.library
    if SETTINGS_FILE in library.unreadable:
        return f"{SETTINGS_FILE} could not be read whole, so nothing was sent; see policysite check"
    if library.settings.reminders is None:
        return (
            f"{SETTINGS_FILE} has no reminders: add them with owners: or otherwise:, as in "
            "reminders: {otherwise: {email: [policy@example.org]}}"
        )
    if base and not is_web_address(base):
        return "the site's address must begin with https:// or http://; nothing was sent"
    return ""
