"""What duties, clauses and sections say, in a line: all that their digests stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..domain.model import Clause, Duty, Section


def describe_duty(duty: Duty) -> str:
    """Who has to do what, with what force and when: everything that the duty's digest stands for."""
    when = f", when {duty.when}" if duty.when else ""
    return _in_a_line([f"{duty.role} {duty.force} {duty.action}{when}"])


def describe_provision(provision: Section | Clause) -> str:
    """What a clause says with its duties, or a section with its clauses."""
    return _in_a_line(_said(provision))


def describe_clause(clause: Clause) -> str:
    """What a clause says without its duties."""
    return _in_a_line([*_said_by_itself(clause), *_missing(clause)])


def _in_a_line(texts: Iterable[str]) -> str:
    return " ".join(" ".join(texts).split())


def _said(provision: Section | Clause) -> Iterator[str]:
    if isinstance(provision, Clause):
        yield from _said_by_itself(provision)
        for duty in provision.duties or ():
            yield f"({describe_duty(duty)})"
    else:
        yield provision.title
        for clause in provision.clauses:
            yield from _said(clause)
    yield from _missing(provision)


def _said_by_itself(clause: Clause) -> Iterator[str]:
    yield clause.title or ""
    yield clause.text or ""
    yield from clause.items or ()


def _missing(provision: Section | Clause) -> Iterator[str]:
    if provision.missing:
        yield f"(missing: {provision.missing.what})"
