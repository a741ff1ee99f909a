"""Texts without marks, what they cite, and where things are: what every file of data is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...domain import addresses, prose
from ...domain.library import Library
from ...domain.prose import Citation

Data = dict[str, Any]
"""An object of JSON."""


@dataclass(frozen=True)
class Telling:
    """Tells the texts and places of one library. base is the address of the site, or empty."""

    library: Library
    base: str

    def at(self, path: str) -> Data:
        """Where something is: from the site's root, and absolutely where the site has an address."""
        return {"path": path, "url": f"{self.base}{path}" if self.base else None}

    def line(self, text: str) -> str:
        """A text on one line, its cross-references as readers of a page see them."""
        return addresses.readable(self.library, text)

    def paragraphs(self, text: str) -> list[str]:
        """The paragraphs of a text, each on one line."""
        return [self.line(one) for one in prose.paragraphs(text)] if text else []

    def said(self, text: str) -> Data:
        """A text on one line with what it cites."""
        return {"text": self.line(text), "cites": self.cites(text)}

    def cites(self, *texts: str) -> list[Data]:
        """What texts cite, each once, in order."""
        found = {one: None for text in texts for one in prose.citations(text)}
        return [self._cited(one) for one in found if addresses.leads(self.library, one)]

    def role(self, name: str) -> Data:
        """A role by its id."""
        role = self.library.roles.get(name)
        return {"id": name, "name": role.name if role else name}

    def _cited(self, citation: Citation) -> Data:
        path, label = addresses.of_citation(self.library, citation)
        kind = "clause" if citation.clause else self.library.kinds[citation.name][0]
        name = f"{citation.name}/{citation.clause}" if citation.clause else citation.name
        return {"kind": kind, "id": name, "label": label, **self.at(path)}
