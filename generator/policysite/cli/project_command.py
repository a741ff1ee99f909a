"""What the commands on a project share: the option for its folder, the time, and the exit code."""

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
    """A run of a command on the project in a folder. now is the time at which it began."""

    folder: Path
    now: datetime

    @cached_property
    def project(self) -> Project:
        """The project, read at first access and compared with the last commit."""
        return Project.open(self.folder, self.now)

    def refuse_errors(self, but: Collection[Rule] = ()) -> None:
        """Raise PolicySiteError if the sources have errors, except breaches of the rules in `but`."""
        if any(problem.rule not in but for problem in self.project.errors):
            raise PolicySiteError("the sources have errors: mend them first, see policysite check")


def project_command(function: Callable[Concatenate[Session, P], bool]) -> click.Command:
    """Make a command on a project from a function that takes a Session and returns whether it succeeded.

    The command exits with 0 or 1. It also exits with 1 after a PolicySiteError, of which it prints the
    message; of a ProblemsError it prints the problems together with those of the project.
    """

    @wraps(function)
    def run(folder: Path, *arguments: P.args, **options: P.kwargs) -> None:
        session = Session(folder, datetime.now(UTC))
        try:
            succeeded = function(session, *arguments, **options)
        except ProblemsError as error:
            _print_problems(session.project.with_problems(error.problems))
            succeeded = False
        except PolicySiteError as error:
            raise click.ClickException(str(error)) from None
        if not succeeded:
            click.get_current_context().exit(1)

    return click.command()(_project_option(run))


def _print_problems(project: Project) -> None:
    """Print the problems of a project."""
    report = problems_text(
        project.problems, project.counts, read_line=project.source_line, colour=has_colours(sys.stderr)
    )
    echo(report, err=True)
