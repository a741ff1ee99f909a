"""What pages show of checklists: where each is used, what it comes from, and what leads to it.

Knows the tracing of a library, and nothing of HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ...domain import addresses
from ...domain.library import Held
from ...domain.model import Duty, Edition
from ...domain.prose import Citation, citations
from ...domain.register import Register
from ...domain.reviews import in_words
from ...traceability import (
    Link,
    Restatement,
    Sheet,
    Status,
    Trace,
    Tracing,
    of_edition,
)
from .markup import Prose
from .pages import Promise

MOST_ON_HOME = 12
"""How many checklists the home page lists; where there are more, it leads to all of them."""
_NAMED_ON_PAPER = 3
_OPENINGS = {
    "after",
    "as",
    "at",
    "before",
    "each",
    "every",
    "if",
    "once",
    "to",
    "when",
    "whenever",
    "while",
}
"""The words with which what follows "Use this" may begin."""

STATUSES = {
    Status.ACCEPTED: "Looked at, and unchanged since",
    Status.MOVED: "Unchanged, under another number",
    Status.NEW: "Not looked at yet",
    Status.SUSPECT: "Says something else than when somebody last looked",
    Status.BROKEN: "What it cites is not there",
}
"""How an item stands with what it cites, in words."""


def use(trigger: str) -> str:
    """When to use a checklist: a sentence, or the trigger as it is where it would make none."""
    text = " ".join(trigger.split())
    inside = text[:1].lower() + text[1:]
    return f"Use this {inside}" if inside.partition(" ")[0] in _OPENINGS else text


def condition(link: Link) -> str:
    """When an item is to be done: as it says itself, or as its duty does. Empty where it always is."""
    duty = link.source.duty if link.source else None
    when = link.item.when or (duty.when if duty else None) or ""
    return " ".join(when.split())


def cited_in(link: Link) -> list[Citation]:
    """What the words of an item refer to, each once."""
    return list(
        dict.fromkeys(one for text in (condition(link), link.item.do or "") for one in citations(text))
    )


def promises(sheet: Sheet, prose: Prose) -> Iterator[Promise]:
    """Every item is on the page with all that it says."""
    for link in sheet.links:
        texts = [condition(link), link.item.do or "", link.item.record or ""]
        yield Promise(
            addresses.item_anchor(link.item.name),
            tuple(run for text in texts for run in prose.visible_runs(text) if run.strip()),
        )


def on_paper(sheet: Sheet, register: Register, today: date) -> str:
    """What stands above a printed checklist: which editions it comes from, and how they stand."""
    if len(sheet.editions) > _NAMED_ON_PAPER:
        named = f"From {len(sheet.editions)} documents, listed below"
    else:
        named = "; ".join(_with_state(edition, register) for edition in sheet.editions)
    return f"{named} · State as at {in_words(today)}"


def _with_state(edition: Edition, register: Register) -> str:
    standing = register.by_reference[edition.reference]
    above = standing.overdue_above
    told = f", {above.current.kind} above it overdue" if above else ""
    when = in_words(edition.edition)
    return f"{edition.reference}, edition of {when}: {standing.label.lower()}{told}"


@dataclass(frozen=True)
class Uncovered:
    """The duties of a role that has no checklist written by hand: all are in the one made from them."""

    role: str
    count: int
    sheet: Sheet


class Checklists:
    """The checklists of a library, by what leads to them."""

    def __init__(self, tracing: Tracing) -> None:
        self._tracing = tracing
        self._digests: dict[str, str] = {}

    @property
    def by_name(self) -> Mapping[str, Sheet]:
        return self._tracing.sheets

    @cached_property
    def by_role(self) -> Mapping[str, tuple[Sheet, ...]]:
        """By the role that uses them, in the order of the roles."""
        found: dict[str, list[Sheet]] = {role: [] for role in self._tracing.library.roles}
        for sheet in self.by_name.values():
            found[sheet.checklist.role].append(sheet)
        return {role: tuple(held) for role, held in found.items() if held}

    @property
    def by_hand(self) -> list[Sheet]:
        """Those that somebody wrote."""
        return [sheet for sheet in self.by_name.values() if not sheet.is_made]

    @cached_property
    def _by_part(self) -> Mapping[tuple[str, str], tuple[tuple[Sheet, Link], ...]]:
        found: dict[tuple[str, str], dict[str, tuple[Sheet, Link]]] = {}
        for sheet in self.by_name.values():
            for link in sheet.links:
                if link.source:
                    place = (link.source.edition.file, link.source.part.anchor)
                    found.setdefault(place, {}).setdefault(sheet.name, (sheet, link))
        return {place: tuple(held.values()) for place, held in found.items()}

    def of_part(self, edition: Edition, anchor: str) -> tuple[tuple[Sheet, Link], ...]:
        """The checklists that carry out a clause or section, each with its first item that does."""
        return self._by_part.get((edition.file, anchor), ())

    def digests_of_editions(self, sheet: Sheet) -> dict[str, str]:
        """The digests of the editions that a checklist comes from, by REFERENCE/EDITION."""
        for edition in sheet.editions:
            if edition.file not in self._digests:
                self._digests[edition.file] = of_edition(edition)
        return {f"{one.reference}/{one.edition}": self._digests[one.file] for one in sheet.editions}

    def caution_about(self, edition: Edition, duty: Duty) -> str:
        """What a reader of a duty has to know of it; empty where it is as it was, or out of force."""
        one = self.trace.restatements.get(f"{edition.reference}/{duty.id}")
        return one.caution if one is not None and one.edition is edition else ""

    @property
    def suspect_duties(self) -> list[Restatement]:
        """The duties that somebody has to compare with their clauses."""
        return [one for one in self.trace.restatements.values() if one.status is Status.SUSPECT]

    # --- traceability ------------------------------------------------------------------------

    @property
    def trace(self) -> Trace:
        return self._tracing.trace

    @property
    def traced_duties(self) -> list[tuple[Held, tuple[Link, ...]]]:
        """The duties of the roles that have a checklist written by hand, with the items for each."""
        roles = {sheet.checklist.role for sheet in self.by_hand}
        held = (one for one in self.trace.duties if one.duty.role in roles)
        return [(one, self.trace.items_of(one)) for one in held]

    @property
    def made_for(self) -> list[Uncovered]:
        """The roles whose duties are in a checklist that is made from them."""
        return [
            Uncovered(sheet.checklist.role, sum(1 for _ in sheet.to_tick), sheet)
            for sheet in self.by_name.values()
            if sheet.is_made
        ]

    @property
    def counted(self) -> list[tuple[str, int]]:
        """How many items stand how, in words."""
        counts = ((words, len(self.trace.with_status(status))) for status, words in STATUSES.items())
        return [(words, count) for words, count in counts if count]
