"""The command policysite: a thin shell over the project, with the terminal and the clock.

Imports only click at the top: `policysite --version` has to answer at once.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

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


def _with_slash(_context: click.Context, _option: click.Parameter, address: str) -> str:
    return f"{address.rstrip('/')}/" if address else ""


_site_address = click.option(
    "--site-address",
    "base",
    envvar="SITE_URL",
    default="",
    metavar="URL",
    show_default="the environment variable SITE_URL",
    callback=_with_slash,
    help="Where the site is published, for links to it.",
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
    _print(report)
    sys.exit(1 if project.has_errors or (strict and project.problems) else 0)


class _Months(click.ParamType[int]):
    """A number of months, as in 12m."""

    name = "months"
    most = 120

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        digits = str(value).removesuffix("m")
        if not (digits.isascii() and digits.isdecimal() and 0 < int(digits) <= self.most):
            self.fail(f"{value!r} is not a number of months from 1m to {self.most}m", param, ctx)
        return int(digits)


@main.command()
@_project
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    show_default="today",
    help="The day to report on, as 2026-01-31.",
)
@click.option("--owner", metavar="ROLE", help="Show only the documents of this owner.")
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
@_site_address
def review(  # noqa: PLR0913, PLR0917  # a parameter an option
    folder: Path,
    as_of: datetime | None,
    owner: str | None,
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

    from .project import Project
    from .register import Register
    from .reporting import reviewing
    from .reviews import Limit, State

    if site is not None:
        if as_of or owner or states or within or form != "table":
            raise click.UsageError("--site goes with --fail-on only: the site is seen as it is today")
        _look_at(site, limits)
    if as_of and not 1000 <= as_of.year <= 8999:  # noqa: PLR2004  # as in sources
        raise click.BadParameter("the year is to be from 1000 to 8999", param_hint="--as-of")
    project = Project.open(folder, datetime.now(UTC))
    roles = project.library.roles
    if owner is not None and owner not in roles:
        raise click.BadParameter(f"{owner!r} is not a role of the library", param_hint="--owner")
    register = Register.of(project.library, as_of.date() if as_of else project.today)
    asked = reviewing.Asked(owner, tuple(State(one.replace("-", " ")) for one in states), within or 0)
    _print(project.report_reviews(cast("reviewing.Format", form), register, asked, base))
    faults = reviewing.reached(register, cast("tuple[Limit, ...]", limits))
    if not register.standings:
        faults.append("there is no document to report on")
    if project.has_errors:
        faults.append("the sources have errors that may hide documents: see policysite check")
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(1 if faults else 0)


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


@main.command()
@_project
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "markdown"]),
    default="table",
    show_default=True,
    help="How to print it.",
)
def trace(folder: Path, form: str) -> None:
    """Say which item carries out which duty, and what has changed since somebody looked.

    Exits with 1 when an item leads nowhere, or the sources have other errors.
    """
    import sys
    from datetime import UTC
    from typing import cast

    from .project import Project
    from .reporting import matrix

    project = Project.open(folder, datetime.now(UTC))
    _print(matrix.render(cast("matrix.Format", form), project.trace))
    if project.has_errors:
        click.echo("the sources have errors: see policysite check", err=True)
    sys.exit(1 if project.has_errors else 0)


@main.command()
@_project
@click.argument("names", nargs=-1, metavar="CHECKLIST[/ITEM]...")
@click.option("--yes", is_flag=True, help="Don't ask.")
def accept(folder: Path, names: tuple[str, ...], *, yes: bool) -> None:
    """Record that you looked at items whose source is new or has changed; writes policy.lock only.

    Without a name it goes through all of them. Each is shown as it was and as it is.
    """
    from datetime import UTC

    from .project import Project
    from .reporting import matrix
    from .tracing import Status

    project = Project.open(folder, datetime.now(UTC))
    if project.has_errors:
        raise click.ClickException("the sources have errors: mend them first, see policysite check")
    known = {link.name for link in project.trace.links} | set(project.library.checklists)
    for name in names:
        if name not in known:
            raise click.BadParameter(_unknown(name, known), param_hint="CHECKLIST[/ITEM]")
    asked = [
        link
        for link in project.trace.with_status(Status.NEW, Status.SUSPECT, Status.MOVED)
        if not names or link.name in names or link.checklist.name in names
    ]
    taken = []
    for link in asked:
        _print(f"{matrix.compared(link)}\n")
        if yes or click.confirm("Does the item still say what this says?"):
            taken.append(link)
    gone = project.left_over if taken or not names else []
    if taken or gone:
        try:
            project.accept(taken)
        except OSError as error:
            raise click.ClickException(
                f"policy.lock could not be written: {error.strerror or error}"
            ) from None
    click.echo(f"{len(taken)} of {len(asked)} accepted." if asked else "There is nothing to look at.")
    if gone:
        _print(f"Removed from policy.lock, since these items are gone: {matrix.listed(gone)}\n")


@main.command()
@_project
@click.argument("names", nargs=-1, metavar="DOCUMENT[/EDITION]...")
@click.option("--again", is_flag=True, help="Seal anew what is named: its copy here was corrected.")
def seal(folder: Path, names: tuple[str, ...], *, again: bool) -> None:
    """Record what editions say, so that they never change; writes policy.lock only.

    Without a name it seals every edition that is not sealed yet. Do it when an edition is published.
    """
    from datetime import UTC

    from .project import Project

    project = Project.open(folder, datetime.now(UTC))
    if again and not names:
        raise click.UsageError("--again needs the names of the editions that were corrected")
    if any(problem.code != "edition-changed" for problem in project.errors) or (
        project.has_errors and not again
    ):
        raise click.ClickException("the sources have errors: mend them first, see policysite check")
    held = {f"{one.reference}/{one.edition}": one for one in project.library.editions}
    known = {*held, *project.library.documents}
    for name in names:
        if name not in known:
            raise click.BadParameter(_unknown(name, known), param_hint="DOCUMENT[/EDITION]")
    fresh = {
        name: one
        for name, one in held.items()
        if (again or name not in project.library.lock.editions)
        and (not names or name in names or one.reference in names)
    }
    if fresh:
        try:
            project.seal(fresh.values())
        except OSError as error:
            raise click.ClickException(
                f"policy.lock could not be written: {error.strerror or error}"
            ) from None
    click.echo(f"Sealed: {', '.join(fresh)}" if fresh else "Every one of them was sealed before.")


def _unknown(name: str, known: Collection[str]) -> str:
    """That a name is not known, and what may have been meant."""
    from .problems import nearest

    return f"{name!r} is not there; {nearest(name, sorted(known), what='names')}"


def _look_at(site: str, limits: tuple[str, ...]) -> NoReturn:
    """Report on a published site, and exit with 1 when anything is wrong with it."""
    import sys
    from datetime import UTC
    from typing import cast

    from .alerts import published
    from .reviews import Limit

    try:
        found = published.read(site, datetime.now(UTC))
    except published.NotReadable as error:
        click.echo(f"{site}: {error}", err=True)
        sys.exit(1)
    _print(published.report(found))
    faults = [
        *(f"{site}: {fault}" for fault in found.faults),
        *published.reached(found, cast("tuple[Limit, ...]", limits)),
    ]
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(1 if faults else 0)


def _print(report: str) -> None:
    """Print; what the output's encoding lacks is shown by its number: a source may hold any character."""
    import sys

    encoding = sys.stdout.encoding or "utf-8"
    click.echo(report.encode(encoding, "backslashreplace").decode(encoding), nl=False)


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


