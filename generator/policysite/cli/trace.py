"""The command that says what the checklists cite."""

from __future__ import annotations

import click

from ..outputs.reports.trace_report import TRACE_FORMATS, TraceFormat, render_trace
from .project_command import Session, project_command
from .terminal import echo


@project_command
@click.option(
    "--format",
    "form",
    type=click.Choice(TRACE_FORMATS),
    default="table",
    show_default=True,
    help="How to print it.",
)
def trace(session: Session, form: TraceFormat) -> bool:
    """Say which item carries out which duty, and what has changed since somebody looked.

    Exits with 1 when an item leads nowhere, or the sources have other errors.
    """
    project = session.project
    echo(render_trace(form, project.traceability.trace))
    if project.errors:
        click.echo("the sources have errors: see policysite check", err=True)
    return not project.errors
