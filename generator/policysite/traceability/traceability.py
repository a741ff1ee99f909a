"""All that is known of what the checklists of a library cite, computed once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ..domain.library import Library
from .resolved_checklists import ResolvedChecklist, resolve_checklists
from .restatements import Restatement
from .trace import CitationIndex, Trace


@dataclass(frozen=True)
class Traceability:
    """The trace, checklists and restatements of a library; each is computed on first use."""

    library: Library

    @cached_property
    def _index(self) -> CitationIndex:
        return CitationIndex(self.library)

    @cached_property
    def trace(self) -> Trace:
        """The trace of the checklists that were written by hand."""
        return Trace.from_library(self.library, self._index)

    @cached_property
    def resolved_checklists(self) -> Mapping[str, ResolvedChecklist]:
        """Every checklist by its name, those written by hand first."""
        return resolve_checklists(self.library, self.trace, self._index)

    @cached_property
    def restatements(self) -> Mapping[str, Restatement]:
        """The comparison of every duty in force with its clause, by REFERENCE/DUTY."""
        return self.trace.restatements
