"""Commands about checklists: what they cite, what was looked at, and what was done by them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

import click

from .shared import in_project, printed


@click.command()
@in_project
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

    from ..project import Project
    from ..reporting import matrix

    project = Project.open(folder, datetime.now(UTC))
    printed(matrix.render(cast("matrix.Format", form), project.trace))
    if project.has_errors:
        click.echo("the sources have errors: see policysite check", err=True)
    sys.exit(1 if project.has_errors else 0)


@click.command()
@in_project
@click.argument("names", nargs=-1, metavar="CHECKLIST[/ITEM]...")
@click.option("--yes", is_flag=True, help="Don't ask.")
def accept(folder: Path, names: tuple[str, ...], *, yes: bool) -> None:
    """Record that you looked at items whose source is new or has changed; writes policy.lock only.

    Without a name it goes through all of them. Each is shown as it was and as it is.
    """
    from datetime import UTC

    from ..project import Project
    from ..reporting import matrix
    from ..tracing import Status

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
        printed(f"{matrix.compared(link)}\n")
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
        printed(f"Removed from policy.lock, since these items are gone: {matrix.listed(gone)}\n")


@click.command()
@in_project
@click.argument("names", nargs=-1, metavar="DOCUMENT[/EDITION]...")
@click.option("--again", is_flag=True, help="Seal anew what is named: its copy here was corrected.")
def seal(folder: Path, names: tuple[str, ...], *, again: bool) -> None:
    """Record what editions say, so that they never change; writes policy.lock only.

    Without a name it seals every edition that is not sealed yet. Do it when an edition is published.
    """
    from datetime import UTC

    from ..project import Project

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


@click.command()
@in_project
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

    A record is a file that somebody saved on the page of a checklist; - is standard input. Its words
    are compared with the checklist as it is, and as git has it from earlier. Exits with 1 when one is
    rejected, names an edition that is not sealed, or has words that no version had, or when the sources
    have errors. That the policy has changed since is said, and is no fault.
    """
    import json
    import sys
    from datetime import UTC

    from ..project import Project
    from ..records import MAX_BYTES, as_data, in_text

    project = Project.open(folder, datetime.now(UTC))
    found = []
    for name in records:
        try:
            with click.open_file(name, "rb") as file:
                found.append((name, project.verify(file.read(MAX_BYTES + 1))))
        except OSError as error:
            raise click.ClickException(f"{name} could not be read: {error.strerror}") from None
    if form == "json":
        printed(json.dumps(as_data(found), indent=2, ensure_ascii=False) + "\n")
    else:
        printed("\n".join(in_text(name, one) for name, one in found))
    if project.has_errors:
        click.echo("the sources have errors: see policysite check", err=True)
    sys.exit(1 if project.has_errors or not all(one.belongs for _, one in found) else 0)


def _unknown(name: str, known: Collection[str]) -> str:
    """That a name is not known, and what may have been meant."""
    from ..problems import nearest

    return f"{name!r} is not there; {nearest(name, sorted(known), what='names')}"
