"""Texts without marks, what they cite, and where things are: what every file of data is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...domain import addresses, prose
from ...domain.library import Library
from ...domain.prose import Citation

JsonObject = dict[str, Any]
"""An object of JSON."""


@dataclass(frozen=True)
class Serialiser:
    """Tells the texts and places of one library. base is the address of the site, or empty."""

    library: Library
    base: str

    def location(self, path: str) -> JsonObject:
        """Where something is: from the site's root, and absolutely where the site has an address."""
        return {"path": path, "url": f"{self.base}{path}" if self.base else None}

    def plain_line(self, text: str) -> str:
        """A text on one line, its cross-references as readers of a page see them."""
        return addresses.plain_line(self.library, text)

    def paragraphs(self, text: str) -> list[str]:
        """The paragraphs of a text, each on one line."""
        return [self.plain_line(one) for one in prose.paragraphs(text)] if text else []

    def text_with_citations(self, text: str) -> JsonObject:
        """A text on one line with what it cites."""
        return {"text": self.plain_line(text), "cites": self.citations(text)}

    def citations(self, *texts: str) -> list[JsonObject]:
        """What texts cite, each once, in order."""
        found = {one: None for text in texts for one in prose.citations(text)}
        return [self._cited(one) for one in found if addresses.citation_resolves(self.library, one)]

    def role(self, name: str) -> JsonObject:
        """A role by its id."""
        role = self.library.roles.get(name)
        return {"id": name, "name": role.name if role else name}

    def _cited(self, citation: Citation) -> JsonObject:
        path, label = addresses.citation_target(self.library, citation)
        kind = "clause" if citation.clause else self.library.kinds_by_name[citation.name][0]
        name = f"{citation.name}/{citation.clause}" if citation.clause else citation.name
        return {"kind": kind, "id": name, "label": label, **self.location(path)}
