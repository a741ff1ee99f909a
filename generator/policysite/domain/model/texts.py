"""All texts of a source, and which of them are prose, that is, may hold cross-references.

The type of a field (Text or Line) decides that. Everything that must see all texts takes them from
here, so that no new field is forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, get_args

from ..fields import PROSE_MARKER
from ..problems import ValuePath
from .base import SourceRecord


def prose_texts(value: object) -> list[tuple[ValuePath, str]]:
    """Every text of the type Text in a record or in a collection of records, with its path."""
    texts: list[tuple[ValuePath, str]] = []
    _collect(value, (), texts, is_prose=False)
    return texts


def all_texts(value: object) -> list[tuple[ValuePath, str]]:
    """Every text of any type in a record or in a collection of records, with its path."""
    texts: list[tuple[ValuePath, str]] = []
    waiting: list[tuple[ValuePath, object]] = [((), value)]
    while waiting:
        path, current = waiting.pop()
        if isinstance(current, str):
            texts.append((path, current))
        elif isinstance(current, tuple):
            waiting += [((*path, index), child) for index, child in enumerate(current)]
        else:
            children = (
                current.__dict__
                if isinstance(current, SourceRecord)
                else current
                if isinstance(current, Mapping)
                else {}
            )
            waiting += [((*path, key), child) for key, child in children.items() if child is not None]
    return texts[::-1]


def _collect(
    value: object, path: ValuePath, texts: list[tuple[ValuePath, str]], *, is_prose: bool
) -> None:
    if isinstance(value, str):
        if is_prose:
            texts.append((path, value))
    elif isinstance(value, SourceRecord):
        for name, is_text in prose_fields(type(value)):
            child = getattr(value, name)
            if child is not None:
                _collect(child, (*path, name), texts, is_prose=is_text)
    elif isinstance(value, Mapping):
        for key, child in value.items():
            _collect(child, (*path, key), texts, is_prose=is_prose)
    elif isinstance(value, tuple):
        for index, child in enumerate(value):
            _collect(child, (*path, index), texts, is_prose=is_prose)


@cache
def prose_fields(record: type[SourceRecord]) -> tuple[tuple[str, bool], ...]:
    """The fields of a record that are prose (True) or hold records that may have some (False)."""
    fields = []
    for name, field in record.model_fields.items():
        pieces = [*field.metadata, *_annotation_pieces(field.annotation)]
        if any(piece is PROSE_MARKER for piece in pieces):
            fields.append((name, True))
        elif any(isinstance(piece, type) and issubclass(piece, SourceRecord) for piece in pieces):
            fields.append((name, False))
    return tuple(fields)


def _annotation_pieces(annotation: Any) -> list[Any]:
    """A type annotation with all its arguments and metadata, at any depth."""
    arguments = [*get_args(annotation), *getattr(annotation, "__metadata__", ())]
    return [annotation, *(piece for argument in arguments for piece in _annotation_pieces(argument))]
