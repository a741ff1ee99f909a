"""The command policysite: a thin shell over the project, with the terminal and the clock.

Imports only click at the top: `policysite --version` has to answer at once.
"""

from __future__ import annotations

from pathlib import Path

import click

from . import __version__

CONFIGURATION = "mkdocs.yml"

_project = click.option(
    "--project",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    show_default="this folder",
    help="The folder that holds policy/.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="policysite")
def main() -> None:
    """Publish policy documents that are kept as YAML."""


@main.command()
@_project
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
    help="The commit, as origin/main, since when no review date may have moved without a record.",
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

    from . import reporting
    from .project import Project
    from .sources import HistoryError

    try:
        project = Project.open(folder, datetime.now(UTC), since)
    except HistoryError as error:
        raise click.BadParameter(str(error), param_hint="--since") from None
    report = reporting.render(
        cast("reporting.Format", form),
        project.problems,
        project.counts,
        read_line=project.line,
        colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ,
        version=__version__,
    )
    # What the output's encoding lacks is shown by its number: a source may hold any character.
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(report.encode(encoding, "backslashreplace").decode(encoding), nl=False)
    sys.exit(1 if project.has_errors or (strict and project.problems) else 0)


@main.command()
@_project
@click.option("--strict", is_flag=True, help="Let warnings of the site engine fail the build.")
def build(folder: Path, *, strict: bool) -> None:
    """Build the site into site/, which changes only when the build is whole."""
    from mkdocs.commands.build import build as build_site
    from mkdocs.config import load_config

    _show_log()
    config = load_config(_configuration(folder), strict=strict or None)
    if "policysite" not in config.plugins:
        raise click.UsageError(f"{CONFIGURATION} does not name policysite below plugins:")
    build_site(config)


@main.command()
@_project
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where to serve.")
@click.option("--open", "open_browser", is_flag=True, help="Open the site in a browser.")
def serve(folder: Path, address: str, *, open_browser: bool) -> None:
    """Show the site while you edit: a saved change appears by itself."""
    from mkdocs.commands.serve import serve as serve_site

    _show_log()
    serve_site(_configuration(folder), dev_addr=address, open_in_browser=open_browser)


@main.command()
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(__file__).parent / "schemas",
    show_default="the package's own folder",
    help="The folder to write to.",
)
def schema(into: Path) -> None:
    """Write the JSON Schemas that editors use to complete and check sources."""
    from .schemas import documents, in_text

    into.mkdir(parents=True, exist_ok=True)
    for name, document in documents().items():
        (into / name).write_text(in_text(document), encoding="utf-8")
        click.echo(into / name)


def _configuration(folder: Path) -> str:
    path = folder / CONFIGURATION
    if not path.is_file():
        raise click.UsageError(f"{path} is not there: run this in the folder of a project, or name it")
    return str(path)


def _show_log() -> None:
    """Show what the site engine warns of, and what the plugin says."""
    import logging
    import os
    import sys

    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.WARNING)
    logger.addHandler(handler)
    logging.getLogger("mkdocs.plugins.policysite").setLevel(logging.INFO)
