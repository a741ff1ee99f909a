"""From the bytes of one YAML file to plain data, every scalar as the text that was typed.

Works on the parser's events, not on its nodes: nothing is resolved to numbers or dates, aliases and
tags are seen, and nesting is bounded before anything recurses (libyaml's composer overflows the
C stack on deep input). Knows nothing of what the data means.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.nodes import MappingNode, Node, SequenceNode

from ..problems import Path, Position, Problem

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 16

Data: TypeAlias = "str | list[Data] | dict[str, Data]"

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def decode(raw: bytes, file: str) -> str | Problem:
    """The text of a source file, or why it is none."""
    start = Position(file)
    if len(raw) > MAX_BYTES:
        return Problem(
            "file-too-large",
            f"the file has {len(raw):,} bytes; a source may have at most {MAX_BYTES:,}",
            start,
            "split the document, or look for something pasted by mistake",
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig")
        return Problem(
            "not-utf-8",
            f"the byte 0x{raw[error.start]:02X} is not UTF-8 text",
            _position(before, len(before), file),
            "save the file with the encoding UTF-8",
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return Problem("empty-file", "the file is empty", start, "write it, or remove the file")
    return text


def parse(text: str, file: str) -> tuple[Data | None, list[Problem]]:
    """The data of a YAML text and what is wrong with its form.

    The data is None where the form leaves nothing to go on with.
    """
    reader = _Reader(text, file)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if not reader.take(event):
                break
    except yaml.YAMLError as error:
        reader.problems.append(_syntax_problem(error, text, file))
        return None, reader.problems
    if not reader.usable:
        return None, reader.problems
    if reader.root is None:
        return None, [Problem("empty-file", "the file holds only comments", Position(file), "write it")]
    return reader.root, reader.problems


class _Reader:
    """Builds the data from the events, one at a time."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.problems: list[Problem] = []
        self.root: Data | None = None
        self.usable = True
        self._open: list[tuple[Any, str | None, bool]] = []
        self._container: Any = None
        self._key: str | None = None
        self._expects_key = False

    def take(self, event: Any) -> bool:
        """Take the next event; False where reading must stop."""
        kind = type(event)
        if kind is ScalarEvent:
            self._refuse_marks(event)
            if self._expects_key:
                self._take_key(event)
            else:
                self._put(event.value)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            return self._enter(event, {} if kind is MappingStartEvent else [])
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            self._container, self._key, self._expects_key = self._open.pop()
            if isinstance(self._container, dict):
                self._expects_key = True
        elif kind is DocumentStartEvent and self.root is not None:
            self._problem("yaml-syntax", event, "a second document begins here", "remove the line ---")
            self.usable = False
            return False
        elif kind is AliasEvent:
            self._problem("yaml-alias", event, f"the alias *{event.anchor} is used", _NO_ALIASES)
            self.usable = False
            self._put("")
        return True

    def _enter(self, event: Any, value: Data) -> bool:
        self._refuse_marks(event)
        if self._expects_key:
            self._problem("yaml-syntax", event, "a key must be plain text", "write key: value")
            self.usable = False
            return False
        if len(self._open) >= MAX_DEPTH:
            self._problem(
                "too-deep",
                event,
                f"values are nested more than {MAX_DEPTH} deep",
                "look for brackets or hyphens typed by mistake",
            )
            self.usable = False
            return False
        self._put(value)
        self._open.append((self._container, self._key, False))
        self._container, self._expects_key = value, isinstance(value, dict)
        return True

    def _refuse_marks(self, event: Any) -> None:
        if event.tag is not None:
            self._problem("yaml-tag", event, f"the tag {event.tag!r} is used", _NO_TAGS)
        if event.anchor is not None:
            self._problem("yaml-alias", event, f"the anchor &{event.anchor} is used", _NO_ALIASES)

    def _take_key(self, event: Any) -> None:
        self._key, self._expects_key = event.value, False
        if event.value in self._container:
            self._problem(
                "duplicate-key",
                event,
                f"the key {event.value!r} stands twice",
                "remove one of the two, or rename it",
            )
            self._key = None

    def _put(self, value: Data) -> None:
        if self._container is None:
            self.root = value
        elif isinstance(self._container, list):
            self._container.append(value)
        elif self._expects_key:
            self._expects_key = False
        else:
            if self._key is not None:
                self._container[self._key] = value
            self._expects_key = True

    def _problem(self, code: str, event: Any, message: str, hint: str) -> None:
        at = _position(self.text, event.start_mark.index, self.file)
        self.problems.append(Problem(code, message, at, hint))


