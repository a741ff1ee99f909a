"""The command that tells owners of reviews that need attention."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from ..outputs.feeds import reminder_calendar
from ..outputs.notifications import Clock, send_reminders
from .project_command import Session, project_command
from .shared import site_address_option
from .terminal import echo


@project_command
@click.option(
    "--ledger",
    type=click.Path(dir_okay=False, path_type=Path),
    show_default="reminders.json in the project",
    help="The file that says who was told of what. It is kept from run to run, and never published.",
)
@site_address_option
@click.option("--dry-run", is_flag=True, help="Print what would be sent. Send and write nothing.")
def remind(session: Session, ledger: Path | None, base: str, *, dry_run: bool) -> bool:
    """Tell the owners of documents whose review needs attention, each of every stage once.

    Where a document names no owner, its contact point is told.

    Exits with 0 when all were told or there is nothing to tell, and with 1 when something failed, which
    the next run tries again, or when the sources have errors.
    """
    project = session.project
    outcome = send_reminders(
        project.register,
        base=base,
        now=project.now,
        environment=os.environ,
        ledger=ledger or session.folder / "reminders.json",
        clock=Clock(time.monotonic, time.sleep),
        calendar=partial(reminder_calendar, project.register, base),
        dry_run=dry_run,
    )
    outcome = replace(outcome, has_errors=bool(project.errors))
    for sent in outcome.sent:
        echo(sent.full_text if dry_run else sent.summary_line)
    for line in outcome.failure_lines:
        click.echo(f"policysite: {line}", err=True)
    if outcome.is_complete and not outcome.sent:
        click.echo("There is nothing to tell anybody.")
    return outcome.is_complete