@main.command()
@_project
@click.option(
    "--ledger",
    type=click.Path(dir_okay=False, path_type=Path),
    show_default="reminders.json in the project",
    help="The file that says who was told of what. It is kept from run to run, and never published.",
)
@_site_address
@click.option("--dry-run", is_flag=True, help="Print what would be sent. Send and write nothing.")
def remind(folder: Path, ledger: Path | None, base: str, *, dry_run: bool) -> None:
    """Tell the owners of documents whose review needs attention, each of every stage once.

    Exits with 0 when all were told or there is nothing to tell, and with 1 when something failed, which
    the next run tries again, or when the sources have errors.
    """
    import os
    import sys
    from datetime import UTC

    from .project import Project

    project = Project.open(folder, datetime.now(UTC))
    outcome = project.remind(os.environ, ledger or folder / "reminders.json", base, dry_run=dry_run)
    for told in outcome.sent:
        _print(told.whole if dry_run else told.line)
    for line in outcome.wrong:
        click.echo(f"policysite: {line}", err=True)
    if outcome.is_complete and not outcome.sent:
        click.echo("There is nothing to tell anybody.")
    sys.exit(0 if outcome.is_complete else 1)


@main.command()
@_project
@click.argument(
    "records",
    nargs=-1,
    required=True,
    metavar="RECORD...",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print what is found.",
)
def verify(folder: Path, records: tuple[str, ...], form: str) -> None:
    """Say whether records of use belong to sealed editions of this library. Writes nothing.

    A record is a file that somebody saved on the page of a checklist; - is standard input. Exits with
    1 when one is rejected or names an edition that is not sealed, or when the sources have errors.
    That the policy has changed since is said, and is no fault.
    """
    import json
    import sys
    from datetime import UTC

    from .project import Project
    from .records import MAX_BYTES, as_data, in_text

    project = Project.open(folder, datetime.now(UTC))
    found = []
    for name in records:
        try:
            with click.open_file(name, "rb") as file:
                found.append((name, project.verify(file.read(MAX_BYTES + 1))))
        except OSError as error:
            raise click.ClickException(f"{name} could not be read: {error.strerror}") from None
    if form == "json":
        _print(json.dumps(as_data(found), indent=2, ensure_ascii=False) + "\n")
    else:
        _print("\n".join(in_text(name, one) for name, one in found))
    if project.has_errors:
        click.echo("the sources have errors: see policysite check", err=True)
    sys.exit(1 if project.has_errors or not all(one.belongs for _, one in found) else 0)
