"""Writes a bench library: as the sources of policysite, or as a person would by hand in Markdown.

Both hold the same text. Knows the files and the markup; content.py says what stands in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

import yaml
from yaml.cyaml import CEmitter  # type: ignore[attr-defined]  # the stubs forget it
from yaml.representer import SafeRepresenter
from yaml.resolver import BaseResolver

from policysite.lock_recorder import LockRecorder
from policysite.project import Project

from .content import (
    Data,
    Document,
    Library,
    checklists,
    clauses,
    compose_library,
    in_blocks,
)
from .words import capitalised, slug

_PROJECT_CONFIG = Path(__file__).parents[1] / "mkdocs.yml"
"""This repository's own: what is measured is what is published."""

_BY_HAND_CONFIG = """\
site_name: Policies of the Bench Service
site_url: http://127.0.0.1:8000/
theme:
  name: material
  font: false
  features: [navigation.prune]
plugins: [search]
markdown_extensions: [attr_list, pymdownx.tasklist]
validation:
  omitted_files: warn
  links: {absolute_links: warn, unrecognized_links: warn, anchors: warn}
"""

_INVENTED = """\
# These policies are invented

They are made to measure how fast a library is checked and built.
"""


_NOW = datetime(2026, 1, 15, tzinfo=UTC)


