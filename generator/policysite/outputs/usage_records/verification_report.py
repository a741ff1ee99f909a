"""What was found of a record, for people."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator

from ..escaping import one_line
from ..formats.usage_record import UsageRecord
from .verification import (
    LIMITATIONS,
    EditionMatch,
    RecordVerification,
    Rejection,
    WordingMatch,
)

REPORT_WIDTH = 100
MAX_NAMES_LISTED = 1000
"""How many characters of a text are shown to people."""

_EDITIONS = {
    EditionMatch.SEALED: "sealed here, and says the same",
    EditionMatch.REMOVED: "was sealed here and said the same; it is no longer held",
    EditionMatch.CORRECTED: "was sealed here and said the same; its copy was corrected since",
    EditionMatch.UNSEALED: "held here and says the same, but is not sealed",
    EditionMatch.CHANGED: "says, or was sealed as, something else here",
    EditionMatch.UNKNOWN: "there is no such edition here",
}


_WORDS = {
    WordingMatch.CURRENT: "every one is the checklist's, as it comes from these editions",
    WordingMatch.EARLIER: "every one is that of an earlier version of the checklist, which git holds",
    WordingMatch.UNKNOWN: "no version of the checklist with the record's digest is held here",
}


def verification_text(name: str, verification: RecordVerification | Rejection) -> str:
    """What was found, for people, with a line break at its end. name says which record it is."""
    lines = [f"{_safe(name)}: {_headline(verification)}"]
    if isinstance(verification, RecordVerification):
        lines += [*_facts(verification), *_items(verification.record), *_since(verification)]
    return "\n".join([*lines, *_wrapped(LIMITATIONS), ""])


def _headline(verification: RecordVerification | Rejection) -> str:
    if isinstance(verification, Rejection):
        where, reason = _safe(verification.where), _safe(verification.reason)
        return f"rejected ({verification.code}): at {where}, {reason}"
    if not verification.is_sealed:
        return "not everything that it names is a sealed edition of this library"
    if not verification.belongs:
        return "does not belong: no version of the checklist that is held here has its words"
    several = len(verification.editions) > 1
    return f"belongs to {'sealed editions' if several else 'a sealed edition'} of this library"


def _facts(verification: RecordVerification) -> Iterator[str]:
    saved = verification.record
    yield f"  Checklist: {_safe(saved.title)} ({_safe(saved.checklist)})"
    yield (
        f"  Saved:     {saved.saved_at.isoformat()}{f', from {_safe(saved.site)}' if saved.site else ''}"
    )
    if saved.reference.strip():
        yield f"  Reference: {_safe(saved.reference)}"
    for name, belonging in verification.editions.items():
        yield f"  Edition:   {name}: {_EDITIONS[belonging]}"
    yield f"  Words:     {_WORDS[verification.wording]}"
    if verification.unknown_items:
        yield from _wrapped(f"could not be compared: {_listed(verification.unknown_items)}", "    ")


def _items(saved: UsageRecord) -> Iterator[str]:
    done, aside, left = (len(saved.items_in_state(one)) for one in ("done", "not applicable", "left"))
    yield f"  Items:     {done} done, {aside} not applicable, {left} left"
    for item in saved.items:
        when = f", {item.ticked_at.isoformat()}" if item.ticked_at else ""
        yield f"    {_safe(item.name)}: {item.state}{when}"
        yield from _wrapped(_safe(item.do), "      ")


def _since(verification: RecordVerification) -> Iterator[str]:
    if not verification.has_changed_since:
        yield "  Since:     the checklist and the editions are those of today"
    elif verification.is_same_checklist:
        yield "  Since:     the checklist still says the same"
    else:
        yield "  Since:     the checklist has changed"
    for word, names in (
        ("changed", verification.changed_items),
        ("new", verification.new_items),
        ("gone", verification.removed_items),
    ):
        if names:
            yield from _wrapped(f"{word}: {_listed(names)}", "    ")
    for name, later in verification.newer_editions.items():
        yield f"    {name} is no longer current: {later} is"
    for name in verification.withdrawn_documents:
        yield f"    the document of {name} is withdrawn"


def _listed(names: Collection[str]) -> str:
    return ", ".join(map(_safe, names))


def _wrapped(text: str, indent: str = "  ") -> list[str]:
    return textwrap.wrap(text, REPORT_WIDTH, initial_indent=indent, subsequent_indent=indent)


def _safe(text: str) -> str:
    """A text of unknown origin on one line, cut short, with nothing in it that a terminal would obey."""
    return f"{one_line(text[:MAX_NAMES_LISTED])}…" if len(text) > MAX_NAMES_LISTED else one_line(text)
