"""From the bytes of one YAML file to plain data, every scalar as the text that was typed.

Works on the parser's events, not on its nodes: nothing is resolved to numbers or dates, aliases and
tags are seen, and nesting is bounded before anything recurses (libyaml's composer overflows the
C stack on deep input). Knows nothing of what the data means.
"""

from __future__ import annotations

from functools import cached_property
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

from ..problems import Position, Problem
from .positions import Lines, position_at
from .syntax import syntax_problem

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 16

Data: TypeAlias = "str | list[Data] | dict[str, Data]"

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def decode(raw: bytes, file: str) -> str | Problem:
    """The text of a source file, or why it is none."""
    start = Position(file)
    if len(raw) > MAX_BYTES:
        return Problem(
            "file-too-large",
            f"the file has more than {MAX_BYTES:,} bytes, the most that a source may have",
            start,
            "split the document, or look for something pasted by mistake",
        )
    try:
        text = raw.decode("utf-8").lstrip("\ufeff")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8").lstrip("\ufeff")
        return Problem(
            "not-utf-8",
            f"the byte 0x{raw[error.start]:02X} is not UTF-8 text",
            position_at(before, len(before), file),
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
        for event in yaml.parse(text, Loader=_LOADER):
            if not reader.take(event):
                break
    except yaml.YAMLError as error:
        reader.add(syntax_problem(error, text, file, reader.opened))
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
        self.opened = 0
        """Where the innermost list or mapping begins that has not ended yet."""
        self._open: list[tuple[Any, str | None, int]] = []
        self._container: Any = None
        self._key: str | None = None
        self._expects_key = False

    def add(self, stopped: Problem) -> None:
        """Add what stopped the parser, unless it only follows from an alias on the same line."""
        line = stopped.position.line
        if not any(one.code == "yaml-alias" and one.position.line == line for one in self.problems):
            self.problems.append(stopped)

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
            self._container, self._key, self.opened = self._open.pop()
            self._expects_key = isinstance(self._container, dict)
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
        self._open.append((self._container, self._key, self.opened))
        self._container, self._expects_key = value, isinstance(value, dict)
        self.opened = event.start_mark.index
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
        at = self._lines.position(event.start_mark.index, self.file)
        self.problems.append(Problem(code, message, at, hint))

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)


_NO_TAGS = "remove it: a source holds plain text, lists and mappings only"
_NO_ALIASES = "write the value out in full; if the text begins with & or *, put it in quotes"
