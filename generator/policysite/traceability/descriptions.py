"""Duties, clauses and sections in words, on one line: exactly what their digests cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..domain.library import in_a_row
from ..domain.model import Clause, Duty, Section
from ..domain.model.blocks import (
    ClauseBlock,
    DefinitionsBlock,
    FigureBlock,
    ListBlock,
    NoteBlock,
    TableBlock,
    TextBlock,
)


def describe_duty(duty: Duty) -> str:
    """A duty in words: its roles, force, action, time limit, condition and basis."""
    words = f"{describe_roles(duty)} {duty.force} {duty.action}"
    for opening, text in ((", ", duty.time_limit), (", when ", duty.when), ("; basis: ", duty.basis)):
        words += f"{opening}{text}" if text else ""
    return _joined([words])


def describe_roles(duty: Duty) -> str:
    """The ids of the roles that have a duty, in a row: "ranger and tree-officer jointly"."""
    return in_a_row(duty.roles) + (" jointly" if len(duty.roles) > 1 else "")


def describe_provision(provision: Section | Clause) -> str:
    """A clause with its duties in words, or a section with its clauses."""
    return _joined(_provision_texts(provision))


def describe_clause(clause: Clause) -> str:
    """A clause in words, without its duties."""
    return _joined([*_clause_texts(clause), *_absence_texts(clause)])


def _joined(texts: Iterable[str]) -> str:
    return " ".join(" ".join(texts).split())


def _provision_texts(provision: Section | Clause) -> Iterator[str]:
    if isinstance(provision, Clause):
        yield from _clause_texts(provision)
        for duty in provision.duties or ():
            yield f"({describe_duty(duty)})"
    else:
        yield provision.title
        for clause in provision.clauses:
            yield from _provision_texts(clause)
    yield from _absence_texts(provision)


def _clause_texts(clause: Clause) -> Iterator[str]:
    yield clause.title or ""
    yield from _block_texts(clause.blocks)


def _block_texts(blocks: Sequence[ClauseBlock]) -> Iterator[str]:
    for block in blocks:
        match block:
            case ListBlock(items):
                for item in items:
                    yield item.label
                    yield from _block_texts(item.blocks)
            case TableBlock(table):
                yield table.caption or ""
                if table.row_headings == "yes":
                    yield "(with headings of rows)"
                yield from (f"| {' | '.join(row)} |" for row in (table.columns or (), *table.rows) if row)
            case DefinitionsBlock(definitions):
                yield from (f"{definition.term}: {definition.meaning}" for definition in definitions)
            case FigureBlock(figure):
                yield f"(figure {figure.file}: {figure.alt})"
                yield from (text for _, text in block.texts)
            case NoteBlock(text):
                yield f"(note: {text})"
            case TextBlock(text):
                yield text


def _absence_texts(provision: Section | Clause) -> Iterator[str]:
    if provision.missing:
        yield f"(missing: {provision.missing.what})"
    if provision.withheld:
        what = f": {provision.withheld.what}" if provision.withheld.what else ""
        yield f"(withheld under {provision.withheld.exemption}{what})"
    if provision.not_used:
        yield f"(not used: {provision.not_used})"
