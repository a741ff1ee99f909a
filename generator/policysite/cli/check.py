"""The command that says what is wrong with the sources."""

from __future__ import annotations

import sys

import click

from .. import __version__
from ..outputs.escaping import one_line
from ..outputs.reports import PROBLEM_FORMATS, ProblemFormat, render_problems
from ..project import Project
from ..sources import HistoryError
from .project_command import Session, project_command
from .terminal import echo, has_colours


@project_command
@click.option(
    "--format",
    "form",
    type=click.Choice(PROBLEM_FORMATS),
    default="text",
    show_default=True,
    help="How to print the problems.",
)
@click.option("--strict", is_flag=True, help="Let warnings fail the check, too.")
@click.option(
    "--since",
    metavar="COMMIT",
    show_default="the last commit",
    help="The commit, as origin/main, since when no review date may have moved without a record, and"
    " nothing sealed may have changed.",
)
def check(session: Session, form: ProblemFormat, since: str | None, *, strict: bool) -> bool:
    """Say what is wrong with the sources. Writes nothing.

    Exits with 0 when nothing is wrong, with 1 when there are errors (or, with --strict, warnings),
    and with 2 when the command itself is used wrongly.
    """
    try:
        project = Project.open(session.folder, session.now, since)
    except HistoryError as error:
        raise click.BadParameter(str(error), param_hint="--since") from None
    report = render_problems(
        form,
        project.problems,
        project.counts,
        read_line=project.source_line,
        colour=has_colours(sys.stdout),
        version=__version__,
    )
    echo(report)
    if project.comparison_error:
        click.echo(
            f"The sources were not compared with the last commit: {one_line(project.comparison_error)}",
            err=True,
        )
    return not (project.errors or (strict and project.problems))
