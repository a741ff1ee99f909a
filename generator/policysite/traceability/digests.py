"""Digests of what can be cited: the same while it says the same, wherever it stands and however wrapped.

A digest is "v1:" and the SHA-256 of canonical JSON (sorted keys, no white space, UTF-8) of the texts,
each in Unicode's NFC with its white space collapsed. Numbers and positions are no part of it, but of a
whole edition's, which never changes once it is sealed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any
from unicodedata import normalize

from ..domain.model import (
    Checklist,
    ChecklistItem,
    Clause,
    Duty,
    Edition,
    Force,
    Section,
)

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def collapse_whitespace(text: str) -> str:
    """The text as every digest takes it."""
    return " ".join((text if text.isascii() else normalize("NFC", text)).split())


def duty_digest(duty: Duty) -> str:
    """Of who has to do what, with what force and when."""
    return _of_duty(duty.role, duty.force, duty.action, duty.when)


@lru_cache(maxsize=1 << 14)  # a check asks twice: for the item that cites it, and for the sealed edition
def _of_duty(role: str, force: Force, action: str, when: str | None) -> str:
    return _digest(
        {"role": role, "force": force, "action": collapse_whitespace(action), "when": _plain(when)}
    )


def provision_digest(provision: Section | Clause) -> str:
    """Of what a clause says or a section holds."""
    return _digest(_said(provision))


def clause_text_digest(clause: Clause) -> str:
    """Of what a clause says itself, without the duties that restate it."""
    missing = clause.missing.what if clause.missing else None
    return _of_clause_text(clause.title, clause.text, tuple(clause.items or ()), missing)


@lru_cache(maxsize=1 << 14)  # each duty of a clause asks for it
def _of_clause_text(
    title: str | None, text: str | None, items: Sequence[str], missing: str | None
) -> str:
    said = {"title": _plain(title), "text": _plain(text), "items": _all_plain(items)}
    return _digest({**said, "missing": collapse_whitespace(missing)} if missing else said)


def edition_digest(edition: Edition) -> str:
    """Of everything that an edition says, numbers and order included; our questions about it are not.

    Nor is where its text was read: an address may move while the text stays.
    """
    return _digest(_published(edition))


def differing_provisions(before: Edition, now: Edition) -> list[str]:
    """What two texts of one edition say differently: numbers or ids of sections and clauses, in order.

    A section differs by its own heading, or by what it lacks. What an edition says of itself has an
    empty name.
    """
    old, new = _published(before), _published(now)
    sections = old.pop("sections"), new.pop("sections")
    was, has = (dict(_parts(found)) for found in sections)
    names = dict.fromkeys([*has, *was])
    found = [name for name in names if was.get(name) != has.get(name)]
    if not found and list(was) != list(has):
        found = [name for name, other in zip(has, was, strict=True) if name != other]
    return [*([""] if old != new else []), *found]


def _parts(sections: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for section in sections:
        yield section["anchor"], {**section, "clauses": None}
        for clause in section["clauses"]:
            yield clause["anchor"], clause


def _published(edition: Edition) -> dict[str, Any]:
    """Everything that an edition says."""
    review = edition.review
    return {
        "reference": edition.reference,
        "edition": str(edition.edition),
        "title": collapse_whitespace(edition.title),
        "kind": edition.kind,
        "governed_by": edition.governed_by,
        "extent": edition.extent,
        "wording": edition.wording,
        "owner": edition.owner,
        # Only where there is one, so that editions sealed before it was known keep their digest.
        **({"contact": edition.contact} if edition.contact else {}),
        "review": {
            "last": _text(review.last),
            "every": _text(review.every),
            "next": _text(review.next),
            "also_when": _all_plain(review.also_when),
        },
        "changes": _plain(edition.changes),
        "risk": _plain(edition.risk),
        "equality_impact": _plain(edition.equality_impact),
        "sections": [
            {**_sealed(section), "clauses": [_sealed(clause) for clause in section.clauses]}
            for section in edition.sections
        ],
    }


def _sealed(provision: Section | Clause) -> dict[str, Any]:
    """What a section says by itself, or a clause, with its number or id."""
    said: dict[str, Any] = {
        "anchor": provision.anchor,
        "title": _plain(provision.title),
        "title_is": provision.title_is,
    }
    if isinstance(provision, Clause):
        said |= {
            "text": _plain(provision.text),
            "items": _all_plain(provision.items),
            "duties": [
                {
                    "id": duty.id,
                    "role": duty.role,
                    "force": duty.force,
                    "action": collapse_whitespace(duty.action),
                    "when": _plain(duty.when),
                }
                for duty in provision.duties or ()
            ],
        }
    if provision.missing:
        said["missing"] = {
            "what": collapse_whitespace(provision.missing.what),
            "role": provision.missing.role,
        }
    return said


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def item_digest(item: ChecklistItem, cited: str) -> str:
    """Of an item and what it cites, whose digest is given: a tick stands for exactly this."""
    said = {"do": _plain(item.do), "when": _plain(item.when), "record": _plain(item.record)}
    return _digest({**said, "cited": cited})


def checklist_digest(checklist: Checklist, items: Mapping[str, str]) -> str:
    """Of a checklist, by the digests of its items by their names."""
    return _digest(
        {"title": collapse_whitespace(checklist.title), "role": checklist.role, "items": dict(items)}
    )


def _said(provision: Section | Clause) -> dict[str, Any]:
    said: dict[str, Any] = {"title": _plain(provision.title)}
    if isinstance(provision, Clause):
        said |= {
            "text": _plain(provision.text),
            "items": _all_plain(provision.items),
            "duties": [duty_digest(duty) for duty in provision.duties or ()],
        }
    else:
        said["clauses"] = [_said(clause) for clause in provision.clauses]
    if provision.missing:
        said["missing"] = collapse_whitespace(provision.missing.what)
    return said


def _plain(text: str | None) -> str | None:
    return None if text is None else collapse_whitespace(text)


def _all_plain(texts: Sequence[str] | None) -> list[str]:
    return [collapse_whitespace(text) for text in texts or ()]


def _digest(said: Mapping[str, Any]) -> str:
    """Of what is said, its texts collapsed; names and numbers are as they are."""
    return f"v1:{sha256(_CANONICAL.encode(said).encode()).hexdigest()}"
