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
    candidates: list[Restatement | TraceLink] = [
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
        candidates = [
            candidate
            for candidate in candidates
            if candidate.name in names or candidate.name.partition("/")[0] in names
        ]
    accepted = []
    for candidate in candidates:
        echo(f"{trace_report.comparison(candidate)}\n")
        if yes or click.confirm(_QUESTIONS[isinstance(candidate, Restatement)]):
            accepted.append(candidate)
    recorder = LockRecorder(project)
    removed = [*recorder.stale_items, *recorder.stale_duties] if accepted or not names else []
    if accepted or removed or project.library.lock.has_entries:
        recorder.accept(
            [link for link in accepted if isinstance(link, TraceLink)],
            [duty for duty in accepted if isinstance(duty, Restatement)],
        )
    click.echo(
        f"{len(accepted)} of {len(candidates)} accepted."
        if candidates
        else "There is nothing to look at."
    )
    if removed:
        echo(f"Removed from policy.lock, since these are gone: {trace_report.joined_names(removed)}\n")
    return True


_QUESTIONS = ("Does the item still say what this says?", "Does the duty say what its clause says?")
"""The question about an item, and that about a duty."""
