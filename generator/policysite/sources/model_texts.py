"""What the model expects at a place of a file. Knows no YAML and no data."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin

from ..domain.fields import LINE_MARKER, PROSE_MARKER
from ..domain.model import SourceRecord
from ..domain.problems import ValuePath


def is_prose(model: type[SourceRecord], path: ValuePath) -> bool:
    """Whether the value at a path of a file of this model is text for readers.

    False where the model knows no such place.
    """
    annotation: Any = model
    for step in path:
        annotation = _below(_without_none(annotation), step)
        if annotation is None:
            return False
    marks = getattr(_without_none(annotation), "__metadata__", ())
    return PROSE_MARKER in marks or LINE_MARKER in marks


@dataclass(frozen=True, slots=True)
class TextForReaders:
    """A text for readers in the data of a file: its path and what it says.

    beside is the mapping that it stands in, of the type record. is_line says that it may be no longer
    than a line.
    """

    path: ValuePath
    text: str
    siblings: dict[str, Any]
    record: type[SourceRecord]
    is_line: bool


def collect_texts(record: type[SourceRecord], data: object, found: list[str]) -> None:
    """Add every text for readers in the data of a record; what has another shape is left out.

    A quick look for most files, of whose texts nothing more need be known.
    """
    if type(data) is not dict:
        return
    fields = _fields(record)
    for key, value in data.items():
        field = fields.get(key)
        if field is None:
            continue
        if type(value) is str:
            if field.record is None and not field.is_many:
                found.append(value)
            continue
        below = _values(value) if field.is_many else (value,)
        if field.record is None:
            found += [one for one in below if type(one) is str]
        else:
            for one in below:
                collect_texts(field.record, one, found)


def texts_for_readers(
    record: type[SourceRecord], data: object, path: ValuePath = ()
) -> Iterator[TextForReaders]:
    """The texts that `texts` finds, each with its path and what stands beside it."""
    if not isinstance(data, dict):
        return
    for key, value in data.items():
        field = _fields(record).get(key)
        if field is None:
            continue
        values = [((*path, key), value)]
        if field.is_many:
            steps = value if isinstance(value, dict) else range(len(value))
            values = [((*path, key, step), value[step]) for step in steps if not isinstance(value, str)]
        for where, one in values:
            if field.record is not None:
                yield from texts_for_readers(field.record, one, where)
            elif isinstance(one, str):
                yield TextForReaders(where, one, data, record, field.is_line)


def _values(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


@dataclass(frozen=True, slots=True)
class _Field:
    is_line: bool
    is_many: bool
    record: type[SourceRecord] | None


@cache
def _fields(record: type[SourceRecord]) -> dict[str, _Field]:
    """The fields of a record that are or hold texts for readers."""
    found = {}
    for key in record.model_fields:
        annotation = _without_none(_below(record, key))
        inner = annotation.__origin__ if _is_annotated(annotation) else annotation
        is_many = get_origin(inner) in (tuple, dict)
        if is_many:
            annotation = _without_none(get_args(inner)[0 if get_origin(inner) is tuple else 1])
        marks = getattr(annotation, "__metadata__", ())
        is_line = LINE_MARKER in marks
        below = (
            annotation if isinstance(annotation, type) and issubclass(annotation, SourceRecord) else None
        )
        if is_line or PROSE_MARKER in marks or below is not None:
            found[key] = _Field(is_line, is_many, below)
    return found


def _below(annotation: Any, step: str | int) -> Any:
    """The annotation of a key or an item, or None where there is none."""
    annotation = annotation.__origin__ if _is_annotated(annotation) else annotation
    if isinstance(annotation, type) and issubclass(annotation, SourceRecord):
        field = annotation.model_fields.get(str(step))
        if field is None:
            return None
        # pydantic keeps the metadata of a field beside its type.
        return field.rebuild_annotation()
    arguments = get_args(annotation)
    is_list = get_origin(annotation) is tuple
    if not arguments or is_list is isinstance(step, str):
        return None
    return arguments[0 if is_list else 1]


def _is_annotated(annotation: Any) -> bool:
    return hasattr(annotation, "__metadata__")


def _without_none(annotation: Any) -> Any:
    """An annotation without its None, its metadata kept."""
    while True:
        inner = annotation.__origin__ if _is_annotated(annotation) else annotation
        if get_origin(inner) not in (Union, types.UnionType):
            return annotation
        annotation = next(one for one in get_args(inner) if one is not type(None))
