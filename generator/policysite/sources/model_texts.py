"""Where the model expects texts for readers, and records. Knows no YAML."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Union, get_args, get_origin

from ..domain.fields import LINE_MARKER, PROSE_MARKER, OneOrMoreMarker
from ..domain.model import SourceRecord
from ..domain.problems import ValuePath


@dataclass(frozen=True, slots=True)
class _Expected:
    """What the model expects in a place: any of these shapes.

    `is_text` and `is_line` are about a single value: whether it is text for readers, and whether that is
    on one line. `record` is the type of a mapping with known keys; `item` is what a list holds, `value`
    what a mapping with keys of the owner's choice holds. `is_one_or_more` says whether a single value may
    stand in place of a list.
    """

    is_text: bool = False
    is_line: bool = False
    record: type[SourceRecord] | None = None
    item: _Expected | None = None
    value: _Expected | None = None
    is_one_or_more: bool = False


def is_prose(model: type[SourceRecord], path: ValuePath) -> bool:
    """Whether the value at a path in a file of this model is text for readers.

    False if the model has no such path.
    """
    expected = _expected_at(model, path)
    return expected is not None and expected.is_text


def record_at(model: type[SourceRecord], path: ValuePath) -> type[SourceRecord] | None:
    """The type of the mapping at a path in a file of this model; None if it expects no record there."""
    expected = _expected_at(model, path)
    return expected.record if expected is not None else None


def may_be_list(model: type[SourceRecord], path: ValuePath) -> bool:
    """Whether the value at a path in a file of this model may be one value as well as a list."""
    expected = _expected_at(model, path)
    return expected is not None and expected.is_one_or_more


@dataclass(frozen=True, slots=True)
class TextForReaders:
    """A text for readers in the data of a file.

    `siblings` is the mapping that holds it, which has the type `record`. `is_line` means that it must be
    on one line.
    """

    path: ValuePath
    text: str
    siblings: dict[str, Any]
    record: type[SourceRecord]
    is_line: bool


def collect_texts(record: type[SourceRecord], data: object, texts: list[str]) -> None:
    """Add every text for readers in the data of a record to `texts`, and ignore data of other shapes.

    Faster than `texts_for_readers`, and enough for most files.
    """
    if type(data) is not dict:
        return
    fields = _fields(record)
    for key, value in data.items():
        expected = fields.get(key)
        if expected is not None:
            _collect(expected, value, texts)


def _collect(expected: _Expected, data: object, texts: list[str]) -> None:
    if type(data) is str:
        if expected.is_text:
            texts.append(data)
    elif type(data) is list:
        if expected.item is not None:
            for child in data:
                _collect(expected.item, child, texts)
    elif expected.record is not None:
        collect_texts(expected.record, data, texts)
    elif expected.value is not None and type(data) is dict:
        for child in data.values():
            _collect(expected.value, child, texts)


def texts_for_readers(
    record: type[SourceRecord], data: object, path: ValuePath = ()
) -> Iterator[TextForReaders]:
    """The texts that `collect_texts` finds, each with its path and the mapping that holds it."""
    if isinstance(data, dict):
        fields = _fields(record)
        for key, value in data.items():
            if key in fields:
                yield from _texts(fields[key], value, (*path, key), data, record)


def _texts(
    expected: _Expected,
    data: object,
    path: ValuePath,
    siblings: dict[str, Any],
    record: type[SourceRecord],
) -> Iterator[TextForReaders]:
    if isinstance(data, str):
        if expected.is_text:
            yield TextForReaders(path, data, siblings, record, expected.is_line)
    elif isinstance(data, list):
        if expected.item is not None:
            for place, child in enumerate(data):
                yield from _texts(expected.item, child, (*path, place), siblings, record)
    elif expected.record is not None:
        yield from texts_for_readers(expected.record, data, path)
    elif expected.value is not None and isinstance(data, dict):
        for key, child in data.items():
            yield from _texts(expected.value, child, (*path, key), siblings, record)


def _expected_at(model: type[SourceRecord], path: ValuePath) -> _Expected | None:
    """What the model expects at a path; None if it has no such path."""
    expected: _Expected | None = _Expected(record=model)
    for step in path:
        if expected is None:
            return None
        if isinstance(step, int):
            expected = expected.item
        elif expected.record is not None:
            expected = _fields(expected.record).get(step)
        else:
            expected = expected.value
    return expected


@cache
def _fields(record: type[SourceRecord]) -> dict[str, _Expected]:
    """What is expected at each key of a record."""
    return {
        # pydantic keeps the metadata of a field beside its type.
        key: _expected(field.rebuild_annotation())
        for key, field in record.model_fields.items()
    }


def _expected(annotation: Any) -> _Expected:
    """The shapes that a type annotation allows."""
    marks: tuple[Any, ...] = ()
    while hasattr(annotation, "__metadata__"):
        marks, annotation = (*marks, *annotation.__metadata__), annotation.__origin__
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        allowed = [_expected(member) for member in arguments]
        return _Expected(
            is_text=any(member.is_text for member in allowed),
            is_line=any(member.is_line for member in allowed),
            record=next((member.record for member in allowed if member.record), None),
            item=next((member.item for member in allowed if member.item), None),
            value=next((member.value for member in allowed if member.value), None),
            is_one_or_more=any(member.is_one_or_more for member in allowed),
        )
    if origin is tuple:
        item = _expected(arguments[0])
        if any(isinstance(mark, OneOrMoreMarker) for mark in marks):
            return replace(item, item=item, is_one_or_more=True)
        return _Expected(item=item)
    if origin is dict:
        return _Expected(value=_expected(arguments[1]))
    if isinstance(annotation, type) and issubclass(annotation, SourceRecord):
        return _Expected(record=annotation)
    is_line = LINE_MARKER in marks
    return _Expected(is_text=is_line or PROSE_MARKER in marks, is_line=is_line)
