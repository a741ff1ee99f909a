"""What a clause says that somebody must, should or may do is said by its duties, too, and as it says.

Both rules read English sentences and may be wrong about one, so they are warnings, speak of nothing that
is sealed, and can be switched off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..domain.library import Library
from ..domain.modal_verbs import ModalVerb, RoleReader, StatedActions, possible_kinds
from ..domain.model import Clause, Edition, Force, Section
from ..domain.model.blocks import block_texts
from ..domain.problems import Finding, Rule, SourcePlace, ValuePath
from .check import CheckContext, check_for

_MOST_NAMED = 8

DUTY_UNRECORDED = Rule.warning(
    "duty-unrecorded", "A clause says that a role must or should do something, and has no duty for it"
)
DUTY_FORCE_DIFFERS = Rule.warning(
    "duty-force-differs", "A duty is more or less binding than what its clause says"
)


@dataclass(frozen=True, slots=True)
class _Unrecorded:
    """A role that a clause says has to do something, with no duty that says so."""

    clause: Clause
    place: SourcePlace
    role: str
    verb: ModalVerb


@check_for(DUTY_UNRECORDED)
def obligations_are_recorded(context: CheckContext) -> Iterator[Finding]:
    """Each role that a clause says must, will or should do something has a duty in the clause."""
    library = context.library
    if _is_off(library, DUTY_UNRECORDED):
        return
    reader = RoleReader(
        (name, role_id)
        for role_id, role in library.roles.items()
        for name in (role.name, *(role.also or ()))
    )
    belonging = _belonging_roles(library)
    for edition in _editions_to_read(library):
        found = list(_unrecorded(library, edition, reader, belonging))
        if found and not any(clause.duties is not None for clause in edition.clauses):
            yield _edition_without_duties(found)
            continue
        for one in found:
            name = library.roles[one.role].name
            yield Finding(
                DUTY_UNRECORDED,
                f"clause {one.clause.label} says {one.verb.word!r} of {name}, and has no duty of theirs",
                one.place,
                f"add a duty with role: {one.role}, or write duties: none if it lays down none",
            )


def _edition_without_duties(found: list[_Unrecorded]) -> Finding:
    """One finding for an edition to which nobody has added duties yet: its owner is not flooded."""
    labels = list(dict.fromkeys(one.clause.label for one in found))
    rest = len(labels) - _MOST_NAMED
    more = f" and {rest} more" if rest > 0 else ""
    return Finding(
        DUTY_UNRECORDED,
        "this edition has no duties, and says what somebody must, will or should do in clause"
        f" {', '.join(labels[:_MOST_NAMED])}{more}",
        found[0].place,
        f"add duties: to each, the first with role: {found[0].role}",
    )


def _unrecorded(
    library: Library, edition: Edition, reader: RoleReader, belonging: Mapping[str, frozenset[str]]
) -> Iterator[_Unrecorded]:
    for path, section, clause in _located_clauses(edition):
        says_none = clause.duties is not None and not clause.duties
        has_unknown = any(
            role not in library.roles for duty in clause.duties or () for role in duty.roles
        )
        if says_none or has_unknown or clause.missing is not None:
            continue
        bearers: frozenset[str] | None = None
        seen: set[str] = set()
        for below, text in block_texts(clause.blocks):
            for verb, roles in reader.obligations(text):
                if bearers is None:
                    bearers = _bearers(belonging, section, clause)
                for role in roles:
                    if role not in bearers and role not in seen:
                        seen.add(role)
                        word = verb.word.partition(" ")[0]
                        nth = text[: verb.start].count(word)
                        place = SourcePlace(edition.file, (*path, *below), text=word, nth=nth)
                        yield _Unrecorded(clause, place, role, verb)


def _belonging_roles(library: Library) -> Mapping[str, frozenset[str]]:
    """For each role the one that it is part of, and those that are part of it."""
    belonging: dict[str, set[str]] = {name: set() for name in library.roles}
    for name, role in library.roles.items():
        if role.part_of in belonging:
            belonging[role.part_of].add(name)
            belonging[name].add(role.part_of)
    return {name: frozenset(others) for name, others in belonging.items()}


def _bearers(belonging: Mapping[str, frozenset[str]], section: Section, clause: Clause) -> frozenset[str]:
    """The roles with a duty in a clause, or in one above or below it, and those that they belong with."""
    bearers = frozenset(
        role
        for other in section.clauses
        if other.duties and (other is clause or _is_above(other, clause) or _is_above(clause, other))
        for duty in other.duties
        for role in duty.roles
    )
    return bearers.union(*(belonging.get(role, ()) for role in bearers))


@check_for(DUTY_FORCE_DIFFERS)
def duties_bind_as_their_clauses_do(context: CheckContext) -> Iterator[Finding]:
    """No duty is binding where its clause only says should or may, nor optional where that says must."""
    library = context.library
    if _is_off(library, DUTY_FORCE_DIFFERS):
        return
    for edition in _editions_to_read(library):
        for _, section, clause in _located_clauses(edition):
            if not clause.duties:
                continue
            texts = list(_texts_from_above(section, clause))
            kinds = {_KINDS[duty.force] for duty in clause.duties}
            said = frozenset().union(*map(possible_kinds, texts)) - {"will"}
            if not said or (len(kinds) == 1 and said == kinds):
                continue
            stated = StatedActions(texts)
            for duty in clause.duties:
                verb = stated.verb_of(duty.action)
                if verb is None or verb.kind in ("will", _KINDS[duty.force]):
                    continue
                yield Finding(
                    DUTY_FORCE_DIFFERS,
                    f"the clause says {verb.word!r}, and this duty says '{duty.force}'",
                    SourcePlace(
                        edition.file, (*library.duty_paths[id(duty)], duty.force.key), on_key=True
                    ),
                    f"write {_key(duty.force, verb.kind)}: as the clause says, or see whether it says so"
                    " elsewhere",
                )


_KINDS = {
    Force.MUST: "must", Force.MUST_NOT: "must", Force.SHOULD: "should", Force.SHOULD_NOT: "should",
    Force.MAY: "may",
}  # fmt: skip
"""The kind of modal verb that says as much as a force."""


def _key(force: Force, kind: str) -> str:
    """The key of a duty that binds as a kind of verb does, and forbids if the force does."""
    return f"{kind}_not" if force.is_prohibition and kind != "may" else kind


def _texts_from_above(section: Section, clause: Clause) -> Iterator[str]:
    """The texts of a clause, after those of the clauses above it that end with a colon."""
    for other in section.clauses:
        if other is clause or _is_above(other, clause):
            for _, text in block_texts(other.blocks):
                if other is clause or text.rstrip().endswith(":"):
                    yield text


def _is_above(other: Clause, clause: Clause) -> bool:
    """Whether a clause lies below another of the same section, as 3.2.1 lies below 3.2."""
    return bool(other.number and clause.number) and clause.shown_number.startswith(f"{other.number}.")


def _located_clauses(edition: Edition) -> Iterator[tuple[ValuePath, Section, Clause]]:
    for outer, section in enumerate(edition.sections):
        for inner, clause in enumerate(section.clauses):
            yield ("sections", outer, "clauses", inner), section, clause


def _editions_to_read(library: Library) -> Iterator[Edition]:
    """The current editions in English that were read whole, and may still be changed."""
    for edition in library.current_editions:
        is_read = edition.file not in library.unreadable
        if is_read and not library.is_sealed(edition) and library.language_of(edition).startswith("en"):
            yield edition


def _is_off(library: Library, rule: Rule) -> bool:
    return rule.code in (library.settings.hints_off or ())
