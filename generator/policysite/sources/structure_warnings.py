"""Warnings about lists, tables and other structure typed into the texts of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..domain.model import (
    Checklist,
    Clause,
    Duty,
    Edition,
    MissingContent,
    Section,
    SourceFile,
)
from ..domain.model.checklist import ChecklistItem, ChecklistSection
from ..domain.problems import Problem, Rule
from ..domain.prose import masked, unmasked
from . import typed_structure
from .model_texts import TextForReaders, collect_texts, texts_for_readers
from .positions import Layout, parse_layout
from .structure_hints import structure_hint
from .typed_structure import (
    LINK_IN_TEXT,
    LIST_IN_TEXT,
    MARKUP_IN_TEXT,
    TABLE_IN_TEXT,
    TextLine,
    TypedStructure,
)
from .yaml_reader import YamlData

NUMBER_IN_TEXT = Rule.warning("number-in-text", "A text begins with the number that is shown before it")
KEY_IN_TEXT = Rule.warning("key-in-text", "A key of YAML stands in a text")

_LINE = re.compile(r"[^\n]+")
_KEY = re.compile(r"([a-z_]+):(?=\s|\Z)")


def structure_warnings(
    model: type[SourceFile], data: YamlData, file: str, text: str
) -> Iterator[Problem]:
    """A warning for each piece of structure in the texts that the model finds in a file's data."""
    texts: list[str] = []
    collect_texts(model, data, texts)
    signs, all_text = typed_structure.structure_signs(text), masked("\n".join(texts))
    if not (
        typed_structure.may_hold_structure(all_text, signs)
        or typed_structure.may_repeat_a_number(all_text)
        or _mentions_key(all_text)
    ):
        return
    layout: Layout | None = None
    for value in texts_for_readers(model, data):
        if (
            typed_structure.may_hold_structure(masked(value.text), signs)
            or (value.record in _NUMBERED_RECORDS and _repeated_number(value) is not None)
            or _mentions_key(value.text)
        ):
            layout = layout or parse_layout(text)
            lines = _typed_lines(text, *layout.span(value.path))
            for structure in _structures(model, value, lines):
                position = layout.lines.position(structure.index, file)
                hint = _HINTS.get(structure.rule) or unmasked(structure_hint(structure, value))
                yield Problem(structure.rule, structure.message, position, hint)


def _mentions_key(text: str) -> bool:
    """Whether a text contains a key of the sources with its colon, by mistake or not."""
    for colon in _COLON.finditer(text):
        before = text[max(0, colon.start() - _MAX_KEY_LENGTH) : colon.start()].split()
        if before and before[-1] in _KEYS:
            return True
    return False


def _repeated_number(value: TextForReaders) -> str | None:
    """The number of the clause or section, if its text or title repeats it at the beginning."""
    number = value.siblings.get("number")
    if value.path[-1] not in ("title", "text") or not isinstance(number, str):
        return None
    return number if typed_structure.repeats_number(value.text, number) else None


def _structures(
    model: type[SourceFile], value: TextForReaders, lines: list[TextLine]
) -> Iterator[TypedStructure]:
    start, first = lines[0] if lines else (0, "")
    key = str(value.path[-1])
    number = _repeated_number(value) if value.record in _NUMBERED_RECORDS else None
    label = typed_structure.list_label(first) if model in (Edition, Checklist) else ""
    if number is not None:
        yield TypedStructure(
            NUMBER_IN_TEXT, start, f"the number {number} is shown before this text anyway"
        )
    elif label:
        message = f"{label!r} is a mark of a list, typed into the text"
        is_single = len(list(filter(typed_structure.list_label, (line for _, line in lines)))) == 1
        yield TypedStructure(LIST_IN_TEXT, start, message, mark=label, is_single=is_single)
    for structure in typed_structure.find_structure(lines):
        is_reported = structure.rule is LIST_IN_TEXT and label
        if not is_reported and not (structure.rule is LINK_IN_TEXT and value.is_line):
            yield structure
    for index, line in lines[1:]:
        other = _KEY.match(line)
        if other and other[1] in value.record.model_fields and other[1] != key:
            message = f"{other[1]}: stands in the text, because its line is set in as far as the text"
            yield TypedStructure(KEY_IN_TEXT, index, message)
            break


_NUMBERED_RECORDS = (Clause, Section)
_COLON = re.compile(r":(?=\s)|:\Z")
_KEYS = frozenset(
    key
    for record in (
        Edition,
        Section,
        Clause,
        Duty,
        MissingContent,
        Checklist,
        ChecklistSection,
        ChecklistItem,
    )
    for key in record.model_fields
)
_MAX_KEY_LENGTH = max(map(len, _KEYS)) + 1
STRUCTURE_RULES = frozenset(
    [TABLE_IN_TEXT, LIST_IN_TEXT, NUMBER_IN_TEXT, KEY_IN_TEXT, LINK_IN_TEXT, MARKUP_IN_TEXT]
)
_HINTS = {
    NUMBER_IN_TEXT: "remove it from the text",
    KEY_IN_TEXT: "set it in as far as the key of the text; if it is text, write it otherwise",
}


def _typed_lines(text: str, start: int, end: int) -> list[TextLine]:
    """The lines of a value as typed, without YAML's quotes or block mark and without indentation.

    Marks in double brackets are masked, since what stands in them is not shown as it is typed.
    """
    lines: list[TextLine] = []
    value = masked(text[start:end])
    is_block = value[:1] in (">", "|")
    quote = value[:1] if value[:1] in ("'", '"') else ""
    for count, line in enumerate(_LINE.finditer(value, len(quote), len(value) - len(quote))):
        typed_line = line[0].lstrip(" ")
        if typed_line and not (is_block and count == 0):
            lines.append((start + line.end() - len(typed_line), typed_line))
    return lines


def without_sealed_files(problems: list[Problem], sealed: set[str]) -> list[Problem]:
    """The problems without these warnings in sealed files, which may no longer be changed."""
    return [
        problem
        for problem in problems
        if problem.rule not in STRUCTURE_RULES or problem.position.file not in sealed
    ]
