"""The command that says how documents stand with their reviews."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from ..domain.register import Register
from ..domain.reviews import REVIEW_LIMITS, WORST_FIRST, ReviewLimit, ReviewState
from ..outputs.escaping import json_text
from ..outputs.reports.register_report import (
    REGISTER_FORMATS,
    RegisterFilter,
    RegisterFormat,
    limits_reached,
    render_register,
    wrong_role_note,
)
from .project_command import Session, project_command
from .shared import site_address_option
from .terminal import echo

_YEARS = range(1000, 9000)
"""The years that dates in sources may have."""


class _Months(click.ParamType[int]):
    """A number of months, as in 12m."""

    name = "months"
    most = 120

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        digits = str(value).removesuffix("m")
        if not (digits.isascii() and digits.isdecimal() and 0 < int(digits) <= self.most):
            self.fail(f"{value!r} is not a number of months from 1m to {self.most}m", param, ctx)
        return int(digits)


@project_command
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
    type=click.Choice([state.replace(" ", "-") for state in WORST_FIRST]),
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
    type=click.Choice(REGISTER_FORMATS),
    default="table",
    show_default=True,
    help="How to print the register; github is a line of JSON an issue.",
)
@click.option(
    "--fail-on",
    "limits",
    multiple=True,
    type=click.Choice(REVIEW_LIMITS),
    help="Exit with 1 when any document is so. Due is due soon, due this month or overdue.",
)
@click.option(
    "--site",
    metavar="URL-OR-FOLDER",
    help="Look at a published site instead of the sources, from outside.",
)
@site_address_option
def review(  # noqa: PLR0913, PLR0917  # a parameter an option
    session: Session,
    as_of: datetime | None,
    owner: str | None,
    contact: str | None,
    states: tuple[str, ...],
    within: int | None,
    form: RegisterFormat,
    limits: tuple[ReviewLimit, ...],
    site: str | None,
    base: str,
) -> bool:
    """Say how each document stands with its review, the worst first. Writes nothing.

    The totals count every document, and --fail-on looks at every one, whatever is shown. Exits with
    1, too, when sources cannot be read whole or hold nothing to report on.
    """
    if site is not None:
        if as_of or owner or contact or states or within or form != "table":
            raise click.UsageError("--site goes with --fail-on only: the site is seen as it is today")
        return _review_site(site, session.now, limits)
    if as_of and as_of.year not in _YEARS:
        raise click.BadParameter("the year is to be from 1000 to 8999", param_hint="--as-of")
    project = session.project
    for role, option in ((owner, "--owner"), (contact, "--contact")):
        if role is not None and role not in project.library.roles:
            raise click.BadParameter(f"{role!r} is not a role of the library", param_hint=option)
    register = Register.from_library(project.library, as_of.date() if as_of else project.today)
    in_states = tuple(ReviewState(state.replace("-", " ")) for state in states)
    selection = RegisterFilter(owner, contact, in_states, within or 0)
    if form == "json":
        from ..outputs.api.review_state import review_report  # noqa: PLC0415  # others need no types

        report = review_report(register, selection.select(register), selection.months, base, project.now)
        data = report.model_dump(mode="json")
        echo(json_text(f"{json.dumps(data, indent=2, ensure_ascii=False)}\n"))
    else:
        echo(render_register(form, register, selection, base))
    if note := wrong_role_note(register, selection):
        click.echo(note, err=True)
    failures = limits_reached(register, limits)
    if not register.statuses:
        failures.append("there is no document to report on")
    if project.errors:
        failures.append("the sources have errors that may hide documents: see policysite check")
    return _print_failures(failures)


def _review_site(site: str, now: datetime, limits: Sequence[ReviewLimit]) -> bool:
    """Report on a published site. Returns whether all is well with it."""
    # Loading network libraries would add a quarter to the time of a review of the sources.
    from ..outputs.notifications import published_site  # noqa: PLC0415
    from ..outputs.notifications.redaction import public_address  # noqa: PLC0415

    try:
        published = published_site.read_published_site(site, now, os.environ)
    except published_site.UnreadableSiteError as error:
        return _print_failures([f"{public_address(site)}: {error}"])
    echo(published_site.published_site_report(published))
    problems = [f"{published.location}: {problem}" for problem in published.site_problems]
    return _print_failures([*problems, *published_site.published_limits_reached(published, limits)])


def _print_failures(failures: Sequence[str]) -> bool:
    """Print the failures. Returns whether there are none."""
    for failure in failures:
        click.echo(failure, err=True)
    return not failures
