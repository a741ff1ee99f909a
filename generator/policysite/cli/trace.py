"""Commands about checklists: what they cite, what was looked at, and what was done by them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from .shared import echo, project_option


@click.command()
@project_option
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

    from ..outputs.reports import trace_report
    from ..project import Project

    project = Project.open(folder, datetime.now(UTC))
    echo(trace_report.render_trace(cast("trace_report.TraceFormat", form), project.traceability.trace))
    if project.errors:
        click.echo("the sources have errors: see policysite check", err=True)
    sys.exit(1 if project.errors else 0)


@click.command()
@project_option
@click.argument("names", nargs=-1, metavar="NAME...")
@click.option("--yes", is_flag=True, help="Don't ask.")
def accept(folder: Path, names: tuple[str, ...], *, yes: bool) -> None:
    """Record that you compared what is new or has changed; writes policy.lock only.

    A duty is compared with its clause, an item of a checklist with what it cites; each is shown as it
    was and as it is. NAME is a document, a DOCUMENT/DUTY, a checklist or a CHECKLIST/ITEM; without one
    it goes through everything.
    """
    from datetime import UTC

    from ..lock_recorder import LockRecorder
    from ..outputs.reports import trace_report
    from ..project import Project
    from ..traceability import AcceptanceStatus, Restatement, TraceLink

    project = Project.open(folder, datetime.now(UTC))
    if project.errors:
        raise click.ClickException("the sources have errors: mend them first, see policysite check")
    duties, links = project.traceability.restatements, project.traceability.trace.links
    known = {link.name for link in links} | set(project.library.checklists) | set(duties)
    known |= {one.edition.reference for one in duties.values()}
    for name in names:
        if name not in known:
            raise click.BadParameter(_unknown(name, known), param_hint="NAME")
    asked: list[Restatement | TraceLink] = [
        *(
            one
            for one in duties.values()
            if one.status in (AcceptanceStatus.NEW, AcceptanceStatus.SUSPECT)
        ),
        *project.traceability.trace.links_with_status(
            AcceptanceStatus.NEW, AcceptanceStatus.SUSPECT, AcceptanceStatus.MOVED
        ),
    ]
    if names:
        asked = [one for one in asked if one.name in names or one.name.partition("/")[0] in names]
    taken = []
    for one in asked:
        echo(f"{trace_report.comparison(one)}\n")
        if yes or click.confirm(_QUESTIONS[isinstance(one, Restatement)]):
            taken.append(one)
    recorder = LockRecorder(project)
    gone = [*recorder.stale_items, *recorder.stale_duties] if taken or not names else []
    if taken or gone or project.library.lock.has_entries:
        with _writing_the_lock():
            recorder.accept(
                [one for one in taken if isinstance(one, TraceLink)],
                [one for one in taken if isinstance(one, Restatement)],
            )
    click.echo(f"{len(taken)} of {len(asked)} accepted." if asked else "There is nothing to look at.")
    if gone:
        echo(f"Removed from policy.lock, since these are gone: {trace_report.joined_names(gone)}\n")


_QUESTIONS = ("Does the item still say what this says?", "Does the duty say what its clause says?")
"""What is asked of an item, and of a duty."""


@click.command()
@project_option
@click.argument("names", nargs=-1, metavar="DOCUMENT[/EDITION]...")
@click.option("--again", is_flag=True, help="Seal anew what is named: its copy here was corrected.")
@click.option(
    "--reason",
    metavar="TEXT",
    help="Why the copy had to be corrected; asked for at a terminal. Readers are shown it.",
)
def seal(folder: Path, names: tuple[str, ...], reason: str | None, *, again: bool) -> None:
    """Record what editions say, so that they never change; writes policy.lock only.

    Without a name it seals every edition that is not sealed yet. Do it when an edition is published.
    The records of reviews are kept with it. With --again, an edition that was sealed, and the records of
    its document, are kept as they are now; that this was done, and why, stays to be seen.
    """
    from datetime import UTC

    from ..checks.sealing import EDITION_CHANGED, REVIEW_RECORD_CHANGED
    from ..lock_recorder import LockRecorder
    from ..outputs.escaping import one_line
    from ..project import Project
    from ..traceability import edition_digest

    project = Project.open(folder, datetime.now(UTC))
    if again and not names:
        raise click.UsageError("--again needs the names of the editions that were corrected")
    if reason is not None and not again:
        raise click.UsageError("--reason says why an edition is sealed again, and needs --again")
    correctable = (EDITION_CHANGED, REVIEW_RECORD_CHANGED) if again else ()
    if any(problem.rule not in correctable for problem in project.errors):
        raise click.ClickException("the sources have errors: mend them first, see policysite check")
    lock = project.library.lock
    held = {f"{one.reference}/{one.edition}": one for one in project.library.editions}
    known = {*held, *project.library.documents}
    for name in names:
        if name not in known:
            raise click.BadParameter(_unknown(name, known), param_hint="DOCUMENT[/EDITION]")
    fresh = {
        name: one
        for name, one in held.items()
        if (lock.editions.get(name) != edition_digest(one) if again else name not in lock.editions)
        and (not names or name in names or one.reference in names)
    }
    if again:
        reason = _reason(reason)
    with _writing_the_lock():
        sealed = LockRecorder(project).seal(
            fresh.values(), reason, {name.partition("/")[0] for name in names}
        )
    if sealed.sealed_editions:
        click.echo(f"Sealed: {', '.join(sealed.sealed_editions)}")
    else:
        click.echo("Every one of them was sealed before.")
        if sealed.after != sealed.before:
            click.echo("New in policy.lock: records of reviews, and duties of sealed editions.")
    for name, correction in sealed.corrections:
        echo(f"Corrected for good: {one_line(f'{name} ({correction.reason})')}\n")


def _reason(given: str | None) -> str:
    """Why something sealed is corrected, in one line. Asked for where somebody can answer."""
    import sys

    from ..domain.fields import parse_line

    if given is None and sys.stdin.isatty():
        given = click.prompt("Why did the copy have to be corrected? Readers are shown this")
    if given is None:
        raise click.UsageError("--again needs --reason: a sentence for readers that says why")
    try:
        return parse_line(given)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--reason") from None


@contextmanager
def _writing_the_lock() -> Iterator[None]:
    """Say in a line why policy.lock could not be written."""
    from ..errors import PolicySiteError

    try:
        yield
    except PolicySiteError as error:
        raise click.ClickException(str(error)) from None


@click.command()
@project_option
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

    from ..outputs.escaping import json_text
    from ..outputs.usage_records import MAX_RECORD_BYTES, verification_data, verification_text
    from ..project import Project

    project = Project.open(folder, datetime.now(UTC))
    found = []
    for name in records:
        try:
            with click.open_file(name, "rb") as file:
                found.append((name, project.verify_record(file.read(MAX_RECORD_BYTES + 1))))
        except OSError as error:
            raise click.ClickException(f"{name} could not be read: {error.strerror}") from None
    if form == "json":
        data = verification_data(found).model_dump(mode="json")
        echo(json_text(json.dumps(data, indent=2, ensure_ascii=False)) + "\n")
    else:
        echo("\n".join(verification_text(name, one) for name, one in found))
    if project.errors:
        click.echo("the sources have errors: see policysite check", err=True)
    sys.exit(1 if project.errors or not all(one.belongs for _, one in found) else 0)


def _unknown(name: str, known: Collection[str]) -> str:
    """That a name is not known, and what may have been meant."""
    from ..domain.problems import similar_names_hint

    return f"{name!r} is not there; {similar_names_hint(name, sorted(known), what='names')}"
