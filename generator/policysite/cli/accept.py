"""The command that records what somebody compared."""

from __future__ import annotations

import click

from ..lock_recorder import LockRecorder
from ..outputs.reports import trace_report
from ..traceability import AcceptanceStatus, Restatement, TraceLink
from .project_command import Session, project_command
from .shared import refuse_unknown
from .terminal import echo


@project_command
@click.argument("names", nargs=-1, metavar="NAME...")
@click.option("--yes", is_flag=True, help="Don't ask.")
def accept(session: Session, names: tuple[str, ...], *, yes: bool) -> bool:
    """Record that you compared what is new or has changed; writes policy.lock only.

    A duty is compared with its clause, an item of a checklist with what it cites; each is shown as it
    was and as it is. NAME is a document, a DOCUMENT/DUTY, a checklist or a CHECKLIST/ITEM; without one
    it goes through everything.
    """
    session.refuse_errors()
    project = session.project
    duties, links = project.traceability.restatements, project.traceability.trace.links
    known = {link.name for link in links} | set(project.library.checklists) | set(duties)
    known |= {duty.edition.reference for duty in duties.values()}
    refuse_unknown(names, known, "NAME")
    asked: list[Restatement | TraceLink] = [
        *(
            duty
            for duty in duties.values()
            if duty.status in (AcceptanceStatus.NEW, AcceptanceStatus.SUSPECT)
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
        recorder.accept(
            [one for one in taken if isinstance(one, TraceLink)],
            [one for one in taken if isinstance(one, Restatement)],
        )
    click.echo(f"{len(taken)} of {len(asked)} accepted." if asked else "There is nothing to look at.")
    if gone:
        echo(f"Removed from policy.lock, since these are gone: {trace_report.joined_names(gone)}\n")
    return True


_QUESTIONS = ("Does the item still say what this says?", "Does the duty say what its clause says?")
"""What is asked of an item, and of a duty."""
