"""Values that YAML understood and the model does not: what in the typing brought that about.

Makes a finding say more; one of which nothing more is known stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from ..domain.fields import MALFORMED_ID, UNKNOWN_VALUE, WRONG_TYPE
from ..domain.model import SourceRecord
from ..domain.model.base import UNKNOWN_KEY
from ..domain.problems import Finding, SourcePlace
from ..domain.spelling import normalised_name
from .lookalikes import (
    character_name,
    first_non_ascii,
    lookalike_in_structure,
    without_lookalikes,
)
from .model_texts import is_prose
from .quoting import quoting_advice

_NOT_TEXT = "expected text"
_LONGEST = 40
_SEVERAL = re.compile(r",\s*(?:and\s+)?|;|&|\s+and\s+|/")
_OF_CLAUSE = frozenset({"id", "items", "number", "text", "title"})
"""The keys of a clause that somebody gives to an item, which has none."""
_ONE_ROLE = "write one role; where several act together, add a role for them to roles.yml"


_ROLES = frozenset({"owner", "contact", "role", "part_of", "by", "approved_by"})
"""The keys whose value is the id of a role."""


def explain_finding(
    model: type[SourceRecord], given: object, finding: Finding, role_ids: Mapping[str, str]
) -> Finding:
    """The finding about a value or a key, with what was typed there and how to mend it.

    role_ids are the ids of the roles by the plain form of their names.
    """
    is_role = finding.place.path[-1:] and finding.place.path[-1] in _ROLES
    if finding.rule is MALFORMED_ID and is_role and isinstance(given, str):
        hint = _role_meant(given, role_ids)
        if hint:
            return replace(finding, advice=hint)
    if finding.rule is WRONG_TYPE:
        if isinstance(given, str):
            return _without_structure(given, finding)
        if finding.message.startswith(_NOT_TEXT):
            return _not_text(model, given, finding)
    elif finding.rule is UNKNOWN_KEY:
        return _odd_character(str(finding.place.path[-1]), finding)
    elif isinstance(given, str) and (
        finding.code.startswith("malformed-") or finding.rule is UNKNOWN_VALUE
    ):
        return _odd_character(given, finding)
    return finding


def _role_meant(given: str, role_ids: Mapping[str, str]) -> str:
    """What to write for the name of a role, or for those of several; empty where it is none."""
    known = role_ids.get(normalised_name(given))
    if known is not None:
        return f"write the id of that role: {known}"
    several = [normalised_name(one) for one in _SEVERAL.split(given)]
    return _ONE_ROLE if len(several) > 1 and all(one in role_ids for one in several) else ""


def _not_text(model: type[SourceRecord], given: object, finding: Finding) -> Finding:
    path = finding.place.path
    if not is_prose(model, path):
        return _not_one_value(given, finding)
    if isinstance(given, dict) and given:
        key, value = next(iter(given.items()))
        message = f"expected text, found a mapping: the colon after {key[:_LONGEST]!r} makes it one"
        lines = [
            f"{one}: {below}" if isinstance(below, str) else f"{one}:" for one, below in given.items()
        ]
        typed = " ".join(lines)
        if path[-2:-1] == ("items",) and _OF_CLAUSE.issuperset(given):
            hint = "an item is a text: write what stands here as items of the list, or as clauses"
            return replace(finding, message="expected text, found a mapping", advice=hint)
        place = replace(finding.place, text=": " if value and isinstance(value, str) else ":\n")
        return replace(
            finding, message=message, place=place, advice=f"put the whole text {quoting_advice(typed)}"
        )
    if isinstance(given, list):
        citation = given[0][0] if given and isinstance(given[0], list) and given[0] else None
        if isinstance(citation, str):
            message = "expected text, found a list: YAML takes a bracket at the beginning for one"
            hint = f"put the whole text {quoting_advice(f'[[{citation}]]')}"
            return replace(finding, message=message, advice=hint)
        hint = "write one text; if it begins with a bracket, put the whole text in single quotes"
        if path[-2:-1] == ("items",):
            hint = "write each as an item of the list that it stands in, or as a clause of its own"
        elif path[-1] == "text":
            hint = "write a list below items:; if a text begins with a bracket, put it in single quotes"
        return replace(finding, advice=hint)
    return finding


def _not_one_value(given: object, finding: Finding) -> Finding:
    """A list or a mapping where the name of one thing, a date or the like belongs."""
    found = "a list" if isinstance(given, list) else "a mapping"
    key, first = finding.place.path[-1], given[0] if isinstance(given, list) and given else None
    hint = finding.hint
    if key in _ROLES and first is not None:
        hint = _ONE_ROLE if isinstance(given, list) and len(given) > 1 else f"write {key}: {first}"
    elif isinstance(key, str) and isinstance(first, str) and first:
        hint = f"write one only, as in {key}: {first}"
    elif hint.startswith("write plain text"):
        hint = "write one value, on the line of its key"
    return replace(finding, message=f"expected one value, found {found}", advice=hint)


def _odd_character(typed: str, finding: Finding) -> Finding:
    """A value or key of letters, digits and the like that holds a character which only looks like one."""
    char = first_non_ascii(typed)
    if not char:
        return finding
    meant = " ".join(without_lookalikes(typed).split()).strip("'\"")
    hint = finding.hint
    if meant and meant.isascii():
        meant = meant.replace(" ", "-") if finding.rule is MALFORMED_ID else meant
        hint = f"did you mean {meant!r}?" if finding.rule is UNKNOWN_KEY else f"type {meant}"
    message = f"{finding.message}: it holds the character {character_name(char)}"
    return replace(finding, message=message, place=replace(finding.place, text=char), advice=hint)


def _without_structure(typed: str, finding: Finding) -> Finding:
    """Text where a list or a mapping belongs, because what makes one is typed with other characters."""
    found = lookalike_in_structure(typed)
    if found is None:
        return finding
    index, what, hint = found
    place: SourcePlace = replace(finding.place, text=typed[index])
    return replace(finding, message=f"{finding.message}: {what}", place=place, advice=hint)
