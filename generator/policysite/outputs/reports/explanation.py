"""The page about a rule, and the list of all rules, as plain text for a terminal.

It handles the Markdown that these pages use: headings, paragraphs, fenced code, inline code, and emphasis
for words that are mentioned, which becomes quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import fill, indent

from ...domain.problems import Severity
from ...rules import RULES, TOPICS
from .problems_text import TERMINAL_WIDTH

_MARGIN = "  "
_FENCED = re.compile(r"^```\w*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"(`[^`]+`)")
_EMPHASIS = re.compile(r"(\*{1,2})(\S|\S.*?\S)\1")
_NO_BREAK = "\N{NO-BREAK SPACE}"


def explain_rule(code: str, page: str) -> str:
    """The page about a code: its severity and summary, then each section with its heading.

    `page` is Markdown. Paragraphs are wrapped at TERMINAL_WIDTH; examples stay as they are.
    """
    rule = RULES[code]
    sections = [f"{rule.severity}[{code}] {rule.summary}."]
    for section in page.split("\n## ")[1:]:
        heading, _, body = section.partition("\n")
        sections.append(f"{heading}\n" + "\n\n".join(_blocks(body)))
    return "\n\n".join(sections) + "\n"


def list_rules() -> str:
    """Every code with its summary, grouped by topic; warnings are marked."""
    width = max(map(len, RULES))
    sections = []
    for topic, rules in TOPICS.items():
        lines = [topic]
        for code, rule in rules.items():
            kind = " (warning)" if rule.severity is Severity.WARNING else ""
            lines.append(f"{_MARGIN}{code:{width}}  {rule.summary}{kind}")
        sections.append("\n".join(lines))
    return "\n\n".join(sections) + "\n"


def _blocks(body: str) -> Iterator[str]:
    """The paragraphs and examples of a section, in order."""
    for index, piece in enumerate(_FENCED.split(body)):
        if index % 2:
            yield indent(piece.rstrip(), 2 * _MARGIN)
        else:
            yield from (_wrapped(paragraph) for paragraph in piece.split("\n\n") if paragraph.strip())


def _wrapped(paragraph: str) -> str:
    """A wrapped paragraph with emphasised words in quotes and without line breaks in code."""
    pieces = [
        piece.replace(" ", _NO_BREAK) if index % 2 else _EMPHASIS.sub(r'"\2"', piece)
        for index, piece in enumerate(_CODE.split(" ".join(paragraph.split())))
    ]
    lines = fill(
        "".join(pieces),
        TERMINAL_WIDTH,
        initial_indent=_MARGIN,
        subsequent_indent=_MARGIN,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return lines.replace(_NO_BREAK, " ")
