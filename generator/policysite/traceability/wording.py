"""What duties, clauses and sections say, in a line: all that their digests stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..domain.model import Clause, Duty, Section


def duty_in_words(duty: Duty) -> str:
    """Who has to do what, with what force and when: everything that the duty's digest stands for."""
    when = f", when {duty.when}" if duty.when else ""
    return _in_a_line([f"{duty.role} {duty.force} {duty.action}{when}"])


def part_in_words(part: Section | Clause) -> str:
    """What a clause says with its duties, or a section with its clauses."""
    return _in_a_line(_said(part))


def clause_in_words(clause: Clause) -> str:
    """What a clause says without its duties."""
    return _in_a_line([*_said_by_itself(clause), *_missing(clause)])


def _in_a_line(texts: Iterable[str]) -> str:
    return " ".join(" ".join(texts).split())


def _said(part: Section | Clause) -> Iterator[str]:
    if isinstance(part, Clause):
        yield from _said_by_itself(part)
        for duty in part.duties or ():
            yield f"({duty_in_words(duty)})"
    else:
        yield part.title
        for clause in part.clauses:
            yield from _said(clause)
    yield from _missing(part)


def _said_by_itself(clause: Clause) -> Iterator[str]:
    yield clause.title or ""
    yield clause.text or ""
    yield from clause.items or ()


def _missing(part: Section | Clause) -> Iterator[str]:
    if part.missing:
        yield f"(missing: {part.missing.what})"
