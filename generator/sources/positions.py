"""Where in a file a value stands: looked up only when there is something to say about it."""

from __future__ import annotations

from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from ..problems import Place, Position

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def position_at(text: str, index: int, file: str) -> Position:
    """The line and column of a character of a text."""
    return Position(file, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


def locate(tree: Node | None, text: str, place: Place) -> Position:
    """The position of a place, or of the nearest thing above it that is there.

    tree is the text as made by `compose`.
    """
    if tree is None:
        return Position(place.file)
    node, key = tree, None
    for step in place.path:
        below = _child(node, step)
        if below is None:
            break
        key, node = below
    marked = key if place.on_key and key is not None else node
    start = marked.start_mark.index
    if place.text:
        start = max(start, text.find(place.text, start, marked.end_mark.index))
    return position_at(text, start, place.file)


def compose(text: str) -> Node | None:
    """The node tree of a text that `parse` has read without stopping."""
    tree: Node | None = yaml.compose(text, Loader=_LOADER)
    return tree


def _child(node: Node, step: str | int) -> tuple[Node | None, Node] | None:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key, value
    elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None
