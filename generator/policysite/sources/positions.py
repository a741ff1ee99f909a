"""The positions of values in a file, which are computed only when there is a problem to report."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import yaml
from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from ..domain.problems import SourcePlace, SourcePosition, ValuePath

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_END_EVENTS = (MappingEndEvent, SequenceEndEvent)


@dataclass(slots=True)
class _Node:
    """The start and end of a value, and the values below it by key or index.

    Each value below comes with the start of its key, or with its own start if it is in a list.
    """

    start: int
    end: int
    is_list: bool
    below: dict[str | int, tuple[int, _Node]] = field(default_factory=dict)


class LineIndex:
    """The starts of the lines of a text, to convert indexes to lines and columns."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(newline.end() for newline in re.finditer("\n", text))]

    def position(self, index: int, file: str) -> SourcePosition:
        """The line and column of the character with this index."""
        line = bisect_right(self._starts, index)
        return SourcePosition(file, line, index - self._starts[line - 1] + 1)


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of the values and lines of a text."""

    top: _Node
    lines: LineIndex

    def span(self, path: ValuePath) -> tuple[int, int]:
        """The start and end of the value at a path. Raises KeyError if there is none."""
        node = self.top
        for step in path:
            _, node = node.below[step]
        return node.start, node.end


def position_at(text: str, index: int, file: str) -> SourcePosition:
    """The line and column of the character of a text with this index."""
    return LineIndex(text).position(index, file)


def find_position(layout: Layout, text: str, place: SourcePlace) -> SourcePosition:
    """The position of a place, or of the nearest existing value above it.

    `layout` is that of `text`, as `parse_layout` returns it.
    """
    node, named_at = layout.top, layout.top.start
    for step in place.path:
        child = node.below.get(step)
        if child is None:
            if step == 0 and not node.is_list:
                continue  # one value in place of a list, which the model has as a tuple
            break
        named_at, node = child
    start = named_at if place.on_key else node.start
    if place.text:
        # A line of the file may end wherever the text has a space, and a quoted apostrophe be doubled.
        words = (re.escape(word).replace("'", "''?") for word in re.split(r"[ \t\n]+", place.text))
        matches = re.compile(r"\s+".join(words)).finditer(text, start, node.end)
        start = next((match.start() for match in islice(matches, place.nth, None)), start)
    return layout.lines.position(start, place.file)


def parse_layout(text: str) -> Layout:
    """The layout of a text that `parse_yaml` has read without stopping.

    Of a duplicate key the first counts, as for `parse_yaml`. PyYAML's own composer is not used, because
    it refuses duplicate anchors, which are reported already.
    """
    events = yaml.parse(text, Loader=_LOADER)
    first = next(event for event in events if isinstance(event, NodeEvent))
    return Layout(_read_node(first, events), LineIndex(text))


def _read_node(event: Any, events: Iterator[Any]) -> _Node:
    kind = type(event)
    node = _Node(event.start_mark.index, event.end_mark.index, kind is SequenceStartEvent)
    if kind is MappingStartEvent or kind is SequenceStartEvent:
        for first in events:
            if type(first) in _END_EVENTS:
                node.end = first.end_mark.index
                break
            is_mapping = kind is MappingStartEvent
            name = getattr(first, "value", "") if is_mapping else len(node.below)
            child = _read_node(next(events) if is_mapping else first, events)
            node.below.setdefault(name, (first.start_mark.index, child))
    return node
