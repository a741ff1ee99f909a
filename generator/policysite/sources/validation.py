"""From plain data to the types of the model, with every problem of the file in one go.

Where something is wrong, what is right is still kept: the wrong values are left out and the rest is
validated again, so that checks between files can go on. Knows no file system.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError

from ..domain.fields import EMPTY_VALUE, UNKNOWN_VALUE, WRONG_TYPE
from ..domain.model import SourceFile, SourceRecord
from ..domain.model.base import MISSING_KEY, UNKNOWN_KEY
from ..domain.problem_limits import MAX_PROBLEMS_PER_FILE, omitted_finding
from ..domain.problems import (
    Finding,
    Severity,
    SourcePlace,
    ValuePath,
    similar_names_hint,
)
from . import type_mismatches
from .yaml_reader import YamlData

F = TypeVar("F", bound=SourceFile)

PathTranslation = Callable[[ValuePath], ValuePath]
"""From a path in what was kept of a file to the path in the file itself."""

_NONE: Mapping[str, str] = {}
_ROUNDS = 20
_MOST_TOLD = 2 * MAX_PROBLEMS_PER_FILE
"""Of how many errors findings are made; a misspelt key makes two, of which one is shown."""
_MOST_LEFT_OUT = 1_000
"""With more errors, what is left of a file says little about others, and takes long to find."""
_KEY_DEPTH = 3
_ALLOWED = re.compile(r"'([^']*)'")


def validate(
    model: type[F],
    data: YamlData,
    file: str,
    explained: Collection[ValuePath] = (),
    role_ids: Mapping[str, str] = _NONE,
) -> tuple[F | None, list[Finding], PathTranslation]:
    """The file or what could be kept of it, what is wrong with it, and the way back to its lines.

    explained holds the paths of values of which it was said already what is wrong. role_ids are the ids
    of the roles by the plain form of their names, for who wrote a name in place of an id. Nothing is kept
    where a required part of the file itself is wrong.
    """
    try:
        return model.model_validate(data, context=file), [], _same
    except ValidationError as error:
        errors = _real_errors(error)
    unexplained = [one for one in errors if one["loc"] not in explained]
    findings = list(_findings(model, unexplained[:_MOST_TOLD], file, role_ids))
    if more := _counted(unexplained[_MOST_TOLD:]):
        findings.append(omitted_finding(file, Severity.ERROR, more))
    if len(errors) > _MOST_LEFT_OUT:
        return None, findings, _same
    kept = _Kept(data, _stand_ins(file))
    for _ in range(_ROUNDS):
        if not kept.leave_out(errors):
            break
        try:
            return model.model_validate(kept.data, context=file), findings, kept.translate
        except ValidationError as error:
            errors = _real_errors(error)
    return None, findings, _same


def _same(path: ValuePath) -> ValuePath:
    return path


def _real_errors(error: ValidationError) -> list[Any]:
    """All errors but the echo that a list is too short because its items were wrong."""
    errors = error.errors(include_url=False)
    return [one for one in errors if not (one["type"] == "too_short" and one["input"])] or errors


class _Kept:
    """Data without the values that were found wrong, or with something in their place."""

    def __init__(self, data: YamlData, stand_ins: dict[str, YamlData]) -> None:
        self._whole = data
        self._stand_ins = stand_ins
        self._replaced: dict[ValuePath, dict[str, YamlData]] = {}
        """What takes the place of values, by the path of the mapping and the key."""
        self._left_out: set[ValuePath] = set()
        self._indexes: dict[ValuePath, list[int]] = {}
        self.data = data

    def leave_out(self, errors: list[Any]) -> bool:
        """Leave out what the errors are about; False where one is about the file itself."""
        for error in errors:
            path, blamed = self.translate(error["loc"]), self.translate(_blamed(error))
            key = path[-1] if path else ""
            replaced = self._replaced.get(path[:-1], {})
            if key in self._stand_ins and key not in replaced:
                self._replaced[path[:-1]] = {**replaced, str(key): self._stand_ins[str(key)]}
            elif blamed:
                self._left_out.add(blamed)
            else:
                return False
        self._indexes = {}
        self.data = self._copy(self._whole, (), ())
        return True

    def translate(self, path: ValuePath) -> ValuePath:
        whole: list[str | int] = []
        for depth, step in enumerate(path):
            indexes = self._indexes.get(path[:depth])
            known = indexes is not None and isinstance(step, int) and step < len(indexes)
            whole.append(indexes[step] if known else step)  # type: ignore[index]  # known says both
        return tuple(whole)

    def _copy(self, value: YamlData, whole: ValuePath, new: ValuePath) -> YamlData:
        if isinstance(value, dict):
            kept_keys = {
                key: self._copy(below, (*whole, key), (*new, key))
                for key, below in value.items()
                if (*whole, key) not in self._left_out
            }
            return kept_keys | self._replaced.get(whole, {})
        if isinstance(value, list):
            kept = [index for index in range(len(value)) if (*whole, index) not in self._left_out]
            self._indexes[new] = kept
            return [
                self._copy(value[index], (*whole, index), (*new, place))
                for place, index in enumerate(kept)
            ]
        return value


def _stand_ins(file: str) -> dict[str, YamlData]:
    """What takes the place of a required value that is wrong or missing.

    With it the rest can be checked. None of it is published: what it stands for is an error.
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


