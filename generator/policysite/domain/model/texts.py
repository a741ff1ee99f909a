"""The texts of a source, and which of them are prose: those of the type Text may hold cross-references.

The type of a field says it once; whatever has to see every such text walks them here, so that a new
field is never forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, get_args

from ..fields import PROSE_MARKER
from ..problems import ValuePath
from .base import SourceRecord


def prose_texts(value: object) -> list[tuple[ValuePath, str]]:
    """Every text of the type Text in a record, or in records by name or in a row, with the way to it."""
    found: list[tuple[ValuePath, str]] = []
    _collect(value, (), found, is_prose=False)
    return found


def all_texts(value: object) -> list[tuple[ValuePath, str]]:
    """Every text of any type in a record, or in records by name or in a row, with the way to it."""
    found: list[tuple[ValuePath, str]] = []
    waiting: list[tuple[ValuePath, object]] = [((), value)]
    while waiting:
        path, one = waiting.pop()
        if isinstance(one, str):
            found.append((path, one))
        elif isinstance(one, tuple):
            waiting += [((*path, index), below) for index, below in enumerate(one)]
        else:
            held = (
                one.__dict__ if isinstance(one, SourceRecord) else one if isinstance(one, Mapping) else {}
            )
            waiting += [((*path, key), below) for key, below in held.items() if below is not None]
    return found[::-1]


def _collect(
    value: object, path: ValuePath, found: list[tuple[ValuePath, str]], *, is_prose: bool
) -> None:
    if isinstance(value, str):
        if is_prose:
            found.append((path, value))
    elif isinstance(value, SourceRecord):
        for name, is_text in prose_fields(type(value)):
            below = getattr(value, name)
            if below is not None:
                _collect(below, (*path, name), found, is_prose=is_text)
    elif isinstance(value, Mapping):
        for key, below in value.items():
            _collect(below, (*path, key), found, is_prose=is_prose)
    elif isinstance(value, tuple):
        for index, below in enumerate(value):
            _collect(below, (*path, index), found, is_prose=is_prose)


@cache
def prose_fields(record: type[SourceRecord]) -> tuple[tuple[str, bool], ...]:
    """The fields of a record that hold prose, and (with False) those whose records may hold some."""
    found = []
    for name, field in record.model_fields.items():
        pieces = [*field.metadata, *_pieces(field.annotation)]
        if any(piece is PROSE_MARKER for piece in pieces):
            found.append((name, True))
        elif any(isinstance(piece, type) and issubclass(piece, SourceRecord) for piece in pieces):
            found.append((name, False))
    return tuple(found)


def _pieces(annotation: Any) -> list[Any]:
    """An annotation and everything that it is made of, its metadata too."""
    below = [*get_args(annotation), *getattr(annotation, "__metadata__", ())]
    return [annotation, *(piece for one in below for piece in _pieces(one))]
