"""A check: a function that takes a library, as it is and as it was, and finds what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..domain.library import Library
from ..domain.problems import Finding, Rule
from ..traceability import Traceability


@dataclass(frozen=True)
class CheckContext:
    """The data that a check looks at."""

    library: Library
    today: date
    earlier: Library | None = None
    """The changed documents, and policy.lock, as they were before; None without an earlier version."""

    @cached_property
    def traceability(self) -> Traceability:
        """The links from checklists to documents, computed once for all checks and the later stages."""
        return Traceability(self.library)


Finder = Callable[[CheckContext], Iterator[Finding]]


@dataclass(frozen=True)
class Check:
    """A function that looks for breaches of some rules."""

    find: Finder
    rules: tuple[Rule, ...]
    needs_earlier: bool
    """Whether it compares with the earlier library; without one it finds nothing."""

    def __call__(self, context: CheckContext) -> Iterator[Finding]:
        """The breaches of its rules."""
        if self.needs_earlier and context.earlier is None:
            return iter(())
        return self.find(context)


def check_for(*rules: Rule, needs_earlier: bool = False) -> Callable[[Finder], Check]:
    """Make a function a check of these rules. Its docstring says what holds when it finds nothing."""
    return lambda find: Check(find, rules, needs_earlier)
