"""The command that keeps what editions say."""

from __future__ import annotations

import sys

import click

from ..checks.sealing import EDITION_CHANGED, REVIEW_RECORD_CHANGED
from ..domain.fields import parse_line
from ..lock_recorder import LockRecorder
from ..outputs.escaping import one_line
from ..traceability import edition_digest
from .project_command import Session, project_command
from .shared import refuse_unknown
from .terminal import echo


@project_command
@click.argument("names", nargs=-1, metavar="DOCUMENT[/EDITION]...")
@click.option("--again", is_flag=True, help="Seal anew what is named: its copy here was corrected.")
@click.option(
    "--reason",
    metavar="TEXT",
    help="Why the copy had to be corrected; asked for at a terminal. Readers are shown it.",
)
def seal(session: Session, names: tuple[str, ...], reason: str | None, *, again: bool) -> bool:
    """Record what editions say, so that they never change; writes policy.lock only.

    Without a name it seals every edition that is not sealed yet. Do it when an edition is published.
    The records of reviews are kept with it. With --again, an edition that was sealed, and the records of
    its document, are kept as they are now; that this was done, and why, stays to be seen.
    """
    if again and not names:
        raise click.UsageError("--again needs the names of the editions that were corrected")
    if reason is not None and not again:
        raise click.UsageError("--reason says why an edition is sealed again, and needs --again")
    session.refuse_errors(but=(EDITION_CHANGED, REVIEW_RECORD_CHANGED) if again else ())
    project = session.project
    lock = project.library.lock
    editions = {edition.id: edition for edition in project.library.editions_in_all_languages}
    refuse_unknown(names, {*editions, *project.library.documents}, "DOCUMENT[/EDITION]")
    to_seal = {
        name: edition
        for name, edition in editions.items()
        if (lock.editions.get(name) != edition_digest(edition) if again else name not in lock.editions)
        and (not names or name in names or edition.reference in names)
    }
    if again:
        reason = _parse_reason(reason)
    documents = {name.partition("/")[0] for name in names}
    sealed = LockRecorder(project).seal(to_seal.values(), reason, documents)
    if sealed.sealed_editions:
        click.echo(f"Sealed: {', '.join(sealed.sealed_editions)}")
    else:
        click.echo("Every one of them was sealed before.")
        if sealed.after != sealed.before:
            click.echo("New in policy.lock: records of reviews, and duties of sealed editions.")
    for name, correction in sealed.corrections:
        echo(f"Corrected for good: {one_line(f'{name} ({correction.reason})')}\n")
    return True


def _parse_reason(text: str | None) -> str:
    """The reason for a correction, in one line; asked for at a terminal. Raises click.UsageError."""
    if text is None and sys.stdin.isatty():
        text = click.prompt("Why did the copy have to be corrected? Readers are shown this")
    if text is None:
        raise click.UsageError("--again needs --reason: a sentence for readers that says why")
    try:
        return parse_line(text)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--reason") from None
