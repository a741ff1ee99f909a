"""The inside of a text: its paragraphs and its [[cross-references]].

The only markup in a policy text is a citation in double square brackets; every other character stands
for itself. Knows nothing of what a citation leads to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAME = r"[A-Za-z0-9&]+(?:[-_][A-Za-z0-9&]+)*"
_CITATION = re.compile(rf"\[\[({_NAME})(?:/({_NAME}(?:\.{_NAME})*))?\]\]")
_OPENING = re.compile(r"\[\[[^\[\]\n]{0,60}\]\]|\[\[\S{0,60}")
_SINGLE = re.compile(rf"(?<!\[)\[({_NAME})(?:/({_NAME}(?:\.{_NAME})*))?\](?!\()")
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class Citation:
    """[[HR12/3.2]] or [[FWR]]: a name, and for a clause of a document its number or id."""

    name: str
    clause: str = ""

    def __str__(self) -> str:
        return f"[[{self.name}/{self.clause}]]" if self.clause else f"[[{self.name}]]"


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, which blank lines separate."""
    return _BLANK_LINE.split(text.strip())


def text_runs(text: str) -> Iterator[str | Citation]:
    """The text in order: stretches of plain text and the citations between them."""
    if "[[" not in text:
        yield text
        return
    end = 0
    for match in _CITATION.finditer(text):
        if match.start() > end:
            yield text[end : match.start()]
        yield Citation(match[1], match[2] or "")
        end = match.end()
    if end < len(text):
        yield text[end:]


def citations(text: str) -> Iterator[Citation]:
    """The citations in a text, in order."""
    return (run for run in text_runs(text) if isinstance(run, Citation))


def malformed_citations(text: str) -> Iterator[tuple[int, str]]:
    """Every [[ that does not begin a citation: its index, and the text from there."""
    index = 0
    for run in text_runs(text):
        if isinstance(run, str):
            for opening in _OPENING.finditer(run):
                yield index + opening.start(), opening[0]
        index += len(str(run))


def single_bracket_citations(text: str) -> Iterator[tuple[int, Citation]]:
    """Citations that are written in single square brackets by mistake, each with its index."""
    return ((match.start(), Citation(match[1], match[2] or "")) for match in _SINGLE.finditer(text))
