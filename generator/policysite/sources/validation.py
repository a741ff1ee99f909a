"""Validating the plain data of a file against the model, with all its problems at once.

If some values are wrong, they are left out and the rest is validated again, so that checks between files
can still use it. Knows no file system.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from ..domain.fields import EMPTY_VALUE, UNKNOWN_VALUE, WRONG_TYPE
from ..domain.model import SourceContext, SourceFile, SourceRecord
from ..domain.model.base import MISSING_KEY, RECORD_TAG, TEXT_TAG, UNKNOWN_KEY
from ..domain.problem_limits import MAX_PROBLEMS_PER_FILE, omitted_finding
from ..domain.problems import (
    Finding,
    Severity,
    SourcePlace,
    ValuePath,
    similar_names_hint,
)
from . import type_mismatches
from .model_texts import record_at
from .yaml_reader import YamlData

FileType = TypeVar("FileType", bound=SourceFile)

PathTranslation = Callable[[ValuePath], ValuePath]
"""A function from a path in the remaining data of a file to the path in the file itself."""

_NO_ROLES: Mapping[str, str] = {}
_MAX_ROUNDS = 20
_MAX_ERRORS_EXPLAINED = 2 * MAX_PROBLEMS_PER_FILE
"""Most errors that become findings. A misspelt key causes two errors, of which one is reported."""
_MAX_ERRORS_LEFT_OUT = 1_000
"""With more errors, nothing of a file is kept: the rest would say little and take long to find."""
_KEY_DEPTH = 3
_TAGS = (TEXT_TAG, RECORD_TAG)
_ALLOWED = re.compile(r"'([^']*)'")


def validate(
    model: type[FileType],
    data: YamlData,
    context: SourceContext,
    explained: Collection[ValuePath] = (),
    role_ids: Mapping[str, str] = _NO_ROLES,
) -> tuple[FileType | None, list[Finding], PathTranslation]:
    """The file's data as the model's type, findings, and a translation of its paths to those of the file.

    Wrong values are left out of the data; it is None if a required value of the file itself is wrong.
    `explained` holds the paths of values whose problem is reported already. `role_ids` are the ids of
    roles by their normalised names, for hints where a name was written in place of an id.
    """
    file = context.file
    try:
        return model.model_validate(data, context=context), [], _unchanged
    except ValidationError as error:
        errors = _real_errors(error)
    unexplained = [item for item in errors if item["loc"] not in explained]
    findings = list(_findings(model, unexplained[:_MAX_ERRORS_EXPLAINED], file, role_ids))
    if more := _finding_count(unexplained[_MAX_ERRORS_EXPLAINED:]):
        findings.append(omitted_finding(file, Severity.ERROR, more))
    if len(errors) > _MAX_ERRORS_LEFT_OUT:
        return None, findings, _unchanged
    partial = _PartialData(data, _placeholders(file))
    for _ in range(_MAX_ROUNDS):
        if not partial.leave_out(errors):
            break
        try:
            return model.model_validate(partial.data, context=context), findings, partial.translate
        except ValidationError as error:
            errors = _real_errors(error)
    return None, findings, _unchanged


def _unchanged(path: ValuePath) -> ValuePath:
    return path


def _real_errors(error: ValidationError) -> list[Any]:
    """All errors except that a list is too short only because its items were wrong.

    Their paths are those of the data: without the tags of a union.
    """
    errors = [
        {**detail, "loc": tuple(step for step in detail["loc"] if step not in _TAGS)}
        for detail in error.errors(include_url=False)
    ]
    return [
        detail for detail in errors if not (detail["type"] == "too_short" and detail["input"])
    ] or errors


class _PartialData:
    """The data of a file without its wrong values; required ones are replaced by placeholders."""

    def __init__(self, data: YamlData, placeholders: dict[str, YamlData]) -> None:
        self._original = data
        self._placeholders = placeholders
        self._replaced: dict[ValuePath, dict[str, YamlData]] = {}
        """The replacements of values, by the path of the mapping and the key."""
        self._left_out: set[ValuePath] = set()
        self._indexes: dict[ValuePath, list[int]] = {}
        self.data = data

    def leave_out(self, errors: list[Any]) -> bool:
        """Leave out the values with errors; False if an error is about the file itself."""
        for error in errors:
            path, culprit = self.translate(error["loc"]), self.translate(_path_to_remove(error))
            key = path[-1] if path else ""
            replaced = self._replaced.get(path[:-1], {})
            if key in self._placeholders and key not in replaced:
                self._replaced[path[:-1]] = {**replaced, str(key): self._placeholders[str(key)]}
            elif culprit:
                self._left_out.add(culprit)
            else:
                return False
        self._indexes = {}
        self.data = self._copy(self._original, (), ())
        return True

    def translate(self, path: ValuePath) -> ValuePath:
        """The path in the file of a value at this path in the remaining data."""
        translated: list[str | int] = []
        for depth, step in enumerate(path):
            indexes = self._indexes.get(path[:depth])
            known = indexes is not None and isinstance(step, int) and step < len(indexes)
            translated.append(indexes[step] if known else step)  # type: ignore[index]  # `known` checks both
        return tuple(translated)

    def _copy(self, value: YamlData, original: ValuePath, copied: ValuePath) -> YamlData:
        if isinstance(value, dict):
            kept_keys = {
                key: self._copy(below, (*original, key), (*copied, key))
                for key, below in value.items()
                if (*original, key) not in self._left_out
            }
            return kept_keys | self._replaced.get(original, {})
        if isinstance(value, list):
            kept = [index for index in range(len(value)) if (*original, index) not in self._left_out]
            self._indexes[copied] = kept
            return [
                self._copy(value[index], (*original, index), (*copied, place))
                for place, index in enumerate(kept)
            ]
        return value


def _placeholders(file: str) -> dict[str, YamlData]:
    """Placeholders for required values that are wrong or missing, so that the rest can be checked.

    They are never published, because the wrong or missing value is an error.
    """
    folder, _, name = file.rpartition("/")
    return {
        "reference": folder.rpartition("/")[2],
        "edition": name.removesuffix(".yml"),
        "kind": "policy",
        "title": "-",
        "wording": "restated",
        "source": {"url": "https://example.org/"},
    }


def _path_to_remove(error: Any) -> ValuePath:
    """The path of the value to leave out to remove an error: for a missing key, its mapping."""
    path: ValuePath = error["loc"]
    return path[:-1] if error["type"] == "missing" or _is_about_key(error) else path


def _is_about_key(error: Any) -> bool:
    """Whether an error is about a key that the owner chose: its path ends with pydantic's "[key]"."""
    path = error["loc"]
    return len(path) == _KEY_DEPTH and path[-1] == "[key]" and error["type"] != "extra_forbidden"


