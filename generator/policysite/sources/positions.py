"""Where in a file a value stands: looked up only when there is something to say about it."""

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
_ENDS = (MappingEndEvent, SequenceEndEvent)


@dataclass(slots=True)
class _Spot:
    """A value: where it begins and ends, and what lies below it by key or index.

    What lies below comes with where it is named: the beginning of its key, or its own in a list.
    """

    start: int
    end: int
    below: dict[str | int, tuple[int, _Spot]] = field(default_factory=dict)


class LineIndex:
    """Where the lines of a text begin."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(one.end() for one in re.finditer("\n", text))]

    def position(self, index: int, file: str) -> SourcePosition:
        """The line and column of a character."""
        line = bisect_right(self._starts, index)
        return SourcePosition(file, line, index - self._starts[line - 1] + 1)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the values and the lines of a text begin."""

    top: _Spot
    lines: LineIndex

    def span(self, path: ValuePath) -> tuple[int, int]:
        """Where the value at a path begins and ends; the path is in the text."""
        spot = self.top
        for step in path:
            _, spot = spot.below[step]
        return spot.start, spot.end


def position_at(text: str, index: int, file: str) -> SourcePosition:
    """The line and column of a character of a text."""
    return LineIndex(text).position(index, file)


def find_position(layout: Layout, text: str, place: SourcePlace) -> SourcePosition:
    """The position of a place, or of the nearest thing above it that is there.

    layout is that of the text, as made by `compose`.
    """
    spot, named = layout.top, layout.top.start
    for step in place.path:
        below = spot.below.get(step)
        if below is None:
            break
        named, spot = below
    start = named if place.on_key else spot.start
    if place.text:
        found = re.compile(re.escape(place.text)).finditer(text, start, spot.end)
        start = next((one.start() for one in islice(found, place.nth, None)), start)
    return layout.lines.position(start, place.file)


def parse_layout(text: str) -> Layout:
    """The layout of a text that `parse` has read without stopping.

    Of a key that stands twice the first counts, as it does for `parse`. PyYAML's own composer is not
    used: it refuses an anchor that stands twice, which is reported by then.
    """
    events = yaml.parse(text, Loader=_LOADER)
    first = next(one for one in events if isinstance(one, NodeEvent))
    return Layout(_spot(first, events), LineIndex(text))


def _spot(event: Any, events: Iterator[Any]) -> _Spot:
    spot = _Spot(event.start_mark.index, event.end_mark.index)
    kind = type(event)
    if kind is MappingStartEvent or kind is SequenceStartEvent:
        for first in events:
            if type(first) in _ENDS:
                spot.end = first.end_mark.index
                break
            keyed = kind is MappingStartEvent
            name = getattr(first, "value", "") if keyed else len(spot.below)
            below = _spot(next(events) if keyed else first, events)
            spot.below.setdefault(name, (first.start_mark.index, below))
    return spot
