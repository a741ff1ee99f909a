"""Warnings of structure that was typed into the texts of a file, each where it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..domain.model import Checklist, Edition, SourceFile
from ..domain.model.checklist import ChecklistItem, ChecklistSection
from ..domain.model.edition import (
    Clause,
    Duty,
    MissingContent,
    Section,
)
from ..domain.problems import Problem, Rule
from . import typed_structure
from .model_texts import TextForReaders, collect_texts, texts_for_readers
from .positions import Layout, parse_layout
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
    """Everything of the kind in the texts of a file, of whose data the model says where texts stand."""
    found: list[str] = []
    collect_texts(model, data, found)
    signs, together = typed_structure.structure_signs(text), "\n".join(found)
    if not (
        typed_structure.may_hold_structure(together, signs)
        or typed_structure.may_repeat_a_number(together)
        or _names_key(together)
    ):
        return
    layout: Layout | None = None
    for value in texts_for_readers(model, data):
        if (
            typed_structure.may_hold_structure(value.text, signs)
            or (value.record in _NUMBERED and _repeated(value) is not None)
            or _names_key(value.text)
        ):
            layout = layout or parse_layout(text)
            lines = _lines(text, *layout.span(value.path))
            for one in _found(model, value, lines):
                at = layout.lines.position(one.index, file)
                is_mark = one.rule is LIST_IN_TEXT and one.index == lines[0][0]
                yield Problem(one.rule, one.message, at, _hint(one.rule, value, is_mark=is_mark))


def _names_key(text: str) -> bool:
    """Whether a key and its colon stand in a text, where they stand in it by mistake or not."""
    for colon in _COLON.finditer(text):
        before = text[max(0, colon.start() - _LONGEST_KEY) : colon.start()].split()
        if before and before[-1] in _KEYS:
            return True
    return False


def _repeated(value: TextForReaders) -> str | None:
    """The number of the clause or section that its text or title begins with."""
    number = value.siblings.get("number")
    if value.path[-1] not in ("title", "text") or not isinstance(number, str):
        return None
    return number if typed_structure.repeats_number(value.text, number) else None


def _found(
    model: type[SourceFile], value: TextForReaders, lines: list[TextLine]
) -> Iterator[TypedStructure]:
    start, first = lines[0] if lines else (0, "")
    key = str(value.path[-1])
    number = _repeated(value) if value.record in _NUMBERED else None
    label = typed_structure.list_label(first) if model in (Edition, Checklist) else ""
    if number is not None:
        yield TypedStructure(
            NUMBER_IN_TEXT, start, f"the number {number} is shown before this text anyway"
        )
    elif label:
        yield TypedStructure(LIST_IN_TEXT, start, f"{label!r} is a mark of a list, typed into the text")
    for found in typed_structure.find_structure(lines):
        is_again = found.rule is LIST_IN_TEXT and label
        if not is_again and not (found.rule is LINK_IN_TEXT and value.is_line):
            yield found
    for index, line in lines[1:]:
        other = _KEY.match(line)
        if other and other[1] in value.record.model_fields and other[1] != key:
            message = f"{other[1]}: stands in the text, because its line is set in as far as the text"
            yield TypedStructure(KEY_IN_TEXT, index, message)
            break


def _hint(rule: Rule, value: TextForReaders, *, is_mark: bool) -> str:
    place = "clause" if value.record is Clause else ""
    if value.path[-2:-1] == ("items",):
        place = "marked item" if is_mark else "item"
    return _HINTS.get((rule, place)) or _HINTS[rule, ""]


_NUMBERED = (Clause, Section)
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
_LONGEST_KEY = max(map(len, _KEYS)) + 1
_HINTS = {
    (TABLE_IN_TEXT, ""): "write each row in words",
    (
        TABLE_IN_TEXT,
        "clause",
    ): "write each row in words, as an item of items: or as a clause of its own",
    (LIST_IN_TEXT, ""): "write it as a sentence, without the mark",
    (
        LIST_IN_TEXT,
        "clause",
    ): "write each item below items:, or as a clause of its own, without its mark",
    (LIST_IN_TEXT, "item"): "write each as an item of the list that it stands in, without its mark",
    (
        LIST_IN_TEXT,
        "marked item",
    ): "remove it: items are marked anyway; or make each item a clause of its own",
    (NUMBER_IN_TEXT, ""): "remove it from the text",
    (KEY_IN_TEXT, ""): "set it in as far as the key of the text; if it is text, write it otherwise",
    (LINK_IN_TEXT, ""): "add the page to references.yml with link:, and write [[its-id]] here",
    (MARKUP_IN_TEXT, ""): "remove the marks, or write in words what they stand for",
}
STRUCTURE_RULES = frozenset(rule for rule, _ in _HINTS)


def _lines(text: str, start: int, end: int) -> list[TextLine]:
    """The lines of a value as they were typed, without YAML's marks around it and the spaces before."""
    found: list[TextLine] = []
    is_block = text[start : start + 1] in (">", "|")
    quote = text[start : start + 1] if text[start : start + 1] in ("'", '"') else ""
    for count, line in enumerate(_LINE.finditer(text, start + len(quote), end - len(quote))):
        typed_line = line[0].lstrip(" ")
        if typed_line and not (is_block and count == 0):
            found.append((line.end() - len(typed_line), typed_line))
    return found


def without_sealed_files(problems: list[Problem], sealed: set[str]) -> list[Problem]:
    """The problems without warnings of this kind in files that may not be changed any more."""
    return [one for one in problems if one.rule not in STRUCTURE_RULES or one.position.file not in sealed]
