"""What a check is: a function from a library, as it is and as it was, to what is wrong with it."""

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
    """What every check is given."""

    library: Library
    today: date
    earlier: Library | None = None
    """The documents that have changed, and policy.lock, as they were before; None where nothing has."""

    @cached_property
    def traceability(self) -> Traceability:
        """What the checklists cite, worked out once for all checks and whoever comes after them."""
        return Traceability(self.library)


Finder = Callable[[CheckContext], Iterator[Finding]]


@dataclass(frozen=True)
class Check:
    """A function that looks for breaches of some rules."""

    find: Finder
    rules: tuple[Rule, ...]
    needs_earlier: bool
    """Whether it compares with the earlier library, and has nothing to do without one."""

    def __call__(self, context: CheckContext) -> Iterator[Finding]:
        """What breaks the rules."""
        if self.needs_earlier and context.earlier is None:
            return iter(())
        return self.find(context)


def check(*rules: Rule, needs_earlier: bool = False) -> Callable[[Finder], Check]:
    """Make a function a check of these rules. What is so when it finds nothing is its docstring."""
    return lambda find: Check(find, rules, needs_earlier)
