"""What all commands on a project have in common: where it is, when they run, and how they end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

import click

from ..domain.problems import ProblemsError, Rule
from ..errors import PolicySiteError
from ..outputs.reports import problems_text
from ..project import Project
from .terminal import echo, has_colours

P = ParamSpec("P")

_project_option = click.option(
    "--project",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    show_default="this folder",
    help="The folder that holds policy/.",
)


@dataclass(frozen=True)
class Session:
    """One run of a command on the project in a folder. now is when it began."""

    folder: Path
    now: datetime

    @cached_property
    def project(self) -> Project:
        """The project, read when it is first asked for and compared with the last commit."""
        return Project.open(self.folder, self.now)

    def refuse_errors(self, but: Collection[Rule] = ()) -> None:
        """Go no further where the sources have errors, but for breaches of these rules.

        Raises PolicySiteError.
        """
        if any(problem.rule not in but for problem in self.project.errors):
            raise PolicySiteError("the sources have errors: mend them first, see policysite check")


def project_command(function: Callable[Concatenate[Session, P], bool]) -> click.Command:
    """Make a function a command on a project. It is given a Session, and returns whether all is well.

    The command exits with 0 where all is well, and with 1 where it is not. It exits with 1, too, where a
    PolicySiteError kept it from going on, which is said in a line, or as problems with all others of the
    project.
    """

    @wraps(function)
    def run(folder: Path, *arguments: P.args, **options: P.kwargs) -> None:
        session = Session(folder, datetime.now(UTC))
        try:
            is_well = function(session, *arguments, **options)
        except ProblemsError as error:
            _report(session.project.with_problems(error.problems))
            is_well = False
        except PolicySiteError as error:
            raise click.ClickException(str(error)) from None
        if not is_well:
            click.get_current_context().exit(1)

    return click.command()(_project_option(run))


def _report(project: Project) -> None:
    """Say on the terminal what is wrong with a project."""
    report = problems_text(
        project.problems, project.counts, read_line=project.source_line, colour=has_colours(sys.stderr)
    )
    echo(report, err=True)
