"""Somebody has compared each duty with its clause since either last changed."""

from __future__ import annotations

from collections.abc import Iterator

from ..domain.library import Library
from ..domain.model import LOCK_FILE
from ..domain.problems import Finding, Rule, SourcePlace
from ..traceability import AcceptanceStatus, Restatement
from .check import CheckContext, check_for
from .text_excerpt import previous_wording

_MOST_NAMED = 5


DUTY_NEW = Rule.warning("duty-new", "Nobody has accepted yet that a duty says what its clause says")
DUTY_SUSPECT = Rule.warning(
    "duty-suspect", "A clause or its duty has changed since somebody compared the two"
)


@check_for(DUTY_NEW, DUTY_SUSPECT)
def duties_restate_their_clauses(context: CheckContext) -> Iterator[Finding]:
    """No duty and no clause that it restates has changed since somebody compared the two."""
    library = context.library
    # A library that has sealed or accepted nothing yet has no warnings of new duties, and later there is
    # one for each edition: an owner who begins is not flooded.
    if f"policy/{LOCK_FILE}" in library.unreadable or not library.lock.has_entries:
        return
    new: dict[str, list[Restatement]] = {}
    for restatement in context.traceability.restatements.values():
        if restatement.status is AcceptanceStatus.NEW:
            new.setdefault(restatement.edition.file, []).append(restatement)
        elif restatement.status is AcceptanceStatus.SUSPECT and not library.is_unreadable(
            restatement.edition.reference
        ):
            yield _suspect_duty(library, restatement)
    for restatements in new.values():
        if not library.is_unreadable(restatements[0].edition.reference):
            yield _new_duties(library, restatements)


def _suspect_duty(library: Library, restatement: Restatement) -> Finding:
    assert restatement.accepted is not None
    clause = f"clause {restatement.clause.label}"
    was, now = restatement.accepted, restatement.current_state
    previous_texts = {
        "the clause": previous_wording(was.clause_text, now.clause_text)
        if restatement.has_clause_changed
        else "",
        "the duty": previous_wording(was.text, now.text) if restatement.has_duty_changed else "",
    }
    if restatement.has_clause_changed and restatement.has_duty_changed:
        message = f"{clause} and this duty have changed since somebody compared them"
    elif restatement.has_clause_changed:
        message = f"{clause} has changed since somebody compared this duty with it"
    else:
        message = f"this duty has changed since somebody compared it with {clause}"
    for subject, text in previous_texts.items():
        if text:
            message += f"; {subject} said: {text}"
    return Finding(
        DUTY_SUSPECT,
        message,
        SourcePlace(restatement.edition.file, library.duty_paths[id(restatement.duty)]),
        f"see whether the duty still says what {clause} says, then run: "
        f"policysite accept {restatement.name}",
    )


def _new_duties(library: Library, restatements: list[Restatement]) -> Finding:
    names = ", ".join(restatement.duty.id for restatement in restatements[:_MOST_NAMED])
    rest = len(restatements) - _MOST_NAMED
    more = f" and {rest} more" if rest > 0 else ""
    claim = (
        "this duty says what its clause says"
        if len(restatements) == 1
        else "these duties say what their clauses say"
    )
    return Finding(
        DUTY_NEW,
        f"nobody has accepted yet that {claim}: {names}{more}",
        SourcePlace(restatements[0].edition.file, library.duty_paths[id(restatements[0].duty)]),
        f"compare them, then run: policysite accept {restatements[0].edition.reference}",
    )
