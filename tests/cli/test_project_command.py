"""What a command on a project exits with, and what it says where it cannot go on."""

from __future__ import annotations

import click
from click.testing import CliRunner, Result

from policysite.cli.project_command import Session, project_command
from policysite.domain.problems import Problem, ProblemsError, SourcePosition
from policysite.domain.site_rules import SITE_SETTING
from policysite.errors import PolicySiteError
from tests.small import EDITION, SmallProject


@project_command
@click.argument("way")
def end(session: Session, way: str) -> bool:
    """End in one of many ways."""
    match way:
        case "in an error":
            raise PolicySiteError("the ledger is not there")
        case "in problems":
            raise ProblemsError([Problem(SITE_SETTING, "no theme", SourcePosition("mkdocs.yml", 4))])
        case "where errors are":
            session.refuse_errors()
    return way == "well"


def ended(small: SmallProject, way: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(end, ["--project", str(small.folder), way])


def test_a_command_exits_with_what_it_returns(small: SmallProject) -> None:
    """Where all is well it is 0, and otherwise 1; nothing is added to what the command says."""
    assert [(ended(small, way).exit_code, ended(small, way).output) for way in ("well", "ill")] == [
        (0, ""),
        (1, ""),
    ]


def test_what_kept_a_command_from_going_on_is_said_in_a_line(small: SmallProject) -> None:
    """An error of the package ends the command with 1, and its text is what the user reads."""
    result = ended(small, "in an error")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: the ledger is not there\n"


def test_problems_are_reported_with_all_others(small: SmallProject) -> None:
    """Who has to mend the one can mend the others, too."""
    small.change(EDITION, "role: line-manager", "role: line-managr")
    result = ended(small, "in problems")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "mkdocs.yml:4:1: error[site-setting] no theme\n" in result.stderr
    assert "error[unknown-role]" in result.stderr
    assert result.stderr.endswith("2 errors, no warnings.\n")


def test_sources_with_errors_are_refused(small: SmallProject) -> None:
    """A command that needs sound sources says where to read what is wrong with them."""
    assert ended(small, "where errors are").stderr == ""
    small.change(EDITION, "role: line-manager", "role: line-managr")
    result = ended(small, "where errors are")
    assert result.exit_code == 1
    assert result.stderr == "Error: the sources have errors: mend them first, see policysite check\n"
