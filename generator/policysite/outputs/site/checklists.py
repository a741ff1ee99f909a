"""What pages show of checklists: where each is used, what it comes from, and what leads to it.

Knows the tracing of a library, and nothing of HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ...domain import addresses
from ...domain.library import LocatedDuty
from ...domain.model import Duty, Edition
from ...domain.prose import Citation, citations
from ...domain.register import Register
from ...domain.reviews import format_date
from ...traceability import (
    AcceptanceStatus,
    ResolvedChecklist,
    Restatement,
    Trace,
    Traceability,
    TraceLink,
    edition_digest,
)
from .pages import ContentCheck
from .prose_renderer import ProseRenderer

MAX_CHECKLISTS_ON_HOME = 12
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

STATUS_LABELS = {
    AcceptanceStatus.ACCEPTED: "Looked at, and unchanged since",
    AcceptanceStatus.MOVED: "Unchanged, under another number",
    AcceptanceStatus.NEW: "Not looked at yet",
    AcceptanceStatus.SUSPECT: "Says something else than when somebody last looked",
    AcceptanceStatus.BROKEN: "What it cites is not there",
}
"""How an item stands with what it cites, in words."""


def when_to_use(trigger: str) -> str:
    """When to use a checklist: a sentence, or the trigger as it is where it would make none."""
    text = " ".join(trigger.split())
    inside = text[:1].lower() + text[1:]
    return f"Use this {inside}" if inside.partition(" ")[0] in _OPENINGS else text


def item_condition(link: TraceLink) -> str:
    """When an item is to be done: as it says itself, or as its duty does. Empty where it always is."""
    duty = link.cited_provision.duty if link.cited_provision else None
    when = link.item.when or (duty.when if duty else None) or ""
    return " ".join(when.split())


def item_citations(link: TraceLink) -> list[Citation]:
    """What the words of an item refer to, each once."""
    return list(
        dict.fromkeys(
            one for text in (item_condition(link), link.item.do or "") for one in citations(text)
        )
    )


def checklist_content_checks(resolved: ResolvedChecklist, prose: ProseRenderer) -> Iterator[ContentCheck]:
    """Every item is on the page with all that it says."""
    for link in resolved.links:
        texts = [item_condition(link), link.item.do or "", link.item.record or ""]
        yield ContentCheck(
            addresses.item_anchor(link.item.name),
            tuple(run for text in texts for run in prose.visible_runs(text) if run.strip()),
        )


def checklist_print_header(resolved: ResolvedChecklist, register: Register, today: date) -> str:
    """What stands above a printed checklist: which editions it comes from, and how they stand."""
    if len(resolved.editions) > _NAMED_ON_PAPER:
        named = f"From {len(resolved.editions)} documents, listed below"
    else:
        named = "; ".join(_with_state(edition, register) for edition in resolved.editions)
    return f"{named} · State as at {format_date(today)}"


def _with_state(edition: Edition, register: Register) -> str:
    status = register.status_by_reference[edition.reference]
    above = status.overdue_governing_document
    told = f", {above.current.kind} above it overdue" if above else ""
    when = format_date(edition.edition)
    return f"{edition.reference}, edition of {when}: {status.label.lower()}{told}"


@dataclass(frozen=True)
class UncoveredRole:
    """The duties of a role that has no checklist written by hand: all are in the one made from them."""

    role: str
    count: int
    sheet: ResolvedChecklist


class ChecklistIndex:
    """The checklists of a library, by what leads to them."""

    def __init__(self, tracing: Traceability) -> None:
        self._tracing = tracing
        self._digests: dict[str, str] = {}

    @property
    def by_name(self) -> Mapping[str, ResolvedChecklist]:
        return self._tracing.resolved_checklists

    @cached_property
    def by_role(self) -> Mapping[str, tuple[ResolvedChecklist, ...]]:
        """By the role that uses them, in the order of the roles."""
        found: dict[str, list[ResolvedChecklist]] = {role: [] for role in self._tracing.library.roles}
        for resolved in self.by_name.values():
            found[resolved.checklist.role].append(resolved)
        return {role: tuple(held) for role, held in found.items() if held}

    @property
    def handwritten(self) -> list[ResolvedChecklist]:
        """Those that somebody wrote."""
        return [resolved for resolved in self.by_name.values() if not resolved.is_generated]

    @cached_property
    def _by_part(self) -> Mapping[tuple[str, str], tuple[tuple[ResolvedChecklist, TraceLink], ...]]:
        found: dict[tuple[str, str], dict[str, tuple[ResolvedChecklist, TraceLink]]] = {}
        for resolved in self.by_name.values():
            for link in resolved.links:
                if link.cited_provision:
                    place = (link.cited_provision.edition.file, link.cited_provision.provision.anchor)
                    found.setdefault(place, {}).setdefault(resolved.name, (resolved, link))
        return {place: tuple(held.values()) for place, held in found.items()}

    def for_provision(
        self, edition: Edition, anchor: str
    ) -> tuple[tuple[ResolvedChecklist, TraceLink], ...]:
        """The checklists that carry out a clause or section, each with its first item that does."""
        return self._by_part.get((edition.file, anchor), ())

    def edition_digests(self, resolved: ResolvedChecklist) -> dict[str, str]:
        """The digests of the editions that a checklist comes from, by REFERENCE/EDITION."""
        for edition in resolved.editions:
            if edition.file not in self._digests:
                self._digests[edition.file] = edition_digest(edition)
        return {f"{one.reference}/{one.edition}": self._digests[one.file] for one in resolved.editions}

    def duty_caution(self, edition: Edition, duty: Duty) -> str:
        """What a reader of a duty has to know of it; empty where it is as it was, or out of force."""
        one = self.trace.restatements.get(f"{edition.reference}/{duty.id}")
        return one.caution if one is not None and one.edition is edition else ""

    @property
    def suspect_duties(self) -> list[Restatement]:
        """The duties that somebody has to compare with their clauses."""
        return [one for one in self.trace.restatements.values() if one.status is AcceptanceStatus.SUSPECT]

    # --- traceability ------------------------------------------------------------------------

    @property
    def trace(self) -> Trace:
        return self._tracing.trace

    @property
    def traced_duties(self) -> list[tuple[LocatedDuty, tuple[TraceLink, ...]]]:
        """The duties of the roles that have a checklist written by hand, with the items for each."""
        roles = {resolved.checklist.role for resolved in self.handwritten}
        located = (one for one in self.trace.duties if one.duty.role in roles)
        return [(one, self.trace.links_to(one)) for one in located]

    @property
    def uncovered_roles(self) -> list[UncoveredRole]:
        """The roles whose duties are in a checklist that is made from them."""
        return [
            UncoveredRole(resolved.checklist.role, sum(1 for _ in resolved.actionable_items), resolved)
            for resolved in self.by_name.values()
            if resolved.is_generated
        ]

    @property
    def status_counts(self) -> list[tuple[str, int]]:
        """How many items stand how, in words."""
        counts = (
            (words, len(self.trace.links_with_status(status))) for status, words in STATUS_LABELS.items()
        )
        return [(words, count) for words, count in counts if count]