_NO_TAGS = "remove it: a source holds plain text, lists and mappings only"
_NO_ALIASES = "write the value out in full; if the text begins with & or *, put it in quotes"


def _syntax_problem(error: yaml.YAMLError, text: str, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        index = min(int(getattr(error, "position", 0)), len(text) - 1)
        return Problem(
            "control-character",
            f"the character U+{ord(text[index]):04X} cannot stand in YAML",
            _position(text, index, file),
            "remove it",
        )
    said, context = str(getattr(error, "problem", error)), str(getattr(error, "context", ""))
    for part, at_opening, message, hint in _PLAIN_WORDS:
        if part in f"{context}: {said}":
            mark = (at_opening and getattr(error, "context_mark", None)) or mark
            return Problem("yaml-syntax", message, _position(text, mark.index, file), hint)
    hint = "check this line and the one above it: the spaces before the key, a colon, quotes that close"
    return Problem("yaml-syntax", said, _position(text, mark.index, file), hint)


_PLAIN_WORDS = (
    (
        "while scanning a quoted scalar",
        True,
        "the quote that opens here is not closed",
        "close it, or leave out both quotes: plain text needs none",
    ),
    (
        "while parsing a flow",
        True,
        "the bracket that opens here is not closed, or an item in it is not well formed",
        "close it, or write a list with a hyphen an item; text that begins with a bracket needs quotes",
    ),
    (
        "mapping values are not allowed",
        False,
        "there is a second colon where only text may follow",
        "put the text in quotes, or on a line of its own below key: >",
    ),
    (
        "could not find expected ':'",
        True,
        "this line is neither a key with a colon nor part of the text above",
        "add the colon after the key, or set the line in by as many spaces as the text above",
    ),
    (
        "cannot start any token",
        False,
        "a value cannot begin like this",
        "use spaces and not tabs before keys; put text that begins with %, @ or a backtick in quotes",
    ),
    (
        "found a tab character",
        False,
        "there is a tab where only spaces may stand",
        "use spaces, not tabs, before keys",
    ),
    (
        "did not find expected key",
        False,
        "this does not belong here",
        "begin the line below the first letter of the key that it belongs beside; "
        "write nothing after a closing quote",
    ),
    (
        "expected '-' indicator",
        False,
        "this line stands where an item of the list should",
        "begin it with a hyphen, or set it in by two spaces more",
    ),
    (
        "expected <document start>",
        False,
        "this line stands further to the left than the first one",
        "begin every key of the file at the left margin",
    ),
)
"""What libyaml says, whether its place is where the thing began, and the same for people."""


def locate(tree: Node | None, text: str, file: str, path: Path, *, on_key: bool, part: str) -> Position:
    """The position of the value at a path, or of the nearest thing above it that is there.

    tree is the text as composed by `compose`.
    """
    if tree is None:
        return Position(file)
    node, key = tree, None
    for step in path:
        below = _child(node, step)
        if below is None:
            break
        key, node = below
    marked = key if on_key and key is not None else node
    start = marked.start_mark.index
    if part:
        start = max(start, text.find(part, start, marked.end_mark.index))
    return _position(text, start, file)


def compose(text: str) -> Node | None:
    """The node tree of a text that `parse` has read without stopping."""
    tree: Node | None = yaml.compose(text, Loader=_Loader)
    return tree


def _child(node: Node, step: str | int) -> tuple[Node | None, Node] | None:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key, value
    elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None


def _position(text: str, index: int, file: str) -> Position:
    return Position(file, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))
