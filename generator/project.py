"""A policy project: the façade over its sources, its checks and its site.

What only a build needs is imported when there is one: a check has to answer at once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from .checks import check
from .library import Library
from .problems import Problem, Severity
from .register import Register
from .reporting import Counts, reviewing
from .reviews import today_in
from .sources import HistoryError, Sources, read_earlier, read_sources

if TYPE_CHECKING:
    from .rendering import Site


@dataclass(frozen=True)
class Project:
    """The sources below a folder, as they were when they were read, on a day."""

    folder: Path
    now: datetime
    _sources: Sources
    _earlier: Library | None = None

    @classmethod
    def open(cls, folder: Path, now: datetime, since: str | None = None) -> Project:
        """Read a project. now is the instant of reading and knows its zone.

        since is the commit that the sources are compared with: the last one where it is left out,
        if git knows it. Raises HistoryError when git does not know the one that is given.
        """
        try:
            earlier = read_earlier(folder, since or "HEAD")
        except HistoryError:
            if since is not None:
                raise
            earlier = None
        return cls(folder, now, read_sources(folder), earlier)

    @property
    def library(self) -> Library:
        return self._sources.library

    @property
    def today(self) -> date:
        """The calendar day in the library's time zone."""
        return today_in(self.library.settings.time_zone, self.now)

    @cached_property
    def problems(self) -> list[Problem]:
        """Everything that is wrong with the sources, by file and line."""
        found = self._sources.problems + self._sources.located(
            check(self.library, self.today, self._earlier)
        )
        return sorted(found, key=lambda problem: problem.sort_key)

    @property
    def has_errors(self) -> bool:
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    @cached_property
    def register(self) -> Register:
        """How each document stands with its review today."""
        return Register.of(self.library, self.today)

    def report_reviews(
        self, form: reviewing.Format, register: Register, asked: reviewing.Asked, base: str
    ) -> str:
        """The register in a format. base is the address of the site, or empty."""
        if form != "json":
            return reviewing.render(form, register, asked, base)
        from .exports import review

        shown = {one.reference for one in asked.shown(register)}
        told: dict[str, Any] = {**review(register, base, self.now)}
        told["documents"] = [one for one in told["documents"] if one["reference"] in shown]
        ahead = register.ahead(asked.months)
        told["ahead"] = {str(month): [one.reference for one in due] for month, due in ahead}
        return json.dumps(told, indent=2, ensure_ascii=False) + "\n"

    @property
    def counts(self) -> Counts:
        """What was checked, and what was found."""
        editions = list(self.library.editions)
        severities = [problem.severity for problem in self.problems]
        return Counts(
            documents=len(self.library.documents),
            editions=len(editions),
            clauses=sum(1 for edition in editions for _ in edition.clauses),
            duties=sum(1 for edition in editions for _ in edition.duties),
            missing=sum(1 for edition in editions for _ in edition.missing_parts),
            errors=severities.count(Severity.ERROR),
            warnings=severities.count(Severity.WARNING),
        )

    def line(self, file: str, number: int) -> str | None:
        """A line of a source as it was read; lines count from 1."""
        return self._sources.line(file, number)

    def site(self, versions: Mapping[str, str], icons: Path) -> Site:
        """The pages to publish. icons is a folder of SVG files; versions say what publishes them."""
        from .rendering import Build, Site

        time = self.now.astimezone(ZoneInfo(self.library.settings.time_zone)).replace(microsecond=0)
        return Site(self.library, Build(time, self.today, versions), icons, self._sources.texts)

    def publish(self, site: Site, staging: Path, target: Path, base: str = "/") -> list[str]:
        """Index a finished site and put it in place if it is whole; otherwise leave the last, say why."""
        from concurrent.futures import ThreadPoolExecutor

        from . import publishing, searching

        promises = {f"{page.path}index.html": page.promises for page in site.pages}
        with ThreadPoolExecutor(1) as beside:
            indexing = beside.submit(searching.index, staging)
            pages = publishing.read_pages(staging, promises, base)
            found = indexing.result() or publishing.unresolved(staging, pages)
        if not found:
            publishing.put_in_place(staging, target)
        return found
