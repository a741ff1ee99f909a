"""What the model expects at a place of a file. Knows no YAML and no data."""

from __future__ import annotations

import types
from typing import Any, Union, get_args, get_origin

from ..fields import LINE, PROSE
from ..model import Record
from ..problems import Path


def is_prose(model: type[Record], path: Path) -> bool:
    """Whether the value at a path of a file of this model is text for readers.

    False where the model knows no such place.
    """
    annotation: Any = model
    for step in path:
        annotation = _below(_without_none(annotation), step)
        if annotation is None:
            return False
    marks = getattr(_without_none(annotation), "__metadata__", ())
    return PROSE in marks or LINE in marks


def _below(annotation: Any, step: str | int) -> Any:
    """The annotation of a key or an item, or None where there is none."""
    annotation = annotation.__origin__ if _is_annotated(annotation) else annotation
    if isinstance(annotation, type) and issubclass(annotation, Record):
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
