"""Texts without marks, what they cite, and where things are: what every file of data is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from ...domain import addresses, prose
from ...domain.library import Library
from ...domain.prose import Citation
from ..formats.base import CitedTarget, CitingText, Location, NamedRole, OutsideLink


class PathAndUrl(TypedDict):
    """Where something is, as the last two keys of what is said of it."""

    path: str
    url: str | None


@dataclass(frozen=True)
class Serialiser:
    """The texts and places of one library. base is the address of the site, or empty."""

    library: Library
    base: str

    def path_and_url(self, path: str) -> PathAndUrl:
        """Where something is: from the site's root, and absolutely where the site has an address."""
        return {"path": path, "url": f"{self.base}{path}" if self.base else None}

    def location(self, path: str) -> Location:
        """The same as an object of its own."""
        return Location(**self.path_and_url(path))

    def plain_line(self, text: str) -> str:
        """A text on one line, its cross-references as readers of a page see them."""
        return addresses.plain_line(self.library, text)

    def optional_line(self, text: str | None) -> str | None:
        """A text on one line; None where there is none."""
        return self.plain_line(text) if text else None

    def paragraphs(self, text: str) -> tuple[str, ...]:
        """The paragraphs of a text, each on one line."""
        return tuple(map(self.plain_line, prose.paragraphs(text))) if text else ()

    def text_with_citations(self, text: str) -> CitingText:
        """A text on one line with what it cites."""
        return CitingText(text=self.plain_line(text), cites=self.citations(text), links=self.links(text))

    def optional_text(self, text: str | None) -> CitingText | None:
        """A text on one line with what it cites; None where there is none."""
        return self.text_with_citations(text) if text else None

    def citations(self, *texts: str) -> tuple[CitedTarget, ...]:
        """What texts cite, each once, in order."""
        found: dict[str, Citation] = {}
        for text in texts:
            for citation in prose.citations(text):
                found.setdefault(citation.target, citation)
        return tuple(
            self._target(citation)
            for citation in found.values()
            if addresses.citation_resolves(self.library, citation)
        )

    def links(self, *texts: str) -> tuple[OutsideLink, ...]:
        """The addresses outside the library that texts link to, each once, in order."""
        found: dict[str, OutsideLink] = {}
        for text in texts:
            for link in prose.external_links(text):
                found.setdefault(link.address, OutsideLink(label=link.label, url=link.address))
        return tuple(found.values())

    def role(self, name: str) -> NamedRole:
        """A role by its id."""
        return NamedRole(id=name, name=self.library.role_name(name))

    def optional_role(self, name: str | None) -> NamedRole | None:
        """A role by its id; None where there is none."""
        return self.role(name) if name else None

    def _target(self, citation: Citation) -> CitedTarget:
        path, name = addresses.citation_target(self.library, citation)
        return CitedTarget(
            kind="clause" if citation.clause else self.library.kinds_by_name[citation.name][0],
            id=citation.target,
            label=citation.words or name,
            **self.path_and_url(path),
        )
