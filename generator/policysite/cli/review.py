"""Commands about reviews: how they stand, and who is told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from .shared import echo, project_option, site_address_option

if TYPE_CHECKING:
    from ..domain.register import Register
    from ..outputs.reports.register_report import RegisterFilter


class _Months(click.ParamType[int]):
    """A number of months, as in 12m."""

    name = "months"
    most = 120

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        digits = str(value).removesuffix("m")
        if not (digits.isascii() and digits.isdecimal() and 0 < int(digits) <= self.most):
            self.fail(f"{value!r} is not a number of months from 1m to {self.most}m", param, ctx)
        return int(digits)


@click.command()
@project_option
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    show_default="today",
    help="The day to report on, as 2026-01-31.",
)
@click.option("--owner", metavar="ROLE", help="Show only the documents that this role owns.")
@click.option("--contact", metavar="ROLE", help="Show only the documents with this contact point.")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(["overdue", "called-for", "due-this-month", "due-soon", "unscheduled", "current"]),
    help="Show only the documents in this state.",
)
@click.option(
    "--within",
    type=_Months(),
    metavar="MONTHS",
    help="Show what becomes due, month by month, as in 12m.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "markdown", "github"]),
    default="table",
    show_default=True,
    help="How to print the register; github is a line of JSON an issue.",
)
@click.option(
    "--fail-on",
    "limits",
    multiple=True,
    type=click.Choice(["overdue", "due", "called-for"]),
    help="Exit with 1 when any document is so. Due is due soon, due this month or overdue.",
)
@click.option(
    "--site",
    metavar="URL-OR-FOLDER",
    help="Look at a published site instead of the sources, from outside.",
)
@site_address_option
def review(  # noqa: PLR0913, PLR0917  # a parameter an option
    folder: Path,
    as_of: datetime | None,
    owner: str | None,
    contact: str | None,
    states: tuple[str, ...],
    within: int | None,
    form: str,
    limits: tuple[str, ...],
    site: str | None,
    base: str,
) -> None:
    """Say how each document stands with its review, the worst first. Writes nothing.

    The totals count every document, and --fail-on looks at every one, whatever is shown. Exits with
    1, too, when sources cannot be read whole or hold nothing to report on.
    """
    import sys
    from datetime import UTC, datetime
    from typing import cast

    from ..domain.register import Register
    from ..domain.reviews import ReviewLimit, ReviewState
    from ..outputs.reports import register_report
    from ..project import Project

    if site is not None:
        if as_of or owner or contact or states or within or form != "table":
            raise click.UsageError("--site goes with --fail-on only: the site is seen as it is today")
        _look_at(site, limits)
    if as_of and not 1000 <= as_of.year <= 8999:  # noqa: PLR2004  # as in sources
        raise click.BadParameter("the year is to be from 1000 to 8999", param_hint="--as-of")
    project = Project.open(folder, datetime.now(UTC))
    roles = project.library.roles
    for role, option in ((owner, "--owner"), (contact, "--contact")):
        if role is not None and role not in roles:
            raise click.BadParameter(f"{role!r} is not a role of the library", param_hint=option)
    register = Register.from_library(project.library, as_of.date() if as_of else project.today)
    in_states = tuple(ReviewState(one.replace("-", " ")) for one in states)
    asked = register_report.RegisterFilter(owner, contact, in_states, within or 0)
    echo(_report(form, register, asked, base, project.now))
    if note := register_report.wrong_role_note(register, asked):
        click.echo(note, err=True)
    faults = register_report.limits_reached(register, cast("tuple[ReviewLimit, ...]", limits))
    if not register.statuses:
        faults.append("there is no document to report on")
    if project.errors:
        faults.append("the sources have errors that may hide documents: see policysite check")
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(1 if faults else 0)


def _report(form: str, register: Register, asked: RegisterFilter, base: str, now: datetime) -> str:
    """The register in a format. base is the address of the site, or empty."""
    import json
    from typing import cast

    from ..outputs.api.review_state import review_report
    from ..outputs.escaping import json_text
    from ..outputs.reports import register_report

    if form == "json":
        report = review_report(register, asked.select(register), asked.months, base, now)
        data = report.model_dump(mode="json")
        return json_text(f"{json.dumps(data, indent=2, ensure_ascii=False)}\n")
    return register_report.render_register(
        cast("register_report.RegisterFormat", form), register, asked, base
    )


def _look_at(site: str, limits: tuple[str, ...]) -> NoReturn:
    """Report on a published site, and exit with 1 when anything is wrong with it."""
    import os
    import sys
    from datetime import UTC
    from typing import cast

    from ..domain.reviews import ReviewLimit
    from ..outputs.notifications import published_site
    from ..outputs.notifications.redaction import public_address

    try:
        found = published_site.read_published_site(site, datetime.now(UTC), os.environ)
    except published_site.UnreadableSiteError as error:
        click.echo(f"{public_address(site)}: {error}", err=True)
        sys.exit(1)
    echo(published_site.published_site_report(found))
    faults = [
        *(f"{found.location}: {fault}" for fault in found.site_problems),
        *published_site.published_limits_reached(found, cast("tuple[ReviewLimit, ...]", limits)),
    ]
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(1 if faults else 0)


@click.command()
@project_option
@click.option(
    "--ledger",
    type=click.Path(dir_okay=False, path_type=Path),
    show_default="reminders.json in the project",
    help="The file that says who was told of what. It is kept from run to run, and never published.",
)
@site_address_option
@click.option("--dry-run", is_flag=True, help="Print what would be sent. Send and write nothing.")
def remind(folder: Path, ledger: Path | None, base: str, *, dry_run: bool) -> None:
    """Tell the owners of documents whose review needs attention, each of every stage once.

    Where a document names no owner, its contact point is told.

    Exits with 0 when all were told or there is nothing to tell, and with 1 when something failed, which
    the next run tries again, or when the sources have errors.
    """
    import os
    import sys
    import time
    from dataclasses import replace
    from datetime import UTC
    from functools import partial

    from ..outputs.feeds import reminder_calendar
    from ..outputs.notifications import Clock, send_reminders
    from ..project import Project

    project = Project.open(folder, datetime.now(UTC))
    outcome = send_reminders(
        project.register,
        base=base,
        now=project.now,
        environment=os.environ,
        ledger=ledger or folder / "reminders.json",
        clock=Clock(time.monotonic, time.sleep),
        calendar=partial(reminder_calendar, project.register, base),
        dry_run=dry_run,
    )
    outcome = replace(outcome, has_errors=bool(project.errors))
    for told in outcome.sent:
        echo(told.full_text if dry_run else told.summary_line)
    for line in outcome.failure_lines:
        click.echo(f"policysite: {line}", err=True)
    if outcome.is_complete and not outcome.sent:
        click.echo("There is nothing to tell anybody.")
    sys.exit(0 if outcome.is_complete else 1)
