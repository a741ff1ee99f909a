"""Every checklist item cites a provision in force, and every binding duty is in a checklist."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from textwrap import shorten

from ..domain.library import Library
from ..domain.model import LOCK_FILE
from ..domain.problems import Finding, Rule, SourcePlace, similar_names_hint
from ..traceability import AcceptanceStatus, TraceLink, describe_roles
from .check import CheckContext, check_for
from .citations import UNKNOWN_CLAUSE
from .editions import ID_REPEATED, UNKNOWN_DOCUMENT
from .hints import clause_hint, duty_hint
from .text_excerpt import previous_wording


@check_for(ID_REPEATED)
def item_names_are_unique(context: CheckContext) -> Iterator[Finding]:
    """No two items of a checklist have the same name."""
    for checklist in context.library.checklists.values():
        seen: set[str] = set()
        for path, item in checklist.items:
            if item.name in seen:
                yield Finding(
                    ID_REPEATED,
                    f"the name {item.name!r} already stands for another item of this checklist",
                    SourcePlace(checklist.file, path),
                    "give one of them an id: of its own",
                )
            seen.add(item.name)


UNKNOWN_DUTY = Rule.error("unknown-duty", "A duty is not in the document that is cited")
ITEM_INVERTED = Rule.error("item-inverted", "An item tells to do the opposite of its duty")
NOT_MISSING = Rule.error("not-missing", "An item says that something is missing which is there")
DUTY_UNCOVERED = Rule.warning("duty-uncovered", "A binding duty is in no checklist of its role")
ITEM_NEW = Rule.warning("item-new", "Nobody has accepted yet what an item makes of its source")
ITEM_SUSPECT = Rule.warning("item-suspect", "What an item cites has changed since somebody looked")
ITEM_MOVED = Rule.warning("item-moved", "What an item cites has moved to another number")


@check_for(
    UNKNOWN_DOCUMENT,
    UNKNOWN_CLAUSE,
    UNKNOWN_DUTY,
    ITEM_INVERTED,
    NOT_MISSING,
    DUTY_UNCOVERED,
    ITEM_NEW,
    ITEM_SUSPECT,
    ITEM_MOVED,
)
def items_cite_provisions_in_force(context: CheckContext) -> Iterator[Finding]:
    """Items cite duties and clauses that exist, and that somebody has accepted as they are now."""
    library = context.library
    trace = context.traceability.trace
    for link in trace.links:
        status = link.status
        duty = link.cited_provision.duty if link.cited_provision else None
        if duty is not None and link.item.do is not None and duty.is_contradicted_by(link.item.do):
            yield Finding(
                ITEM_INVERTED,
                f"the item tells to do the opposite of {link.item.cited_name}: {describe_roles(duty)}"
                f" {duty.force} {shorten(duty.action, 60, placeholder=' …')}",
                SourcePlace(link.checklist.file, (*link.path, "do")),
                f"write do: {shorten(duty.instruction, 100, placeholder=' …')}",
            )
        if status is AcceptanceStatus.ACCEPTED and not link.item.missing:
            continue
        if not library.is_unreadable(link.item.cited_name.partition("/")[0]):
            yield from _link_findings(library, link, status)
    if any(file.startswith("checklists/") for file in library.unreadable):
        return
    current = {edition.file for edition in library.current_editions}
    for located in trace.uncovered_duties:
        if located.duty.force.is_binding and located.edition.file in current:
            missing_item = (
                "reminds of the prohibition"
                if located.duty.force.is_prohibition
                else "carries out the duty"
            )
            for role in trace.uncovered_roles(located):
                yield Finding(
                    DUTY_UNCOVERED,
                    f"{role} has a checklist, but no item {missing_item} {located.duty.id!r}",
                    SourcePlace(located.edition.file, library.duty_paths[id(located.duty)]),
                    f"add an item with duty: {located.edition.reference}/{located.duty.id}",
                )


def _link_findings(library: Library, link: TraceLink, status: AcceptanceStatus) -> Iterator[Finding]:
    place = SourcePlace(link.checklist.file, (*link.path, link.item.kind))
    source = link.cited_provision
    if (
        link.item.missing
        and source is not None
        and not (source.provision.missing or source.provision.withheld)
    ):
        yield Finding(
            NOT_MISSING,
            f"nothing is missing at {link.item.missing} any more",
            place,
            "put items in its place that say what is to be done",
        )
        return
    match status:
        case AcceptanceStatus.BROKEN:
            yield _broken_link(library, link, place)
        case AcceptanceStatus.SUSPECT:
            was = previous_wording(link.accepted.text, source.text) if link.accepted and source else ""
            yield Finding(
                ITEM_SUSPECT,
                f"{link.item.cited_name} has changed since somebody last looked at this item; it said: "
                f"{was}",
                place,
                f"see whether the item is still right, then run: policysite accept {link.name}",
            )
        case AcceptanceStatus.NEW if f"policy/{LOCK_FILE}" not in library.unreadable:
            what = "something is missing at" if link.item.missing else "this item says the same as"
            yield Finding(
                ITEM_NEW,
                f"nobody has accepted yet that {what} {link.item.cited_name}",
                place,
                f"compare the two, then run: policysite accept {link.name}",
            )
        case AcceptanceStatus.MOVED:
            was = link.accepted.clause if link.accepted else ""
            now = source.provision.anchor if source else ""
            yield Finding(
                ITEM_MOVED,
                f"what this item cites has moved from {was} to {now}; it says the same",
                place,
                f"run: policysite accept {link.name}",
            )


def _broken_link(library: Library, link: TraceLink, place: SourcePlace) -> Finding:
    reference, _, name = link.item.cited_name.partition("/")
    document = library.documents.get(reference)
    if document is None:
        return Finding(
            UNKNOWN_DOCUMENT,
            f"{reference!r} is not in the library",
            place,
            partial(similar_names_hint, reference, library.documents, what="documents"),
        )
    if document.is_withdrawn:
        return Finding(
            UNKNOWN_DOCUMENT,
            f"{reference} is withdrawn",
            place,
            "remove the item, or cite what stands in its place",
        )
    if link.item.duty:
        return Finding(
            UNKNOWN_DUTY,
            f"{reference} has no duty {name!r} in its current edition",
            place,
            partial(_duty_hint, library, reference, name),
        )
    return Finding(
        UNKNOWN_CLAUSE,
        f"{reference} has no clause {name!r} in its current edition",
        place,
        partial(_clause_hint, library, reference, name),
    )


def _duty_hint(library: Library, reference: str, name: str) -> str:
    if name in library.current_provisions[reference]:
        return f"it has a clause of that name: write clause: {reference}/{name}"
    return duty_hint(library.documents[reference], name)


def _clause_hint(library: Library, reference: str, name: str) -> str:
    if name in library.current_duties[reference]:
        return f"it has a duty of that name: write duty: {reference}/{name}"
    return clause_hint(library.documents[reference], name)
