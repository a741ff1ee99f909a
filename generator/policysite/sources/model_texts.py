"""Where the model expects texts for readers. Knows no YAML."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin

from ..domain.fields import LINE_MARKER, PROSE_MARKER, OneOrMoreMarker
from ..domain.model import SourceRecord
from ..domain.problems import ValuePath


def is_prose(model: type[SourceRecord], path: ValuePath) -> bool:
    """Whether the value at a path in a file of this model is text for readers.

    False if the model has no such path.
    """
    annotation = _without_none(_annotation_at(model, path))
    marks = getattr(_single(annotation), "__metadata__", ())
    return PROSE_MARKER in marks or LINE_MARKER in marks


def may_be_list(model: type[SourceRecord], path: ValuePath) -> bool:
    """Whether the value at a path in a file of this model may be one value as well as a list."""
    return _is_one_or_more(_without_none(_annotation_at(model, path)))


def _annotation_at(model: type[SourceRecord], path: ValuePath) -> Any:
    """The type annotation of the value at a path; None if the model has no such path."""
    annotation: Any = model
    for step in path:
        annotation = _without_none(annotation)
        if isinstance(step, str):
            annotation = _single(annotation)
        annotation = _member_annotation(annotation, step)
        if annotation is None:
            return None
    return annotation


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
        field = fields.get(key)
        if field is None:
            continue
        if type(value) is str:
            if field.record is None and not field.is_list(value):
                texts.append(value)
            continue
        children = _values(value) if field.is_list(value) else (value,)
        if field.record is None:
            texts += [child for child in children if type(child) is str]
        else:
            for child in children:
                collect_texts(field.record, child, texts)


def texts_for_readers(
    record: type[SourceRecord], data: object, path: ValuePath = ()
) -> Iterator[TextForReaders]:
    """The texts that `collect_texts` finds, each with its path and the mapping that holds it."""
    if not isinstance(data, dict):
        return
    for key, value in data.items():
        field = _fields(record).get(key)
        if field is None:
            continue
        values = [((*path, key), value)]
        if field.is_list(value):
            steps = value if isinstance(value, dict) else range(len(value))
            values = [((*path, key, step), value[step]) for step in steps if not isinstance(value, str)]
        for item_path, item in values:
            if field.record is not None:
                yield from texts_for_readers(field.record, item, item_path)
            elif isinstance(item, str):
                yield TextForReaders(item_path, item, data, record, field.is_line)


def _values(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


@dataclass(frozen=True, slots=True)
class _Field:
    is_line: bool
    is_many: bool
    may_be_one: bool
    """Whether one value may stand in place of the list."""
    record: type[SourceRecord] | None

    def is_list(self, value: object) -> bool:
        """Whether a value of this field holds several values, or is to hold them."""
        return self.is_many and (not self.may_be_one or isinstance(value, list))


@cache
def _fields(record: type[SourceRecord]) -> dict[str, _Field]:
    """The fields of a record that are texts for readers or may contain some."""
    fields = {}
    for key in record.model_fields:
        annotation = _without_none(_member_annotation(record, key))
        inner = annotation.__origin__ if _is_annotated(annotation) else annotation
        is_many, may_be_one = get_origin(inner) in (tuple, dict), _is_one_or_more(annotation)
        if is_many:
            annotation = _without_none(get_args(inner)[0 if get_origin(inner) is tuple else 1])
        marks = getattr(annotation, "__metadata__", ())
        is_line = LINE_MARKER in marks
        nested = (
            annotation if isinstance(annotation, type) and issubclass(annotation, SourceRecord) else None
        )
        if is_line or PROSE_MARKER in marks or nested is not None:
            fields[key] = _Field(is_line, is_many, may_be_one, nested)
    return fields


def _member_annotation(annotation: Any, step: str | int) -> Any:
    """The type annotation of a key or item; None if there is none."""
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


def _is_one_or_more(annotation: Any) -> bool:
    return any(isinstance(mark, OneOrMoreMarker) for mark in getattr(annotation, "__metadata__", ()))


def _single(annotation: Any) -> Any:
    """The annotation of the value itself where a type takes one as well as a list."""
    return get_args(annotation.__origin__)[0] if _is_one_or_more(annotation) else annotation


def _is_annotated(annotation: Any) -> bool:
    return hasattr(annotation, "__metadata__")


def _without_none(annotation: Any) -> Any:
    """An annotation without None among its types, with its metadata."""
    while True:
        inner = annotation.__origin__ if _is_annotated(annotation) else annotation
        if get_origin(inner) not in (Union, types.UnionType):
            return annotation
        annotation = next(argument for argument in get_args(inner) if argument is not type(None))
