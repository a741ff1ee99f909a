"""What pages show of checklists: when each is used, what it cites, and the pages that link to it.

Reads the traceability of a library, and makes no HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ...domain import addresses
from ...domain.library import LocatedDuty
from ...domain.model import Duty, Edition
from ...domain.prose import Citation, ExternalLink, text_runs
from ...domain.register import Register
from ...domain.reviews import format_date
from ...domain.translation import ENGLISH, Translation, marked
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
"""The home page lists up to this many checklists; with more, it only links to the list of all."""
_MAX_EDITIONS_IN_HEADER = 3
"""A printed header names up to this many editions; of more, it gives the number."""
_TRIGGER_OPENINGS = marked("after as at before each every if once to when whenever while")
"""The words that can follow "Use this" at the beginning of a trigger."""

STATUS_LABELS = {
    AcceptanceStatus.ACCEPTED: marked("Looked at, and unchanged since"),
    AcceptanceStatus.MOVED: marked("Unchanged, under another number"),
    AcceptanceStatus.NEW: marked("Not looked at yet"),
    AcceptanceStatus.SUSPECT: marked("Says something else than when somebody last looked"),
    AcceptanceStatus.BROKEN: marked("What it cites is not there"),
}
"""The status of an item towards what it cites, in words."""


def when_to_use(trigger: str, translation: Translation = ENGLISH) -> str:
    """When to use a checklist: "Use this …" if that makes a sentence, otherwise the trigger itself."""
    text = " ".join(trigger.split())
    clause = text[:1].lower() + text[1:]
    if clause.partition(" ")[0] not in translation.gettext(_TRIGGER_OPENINGS).split():
        return text
    return translation.gettext("Use this %(when)s", when=clause)


def item_condition(link: TraceLink) -> str:
    """The condition of an item: its own, or that of its duty. Empty where it always applies."""
    return " ".join(link.condition.split())


def item_links(link: TraceLink) -> list[Citation | ExternalLink]:
    """The cross-references and links in the texts of an item, without repetitions."""
    return list(
        dict.fromkeys(
            run
            for text in (link.condition, link.item.do or "")
            for run in text_runs(text)
            if isinstance(run, Citation | ExternalLink)
        )
    )


def checklist_content_checks(
    resolved: ResolvedChecklist, index: ChecklistIndex, prose: ProseRenderer
) -> Iterator[ContentCheck]:
    """Checks that the finished page has every item, with all its texts."""
    for link in resolved.links:
        texts = [item_condition(link), index.item_text(resolved, link), link.item.record or ""]
        texts += [link.duty.within or "", link.duty.basis or ""] if link.duty else []
        yield ContentCheck(
            addresses.item_anchor(link.item.name),
            tuple(run for text in texts for run in prose.visible_runs(text) if run.strip()),
        )


def checklist_print_header(
    resolved: ResolvedChecklist, register: Register, translation: Translation
) -> str:
    """The header of a printed checklist: the editions that it comes from, and their review status."""
    number, gettext = len(resolved.editions), translation.gettext
    if number > _MAX_EDITIONS_IN_HEADER:
        sources = translation.ngettext(
            "From %(number)s document, listed below", "From %(number)s documents, listed below", number
        )
    else:
        sources = "; ".join(
            _edition_with_state(edition, register, translation) for edition in resolved.editions
        )
    return f"{sources} · {gettext('State as at %(date)s', date=format_date(register.today, translation))}"


def _edition_with_state(edition: Edition, register: Register, translation: Translation) -> str:
    status = register.status_by_reference[edition.reference]
    above = register.library.names_of_kinds(
        (document.current for document in status.overdue_governing_documents), translation
    )
    note = f", {translation.gettext('%(kind)s above it overdue', kind=above)}" if above else ""
    named = translation.gettext(
        "%(document)s, edition of %(date)s",
        document=edition.published_reference,
        date=format_date(edition.edition, translation),
    )
    return f"{named}: {translation.gettext(status.label).lower()}{note}"


@dataclass(frozen=True)
class UncoveredRole:
    """A role without a hand-written checklist; its duties are in a checklist generated from them."""

    role: str
    count: int
    """How many duties the role has."""
    generated_checklist: ResolvedChecklist


class ChecklistIndex:
    """The checklists of a library by role, by provision and by name, and the duties behind them."""

    def __init__(self, traceability: Traceability, translation: Translation) -> None:
        self._traceability = traceability
        self._translation = translation
        self._digests: dict[str, str] = {}

    @property
    def by_name(self) -> Mapping[str, ResolvedChecklist]:
        return self._traceability.resolved_checklists

    def title(self, resolved: ResolvedChecklist) -> str:
        """The title of a checklist; in the words of the site if it is generated."""
        if not resolved.is_generated:
            return resolved.definition.title
        role = self._traceability.library.role_name(resolved.definition.role)
        return self._translation.gettext("%(role)s: duties", role=role)

    def when_to_use(self, resolved: ResolvedChecklist) -> str:
        """When to use a checklist, as a sentence."""
        trigger = resolved.definition.trigger
        if resolved.is_generated:
            trigger = self._translation.form(trigger)
        return when_to_use(trigger, self._translation)

    def item_text(self, resolved: ResolvedChecklist, link: TraceLink) -> str:
        """What to do; empty for an item that only marks something missing."""
        if resolved.is_generated and link.duty and not self._translation.is_english:
            return link.duty.instruction_in(self._translation)
        return link.item.do or ""

    @cached_property
    def by_role(self) -> Mapping[str, tuple[ResolvedChecklist, ...]]:
        """The checklists by the id of the role that uses them, in the order of the roles."""
        by_role: dict[str, list[ResolvedChecklist]] = {
            role: [] for role in self._traceability.library.roles
        }
        for resolved in self.by_name.values():
            by_role[resolved.definition.role].append(resolved)
        return {role: tuple(checklists) for role, checklists in by_role.items() if checklists}

    @property
    def handwritten(self) -> list[ResolvedChecklist]:
        """The hand-written checklists, without the generated ones."""
        return [resolved for resolved in self.by_name.values() if not resolved.is_generated]

    @cached_property
    def _by_provision(self) -> Mapping[tuple[str, str], tuple[tuple[ResolvedChecklist, TraceLink], ...]]:
        by_provision: dict[tuple[str, str], dict[str, tuple[ResolvedChecklist, TraceLink]]] = {}
        for resolved in self.by_name.values():
            for link in resolved.links:
                if link.cited_provision:
                    place = (link.cited_provision.edition.file, link.cited_provision.provision.anchor)
                    by_provision.setdefault(place, {}).setdefault(resolved.name, (resolved, link))
        return {place: tuple(checklists.values()) for place, checklists in by_provision.items()}

    def for_provision(
        self, edition: Edition, anchor: str
    ) -> tuple[tuple[ResolvedChecklist, TraceLink], ...]:
        """The checklists that cite a clause or section, each with its first item that does."""
        return self._by_provision.get((edition.original_file, anchor), ())

    def edition_digests(self, resolved: ResolvedChecklist) -> dict[str, str]:
        """The digests of the editions that a checklist cites, by REFERENCE/EDITION."""
        for edition in resolved.editions:
            if edition.file not in self._digests:
                self._digests[edition.file] = edition_digest(edition)
        return {edition.id: self._digests[edition.file] for edition in resolved.editions}

    def duty_caution(self, edition: Edition, duty: Duty) -> str:
        """The caution for readers of a duty; empty if it is unchanged or of an old edition."""
        restatement = self.trace.restatements.get(f"{edition.reference}/{duty.id}")
        return (
            restatement.caution
            if restatement is not None and restatement.edition.file == edition.original_file
            else ""
        )

    @property
    def suspect_duties(self) -> list[Restatement]:
        """The duties that somebody has to compare with their clauses again."""
        return [
            restatement
            for restatement in self.trace.restatements.values()
            if restatement.status is AcceptanceStatus.SUSPECT
        ]

    # --- traceability ------------------------------------------------------------------------

    @property
    def trace(self) -> Trace:
        return self._traceability.trace

    @property
    def traced_duties(self) -> list[tuple[LocatedDuty, tuple[TraceLink, ...]]]:
        """The duties of roles with a hand-written checklist, with the links from items to each."""
        roles = {resolved.definition.role for resolved in self.handwritten}
        return [
            (located, self.trace.links_to(located))
            for located in self.trace.duties
            if not roles.isdisjoint(located.duty.roles)
        ]

    @property
    def uncovered_roles(self) -> list[UncoveredRole]:
        """The roles that have a generated checklist."""
        return [
            UncoveredRole(resolved.definition.role, sum(1 for _ in resolved.actionable_items), resolved)
            for resolved in self.by_name.values()
            if resolved.is_generated
        ]

    @property
    def status_counts(self) -> list[tuple[str, int]]:
        """The number of items with each status that occurs, by its words."""
        counts = (
            (label, len(self.trace.links_with_status(status))) for status, label in STATUS_LABELS.items()
        )
        return [(label, count) for label, count in counts if count]
