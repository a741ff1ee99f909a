"""The tracing of one library, worked out once for all who ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ..domain.library import Library
from .resolved_checklists import ResolvedChecklist, resolve_checklists
from .restatements import Restatement
from .trace import Trace


@dataclass(frozen=True)
class Traceability:
    """What the checklists of a library cite; each part is worked out when it is first asked for."""

    library: Library

    @cached_property
    def trace(self) -> Trace:
        """Every item written by hand with what it cites, and the duties left over."""
        return Trace.from_library(self.library)

    @cached_property
    def resolved_checklists(self) -> Mapping[str, ResolvedChecklist]:
        """Every checklist by its name, those written by hand first."""
        return resolve_checklists(self.library)

    @cached_property
    def restatements(self) -> Mapping[str, Restatement]:
        """Every duty in force with its clause, by its name in commands."""
        return self.trace.restatements
