"""Plain policy text as HTML: paragraphs, links, emphasis, and abbreviations with their meaning.

Only here does text become markup. Every run of text is escaped; elements are made for the library's
terms and for marks in double brackets only, never for anything else in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape

from markupsafe import Markup, escape

from ...domain import addresses
from ...domain.library import Library
from ...domain.model import Clause
from ...domain.model.blocks import block_texts
from ...domain.prose import Citation, Emphasis, ExternalLink, Mark, paragraphs, text_runs
from .pages import LinkOrigin
from .wording import spoken

MAX_MEANING_LENGTH = 300
"""About how many characters of a term's meaning are shown where its abbreviation is opened."""
_EXPLANATION_ID = "term:"
_OPENED = re.compile(rf' popovertarget="{_EXPLANATION_ID}([^"]+)"')
_MARKS_BEFORE = re.compile(r"[^\w\s]{1,3}\Z")
_MARKS_BEHIND = re.compile(r"[^\w\s]{1,3}")
"""Punctuation beside an abbreviation, from which a browser would part the button at the end of a line."""


def explanation_id(key: str) -> str:
    """The id of the explanation of a term. The colon keeps it apart from the ids of clauses."""
    return f"{_EXPLANATION_ID}{key}"


def opened_terms(body: Markup) -> list[str]:
    """The keys of the terms whose explanations are opened from the finished HTML of a page."""
    return sorted({unescape(key) for key in _OPENED.findall(body)})


class ProseRenderer:
    """Renders the texts of one library."""

    def __init__(self, library: Library, language: str = "", *, is_marked: bool = False) -> None:
        """Language is that of the texts; links lead to what is there in it.

        is_marked is whether the words around them are in another language: then each text says its own.
        """
        self._library = library
        self._language, self._mark = language, language if is_marked else ""
        self._expansions = {
            name: library.terms[key].stands_for or "" for name, key in library.abbreviations.items()
        }
        self._openers = {
            name: f'<button type="button" class="opener" popovertarget="{escape(explanation_id(key))}">'
            f"<abbr>{escape(name)}</abbr></button>"
            for name, key in library.abbreviations.items()
        }
        longest_first = sorted(self._expansions, key=len, reverse=True)
        words = "|".join(map(re.escape, longest_first))
        self._abbreviation = re.compile(rf"(?<![\w-])(?:{words})(?![\w-])") if words else None

    def paragraphs(self, text: str, page: LinkOrigin) -> Markup:
        """The text as <p> elements."""
        start = f'<p lang="{escape(self._mark)}">' if self._mark else "<p>"
        return _joined(f"{start}{self._html(paragraph, page)}</p>" for paragraph in paragraphs(text))

    def inline(self, text: str, page: LinkOrigin) -> Markup:
        """The text as inline HTML, without surrounding white space."""
        return spoken(_joined([self._html(text.strip(), page)]), self._mark)

    def inline_without_links(self, text: str) -> Markup:
        """The text as inline HTML without links, as inside a label or a link."""
        html = _joined(
            escape(run) if isinstance(run, str) else self._marked(run) for run in text_runs(text.strip())
        )
        return spoken(html, self._mark)

    def link(self, mark: Citation | ExternalLink, page: LinkOrigin) -> Markup:
        """The link of a cross-reference or to an address outside the library."""
        return _joined([self._link(mark, page)])

    def _html(self, text: str, page: LinkOrigin) -> str:
        seen: set[str] = set()
        return "".join(
            self._with_abbreviations(run, seen)
            if isinstance(run, str)
            else self._marked(run)
            if isinstance(run, Emphasis)
            else self._link(run, page)
            for run in text_runs(text)
        )

    def _marked(self, mark: Mark) -> str:
        """The words of a mark without a link."""
        words = escape(addresses.mark_label(self._library, mark))
        return f'<em class="emphasis">{words}</em>' if isinstance(mark, Emphasis) else words

    def excerpt(self, clause: Clause, length: int = 90) -> str:
        """A line for a clause in a list: its title or text, cut to about `length` characters.

        Empty for a clause that has neither because what it says is missing or withheld.
        """
        said = next((text for _, text in block_texts(clause.blocks)), "")
        return self.shortened(clause.title or said or clause.not_used or "", length)

    def shortened(self, text: str, length: int = MAX_MEANING_LENGTH) -> str:
        """The text on one line, cut to about `length` characters."""
        words = addresses.plain_line(self._library, text)
        return words if len(words) <= length else words[:length].rsplit(" ", 1)[0] + "…"

    def visible_runs(self, text: str) -> Iterator[str]:
        """The visible words of a text: runs without markup, paragraph by paragraph."""
        for paragraph in paragraphs(text):
            yield from addresses.visible_runs(self._library, paragraph)

    def abbreviations_used(self, texts: Iterable[str]) -> list[tuple[str, str]]:
        """The abbreviations in the texts with the keys of their terms, in alphabetical order."""
        if self._abbreviation is None:
            return []
        used = {
            name
            for text in texts
            for run in addresses.visible_runs(self._library, text)
            for name in self._abbreviation.findall(run)
        }
        return [(name, self._library.abbreviations[name]) for name in sorted(used)]

    def _with_abbreviations(self, text: str, seen: set[str]) -> str:
        """Escaped text in which the first use of each abbreviation opens its explanation."""
        if self._abbreviation is None:
            return escape(text)
        html: list[str] = []
        end = 0
        for match in self._abbreviation.finditer(text):
            if match[0] not in seen:
                seen.add(match[0])
                before = _MARKS_BEFORE.search(text, end, match.start())
                behind = _MARKS_BEHIND.match(text, match.end())
                opener = self._openers[match[0]]
                html.append(escape(text[end : before.start() if before else match.start()]))
                if before or behind:
                    marks = [escape(found[0]) if found else "" for found in (before, behind)]
                    opener = f'<span class="unbroken">{opener.join(marks)}</span>'
                html.append(opener)
                end = behind.end() if behind else match.end()
        html.append(escape(text[end:]))
        return "".join(html)

    def _link(self, mark: Citation | ExternalLink, page: LinkOrigin) -> str:
        words = self._marked(mark)
        if isinstance(mark, ExternalLink):
            shown = ' class="address"' if mark.shows_address else ""
            return f'<a{shown} href="{escape(mark.address)}" rel="external">{words}</a>'
        if not addresses.citation_resolves(self._library, mark):
            return words
        path, _ = addresses.citation_target(self._library, mark, self._language)
        return f'<a href="{escape(page.relative_link(path))}">{words}</a>'


def _joined(html: Iterable[str]) -> Markup:
    """Pieces of HTML, whose texts are escaped already, in one."""
    return Markup("".join(html))  # noqa: S704
