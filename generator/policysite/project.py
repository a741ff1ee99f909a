"""A policy project: its library, the problems in its sources, and its review register."""

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
    """The sources in a folder as they were read, and what follows from them on that day."""

    folder: Path
    now: datetime
    _sources: PolicySources
    _earlier: Library | None = None
    comparison_error: str = ""
    """Why the sources could not be compared with the last commit; empty without one or if they were."""

    @classmethod
    def open(cls, folder: Path, now: datetime, since: str | None = None) -> Project:
        """Read a project. now is the time of reading, with a time zone.

        since is the commit to compare the sources with; by default the last one, if there is one. Raises
        HistoryError if git cannot read the commit `since`.
        """
        earlier, comparison_error = None, ""
        try:
            earlier = read_earlier(folder, since or "HEAD")
        except HistoryError as error:
            if since is not None:
                raise
            comparison_error = "" if error.has_nothing else str(error)
        return cls(folder, now, read_sources(folder), earlier, comparison_error)

    def with_problems(self, further: Iterable[Problem]) -> Project:
        """The project with further problems, as those of its site's configuration."""
        problems = [*self._sources.problems, *further]
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
        """The problems of the sources by file and line. Beyond a limit, they are only counted."""
        return limit_problems(
            self._sources.problems + self._sources.locate_findings(run_checks(self._context))
        )

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop publication."""
        return [problem for problem in self.problems if problem.severity is Severity.ERROR]

    @cached_property
    def register(self) -> Register:
        """The review status of each document today."""
        return Register.from_library(self.library, self.today)

    @property
    def traceability(self) -> Traceability:
        """The links from checklists to provisions, and from duties to the clauses that they restate."""
        return self._context.traceability

    def verify_record(self, record: bytes) -> RecordVerification | Rejection:
        """Verify the bytes of a record of use against the library and its history."""
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
        """The numbers of documents and so on that were checked, and of the problems found."""
        editions = list(self.library.editions)
        problem_counts: Counter[Severity] = Counter()
        for problem in self.problems:
            problem_counts[problem.severity] += problem.count
        return CheckCounts(
            documents=len(self.library.documents),
            editions=len(editions),
            clauses=sum(1 for edition in editions for _ in edition.clauses),
            duties=sum(1 for edition in editions for _ in edition.duties),
            missing=sum(1 for edition in editions for _ in edition.missing_provisions),
            errors=problem_counts[Severity.ERROR],
            warnings=problem_counts[Severity.WARNING],
        )

    @property
    def source_texts(self) -> Mapping[str, str]:
        """The text of each source as it was read, by its file relative to the project."""
        return self._sources.texts

    def source_line(self, file: str, number: int) -> str | None:
        """A line of a source as it was read; lines count from 1."""
        return self._sources.source_line(file, number)
