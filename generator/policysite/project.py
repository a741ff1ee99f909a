"""A policy project: what its sources say on a day, and what is wrong with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from .checks import CheckContext, run_checks
from .domain.library import Library
from .domain.problem_limits import limit_problems
from .domain.problems import Problem, Severity
from .domain.register import Register
from .domain.reviews import today_in_zone
from .outputs.reports import CheckCounts
from .sources import (
    HistoryError,
    PolicySources,
    read_earlier,
    read_sources,
    read_versions,
)
from .traceability import Traceability

if TYPE_CHECKING:
    from .outputs.usage_records import RecordVerification, Rejection


@dataclass(frozen=True)
class Project:
    """The sources below a folder, as they were when they were read, on a day."""

    folder: Path
    now: datetime
    _sources: PolicySources
    _earlier: Library | None = None
    comparison_error: str = ""
    """Why the sources could not be compared with the last commit although there is one; else empty."""

    @classmethod
    def open(cls, folder: Path, now: datetime, since: str | None = None) -> Project:
        """Read a project. now is the instant of reading and knows its zone.

        since is the commit that the sources are compared with: the last one where it is left out,
        if git knows it. Raises HistoryError when git does not know the one that is given.
        """
        earlier, uncompared = None, ""
        try:
            earlier = read_earlier(folder, since or "HEAD")
        except HistoryError as error:
            if since is not None:
                raise
            uncompared = "" if error.has_nothing else str(error)
        return cls(folder, now, read_sources(folder), earlier, uncompared)

    def with_problems(self, found: Iterable[Problem]) -> Project:
        """The project with what else stands in the way of its site."""
        problems = [*self._sources.problems, *found]
        return replace(self, _sources=replace(self._sources, problems=problems))

    @property
    def library(self) -> Library:
        return self._sources.library

    @property
    def today(self) -> date:
        """The calendar day in the library's time zone."""
        return today_in_zone(self.library.settings.time_zone, self.now)

    @cached_property
    def _context(self) -> CheckContext:
        return CheckContext(self.library, self.today, self._earlier)

    @cached_property
    def problems(self) -> list[Problem]:
        """What is wrong with the sources, by file and line; of very much, the first and how much more."""
        return limit_problems(
            self._sources.problems + self._sources.locate_findings(run_checks(self._context))
        )

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop publication."""
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]

    @cached_property
    def register(self) -> Register:
        """How each document stands with its review today."""
        return Register.from_library(self.library, self.today)

    @property
    def traceability(self) -> Traceability:
        """What the checklists cite, and what the duties restate."""
        return self._context.traceability

    def verify_record(self, record: bytes) -> RecordVerification | Rejection:
        """Compare a record of use with the library."""
        from .outputs.usage_records import verify_record  # noqa: PLC0415  # a check needs none of it

        return verify_record(
            record,
            self.library,
            self.traceability.resolved_checklists,
            self.now,
            earlier=partial(read_versions, self.folder),
        )

    @property
    def counts(self) -> CheckCounts:
        """What was checked, and what was found."""
        editions = list(self.library.editions)
        found: Counter[Severity] = Counter()
        for problem in self.problems:
            found[problem.severity] += problem.count
        return CheckCounts(
            documents=len(self.library.documents),
            editions=len(editions),
            clauses=sum(1 for edition in editions for _ in edition.clauses),
            duties=sum(1 for edition in editions for _ in edition.duties),
            missing=sum(1 for edition in editions for _ in edition.missing_provisions),
            errors=found[Severity.ERROR],
            warnings=found[Severity.WARNING],
        )

    @property
    def source_texts(self) -> Mapping[str, str]:
        """Every source as it was read, by its file."""
        return self._sources.texts

    def source_line(self, file: str, number: int) -> str | None:
        """A line of a source as it was read; lines count from 1."""
        return self._sources.source_line(file, number)
