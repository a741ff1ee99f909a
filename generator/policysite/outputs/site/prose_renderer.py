"""From plain policy text to HTML: paragraphs, cross-references as links, abbreviations explained.

The only place where text becomes markup. Every run of text is escaped; the elements come from the
library's terms and citations and never from what the text looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markupsafe import Markup, escape

from ...domain import addresses
from ...domain.library import Library
from ...domain.model import Clause
from ...domain.prose import Citation, paragraphs, text_runs
from .pages import LinkOrigin


class ProseRenderer:
    """Renders the texts of one library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._expansions = {
            name: term.stands_for for name, term in library.terms.items() if term.stands_for
        }
        self._explanations = {
            name: f'<abbr title="{escape(expansion)}">{escape(name)}</abbr>'
            for name, expansion in self._expansions.items()
        }
        longest_first = sorted(self._expansions, key=len, reverse=True)
        words = "|".join(map(re.escape, longest_first))
        self._abbreviation = re.compile(rf"(?<![\w-])(?:{words})(?![\w-])") if words else None

    def paragraphs(self, text: str, page: LinkOrigin) -> Markup:
        """The text as <p> elements."""
        return _finished(f"<p>{self._html(one, page)}</p>" for one in paragraphs(text))

    def inline(self, text: str, page: LinkOrigin) -> Markup:
        """The text within a line, without surrounding white space."""
        return _finished([self._html(text.strip(), page)])

    def inline_without_links(self, text: str) -> Markup:
        """The text within a line without links: a label is to be pressed, not followed."""
        return _finished([escape("".join(addresses.visible_runs(self._library, text.strip())))])

    def citation_link(self, citation: Citation, page: LinkOrigin) -> Markup:
        """A cross-reference by itself."""
        return _finished([self._link(citation, page)])

    def _html(self, text: str, page: LinkOrigin) -> str:
        seen: set[str] = set()
        return "".join(
            self._link(run, page) if isinstance(run, Citation) else self._explained(run, seen)
            for run in text_runs(text)
        )

    def excerpt(self, clause: Clause, length: int = 90) -> str:
        """What tells a clause from others in a list: its title, or the beginning of its text."""
        first = clause.title or clause.text or (clause.items or ("",))[0]
        words = addresses.plain_line(self._library, first)
        if len(words) <= length:
            return words
        return words[:length].rsplit(" ", 1)[0] + "…"

    def visible_runs(self, text: str) -> Iterator[str]:
        """What a reader sees of a text, paragraph by paragraph and run by run."""
        for paragraph in paragraphs(text):
            yield from addresses.visible_runs(self._library, paragraph)

    def abbreviations_used(self, texts: Iterable[str]) -> list[tuple[str, str]]:
        """The abbreviations that the texts use, with what they stand for, in order of the alphabet."""
        if self._abbreviation is None:
            return []
        used = {found for text in texts for found in self._abbreviation.findall(text)}
        return [(name, self._expansions[name]) for name in sorted(used)]

    def _explained(self, text: str, seen: set[str]) -> str:
        """Escaped text in which the first use of each abbreviation carries its expansion."""
        if self._abbreviation is None:
            return escape(text)
        parts: list[str] = []
        end = 0
        for match in self._abbreviation.finditer(text):
            if match[0] not in seen:
                seen.add(match[0])
                parts += (escape(text[end : match.start()]), self._explanations[match[0]])
                end = match.end()
        parts.append(escape(text[end:]))
        return "".join(parts)

    def _link(self, citation: Citation, page: LinkOrigin) -> str:
        if not addresses.citation_resolves(self._library, citation):
            return escape(addresses.citation_label(self._library, citation))
        path, label = addresses.citation_target(self._library, citation)
        return f'<a href="{escape(page.relative_link(path))}">{escape(label)}</a>'


def _finished(parts: Iterable[str]) -> Markup:
    """HTML whose texts have been escaped above."""
    return Markup("".join(parts))  # noqa: S704
