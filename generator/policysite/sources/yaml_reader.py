"""Reading the bytes of a YAML file into plain data, with every scalar as the text that was typed.

Works on the parser's events instead of its nodes, so that nothing becomes a number or date, aliases and
tags are noticed, and nesting is limited before anything recurses (libyaml's composer overflows the C
stack on deep input). Knows nothing of what the data means.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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

from ..domain.problem_limits import MAX_PROBLEMS_PER_FILE, omitted_problem
from ..domain.problems import (
    Problem,
    Rule,
    Severity,
    SourcePosition,
    ValuePath,
)
from . import comments
from .positions import LineIndex, position_at
from .quoting import first_wrong_escape, wrong_escape
from .yaml_errors import YAML_SYNTAX, ParserProgress, syntax_problem
from .yaml_slips import quoted_rest_of_line

FILE_TOO_LARGE = Rule.error("file-too-large", "A file is larger than a source may be")
NOT_UTF_8 = Rule.error("not-utf-8", "A file is not UTF-8 text")
EMPTY_FILE = Rule.error("empty-file", "A file says nothing")
YAML_ALIAS = Rule.error("yaml-alias", "An anchor or alias is used")
YAML_TAG = Rule.error("yaml-tag", "A tag is used")
TOO_DEEP = Rule.error("too-deep", "Values are nested deeper than any source needs")
TOO_MANY_VALUES = Rule.error("too-many-values", "A file holds more values than a source may")
DUPLICATE_KEY = Rule.error("duplicate-key", "A key stands twice in one mapping")
BACKSLASH_IN_QUOTES = Rule.error(
    "backslash-in-quotes", "A backslash in double quotes stands for another character"
)

MAX_SOURCE_BYTES = 1024 * 1024
MAX_DEPTH = 16
MAX_VALUES = 150_000
"""Most texts, keys, lists and mappings in a file: three times those of the largest known one."""

YamlData: TypeAlias = "str | list[YamlData] | dict[str, YamlData]"

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def decode_source(raw: bytes, file: str) -> str | Problem:
    """The text of a source file, or the problem that keeps it from being read."""
    start = SourcePosition(file)
    if len(raw) > MAX_SOURCE_BYTES:
        return Problem(
            FILE_TOO_LARGE,
            f"the file has more than {MAX_SOURCE_BYTES:,} bytes, the most that a source may have",
            start,
            "split the document, or look for something pasted by mistake",
        )
    try:
        text = raw.decode("utf-8").lstrip("\ufeff")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8").lstrip("\ufeff")
        return Problem(
            NOT_UTF_8,
            f"the byte 0x{raw[error.start]:02X} is not UTF-8 text",
            position_at(before, len(before), file),
            "save the file with the encoding UTF-8",
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return Problem(EMPTY_FILE, "the file is empty", start, "write it, or remove the file")
    return text


@dataclass(frozen=True, slots=True)
class ParsedYaml:
    """The data of a YAML text (None if it cannot be used) and its problems.

    `explained` holds the paths of values that are already among the problems, so that nothing more should
    be reported about them.
    """

    data: YamlData | None
    problems: list[Problem]
    explained: frozenset[ValuePath] = frozenset()


def parse_yaml(text: str, file: str, is_prose: Callable[[ValuePath], bool]) -> ParsedYaml:
    """The data of a YAML text, and the problems with its YAML.

    `is_prose` says whether the value at a path is text for readers, from which no comment may cut
    anything.
    """
    reader = _YamlReader(text, file, is_prose)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if not reader.take(event):
                break
    except yaml.YAMLError as error:
        if not reader.stops_at_comment(error):
            reader.add(syntax_problem(error, text, file, reader.read))
        return ParsedYaml(None, reader.found)
    if not reader.usable:
        return ParsedYaml(None, reader.found)
    if reader.root is None:
        empty = Problem(EMPTY_FILE, "the file holds only comments", SourcePosition(file), "write it")
        return ParsedYaml(None, [empty])
    return ParsedYaml(reader.root, reader.found, frozenset(reader.explained))


class _YamlReader:
    """Builds the data from the events, one at a time."""

    def __init__(self, text: str, file: str, is_prose: Callable[[ValuePath], bool]) -> None:
        self.text, self.file, self.is_prose = text, file, is_prose
        self.problems: list[Problem] = []
        self.explained: set[ValuePath] = set()
        self._more = 0
        self._values = 0
        self.root: YamlData | None = None
        self.usable = True
        self.opened = 0
        """The start of the innermost list or mapping that has not ended yet."""
        self._open: list[tuple[Any, str | None, int]] = []
        self._container: Any = None
        self._key: str | None = None
        self._expects_key = False
        self._closed = 0
        """The start of the list or mapping that ended last."""
        self._before: Any = None
        """The last event that was processed."""
        self._hashes = comments.comment_candidates(text)
        self._next_hash = next(self._hashes)

    @property
    def found(self) -> list[Problem]:
        """The first problems, and a last one that counts the rest."""
        more = [omitted_problem(self.file, Severity.ERROR, self._more)] if self._more else []
        return [*self.problems, *more]

    def add(self, fatal: Problem) -> None:
        """Add the problem that stopped the parser, unless an alias on the same line caused it."""
        line = fatal.position.line
        stopped_at = (line, fatal.position.column)
        self.problems = [  # a quote that is closed too late contains false escapes
            problem
            for problem in self.problems
            if problem.rule is not BACKSLASH_IN_QUOTES
            or (problem.position.line, problem.position.column) < stopped_at
        ]
        if not any(
            problem.rule is YAML_ALIAS and problem.position.line == line for problem in self.problems
        ):
            self.problems.append(fatal)

    def take(self, event: Any) -> bool:
        """Process the next event; False if reading must stop."""
        kind = type(event)
        if event.end_mark.index > self._next_hash:
            self._take_comments(event)
        self._before = event
        self._values += kind in _NODES
        if self._values > MAX_VALUES:
            self._problem(
                TOO_MANY_VALUES,
                event,
                f"the file holds more than {MAX_VALUES:,} values, the most that a source may have",
                "split the document, or look for something pasted by mistake",
            )
            self.usable = False
            return False
        if kind is ScalarEvent:
            if event.tag is not None or event.anchor is not None:
                self._refuse_marks(event)
            if event.style == '"':
                self._refuse_escapes(event)
            if self._expects_key:
                self._take_key(event)
            else:
                # The first word of emphasis is a tag to YAML, and belongs to what was meant.
                is_emphasis = event.tag is not None and self._begins_emphasis(event)
                self._put(f"{event.tag} {event.value}" if is_emphasis else event.value)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            return self._enter(event, {} if kind is MappingStartEvent else [])
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            self._closed = self.opened
            self._container, self._key, self.opened = self._open.pop()
            self._expects_key = isinstance(self._container, dict)
        else:
            return self._take_rarity(event, kind)
        return True

    def _take_rarity(self, event: Any, kind: type) -> bool:
        """Process the start or end of a document, or an alias."""
        if kind is DocumentStartEvent and self.root is not None:
            self._problem(YAML_SYNTAX, event, "a second document begins here", "remove the line ---")
            self.usable = False
            return False
        if kind is AliasEvent:
            self._problem(YAML_ALIAS, event, f"the alias *{event.anchor} is used", _NO_ALIASES)
            self.usable = False
            self._put("")
        return True

    def _enter(self, event: Any, value: YamlData) -> bool:
        self._refuse_marks(event)
        if self._expects_key:
            self._problem(YAML_SYNTAX, event, "a key must be plain text", _NO_KEY)
            self.usable = False
            return False
        if len(self._open) >= MAX_DEPTH:
            self._problem(
                TOO_DEEP,
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
        start = event.start_mark.index
        if event.tag is not None:
            hint = _NO_TAGS
            if self._begins_emphasis(event):
                hint = f"put the whole text {quoted_rest_of_line(self.text, start - 2)}"
            elif isinstance(event, ScalarEvent) and self.text[self.opened] not in "[{":
                form = quoted_rest_of_line(self.text, start)
                hint = f"{hint}; if it is part of the text, put the whole text {form}"
            self._problem(YAML_TAG, event, f"the tag {event.tag!r} is used", hint)
        if event.anchor is not None:
            self._problem(YAML_ALIAS, event, f"the anchor &{event.anchor} is used", _NO_ALIASES)

    def _begins_emphasis(self, event: Any) -> bool:
        start = event.start_mark.index
        return self.text[max(start - 2, 0) : start + 1] == "[[!"

    @property
    def read(self) -> ParserProgress:
        """How far the parser has read."""
        return ParserProgress(self._before, self.opened, self._closed)

    def stops_at_comment(self, error: yaml.YAMLError) -> bool:
        """Whether a comment that cuts a text stopped the parser; if so, it is reported."""
        mark = getattr(error, "problem_mark", None)
        value = self._value_before()
        if mark is None or value is None or not self.is_prose(value[0]):
            return False
        path, scalar = value
        after, _ = comments.comments_between(self.text, scalar.end, mark.index)
        line = self.text.rfind("\n", 0, mark.index) + 1
        text_continues = scalar.end < line and mark.index - line > scalar.margin
        cut = comments.text_cut_after(self.text, scalar, after, text_continues=text_continues)
        self._add_cut(cut, path)
        return cut is not None

    def _take_comments(self, event: Any) -> None:
        """Check the comments between the last event and this one, and skip those inside this one."""
        start, end = event.start_mark.index, event.end_mark.index
        if self._next_hash < start and self._before is not None:
            self._look_between(event, start)
        if type(event) is ScalarEvent and event.style in (">", "|"):
            value = self._value_of(event)
            if value is not None and self.is_prose(value[0]):
                self._add_cut(comments.text_cut_in_header(self.text, value[1]), value[0])
        while self._next_hash < end:
            self._next_hash = next(self._hashes)

    def _look_between(self, event: Any, start: int) -> None:
        after, before = comments.comments_between(self.text, self._before.end_mark.index, start)
        value = self._value_before()
        if value is not None and (self.is_prose(value[0]) or self._is_mistyped(value[1], after)):
            self._add_cut(comments.text_cut_after(self.text, value[1], after), value[0])
        value = self._value_of(event)
        if value is not None and before and before != after and self.is_prose(value[0]):
            is_item = isinstance(self._container, list)
            self._add_cut(
                comments.text_cut_before(self.text, value[1], before, is_item=is_item), value[0]
            )

    def _is_mistyped(self, value: comments.ScalarSpan, after: list[int]) -> bool:
        """Whether only a word right after a # is in place of a value, as in accent: #1f4e8c."""
        if value.start < value.end or not after or "\n" in self.text[value.end : after[0]]:
            return False
        return self.text[after[0] + 1 : after[0] + 2].isalnum()

    def _value_before(self) -> tuple[ValuePath, comments.ScalarSpan] | None:
        """The last event as a value with its path; None if it was a key or not a scalar."""
        if type(self._before) is not ScalarEvent or self._container is None:
            return None
        if isinstance(self._container, list):
            return self._placed(self._before, len(self._container) - 1)
        return self._placed(self._before, self._key) if self._expects_key else None

    def _value_of(self, event: Any) -> tuple[ValuePath, comments.ScalarSpan] | None:
        """An event not yet processed as a value with its path; None if it is a key or not a scalar."""
        if type(event) is not ScalarEvent or self._container is None:
            return None
        if isinstance(self._container, list):
            return self._placed(event, len(self._container))
        return None if self._expects_key else self._placed(event, self._key)

    def _placed(self, event: Any, step: str | int | None) -> tuple[ValuePath, comments.ScalarSpan] | None:
        steps = [
            len(container) - 1 if isinstance(container, list) else key
            for container, key, _ in self._open[1:]
        ]
        path = tuple(entry for entry in (*steps, step) if entry is not None)
        if len(path) <= len(steps):  # a duplicate key
            return None
        in_brackets = self.text[self.opened] in "[{"
        margin = -1 if in_brackets else self.opened - (self.text.rfind("\n", 0, self.opened) + 1)
        start, end = event.start_mark.index, event.end_mark.index
        return path, comments.ScalarSpan(start, end, event.style or "", margin)

    def _add_cut(self, cut: comments.CutText | None, path: ValuePath) -> None:
        if cut is not None:
            self._add(comments.COMMENT_CODE, cut.index, cut.message, cut.hint)
            self.explained.add(path)

    def _refuse_escapes(self, event: Any) -> None:
        start = event.start_mark.index
        if self.text.find("\\", start, event.end_mark.index) < 0:
            return
        typed = self.text[start : event.end_mark.index]
        is_listed = len(self.problems) < MAX_PROBLEMS_PER_FILE
        escape = wrong_escape(typed) if is_listed else (0, "", "") if first_wrong_escape(typed) else None
        if escape is not None:
            index, message, hint = escape
            self._add(BACKSLASH_IN_QUOTES, start + index, message, hint)
            value = self._value_of(event)
            if value is not None:
                self.explained.add(value[0])

    def _take_key(self, event: Any) -> None:
        self._key, self._expects_key = event.value, False
        if event.value in self._container:
            self._problem(
                DUPLICATE_KEY,
                event,
                f"the key {event.value!r} stands twice",
                "remove one of the two, or rename it",
            )
            self._key = None

    def _put(self, value: YamlData) -> None:
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

    def _problem(self, rule: Rule, event: Any, message: str, hint: str) -> None:
        self._add(rule, event.start_mark.index, message, hint)

    def _add(self, rule: Rule, index: int, message: str, hint: str) -> None:
        if len(self.problems) >= MAX_PROBLEMS_PER_FILE:
            self._more += 1
            return
        position = self._lines.position(index, self.file)
        self.problems.append(Problem(rule, message, position, hint))

    @cached_property
    def _lines(self) -> LineIndex:
        return LineIndex(self.text)


_NODES = frozenset((ScalarEvent, MappingStartEvent, SequenceStartEvent, AliasEvent))
_NO_KEY = "write key: value; put text that begins with a bracket in single quotes"
_NO_TAGS = "remove it: a source holds plain text, lists and mappings only"
_NO_ALIASES = "write the value out in full; if the text begins with & or *, put it in single quotes"