def _finding_count(errors: list[Any]) -> int:
    """The number of findings for errors; a misspelt key and the key that is missing count once."""
    unknown = {error["loc"][:-1] for error in errors if error["type"] == "extra_forbidden"}
    return sum(not (error["type"] == "missing" and error["loc"][:-1] in unknown) for error in errors)


def _findings(
    model: type[SourceFile], errors: list[Any], file: str, role_ids: Mapping[str, str]
) -> Iterator[Finding]:
    """The findings for errors, without keys that are missing only because they are misspelt."""
    findings = [
        type_mismatches.explain_finding(model, error["input"], _finding(model, error, file), role_ids)
        for error in errors
    ]
    hints = {(found.place.path[:-1], found.hint) for found in findings if found.rule is UNKNOWN_KEY}
    for error, finding in zip(errors, findings, strict=True):
        hint = f"did you mean {error['loc'][-1]!r}?" if error["type"] == "missing" else ""
        if (finding.place.path, hint) not in hints:
            yield finding


def _finding(model: type[SourceFile], error: Any, file: str) -> Finding:
    kind, path = error["type"], error["loc"]
    if _is_about_key(error):
        return _validator_finding(error, SourcePlace(file, path[:-1], on_key=True))
    if kind == "missing":
        return _missing_key(model, path, file)
    if kind == "extra_forbidden":
        return _unknown_key(model, path, error["input"], file)
    place = SourcePlace(file, (*path, *error.get("ctx", {}).get("below", ())))
    if kind == "literal_error":
        allowed = _ALLOWED.findall(error["ctx"]["expected"])
        written = error["input"] if isinstance(error["input"], str) else ""
        hint = similar_names_hint(written, allowed, what="allowed values", limit=len(allowed))
        return _unexpected_value("text", error["input"], place, hint)
    if kind in _EXPECTED:
        expected, hint = _EXPECTED[kind]
        value = "" if kind == "too_short" else error["input"]
        return _unexpected_value(expected, value, place, hint)
    return _validator_finding(error, place)


def _validator_finding(error: Any, place: SourcePlace) -> Finding:
    """The finding for an error of our own validators, which has its rule, message and hint."""
    return Finding(error["ctx"]["rule"], error["ctx"]["message"], place, error["ctx"]["hint"])


def _missing_key(model: type[SourceFile], path: ValuePath, file: str) -> Finding:
    key = str(path[-1])
    meaning = _record_at(model, path[:-1]).key_descriptions()[key]
    return Finding(
        MISSING_KEY,
        f"the key {key!r} is missing",
        SourcePlace(file, path[:-1]),
        f"add {key}: {meaning.splitlines()[0] if meaning else ''}",
    )


def _unknown_key(model: type[SourceFile], path: ValuePath, value: object, file: str) -> Finding:
    hint = _record_at(model, path[:-1]).unknown_key_hint(str(path[-1]), value)
    place = SourcePlace(file, path, on_key=True)
    return Finding(UNKNOWN_KEY, f"the key {path[-1]!r} is not known here", place, hint)


def _unexpected_value(expected: str, value: object, place: SourcePlace, hint: str) -> Finding:
    if value == "":
        return Finding(EMPTY_VALUE, "there is nothing here", place, hint)
    if expected == "text" and isinstance(value, str):
        return Finding(UNKNOWN_VALUE, f"{value[:60]!r} is not allowed here", place, hint)
    return Finding(WRONG_TYPE, f"expected {expected}, found {_shape(value)}", place, hint)


_LIST = ("a list", "begin each item on a line of its own with a hyphen and a space")
_MAPPING = ("a mapping", "write keys and values, each on a line of its own, as in name: value")
_EXPECTED = {
    "tuple_type": _LIST,
    "too_short": _LIST,
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
}


def _shape(value: object) -> str:
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list) else "a mapping"


def _record_at(model: type[SourceRecord], path: ValuePath) -> type[SourceRecord]:
    """The type of the mapping at a path of the data."""
    record = record_at(model, path)
    assert record is not None
    return record
