"""Each duty still says what its clause says: somebody compared the two as they are."""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.library import Library
from ..domain.model import LOCK_FILE
from ..domain.problems import Finding, Rule, SourcePlace
from ..traceability import AcceptanceStatus, Restatement
from .check import CheckContext, check
from .text_excerpt import previous_wording

_MOST_NAMED = 5


DUTY_NEW = Rule.warning("duty-new", "Nobody has accepted yet that a duty says what its clause says")
DUTY_SUSPECT = Rule.warning(
    "duty-suspect", "A clause or its duty has changed since somebody compared the two"
)


@check(DUTY_NEW, DUTY_SUSPECT)
def duties_restate_their_clauses(context: CheckContext) -> Iterator[Finding]:
    """No duty and no clause that it restates has changed since somebody compared the two."""
    library = context.library
    # Duties without a record are told once an edition, and not before the library has sealed or accepted
    # anything: a new library begins quietly.
    if f"policy/{LOCK_FILE}" in library.unreadable or not library.lock.has_entries:
        return
    new: dict[str, list[Restatement]] = {}
    for one in context.traceability.restatements.values():
        if one.status is AcceptanceStatus.NEW:
            new.setdefault(one.edition.file, []).append(one)
        elif one.status is AcceptanceStatus.SUSPECT and not library.is_unreadable(one.edition.reference):
            yield _suspect(library, one)
    for found in new.values():
        if not library.is_unreadable(found[0].edition.reference):
            yield _new(library, found)


def _suspect(library: Library, one: Restatement) -> Finding:
    assert one.accepted is not None
    clause = f"clause {one.clause.anchor}"
    was, now = one.accepted, one.current_state
    said = {
        "the clause": previous_wording(was.clause_text, now.clause_text)
        if one.has_clause_changed
        else "",
        "the duty": previous_wording(was.text, now.text) if one.has_duty_changed else "",
    }
    if one.has_clause_changed and one.has_duty_changed:
        message = f"{clause} and this duty have changed since somebody compared them"
    elif one.has_clause_changed:
        message = f"{clause} has changed since somebody compared this duty with it"
    else:
        message = f"this duty has changed since somebody compared it with {clause}"
    for who, text in said.items():
        if text:
            message += f"; {who} said: {text}"
    return Finding(
        DUTY_SUSPECT,
        message,
        SourcePlace(one.edition.file, library.duty_paths[id(one.duty)]),
        f"see whether the duty still says what {clause} says, then run: policysite accept {one.name}",
    )


def _new(library: Library, found: list[Restatement]) -> Finding:
    named = ", ".join(one.duty.id for one in found[:_MOST_NAMED])
    rest = len(found) - _MOST_NAMED
    more = f" and {rest} more" if rest > 0 else ""
    which = (
        "this duty says what its clause says"
        if len(found) == 1
        else "these duties say what their clauses say"
    )
    return Finding(
        DUTY_NEW,
        f"nobody has accepted yet that {which}: {named}{more}",
        SourcePlace(found[0].edition.file, library.duty_paths[id(found[0].duty)]),
        f"compare them, then run: policysite accept {found[0].edition.reference}",
    )