def _blamed(error: Any) -> ValuePath:
    """The path of what must go so that an error goes: for a missing key, what lacks it."""
    path: ValuePath = error["loc"]
    return path[:-1] if error["type"] == "missing" or _is_about_key(error) else path


def _is_about_key(error: Any) -> bool:
    """Whether the key of a mapping with free keys is wrong: file, mapping, key and pydantic's mark."""
    path = error["loc"]
    return len(path) == _KEY_DEPTH and path[-1] == "[key]" and error["type"] != "extra_forbidden"


def _counted(errors: list[Any]) -> int:
    """How many findings errors would make, a misspelt key and the one that it stands for being one."""
    unknown = {error["loc"][:-1] for error in errors if error["type"] == "extra_forbidden"}
    return sum(not (error["type"] == "missing" and error["loc"][:-1] in unknown) for error in errors)


def _findings(
    model: type[SourceFile], errors: list[Any], file: str, role_ids: Mapping[str, str]
) -> Iterator[Finding]:
    """What the errors say, but for a key that is missing only because it is misspelt."""
    found = [
        type_mismatches.explain_finding(model, error["input"], _finding(model, error, file), role_ids)
        for error in errors
    ]
    hints = {(one.place.path[:-1], one.hint) for one in found if one.rule is UNKNOWN_KEY}
    for error, finding in zip(errors, found, strict=True):
        hint = f"did you mean {error['loc'][-1]!r}?" if error["type"] == "missing" else ""
        if (finding.place.path, hint) not in hints:
            yield finding


def _finding(model: type[SourceFile], error: Any, file: str) -> Finding:
    kind, path = error["type"], error["loc"]
    if _is_about_key(error):
        return _told(error, SourcePlace(file, path[:-1], on_key=True))
    if kind == "missing":
        return _missing_key(model, path, file)
    if kind == "extra_forbidden":
        return _unknown_key(model, path, error["input"], file)
    place = SourcePlace(file, path)
    if kind == "literal_error":
        allowed = _ALLOWED.findall(error["ctx"]["expected"])
        written = error["input"] if isinstance(error["input"], str) else ""
        hint = similar_names_hint(written, allowed, what="allowed values", limit=len(allowed))
        return _unexpected("text", error["input"], place, hint)
    if kind in _EXPECTED:
        expected, hint = _EXPECTED[kind]
        given = "" if kind == "too_short" else error["input"]
        return _unexpected(expected, given, place, hint)
    return _told(error, place)


def _told(error: Any, place: SourcePlace) -> Finding:
    """An error of our own fields and validators, which carries its rule, message and hint."""
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


def _unexpected(expected: str, given: object, place: SourcePlace, hint: str) -> Finding:
    if given == "":
        return Finding(EMPTY_VALUE, "there is nothing here", place, hint)
    if expected == "text" and isinstance(given, str):
        return Finding(UNKNOWN_VALUE, f"{given[:60]!r} is not allowed here", place, hint)
    return Finding(WRONG_TYPE, f"expected {expected}, found {_shape(given)}", place, hint)


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
    """The model that describes the mapping at a path of the data."""
    annotation: Any = model
    for step in path:
        if isinstance(annotation, type) and issubclass(annotation, SourceRecord):
            annotation = _below(annotation.model_fields[str(step)].annotation)
        else:
            annotation = _below(get_args(annotation)[-1 if isinstance(step, str) else 0])
    assert isinstance(annotation, type) and issubclass(annotation, SourceRecord)
    return annotation


def _below(annotation: Any) -> Any:
    """An annotation without its None and its metadata."""
    if get_origin(annotation) in (Union, types.UnionType):
        return next(_below(one) for one in get_args(annotation) if one is not type(None))
    if hasattr(annotation, "__metadata__"):
        return _below(annotation.__origin__)
    return annotation
