"""From plain policy text to HTML: paragraphs, cross-references as links, abbreviations explained.

The only place where text becomes markup. Every run of text is escaped; the elements come from the
library's terms and citations and never from what the text looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markupsafe import Markup, escape

from ..library import Library
from ..model import Clause
from ..prose import Citation, paragraphs, runs
from . import addresses
from .pages import Page


class Prose:
    """Renders the texts of one library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._expansions = {
            name: term.stands_for for name, term in library.terms.items() if term.stands_for
        }
        longest_first = sorted(self._expansions, key=len, reverse=True)
        words = "|".join(map(re.escape, longest_first))
        self._abbreviation = re.compile(rf"(?<![\w-])(?:{words})(?![\w-])") if words else None

    def paragraphs(self, text: str, page: Page) -> Markup:
        """The text as <p> elements."""
        return Markup("").join(
            Markup("<p>{}</p>").format(self.inline(one, page)) for one in paragraphs(text)
        )

    def inline(self, text: str, page: Page) -> Markup:
        """The text within a line, without surrounding white space."""
        seen: set[str] = set()
        return Markup("").join(
            self._link(run, page) if isinstance(run, Citation) else self._explained(run, seen)
            for run in runs(text.strip())
        )

    def excerpt(self, clause: Clause, length: int = 90) -> str:
        """What tells a clause from others in a list: its title, or the beginning of its text."""
        first = clause.title or clause.text or (clause.items or ("",))[0]
        words = " ".join("".join(self.visible_runs(first)).split())
        if len(words) <= length:
            return words
        return words[:length].rsplit(" ", 1)[0] + "…"

    def visible_runs(self, text: str) -> Iterator[str]:
        """What a reader sees of a text, paragraph by paragraph and run by run."""
        for paragraph in paragraphs(text):
            for run in runs(paragraph):
                if isinstance(run, Citation):
                    yield addresses.of_citation(self._library, run)[1]
                else:
                    yield run

    def abbreviations_in(self, texts: Iterable[str]) -> list[tuple[str, str]]:
        """The abbreviations that the texts use, with what they stand for, in order of the alphabet."""
        if self._abbreviation is None:
            return []
        used = {found for text in texts for found in self._abbreviation.findall(text)}
        return [(name, self._expansions[name]) for name in sorted(used)]

    def _explained(self, text: str, seen: set[str]) -> Markup:
        """Escaped text in which the first use of each abbreviation carries its expansion."""
        if self._abbreviation is None:
            return escape(text)
        parts: list[Markup] = []
        end = 0
        for match in self._abbreviation.finditer(text):
            if match[0] in seen:
                continue
            seen.add(match[0])
            parts += (escape(text[end : match.start()]), self._abbr(match[0]))
            end = match.end()
        if not parts:
            return escape(text)
        return Markup("").join([*parts, escape(text[end:])])

    def _abbr(self, name: str) -> Markup:
        return Markup('<abbr title="{}">{}</abbr>').format(self._expansions[name], name)

    def _link(self, citation: Citation, page: Page) -> Markup:
        path, label = addresses.of_citation(self._library, citation)
        return Markup('<a href="{}">{}</a>').format(page.to(path), label)
