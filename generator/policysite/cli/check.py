"""Commands about the sources: what is wrong with them, and what may stand in them."""

from __future__ import annotations

from pathlib import Path

import click

from .. import __version__
from .shared import echo, project_option


@click.command()
@project_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
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
def check(folder: Path, form: str, since: str | None, *, strict: bool) -> None:
    """Say what is wrong with the sources. Writes nothing.

    Exits with 0 when nothing is wrong, with 1 when there are errors (or, with --strict, warnings),
    and with 2 when the command itself is used wrongly.
    """
    import os
    import sys
    from datetime import UTC, datetime
    from typing import cast

    from ..outputs import reports
    from ..outputs.escaping import one_line
    from ..project import Project
    from ..sources import HistoryError

    try:
        project = Project.open(folder, datetime.now(UTC), since)
    except HistoryError as error:
        raise click.BadParameter(str(error), param_hint="--since") from None
    report = reports.render_problems(
        cast("reports.ProblemFormat", form),
        project.problems,
        project.counts,
        read_line=project.source_line,
        colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ,
        version=__version__,
    )
    echo(report)
    if project.comparison_error:
        click.echo(
            f"The sources were not compared with the last commit: {one_line(project.comparison_error)}",
            err=True,
        )
    sys.exit(1 if project.errors or (strict and project.problems) else 0)


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what a problem is, why it matters, and what to write instead.

    CODE is what a report shows in brackets, as in error[unknown-role]. Without one, all are listed.
    """
    from importlib.resources import files

    from .. import rules
    from ..domain.problems import closest_name
    from ..outputs.reports import explain_rule, list_rules

    if code is None:
        echo(list_rules())
        return
    if code not in rules.RULES:
        close = closest_name(code, rules.RULES)
        hint = f"did you mean {close!r}?" if close else "policysite explain lists them all"
        raise click.BadParameter(f"{code!r} is no code of a problem; {hint}", param_hint="CODE")
    page = files(rules) / f"{code}.md"
    echo(explain_rule(code, page.read_text(encoding="utf-8")))


@click.command()
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(__file__).parents[1] / "sources" / "schemas",
    show_default="the package's own folder",
    help="The folder to write to.",
)
def schema(into: Path) -> None:
    """Write the JSON Schemas that editors use to complete and check sources."""
    from ..sources.json_schemas import schema_text, source_schemas

    into.mkdir(parents=True, exist_ok=True)
    for name, document in source_schemas().items():
        (into / name).write_text(schema_text(document), encoding="utf-8")
        click.echo(into / name)
