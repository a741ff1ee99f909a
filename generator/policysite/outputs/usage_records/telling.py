"""What was found of a record, for people and for programs."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from ..escaping import one_line
from .reading import Saved, Ticked
from .verifying import (
    Belonging,
    Known,
    Rejected,
    Verdict,
)

FORMAT = "policysite-verification/1"
WIDTH = 100
MOST = 1000
"""How many characters of a text are shown to people."""
LIMITS = (
    "This compares the words of the record with the library. It does not prove who saved it, that "
    "anything was done, or that the times are right: nobody signed it; its ticks, times and reference "
    "are the word of whoever saved it; and whoever can read a record can write one."
)
"""What verification cannot say, and so says."""

_EDITIONS = {
    Belonging.SEALED: "sealed here, and says the same",
    Belonging.UNHELD: "was sealed here and said the same; it is no longer held",
    Belonging.CORRECTED: "was sealed here and said the same; its copy was corrected since",
    Belonging.UNSEALED: "held here and says the same, but is not sealed",
    Belonging.CHANGED: "says, or was sealed as, something else here",
    Belonging.UNKNOWN: "there is no such edition here",
}


_WORDS = {
    Known.TODAY: "every one is the checklist's, as it comes from these editions",
    Known.EARLIER: "every one is that of an earlier version of the checklist, which git holds",
    Known.NOT: "no version of the checklist with the record's digest is held here",
}


def in_text(name: str, found: Verdict | Rejected) -> str:
    """What was found, for people, with a line break at its end. name says which record it is."""
    lines = [f"{_safe(name)}: {_headline(found)}"]
    if isinstance(found, Verdict):
        lines += [*_facts(found), *_items(found.saved), *_since(found)]
    return "\n".join([*lines, *_wrapped(LIMITS), ""])


def as_data(found: Iterable[tuple[str, Verdict | Rejected]]) -> dict[str, Any]:
    """What was found of each record, by its name, in types that JSON knows."""
    return {
        "format": FORMAT,
        "records": [{"record": name, **_as_data(one)} for name, one in found],
        "limits": LIMITS,
    }


def _headline(found: Verdict | Rejected) -> str:
    if isinstance(found, Rejected):
        return f"rejected ({found.code}): at {_safe(found.where)}, {_safe(found.reason)}"
    if not found.is_sealed:
        return "not everything that it names is a sealed edition of this library"
    if not found.belongs:
        return "does not belong: no version of the checklist that is held here has its words"
    several = len(found.editions) > 1
    return f"belongs to {'sealed editions' if several else 'a sealed edition'} of this library"


def _facts(found: Verdict) -> Iterator[str]:
    saved = found.saved
    yield f"  Checklist: {_safe(saved.title)} ({_safe(saved.checklist)})"
    yield f"  Saved:     {saved.saved.isoformat()}{f', from {_safe(saved.site)}' if saved.site else ''}"
    if saved.reference.strip():
        yield f"  Reference: {_safe(saved.reference)}"
    for name, belonging in found.editions.items():
        yield f"  Edition:   {name}: {_EDITIONS[belonging]}"
    yield f"  Words:     {_WORDS[found.words]}"
    if found.unknown:
        yield from _wrapped(f"could not be compared: {_listed(found.unknown)}", "    ")


def _items(saved: Saved) -> Iterator[str]:
    done, aside, left = (len(saved.in_state(one)) for one in ("done", "not applicable", "left"))
    yield f"  Items:     {done} done, {aside} not applicable, {left} left"
    for item in saved.items:
        when = f", {item.at.isoformat()}" if item.at else ""
        yield f"    {_safe(item.name)}: {item.state}{when}"
        yield from _wrapped(_safe(item.do), "      ")


def _since(found: Verdict) -> Iterator[str]:
    if not found.has_changed_since:
        yield "  Since:     the checklist and the editions are those of today"
    elif found.is_same_checklist:
        yield "  Since:     the checklist still says the same"
    else:
        yield "  Since:     the checklist has changed"
    for word, names in (("changed", found.changed), ("new", found.new), ("gone", found.gone)):
        if names:
            yield from _wrapped(f"{word}: {_listed(names)}", "    ")
    for name, later in found.later.items():
        yield f"    {name} is no longer current: {later} is"
    for name in found.withdrawn:
        yield f"    the document of {name} is withdrawn"


def _as_data(found: Verdict | Rejected) -> dict[str, Any]:
    if isinstance(found, Rejected):
        rejected = {"code": found.code, "reason": found.reason, "where": found.where}
        return {"belongs": False, "rejected": rejected, "found": None}
    saved = found.saved
    return {
        "belongs": found.belongs,
        "rejected": None,
        "found": {
            "checklist": saved.checklist,
            "title": saved.title,
            "saved": saved.saved.isoformat(),
            "site": saved.site,
            "reference": saved.reference,
            "editions": {name: str(one) for name, one in found.editions.items()},
            "words": str(found.words),
            "not_compared": list(found.unknown),
            "items": [_ticked(item) for item in saved.items],
            "since": {
                "checklist_is_the_same": found.is_same_checklist,
                "changed": list(found.changed),
                "new": list(found.new),
                "gone": list(found.gone),
                "later_editions": dict(found.later),
                "withdrawn": list(found.withdrawn),
            },
        },
    }


def _ticked(item: Ticked) -> dict[str, str | None]:
    at = item.at.isoformat() if item.at else None
    return {"name": item.name, "do": item.do, "state": item.state, "at": at}


def _listed(names: Collection[str]) -> str:
    return ", ".join(map(_safe, names))


def _wrapped(text: str, indent: str = "  ") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent)


def _safe(text: str) -> str:
    """A text of unknown origin on one line, cut short, with nothing in it that a terminal would obey."""
    return f"{one_line(text[:MOST])}…" if len(text) > MOST else one_line(text)
