"""Digests of clauses, duties, items and editions, which change only when their words do.

A digest is "v1:" and the SHA-256 of canonical JSON (sorted keys, no white space, UTF-8) of the texts,
each in Unicode NFC with its white space collapsed. Renumbering and re-wrapping leave it the same, except
that the digest of a whole edition includes numbers and order.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any
from unicodedata import normalize

from ..domain.model import (
    Attachment,
    Checklist,
    ChecklistItem,
    Clause,
    Duty,
    Edition,
    Force,
    Section,
)
from ..domain.model.blocks import (
    ClauseBlock,
    DefinitionsBlock,
    FigureBlock,
    ListBlock,
    NoteBlock,
    TableBlock,
    TextBlock,
    short_form,
)

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def collapse_whitespace(text: str) -> str:
    """The text in NFC, with single spaces for white space, as every digest uses it."""
    return " ".join((text if text.isascii() else normalize("NFC", text)).split())


def duty_digest(duty: Duty) -> str:
    """The digest of a duty: its roles, force, action, condition, time limit and basis."""
    later = {"within": duty.within, "basis": duty.basis}
    return _duty_digest(duty.roles, duty.force, duty.action, duty.when, tuple(later.items()))


@lru_cache(maxsize=1 << 14)  # a check asks twice: for the item that cites it, and for the sealed edition
def _duty_digest(
    roles: tuple[str, ...],
    force: Force,
    action: str,
    when: str | None,
    later: tuple[tuple[str, str | None], ...],
) -> str:
    return _digest(
        {
            "role": _one_or_more(roles),
            "force": force,
            "action": collapse_whitespace(action),
            "when": _plain(when),
            **_where_given(**dict(later)),
        }
    )


def provision_digest(provision: Section | Clause) -> str:
    """The digest of a clause with its duties, or of a section with its clauses."""
    return _digest(_provision_content(provision))


def clause_text_digest(clause: Clause) -> str:
    """The digest of a clause's own text, without the duties that restate it."""
    return _clause_text_digest(clause.title, clause.blocks, tuple(_absence_content(clause).items()))


@lru_cache(maxsize=1 << 14)  # each duty of a clause asks for it
def _clause_text_digest(
    title: str | None, blocks: tuple[ClauseBlock, ...], absences: tuple[tuple[str, str], ...]
) -> str:
    return _digest({"title": _plain(title), **_content_of_blocks(blocks), **dict(absences)})


def edition_digest(edition: Edition) -> str:
    """The digest of everything that an edition says, including numbers and order.

    Questions about it and the address of its source are left out: both may change while the text stays.
    """
    return _digest(_edition_content(edition))


def differing_provisions(before: Edition, now: Edition) -> list[str]:
    """The numbers or ids of the sections and clauses that differ between two texts of an edition.

    A section counts only for its own heading and its `missing`. An empty name stands for the edition's
    own fields, such as its title.
    """
    old, new = _edition_content(before), _edition_content(now)
    sections = old.pop("sections"), new.pop("sections")
    before_by_anchor, now_by_anchor = (dict(_content_by_anchor(content)) for content in sections)
    names = dict.fromkeys([*now_by_anchor, *before_by_anchor])
    differing = [name for name in names if before_by_anchor.get(name) != now_by_anchor.get(name)]
    if not differing and list(before_by_anchor) != list(now_by_anchor):
        differing = [
            name for name, other in zip(now_by_anchor, before_by_anchor, strict=True) if name != other
        ]
    return [*([""] if old != new else []), *differing]


def differing_files(before: Edition, now: Edition) -> list[str]:
    """The names of the files that two texts of an edition both name, and that differ."""
    old, new = before.stored_files, now.stored_files
    return [name for name in new if name in old and new[name].digest != old[name].digest]


