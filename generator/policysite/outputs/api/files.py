"""The library as data: the files below api/v1/ of the site, which docs/api.md describes.

Ids and addresses stay: what a later version changes, it puts below api/v2/. Keys may be added, and none
is ever left out; what is not known is null. Pure, but for the schemas, which are files of this package.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from ...domain import addresses
from ...domain.addresses import API, API_INDEX
from ...domain.library import Document
from ...domain.model import (
    REVIEWS_FILE,
    ChecklistSection,
    Clause,
    Duty,
    Edition,
    MissingContent,
    Section,
)
from ...domain.register import Register, ReviewStatus
from ...traceability import (
    ResolvedChecklist,
    Traceability,
    TraceLink,
    edition_digest,
    trace_data,
)
from .serialiser import JsonObject, Serialiser

SCHEMAS_PATH = f"{API}schemas/"

_FILES = (
    ("documents", "Every document, with its state of review and the address of the file that holds it."),
    ("duties", "Every duty in force, with its role, its clause and the checklists that it stands in."),
    ("roles", "Every role, with its duties and the documents that it answers for."),
    ("checklists", "Every checklist, with its digest and the address of the file that holds it."),
    (
        "traceability",
        "From every duty to the items that carry it out, and from every item to what it cites.",
    ),
)
"""The files that there is one of, and what each holds."""

_FORMATS = {"traceability": "trace"}
_SCHEMA_FILES = Path(__file__).parent / "schemas"


def api_files(
    register: Register, tracing: Traceability, base: str, built: datetime
) -> Iterator[tuple[str, JsonObject]]:
    """Every file of the interface with its address on the site, the index first.

    base is the absolute address of the site with a slash at its end, or empty where it has none. built
    is the instant of the build and knows its zone; only the index holds it, so that the others stay the
    same while the library does.
    """
    told = _Api(register, tracing, Serialiser(register.library, base))
    yield API_INDEX, told.index(built)
    for name, _ in _FILES:
        yield f"{API}{name}.json", {**_head(name), **getattr(told, name)()}
    for document in told.in_order:
        yield (
            document_api_path(document.reference),
            {**_head("document", up=1), **told.document(document)},
        )
    for name, resolved in tracing.resolved_checklists.items():
        yield checklist_api_path(name), {**_head("checklist", up=1), **told.checklist(resolved)}


def api_schemas() -> Iterator[tuple[str, JsonObject]]:
    """The JSON Schema of each kind of file that is exported, with its address on the site."""
    for file in sorted(_SCHEMA_FILES.glob("*.schema.json")):
        yield f"{SCHEMAS_PATH}{file.name}", json.loads(file.read_text(encoding="utf-8"))


def document_api_path(reference: str) -> str:
    """The file of a document."""
    return f"{API}documents/{reference}.json"


def checklist_api_path(name: str) -> str:
    """The file of a checklist."""
    return f"{API}checklists/{name}.json"


def _head(kind: str, up: int = 0) -> JsonObject:
    """What every file begins with; up is how many folders it lies below api/v1/."""
    return {
        "format": f"policysite-{_FORMATS.get(kind, kind)}/1",
        "schema": f"{'../' * up}schemas/{kind}.schema.json",
    }


@dataclass(frozen=True)
class _Api:
    """What the files say."""

    register: Register
    tracing: Traceability
    telling: Serialiser

    @cached_property
    def in_order(self) -> list[Document]:
        return sorted(self.register.library.documents.values(), key=addresses.natural_sort_key)

    @cached_property
    def by_duty(self) -> Mapping[tuple[str, str], list[tuple[str, TraceLink]]]:
        """The items that carry out each duty, with the names of their checklists, made ones too."""
        found: dict[tuple[str, str], list[tuple[str, TraceLink]]] = {}
        for name, resolved in self.tracing.resolved_checklists.items():
            for link in resolved.links:
                if link.cited_provision is not None and link.cited_provision.duty is not None:
                    key = link.cited_provision.edition.reference, link.cited_provision.duty.id
                    found.setdefault(key, []).append((name, link))
        return found

    @cached_property
    def by_owner(self) -> Mapping[str, list[str]]:
        """The references of the documents in force that each role answers for."""
        return self._in_force_by(lambda edition: edition.owner)

    @cached_property
    def by_contact(self) -> Mapping[str, list[str]]:
        """The references of the documents in force that each role is the contact point for."""
        return self._in_force_by(lambda edition: edition.contact)

    def _in_force_by(self, role_of: Callable[[Edition], str | None]) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for document in self.in_order:
            role = role_of(document.current)
            if role is not None and not document.is_withdrawn:
                found.setdefault(role, []).append(document.reference)
        return found

    # --- the index ---------------------------------------------------------------------------

    def index(self, built: datetime) -> JsonObject:
        library, serialiser = self.register.library, self.telling
        settings = library.settings
        in_force = list(library.documents_in_force)
        return {
            **_head("index"),
            "organisation": settings.organisation,
            "title": settings.title,
            "description": serialiser.plain_line(settings.description),
            "language": settings.language,
            "time_zone": settings.time_zone,
            "contact": {
                "name": settings.contact.name,
                "email": settings.contact.email,
                "url": settings.contact.url,
            },
            **serialiser.location(addresses.HOME),
            "as_at": self.register.today.isoformat(),
            "built": built.astimezone(ZoneInfo(settings.time_zone)).isoformat(timespec="seconds"),
            "counts": {
                "documents": len(in_force),
                "withdrawn": len(library.documents) - len(in_force),
                "editions": sum(1 for _ in library.editions),
                "clauses": sum(1 for one in in_force for _ in one.current.clauses),
                "duties": sum(len(located) for located in library.duties_by_role.values()),
                "missing": sum(1 for one in in_force for _ in one.current.missing_provisions),
                "roles": len(library.roles),
                "checklists": len(self.tracing.resolved_checklists),
            },
            "files": [
                {
                    "name": name,
                    **serialiser.location(f"{API}{name}.json"),
                    "schema": _head(name)["schema"],
                    "holds": holds,
                }
                for name, holds in _FILES
            ],
            "beside": {
                "review": serialiser.location(addresses.REVIEW_STATE),
                "feed": serialiser.location(addresses.FEED),
                "calendar": serialiser.location(addresses.CALENDAR),
            },
        }

    # --- documents ---------------------------------------------------------------------------

    def documents(self) -> JsonObject:
        return {
            "as_at": self.register.today.isoformat(),
            "documents": [
                {**self._facts(one), "data": self.telling.location(document_api_path(one.reference))}
                for one in self.in_order
            ],
        }

    def document(self, document: Document) -> JsonObject:
        current, serialiser = document.current, self.telling
        return {
            "as_at": self.register.today.isoformat(),
            **self._facts(document),
            "risk": current.risk,
            "equality_impact": current.equality_impact,
            "questions": [serialiser.text_with_citations(one) for one in current.questions or ()],
            "editions": [self._edition(one, document) for one in document.editions],
            "corrections_of_reviews": self._corrections(f"{document.reference}/{REVIEWS_FILE}"),
            "sections": [self._section(one, current) for one in current.sections],
        }

    def _facts(self, document: Document) -> JsonObject:
        current = document.current
        status = self.register.status_by_reference.get(document.reference)
        return {
            "reference": document.reference,
            "title": current.title,
            "kind": current.kind,
            "edition": str(current.edition),
            "governed_by": current.governed_by,
            "owner": self.telling.role(current.owner) if current.owner else None,
            "contact": self.telling.role(current.contact) if current.contact else None,
            "withdrawn": self._withdrawn(document),
            "review": self._review(status) if status else None,
            **self.telling.location(addresses.document_path(document.reference)),
        }

    def _withdrawn(self, document: Document) -> JsonObject | None:
        if not document.is_withdrawn:
            return None
        last = document.reviews[-1]
        return {"date": str(last.date), "reason": self.telling.plain_line(last.reason or "")}

    def _review(self, status: ReviewStatus) -> JsonObject:
        return {
            "state": str(status.state),
            "label": status.label,
            "last": _text(status.last_review_date),
            "due": _text(status.due_date),
            "sentence": status.sentence,
            "data": self.telling.location(addresses.REVIEW_STATE),
        }

    def _edition(self, edition: Edition, document: Document) -> JsonObject:
        digest, source = edition_digest(edition), edition.source
        sealed = self.register.library.lock.editions.get(f"{edition.reference}/{edition.edition}")
        file = edition.file
        return {
            "id": f"{edition.reference}/{edition.edition}",
            "edition": str(edition.edition),
            "title": edition.title,
            "is_current": edition is document.current,
            "extent": edition.extent,
            "wording": edition.wording,
            "last_review": _text(edition.review.last),
            "review_every": _text(edition.review.every),
            "next_review": _text(edition.review.next),
            "changes": self.telling.text_with_citations(edition.changes) if edition.changes else None,
            "authority": {
                "url": source.url,
                "retrieved": _text(source.retrieved),
                "note": self.telling.text_with_citations(source.note) if source.note else None,
            },
            "digest": digest,
            "is_sealed": sealed == digest,
            "corrections": self._corrections(f"{edition.reference}/{edition.edition}"),
            "source": self.telling.location(addresses.source_path(file)) if file else None,
            **self.telling.location(addresses.edition_path(edition)),
        }

    def _corrections(self, name: str) -> list[JsonObject]:
        return [asdict(one) for one in self.register.library.lock.corrections.get(name, ())]

    def _section(self, section: Section, edition: Edition) -> JsonObject:
        return {
            "anchor": section.anchor,
            "number": str(section.number),
            "title": section.title,
            "is_title_supplied": section.title_is == "supplied",
            "missing": self._missing(section.missing),
            "clauses": [self._clause(one, edition) for one in section.clauses],
            **self.telling.location(addresses.document_path(edition.reference, section.anchor)),
        }

    def _clause(self, clause: Clause, edition: Edition) -> JsonObject:
        serialiser = self.telling
        return {
            "id": f"{edition.reference}/{clause.anchor}",
            "anchor": clause.anchor,
            "number": _text(clause.number),
            "title": clause.title,
            "is_title_supplied": clause.title is not None and clause.title_is == "supplied",
            "text": serialiser.paragraphs(clause.text or ""),
            "items": [serialiser.plain_line(one) for one in clause.items or ()],
            "duties": [self._duty(one, edition) for one in clause.duties or ()],
            "missing": self._missing(clause.missing),
            "question": serialiser.text_with_citations(clause.question) if clause.question else None,
            "cites": serialiser.citations(*(text for _, text in clause.texts)),
            **serialiser.location(addresses.document_path(edition.reference, clause.anchor)),
        }

    def _missing(self, missing: MissingContent | None) -> JsonObject | None:
        if missing is None:
            return None
        role = self.telling.role(missing.role) if missing.role else None
        return {**self.telling.text_with_citations(missing.what), "role": role}

    def _duty(self, duty: Duty, edition: Edition) -> JsonObject:
        return {
            "id": f"{edition.reference}/{duty.id}",
            "role": self.telling.role(duty.role),
            "force": duty.force,
            "action": self.telling.plain_line(duty.action),
            "when": self.telling.plain_line(duty.when) if duty.when else None,
            **self.telling.location(
                addresses.document_path(edition.reference, addresses.duty_anchor(duty.id))
            ),
        }

    # --- duties and roles --------------------------------------------------------------------

    def duties(self) -> JsonObject:
        return {
            "duties": [
                {
                    **self._duty(duty, document.current),
                    "document": document.reference,
                    "edition": str(document.current.edition),
                    "clause": clause.anchor,
                    "cites": self.telling.citations(duty.action, duty.when or ""),
                    "checklists": [
                        self._carried(name, link)
                        for name, link in self.by_duty.get((document.reference, duty.id), ())
                    ],
                }
                for document in self.in_order
                if not document.is_withdrawn
                for clause, duty in document.current.duties
            ]
        }

    def _carried(self, name: str, link: TraceLink) -> JsonObject:
        return {
            "checklist": name,
            "item": link.item.name,
            **self.telling.location(addresses.checklist_path(name, link.item.name)),
        }

    def roles(self) -> JsonObject:
        library, serialiser = self.register.library, self.telling
        checklists: dict[str, list[str]] = {}
        for name, resolved in self.tracing.resolved_checklists.items():
            checklists.setdefault(resolved.checklist.role, []).append(name)
        return {
            "roles": [
                {
                    "id": name,
                    "name": role.name,
                    "kind": role.kind,
                    "also": list(role.also or ()),
                    "part_of": role.part_of,
                    "about": serialiser.text_with_citations(role.about) if role.about else None,
                    "duties": [
                        f"{located.edition.reference}/{located.duty.id}"
                        for located in library.duties_by_role.get(name, ())
                    ],
                    "missing": [
                        f"{gap.edition.reference}/{gap.provision.anchor}"
                        for gap in library.gaps_by_role.get(name, ())
                    ],
                    "owns": self.by_owner.get(name, []),
                    "contact_for": self.by_contact.get(name, []),
                    "checklists": checklists.get(name, []),
                    **serialiser.location(addresses.role_path(name)),
                }
                for name, role in library.roles.items()
            ]
        }

    # --- checklists --------------------------------------------------------------------------

    def checklists(self) -> JsonObject:
        return {
            "checklists": [
                {**self._sheet(resolved), "data": self.telling.location(checklist_api_path(name))}
                for name, resolved in self.tracing.resolved_checklists.items()
            ]
        }

    def checklist(self, resolved: ResolvedChecklist) -> JsonObject:
        name = resolved.name
        return {
            **self._sheet(resolved),
            "parts": [self._part(resolved, name, *section) for section in resolved.sections],
        }

    def _sheet(self, resolved: ResolvedChecklist) -> JsonObject:
        checklist = resolved.checklist
        return {
            "name": resolved.name,
            "title": checklist.title,
            "role": self.telling.role(checklist.role),
            "trigger": self.telling.text_with_citations(checklist.trigger),
            "is_made": resolved.is_generated,
            "count": len(resolved.digests),
            "digest": resolved.digest,
            "editions": [f"{one.reference}/{one.edition}" for one in resolved.editions],
            **self.telling.location(addresses.checklist_path(resolved.name)),
        }

    def _part(
        self,
        resolved: ResolvedChecklist,
        name: str,
        section: ChecklistSection,
        links: tuple[TraceLink, ...],
    ) -> JsonObject:
        return {
            "title": section.title,
            "is_in_order": section.order == "fixed",
            "items": [self._item(resolved, name, link) for link in links],
        }

    def _item(self, resolved: ResolvedChecklist, name: str, link: TraceLink) -> JsonObject:
        item, source, serialiser = link.item, link.cited_provision, self.telling
        when = item.when or (source.duty.when if source and source.duty else None)
        return {
            "name": item.name,
            "kind": item.kind,
            "do": serialiser.plain_line(item.do) if item.do else None,
            "when": serialiser.plain_line(when) if when else None,
            "record": serialiser.plain_line(item.record) if item.record else None,
            "cites": serialiser.citations(item.do or "", when or "", item.record or ""),
            "comes_from": item.cited_name,
            "clause": f"{source.edition.reference}/{source.provision.anchor}" if source else None,
            "status": None if resolved.is_generated else str(link.status),
            "digest": resolved.digests.get(item.name),
            **serialiser.location(addresses.checklist_path(name, link.item.name)),
        }

    def traceability(self) -> JsonObject:
        return trace_data(self.tracing.trace)


def _text(value: object) -> str | None:
    """A date, a period or a number as it was given."""
    return None if value is None else str(value)
