"""Hints for a name that does not exist: a similar name, its former use, or the names that exist."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from ..domain.library import Document, Library
from ..domain.model import (
    Clause,
    Edition,
    Section,
    role_ids_by_name,
)
from ..domain.problems import closest_name, similar_names_hint
from ..domain.prose import Citation
from ..domain.reviews import MonthOrDay, format_date
from ..domain.spelling import normalised_name
from ..traceability import provision_digest

_MAX_NAMES = 8
_SEPARATORS = re.compile(r"[\s,;:/#|]+")
_CLAUSE = re.compile(
    r"(?:sections?|sects?|clauses?|cls?|paragraphs?|paras?|articles?|s|§|¶)\.?", re.IGNORECASE
)
_PARTS = {"annex": "annex", "annexe": "annex", "appendix": "appendix", "schedule": "schedule"}
_LIST_ITEM = re.compile(r"(?:\([A-Za-z0-9]{1,8}\))+$")
_DOTTED_ITEM = re.compile(r"(.+?)((?:\.[a-z]{1,8})+)")
"""A clause and the labels of an item as people write them without brackets: 3.2.a."""

MARK_FORMS = "write [[HR12/3.2]] for a clause, or [[HR12]], [[a-role]], [[a-reference]] or [[FWR]]"
"""How things of the library are cited."""


def clause_hint(document: Document, name: str, anchors: Collection[str] | None = None) -> str:
    """What to cite in place of a clause that a document lacks.

    anchors are those that may be cited; without them, those of the current edition.
    """
    anchors = (
        [provision.anchor for provision in document.current.provisions] if anchors is None else anchors
    )
    similar = closest_name(name, anchors)
    if similar is not None:
        return f"did you mean {similar!r}?"
    for edition in document.editions[1:]:
        for provision in edition.provisions:
            if provision.anchor == name:
                new_anchor = _anchor_of_same_text(provision, document.current)
                advice = (
                    f"{new_anchor} says the same there"
                    if new_anchor
                    else "cite what says it now, or nothing"
                )
                return f"{_removal_note(edition.edition, document)}; {advice}"
    beginning = name.partition(".")[0]
    siblings = [anchor for anchor in anchors if anchor.startswith(f"{beginning}.")]
    if siblings:
        return f"the clauses of section {beginning} are: {_name_list(siblings)}"
    sections = [section.anchor for section in document.current.sections]
    unnumbered = [clause.id for clause in document.current.clauses if clause.id]
    ids = f"; its clauses without a number are: {_name_list(unnumbered)}" if unnumbered else ""
    return f"the sections are: {_name_list(sections)}{ids}"


def cited_clause_hint(
    library: Library, citation: Citation, anchors: Collection[str] | None = None
) -> str:
    """What to cite in place of a clause, or of an item in one, that a document lacks.

    anchors are as for `clause_hint`.
    """
    known, clause = library.editions_by_anchor[citation.name], citation.clause
    dotted = _DOTTED_ITEM.fullmatch(clause)
    if dotted and dotted[1] in known:
        labels = (*dotted[2][1:].split("."), *citation.item_labels)
        return f"write {replace(citation, clause=dotted[1], item_labels=labels)}"
    if not citation.item_labels or clause not in known:
        return clause_hint(library.documents[citation.name], clause, anchors)
    items = [
        anchor[len(clause) + 1 :]
        for anchor in library.documents[citation.name].current.item_anchors
        if anchor.startswith(f"{clause}-")
    ]
    if not items:
        bare = replace(citation, item_labels=())
        return (
            f"clause {clause} has no lettered items; write labels: letters beside its items:, or write"
            f" {bare}{citation.item}"
        )
    labelled = (f"({item.replace('-', ')(')})" for item in items)
    return f"the items of clause {clause} are: {_name_list(labelled)}"


def item_cited_by_address(edition: Edition, citation: Citation) -> Citation | None:
    """The citation of a lettered item of which somebody wrote the address, as in 3.2-a for 3.2(a)."""
    if "-" not in citation.clause:
        return None
    for clause in edition.clauses:
        if citation.clause.startswith(f"{clause.anchor}-"):
            for item in clause.labelled_items:
                if clause.anchor + item.address == citation.clause:
                    return replace(citation, clause=clause.anchor, item_labels=item.cited_labels)
    return None


def _anchor_of_same_text(provision: Section | Clause, current: Edition) -> str:
    """The anchor of the only provision of `current` that says the same; empty without exactly one."""
    digest = provision_digest(provision)
    anchors = [
        other.anchor
        for other in current.provisions
        if type(other) is type(provision) and provision_digest(other) == digest
    ]
    return anchors[0] if len(anchors) == 1 else ""


def duty_hint(document: Document, name: str) -> str:
    """What to cite in place of a duty that the current edition of a document lacks."""
    ids = [duty.id for _, duty in document.current.duties]
    if closest_name(name, ids) is None:
        for edition in document.editions[1:]:
            if any(duty.id == name for _, duty in edition.duties):
                return (
                    f"{_removal_note(edition.edition, document)}: remove the item, or cite the duty that"
                    " took its place"
                )
    return similar_names_hint(name, ids, what="duties")


def _removal_note(when: MonthOrDay, document: Document) -> str:
    current = document.current.edition
    return f"it was in the edition of {format_date(when)}, and is not in that of {format_date(current)}"


def _name_list(names: Iterable[str]) -> str:
    listed = list(names)
    rest = len(listed) - _MAX_NAMES
    return ", ".join(listed[:_MAX_NAMES]) + (f" and {rest} more" if rest > 0 else "")


def _with_part_as_anchor(words: list[str]) -> list[str]:
    """The words with the last ones, as in "annex", "1.2", as an anchor: "annex-1.2"."""
    for place, word in enumerate(words):
        if word.casefold() in _PARTS and 0 < place < len(words) - 1:
            return [*words[:place], "-".join((_PARTS[word.casefold()], *words[place + 1 :]))]
    return words


class NameHints:
    """The names in a library, to find the id that somebody meant who wrote a name instead."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @cached_property
    def role_ids(self) -> Mapping[str, str]:
        """The ids of roles by their names and other names, all normalised."""
        return role_ids_by_name(self._library.roles)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """The names that a cross-reference may have, by the normalised words that people use for them."""
        library = self._library
        ids = {normalised_name(name): name for name in library.kinds_by_name}
        titles = [(reference.title, name) for name, reference in library.external_references.items()]
        titles += [(document.current.title, name) for name, document in library.documents.items()]
        titles += [(term.stands_for, name) for name, term in library.terms.items() if term.stands_for]
        titles += [(written, name) for name, written in library.term_names.items()]
        names = {normalised_name(title): name for title, name in titles}
        return {name: meant for name, meant in {**names, **self.role_ids, **ids}.items() if name}

    def role_hint(self, name: str) -> str:
        """A hint with the id of the role that was meant by a name, or with similar ids."""
        known = self.role_ids.get(normalised_name(name))
        if known is not None:
            return f"write the id of that role: {known}"
        return similar_names_hint(name, self._library.roles, what="roles")

    def document_hint(self, citation: Citation) -> str:
        """A hint with the document that was meant by the name of none."""
        folder = self._reference([citation.name, citation.clause])
        if folder is not None:
            return f"write {replace(citation, name=folder, clause='', item_labels=())}"
        return similar_names_hint(citation.name, self._library.documents, what="documents")

    def is_document(self, name: str) -> bool:
        """Whether a name is that of a document or a slip of one."""
        return closest_name(name, self._library.documents) is not None

    def is_cited(self, target: str) -> bool:
        """Whether this could stand in a cross-reference before its words."""
        return target.partition("/")[0] in self._library.kinds_by_name

    def citation_hint(self, written: str) -> str:
        """A hint with the cross-reference that was meant by a malformed one, or with examples."""
        target, _, words_shown = written.strip("[] \t\n.,;:").partition("|")
        shown = f"|{' '.join(words_shown.split())}" if words_shown.strip() else ""
        inside = re.sub(r"\s+(?=\()", "", target.strip())
        words = [word for word in _SEPARATORS.split(inside) if word and not _CLAUSE.fullmatch(word)]
        words = _with_part_as_anchor(words)
        documents = self._library.documents
        reference = self._reference(words[:-1])
        if reference is not None:
            list_item = _LIST_ITEM.search(words[-1])
            clause = _LIST_ITEM.sub("", words[-1].lstrip("§¶")).rstrip(".,;:)")
            anchors = [provision.anchor for provision in documents[reference].current.provisions]
            if clause in anchors:
                labels = list_item[0] if list_item else ""
                item = f"{clause}-{labels.strip('()').replace(')(', '-')}"
                if item in self._library.editions_by_anchor[reference]:
                    return f"write [[{reference}/{clause}{labels}{shown}]]"
                return f"write [[{reference}/{clause}{shown}]]{labels}"
            hint = clause_hint(documents[reference], clause)
            return f"write [[{reference}/…]] with a clause that it has: {hint}"
        known = self._names.get(normalised_name(inside))
        if known is not None:
            return f"write [[{known}{shown}]]"
        if "/" in inside.partition("/")[2]:
            return (
                "write one slash, between the name of the document's folder and the clause, as in"
                " [[HR12/3.2]]"
            )
        return MARK_FORMS

    def _reference(self, words: Sequence[str]) -> str | None:
        """The document whose reference was written in these words, as its folder is called."""
        if len(words) == 1:
            return closest_name(words[0], self._library.documents)
        written = normalised_name(" ".join(words))
        folders = (name for name in self._library.documents if normalised_name(name) == written)
        return next(folders, None) if written else None