def _content_by_anchor(sections: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for section in sections:
        yield section["anchor"], {**section, "clauses": None}
        for clause in section["clauses"]:
            yield clause["anchor"], clause


def _edition_content(edition: Edition) -> dict[str, Any]:
    """Everything that the digest of an edition covers."""
    review = edition.review
    return {
        "reference": edition.reference,
        "edition": str(edition.edition),
        "title": collapse_whitespace(edition.title),
        "kind": edition.kind,
        "governed_by": _optional_list(edition.governing_documents),
        "extent": edition.extent,
        "wording": edition.wording,
        "owner": _optional_list(edition.owners),
        # Left out if empty, so that editions sealed before this field existed keep their digest.
        **({"contact": _one_or_more(edition.contacts)} if edition.contacts else {}),
        **({"language": edition.language} if edition.language else {}),
        **_stated_facts(edition),
        **_published_reference(edition),
        "review": {
            "last": _optional_text(review.last),
            "every": _optional_text(review.every),
            "next": _optional_text(review.next),
            "also_when": _all_plain(review.also_when),
        },
        **(
            {"replaces": [[other.document or other.title, other.how] for other in edition.replaces]}
            if edition.replaces
            else {}
        ),
        "changes": _plain(edition.changes),
        "risk": _plain(edition.risk),
        "equality_impact": _plain(edition.equality_impact),
        "sections": [
            {
                **_numbered_content(section),
                **_attachments(section.attachments),
                "clauses": [_numbered_content(clause) for clause in section.clauses],
            }
            for section in edition.sections
        ],
        **_attachments(edition.attachments),
    }


def _numbered_content(provision: Section | Clause) -> dict[str, Any]:
    """A clause with its number or id, or a section without its clauses."""
    content: dict[str, Any] = {
        "anchor": provision.anchor,
        "title": _plain(provision.title),
        "title_is": provision.title_is,
    }
    if isinstance(provision, Section) and provision.part:
        content["part"] = provision.part
    if isinstance(provision, Clause):
        content |= {
            **_content_of_blocks(provision.blocks),
            "duties": [
                {
                    "id": duty.id,
                    "role": _one_or_more(duty.roles),
                    "force": duty.force,
                    "action": collapse_whitespace(duty.action),
                    "when": _plain(duty.when),
                    **_where_given(within=duty.within, basis=duty.basis),
                }
                for duty in provision.duties or ()
            ],
        }
    if provision.missing:
        content["missing"] = {
            "what": collapse_whitespace(provision.missing.what),
            "role": provision.missing.role,
        }
    return {**_absence_content(provision), **content}


def _attachments(attachments: Sequence[Attachment] | None) -> dict[str, Any]:
    """What is attached, each with the digest of its file; nothing where nothing is."""
    listed = [
        {
            "file": attachment.file,
            "title": collapse_whitespace(attachment.title),
            "about": _plain(attachment.about),
            "digest": attachment.stored.digest if attachment.stored else None,
        }
        for attachment in attachments or ()
    ]
    return {"attachments": listed} if listed else {}


def _optional_text(value: object) -> str | None:
    return None if value is None else str(value)


def item_digest(item: ChecklistItem, cited: str) -> str:
    """The digest of an item together with the digest of what it cites: what a tick confirms."""
    content = {"do": _plain(item.do), "when": _plain(item.when), "record": _plain(item.record)}
    return _digest({**content, "cited": cited})


def checklist_digest(checklist: Checklist, items: Mapping[str, str]) -> str:
    """The digest of a checklist, made from the digests of its items by name."""
    return _digest(
        {"title": collapse_whitespace(checklist.title), "role": checklist.role, "items": dict(items)}
    )


def _provision_content(provision: Section | Clause) -> dict[str, Any]:
    content: dict[str, Any] = {"title": _plain(provision.title)}
    if isinstance(provision, Clause):
        content |= {
            **_content_of_blocks(provision.blocks),
            "duties": [duty_digest(duty) for duty in provision.duties or ()],
        }
    else:
        content["clauses"] = [_provision_content(clause) for clause in provision.clauses]
        content |= _attachments(provision.attachments)
    return content | _absence_content(provision)


def _absence_content(provision: Section | Clause) -> dict[str, str]:
    """What is missing, withheld or not used; nothing where nothing is, as before that could be said."""
    return {
        "missing" if path == ("missing", "what") else ".".join(map(str, path)): collapse_whitespace(text)
        for path, text in provision.absence_texts
    }


def _where_given(**texts: str | None) -> dict[str, str]:
    """The texts that are there: a field that came later is left out of older digests."""
    return {key: collapse_whitespace(text) for key, text in texts.items() if text}


def _one_or_more(values: tuple[str, ...]) -> str | tuple[str, ...]:
    """A single value by itself, as it was digested before there could be several."""
    return values[0] if len(values) == 1 else values


def _optional_list(values: tuple[str, ...]) -> str | tuple[str, ...] | None:
    return _one_or_more(values) if values else None


def _published_reference(edition: Edition) -> dict[str, str]:
    """The reference as it is published, where that is another than the name of the folder."""
    published = edition.published_reference
    return {"published_reference": published} if published != edition.reference else {}


def _stated_facts(edition: Edition) -> dict[str, Any]:
    """The facts that organisations note about an edition, without those that it does not state."""
    approved = edition.approved
    facts = {
        "author": _plain(edition.author),
        "version": _plain(edition.version),
        "approved": approved and {"by": _all_plain(approved.by), "on": _optional_text(approved.on)},
        "marking": _plain(edition.marking),
        "audience": _plain(edition.audience),
        "organisations": [
            {"name": _plain(organisation.name), "reference": _plain(organisation.reference)}
            for organisation in edition.joint_organisations
        ],
        "fields": {name: _plain(value) for name, value in (edition.fields or {}).items()},
    }
    return {name: value for name, value in facts.items() if value}


def _content_of_blocks(blocks: Sequence[ClauseBlock]) -> dict[str, Any]:
    """The text and list of a clause that has no more than these, and else all its blocks as well.

    Which form a source has makes no difference, and a clause that was sealed before there were other
    blocks keeps its digest.
    """
    short = short_form(blocks)
    if short is None:
        return {"text": None, "items": [], "content": [_block_content(block) for block in blocks]}
    text, items = short
    return {"text": _plain(text), "items": _all_plain(items)}


def _block_content(block: ClauseBlock) -> dict[str, Any]:
    match block:
        case ListBlock(items):
            return {
                "items": [
                    {
                        **({"label": item.label} if item.label else {}),
                        "content": [_block_content(below) for below in item.blocks],
                    }
                    for item in items
                ]
            }
        case TableBlock(table):
            return {
                "caption": _plain(table.caption),
                "columns": _all_plain(table.columns),
                "rows": [_all_plain(row) for row in table.rows],
                "row_headings": table.row_headings,
            }
        case DefinitionsBlock(definitions):
            return {
                "definitions": [
                    {"term": _plain(definition.term), "meaning": _plain(definition.meaning)}
                    for definition in definitions
                ]
            }
        case FigureBlock(figure):
            return {
                "file": figure.file,
                "alt": _plain(figure.alt),
                "caption": _plain(figure.caption),
                "description": _plain(figure.description),
                **({"digest": figure.stored.digest} if figure.stored else {}),
            }
        case TextBlock(text) | NoteBlock(text):
            return {block.kind: collapse_whitespace(text)}


def _plain(text: str | None) -> str | None:
    return None if text is None else collapse_whitespace(text)


def _all_plain(texts: Sequence[str] | None) -> list[str]:
    return [collapse_whitespace(text) for text in texts or ()]


def _digest(content: Mapping[str, Any]) -> str:
    """The digest of a mapping whose texts are collapsed already."""
    return f"v1:{sha256(_CANONICAL.encode(content).encode()).hexdigest()}"