class _Dumper(CEmitter, SafeRepresenter, BaseResolver):
    """Writes text as an owner does: no quotes that YAML could do without, paragraphs folded."""

    def __init__(self, stream: Any, **_settings: Any) -> None:
        CEmitter.__init__(self, stream, width=96, allow_unicode=True)
        SafeRepresenter.__init__(self, sort_keys=False, default_flow_style=False)
        BaseResolver.__init__(self)

    def represent_str(self, data: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", data, ">" if "\n" in data else None)


_Dumper.add_representer(str, _Dumper.represent_str)


def make_library(folder: Path, documents: int, seed: int = 1, *, in_blocks_every: int = 0) -> Library:
    """Write a project of so many documents into the folder, and give back what it holds.

    Every so many clauses, one with a text says the same in blocks of all kinds; none with 0.
    """
    library = compose_library(documents, seed)
    if in_blocks_every:
        count = 0
        for edition in library.editions:
            for section in edition["sections"]:
                made = []
                for clause in section.get("clauses", ()):
                    count += 1
                    is_turn = "text" in clause and count % in_blocks_every == 0
                    made.append(in_blocks(clause) if is_turn else clause)
                section["clauses"] = made
    policy = folder / "policy"
    _write_yaml(policy / "library.yml", library.settings)
    _write_yaml(policy / "roles.yml", {"roles": library.roles})
    _write_yaml(policy / "terms.yml", {"terms": library.terms})
    _write_yaml(policy / "references.yml", {"references": library.references})
    for edition in library.editions:
        _write_yaml(policy / edition["reference"] / f"{edition['edition']}.yml", edition)
    for document in library.documents:
        reviews = [_record(edition) for edition in sorted(document.editions, key=itemgetter("edition"))]
        _write_yaml(policy / document.current["reference"] / "reviews.yml", {"reviews": reviews})
    _write(folder / "mkdocs.yml", _PROJECT_CONFIG.read_text(encoding="utf-8"))
    _write(folder / "pages" / "invented.md", _INVENTED)
    return library


def make_checklists(folder: Path, library: Library) -> None:
    """Write a checklist a role beside a library, and accept its items in policy.lock."""
    for name, checklist in checklists(library).items():
        _write_yaml(folder / "checklists" / f"{name}.yml", checklist)
    project = Project.open(folder, _NOW)
    LockRecorder(project).accept(project.traceability.trace.links)


def seal(folder: Path) -> None:
    """Seal every edition of a library in policy.lock."""
    project = Project.open(folder, _NOW)
    LockRecorder(project).seal(project.library.editions)


def _record(edition: Data) -> Data:
    """The record of the review that led to an edition."""
    review = edition["review"]
    dates = {"date": review["last"], "next": review["next"]}
    return dates | {"outcome": "amended", "edition": edition["edition"], "reason": "It was reviewed."}


def make_markdown(folder: Path, documents: int, seed: int = 1) -> Library:
    """Write the same library as hand-written Markdown for MkDocs, and give back what it holds."""
    library = compose_library(documents, seed)
    _write(folder / "mkdocs.yml", _BY_HAND_CONFIG)
    for path, text in _Markdown(library).pages():
        _write(folder / "docs" / path, text)
    return library


def _write_yaml(path: Path, data: Data) -> None:
    _write(path, yaml.dump(data, Dumper=_Dumper))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


_CITATION = re.compile(r"\[\[([^]/]+)(?:/([^]]+))?\]\]")


@dataclass(frozen=True, slots=True)
class _Target:
    """What a citation leads to: a page relative to docs/, an anchor on it, and its name."""

    page: str
    name: str
    anchor: str = ""


class _Markdown:
    """The pages of a library as a careful person keeps them: everything linked, by hand."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._targets = {key: _Target("terms.md", key, slug(key)) for key in library.terms}
        for key, role in library.roles.items():
            self._targets[key] = _Target(f"roles/{key}.md", _inside(role["name"]))
        for key, work in library.references.items():
            self._targets[key] = _Target("references.md", work["title"], key)
        for document in library.documents:
            reference = document.current["reference"]
            self._targets[reference] = _Target(_page(document, document.current), reference)

    def pages(self) -> Iterator[tuple[str, str]]:
        """Each page's path in docs/ and its text."""
        library = self._library
        yield "index.md", _blocks(self._home())
        yield "invented.md", _INVENTED
        yield "terms.md", _blocks(self._terms())
        yield "references.md", _blocks(self._references())
        for document in library.documents:
            for edition in document.editions:
                page = _page(document, edition)
                yield page, _blocks(self._edition(page, document, edition))
        duties = self._duties_by_role()
        for key in library.roles:
            yield f"roles/{key}.md", _blocks(self._role(key, duties.get(key, [])))
        for key, found in duties.items():
            yield f"checklists/{key}.md", _blocks(self._checklist(key, found))

    def _link(self, page: str, key: str, clause: str = "") -> str:
        """A link from a page to what a citation names."""
        target = self._targets[key]
        anchor = _anchor(clause) if clause else target.anchor
        name = f"{target.name}, {clause}" if clause else target.name
        up = "../" * page.count("/")
        return f"[{name}]({up}{target.page}{'#' * bool(anchor)}{anchor})"

    def _text(self, page: str, text: str) -> str:
        return _CITATION.sub(lambda cited: self._link(page, cited[1], cited[2] or ""), text)

    def _home(self) -> Iterator[str]:
        library = self._library
        yield f"# {library.settings['title']}"
        yield library.settings["description"]
        yield "## Documents"
        rows = [
            (
                self._link("index.md", document.current["reference"]),
                document.current["title"],
                document.current["kind"],
                self._link("index.md", document.current["owner"]),
                document.current["review"]["next"],
            )
            for document in library.documents
        ]
        yield _table(("Reference", "Title", "Kind", "Owner", "Next review"), rows)
        yield "## Roles"
        yield _list(self._link("index.md", key) for key in library.roles)

    def _terms(self) -> Iterator[str]:
        yield "# Terms"
        for key, term in self._library.terms.items():
            yield f"## {key} {{#{slug(key)}}}"
            yield f"Stands for: {term['stands_for']}."
            yield term["meaning"]

    def _references(self) -> Iterator[str]:
        yield "# Legislation"
        for key, work in self._library.references.items():
            yield f"## {work['title']} {{#{key}}}"
            yield _table(("Item", "Value"), self._work_facts(work))

    def _work_facts(self, work: Data) -> Iterator[tuple[str, str]]:
        yield "State", work.get("state", "not checked")
        yield "Link", f"[{work['title']}]({work['link']})"
        if "repealed" in work:
            yield "Repealed", work["repealed"]
            replacing = (self._link("references.md", key) for key in work["replaced_by"])
            yield "Replaced by", ", ".join(replacing)

    def _edition(self, page: str, document: Document, edition: Data) -> Iterator[str]:
        yield f"# {edition['reference']} {edition['title']}" + (
            "" if edition is document.current else f" ({edition['edition']})"
        )
        yield _table(("Item", "Value"), self._facts(page, document, edition))
        for section in edition["sections"]:
            yield f"## {section['number']} {section['title']} {{#{_anchor(section['number'])}}}"
            yield from self._remarks(section)
            for clause in section.get("clauses", ()):
                yield from self._clause(page, clause)

    def _facts(self, page: str, document: Document, edition: Data) -> Iterator[tuple[str, str]]:
        review = edition["review"]
        yield "Kind", edition["kind"]
        if "governed_by" in edition:
            yield "Governed by", self._link(page, edition["governed_by"])
        yield "Edition", edition["edition"]
        yield "Wording", edition["wording"]
        yield "Source", f"[{edition['reference']}]({edition['source']['url']})"
        yield "Owner", self._link(page, edition["owner"])
        yield "Last review", review["last"]
        yield "Reviewed every", review["every"]
        yield "Next review", review["next"]
        yield "Also reviewed on changes of", ", ".join(review["also_when"])
        yield "Risk", edition["risk"]
        yield "Equality impact", edition["equality_impact"]
        if "changes" in edition:
            yield "Changes", edition["changes"]
        others = [other for other in document.editions if other is not edition]
        if others:
            links = (f"[{one['edition']}]({Path(_page(document, one)).name})" for one in others)
            yield "Other editions", ", ".join(links)

    def _clause(self, page: str, clause: Data) -> Iterator[str]:
        number = clause["number"]
        title = f" {clause['title']}" if "title" in clause else ""
        yield f"{'#' * (number.count('.') + 2)} {number}{title} {{#{_anchor(number)}}}"
        if "text" in clause:
            yield self._text(page, clause["text"])
        if "items" in clause:
            yield _list(self._text(page, item) for item in clause["items"])
        if "duties" in clause:
            yield "Duties under this clause:"
            yield _list(
                f"The {self._link(page, duty['role'])} {self._duty(page, duty)}."
                for duty in clause["duties"]
            )
        yield from self._remarks(clause)

    def _duty(self, page: str, duty: Data) -> str:
        """The force in bold, the action and the condition."""
        force = next(force for force in ("must", "should", "may") if force in duty)
        when = f", when {self._text(page, duty['when'])}" if "when" in duty else ""
        return f"**{force}** {self._text(page, duty[force])}{when}"

    def _remarks(self, part: Data) -> Iterator[str]:
        if part.get("title_is") == "supplied":
            yield "*The heading was supplied.*"
        if "missing" in part:
            yield f"*Missing: {part['missing']['what']}*"
        if "question" in part:
            yield f"*Question for the owner: {part['question']}*"

    def _duties_by_role(self) -> Mapping[str, list[tuple[str, str, Data]]]:
        """By role, the duties of current editions, each with its document and clause."""
        found: dict[str, list[tuple[str, str, Data]]] = {}
        for document in self._library.documents:
            for clause in clauses(document.current):
                for duty in clause.get("duties", ()):
                    at = (document.current["reference"], clause["number"], duty)
                    found.setdefault(duty["role"], []).append(at)
        return found

    def _role(self, key: str, duties: list[tuple[str, str, Data]]) -> Iterator[str]:
        role, page = self._library.roles[key], f"roles/{key}.md"
        yield f"# {role['name']}"
        yield role["about"]
        rows = [("Kind", role["kind"])]
        if "also" in role:
            rows.append(("Also called", ", ".join(role["also"])))
        if "part_of" in role:
            rows.append(("Part of", self._link(page, role["part_of"])))
        yield _table(("Item", "Value"), rows)
        if duties:
            yield f"Checklist: [{role['name']}](../checklists/{key}.md)"
        yield from self._by_document(page, duties, "")

    def _checklist(self, key: str, duties: list[tuple[str, str, Data]]) -> Iterator[str]:
        """What the role has to do, with a box before each, as policysite makes it."""
        page = f"checklists/{key}.md"
        yield f"# Checklist: {_inside(self._library.roles[key]['name'])}"
        yield f"For: {self._link(page, key)}"
        yield from self._by_document(page, duties, "[ ] ")

    def _by_document(
        self, page: str, duties: Iterable[tuple[str, str, Data]], before: str
    ) -> Iterator[str]:
        by_document: dict[str, list[str]] = {}
        for reference, number, duty in duties:
            line = f"{capitalised(self._duty(page, duty))} ({self._link(page, reference, number)})"
            by_document.setdefault(reference, []).append(f"{before}{line}")
        for reference, lines in by_document.items():
            yield f"## {reference}"
            yield _list(lines)


def _page(document: Document, edition: Data) -> str:
    old = "" if edition is document.current else f"-{edition['edition']}"
    return f"{slug(document.area)}/{edition['reference']}{old}.md"


def _inside(name: str) -> str:
    """A role's name as it stands within a sentence."""
    return name[:1].lower() + name[1:]


def _anchor(number: str) -> str:
    return number.replace(".", "-")


def _blocks(blocks: Iterable[str]) -> str:
    return "\n\n".join(blocks) + "\n"


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in [heads, ("---",) * len(heads), *rows])
