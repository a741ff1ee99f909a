"""Better messages for values that are valid YAML but have the wrong type: what was probably typed.

A finding about which nothing more is known stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from ..domain.fields import MALFORMED_ID, UNKNOWN_VALUE, WRONG_TYPE
from ..domain.model import BUILT_IN_KINDS, Edition, SourceRecord
from ..domain.model.base import UNKNOWN_KEY
from ..domain.problems import Finding, SourcePlace, closest_name
from ..domain.spelling import normalised_name
from .lookalikes import (
    character_name,
    first_non_ascii,
    lookalike_in_structure,
    without_lookalikes,
)
from .model_texts import is_prose, may_be_list
from .quoting import quoting_advice

_NOT_TEXT = "expected text"
_MAX_KEY_SHOWN = 40
_LIST_SEPARATORS = re.compile(r",\s*(?:and\s+)?|;|&|\s+and\s+|/")
_ONE_ROLE_HINT = "write one role; where several act together, add a role for them to roles.yml"
_ROLE_KEYS = frozenset({"owner", "contact", "role", "part_of", "by", "approved_by"})
"""The keys whose values are ids of roles."""


def explain_finding(
    model: type[SourceRecord], value: object, finding: Finding, role_ids: Mapping[str, str]
) -> Finding:
    """A finding about a value or key, with a more precise message or hint if the cause is known.

    `role_ids` are the ids of roles by their normalised names.
    """
    path = finding.place.path
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    if finding.rule is MALFORMED_ID and key in _ROLE_KEYS and isinstance(value, str):
        hint = _role_hint(value, role_ids, may_be_several=may_be_list(model, path))
        if hint:
            return replace(finding, advice=hint)
    if finding.rule is MALFORMED_ID and model is Edition and finding.place.path == ("kind",):
        finding = replace(finding, advice=_kind_hint(str(value)) or finding.hint)
    if finding.rule is WRONG_TYPE:
        if isinstance(value, str):
            return _explain_lost_structure(value, finding)
        if finding.message.startswith(_NOT_TEXT):
            return _explain_not_text(model, value, finding)
    elif finding.rule is UNKNOWN_KEY:
        return _explain_lookalike(str(finding.place.path[-1]), finding)
    elif isinstance(value, str) and (
        finding.code.startswith("malformed-") or finding.rule is UNKNOWN_VALUE
    ):
        return _explain_lookalike(value, finding)
    return finding


def _role_hint(text: str, role_ids: Mapping[str, str], *, may_be_several: bool) -> str:
    """What to write instead of one or several names of roles; empty for other texts."""
    known = role_ids.get(normalised_name(text))
    if known is not None:
        return f"write the id of that role: {known}"
    ids = [role_ids.get(normalised_name(name)) for name in _LIST_SEPARATORS.split(text)]
    known_ids = list(dict.fromkeys(name for name in ids if name))
    if len(ids) == 1 or None in ids:
        return ""
    return f"write a list of them: [{', '.join(known_ids)}]" if may_be_several else _ONE_ROLE_HINT


def _kind_hint(text: str) -> str:
    """The id of the kind of document whose name was written; empty for other texts."""
    kind = normalised_name(text).replace(" ", "-")
    return f"write {closest_name(kind, BUILT_IN_KINDS) or kind}" if kind.isascii() else ""


def _explain_not_text(model: type[SourceRecord], given: object, finding: Finding) -> Finding:
    path = finding.place.path
    if not is_prose(model, path):
        return _explain_not_one_value(given, finding)
    if isinstance(given, dict) and given:
        key, value = next(iter(given.items()))
        message = f"expected text, found a mapping: the colon after {key[:_MAX_KEY_SHOWN]!r} makes it one"
        lines = [
            f"{name}: {nested}" if isinstance(nested, str) else f"{name}:"
            for name, nested in given.items()
        ]
        typed = " ".join(lines)
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
            hint = "write the item as a mapping, with text: and, below it, items: for its own list"
        elif path[-1] == "text":
            hint = "write a list below items:; if a text begins with a bracket, put it in single quotes"
        return replace(finding, advice=hint)
    return finding


def _explain_not_one_value(value: object, finding: Finding) -> Finding:
    """Explain a list or mapping in place of a single value, such as a date or an id."""
    shape = "a list" if isinstance(value, list) else "a mapping"
    key, first = finding.place.path[-1], value[0] if isinstance(value, list) and value else None
    hint = finding.hint
    if key in _ROLE_KEYS and first is not None:
        hint = _ONE_ROLE_HINT if isinstance(value, list) and len(value) > 1 else f"write {key}: {first}"
    elif isinstance(key, str) and isinstance(first, str) and first:
        hint = f"write one only, as in {key}: {first}"
    elif hint.startswith("write plain text"):
        hint = "write one value, on the line of its key"
    return replace(finding, message=f"expected one value, found {shape}", advice=hint)


def _explain_lookalike(typed: str, finding: Finding) -> Finding:
    """Explain a value or key with a character that only looks like a letter, digit or hyphen."""
    char = first_non_ascii(typed)
    if not char:
        return finding
    replacement = " ".join(without_lookalikes(typed).split()).strip("'\"")
    hint = finding.hint
    if replacement and replacement.isascii():
        replacement = replacement.replace(" ", "-") if finding.rule is MALFORMED_ID else replacement
        hint = f"did you mean {replacement!r}?" if finding.rule is UNKNOWN_KEY else f"type {replacement}"
    message = f"{finding.message}: it holds the character {character_name(char)}"
    return replace(finding, message=message, place=replace(finding.place, text=char), advice=hint)


def _explain_lost_structure(typed: str, finding: Finding) -> Finding:
    """Explain a text in place of a list or mapping whose hyphen or colon is a lookalike."""
    lookalike = lookalike_in_structure(typed)
    if lookalike is None:
        return finding
    index, what, hint = lookalike
    place: SourcePlace = replace(finding.place, text=typed[index])
    return replace(finding, message=f"{finding.message}: {what}", place=place, advice=hint)
