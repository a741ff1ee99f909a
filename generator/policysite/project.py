"""A policy project: the façade over its sources, its checks and its site.

What only a build needs is imported when there is one: a check has to answer at once.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from .checks import CheckContext, run_checks
from .domain.library import Library
from .domain.model import Edition, PolicyLock
from .domain.problem_limits import limit_problems
from .domain.problems import Problem, Severity
from .domain.register import Register
from .domain.reviews import today_in_zone
from .outputs.escaping import json_text
from .outputs.reports import CheckCounts, register_report
from .sources import (
    HistoryError,
    PolicySources,
    read_earlier,
    read_sources,
    read_versions,
    update_lock,
)
from .traceability import (
    CorrectionReason,
    ResolvedChecklist,
    Restatement,
    SealingResult,
    Trace,
    Traceability,
    TraceLink,
    edition_digest,
    with_accepted_duties,
    with_accepted_items,
    with_published_duties,
    with_sealed_editions,
    with_sealed_reviews,
)

if TYPE_CHECKING:
    from .outputs.notifications import Clock, ReminderOutcome
    from .outputs.pdf import PrintJob
    from .outputs.site import Site
    from .outputs.usage_records import RecordVerification, Rejection
    from .publishing import SiteReplacement


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

    @property
    def has_errors(self) -> bool:
        return bool(self.errors)

    @cached_property
    def register(self) -> Register:
        """How each document stands with its review today."""
        return Register.from_library(self.library, self.today)

    def report_reviews(
        self,
        form: register_report.RegisterFormat,
        register: Register,
        asked: register_report.RegisterFilter,
        base: str,
    ) -> str:
        """The register in a format. base is the address of the site, or empty."""
        if form != "json":
            return register_report.render_register(form, register, asked, base)
        from .outputs.api import review_state_data

        shown = {one.reference for one in asked.select(register)}
        told: dict[str, Any] = {**review_state_data(register, base, self.now)}
        told["documents"] = [one for one in told["documents"] if one["reference"] in shown]
        ahead = register.due_by_month(asked.months)
        told["ahead"] = {str(month): [one.reference for one in due] for month, due in ahead}
        return json_text(_json(told).decode())

    @property
    def tracing(self) -> Traceability:
        """What the checklists cite."""
        return self._context.traceability

    @property
    def trace(self) -> Trace:
        """What every item of the checklists cites."""
        return self.tracing.trace

    @property
    def stale_items(self) -> list[str]:
        """What policy.lock holds of items that are gone, as commands name them."""
        there = {link.name for link in self.trace.links}
        accepted = self.library.lock.citations.items()
        return sorted({f"{name}/{item}" for name, items in accepted for item in items} - there)

    @property
    def stale_duties(self) -> list[str]:
        """What policy.lock holds of duties that are no longer in force, as commands name them."""
        return sorted(self.library.lock.duties.keys() - self.tracing.restatements.keys())

    def accept(self, links: Iterable[TraceLink], compared: Iterable[Restatement] = ()) -> None:
        """Record in policy.lock that somebody looked at these items, and compared these duties.

        What it holds of items and duties that were gone when the project was read goes; all else stays
        as it is at this moment. Raises LockUpdateError.
        """
        links, duties = list(links), {one.name: one.current_state for one in compared}

        def change(lock: PolicyLock) -> PolicyLock:
            lock = with_accepted_items(lock, links, frozenset(self.stale_items))
            lock = with_accepted_duties(lock, duties, frozenset(self.stale_duties))
            return self._with_records(lock)

        update_lock(self.folder, change)

    def seal(
        self, editions: Iterable[Edition], reason: str | None = None, corrected: Collection[str] = ()
    ) -> SealingResult:
        """Record in policy.lock what these editions say, for good.

        With them, the records of reviews, and the duties of sealed current editions that nobody has
        compared with their clauses yet. With a reason, an edition that was sealed otherwise is
        corrected, and so are the records of the documents of these references. Raises
        LockUpdateError.
        """
        digests = {f"{one.reference}/{one.edition}": edition_digest(one) for one in editions}
        given = CorrectionReason(self.today, reason) if reason else None
        new = [one for one in self.tracing.restatements.values() if one.accepted is None]
        current = {one.edition.file: edition_digest(one.edition) for one in new}

        def change(lock: PolicyLock) -> PolicyLock:
            lock = with_sealed_editions(lock, digests, given)
            published = {
                one.name: one.current_state
                for one in new
                if lock.editions.get(f"{one.edition.reference}/{one.edition.edition}")
                == current[one.edition.file]
            }
            return self._with_records(with_published_duties(lock, published), given, corrected)

        return SealingResult(*update_lock(self.folder, change))

    def _with_records(
        self, lock: PolicyLock, reason: CorrectionReason | None = None, corrected: Collection[str] = ()
    ) -> PolicyLock:
        for reference, document in self.library.documents.items():
            given = reason if reference in corrected else None
            lock = with_sealed_reviews(lock, document, self.library.lock, given)
        return lock

    @property
    def resolved_checklists(self) -> Mapping[str, ResolvedChecklist]:
        """Every checklist by its name."""
        return self.tracing.resolved_checklists

    def verify_record(self, record: bytes) -> RecordVerification | Rejection:
        """Compare a record of use with the library."""
        from .outputs import usage_records

        def earlier(checklist: str) -> Iterator[Library]:
            return read_versions(self.folder, checklist)

        return usage_records.verify_record(
            record, self.library, self.resolved_checklists, self.now, earlier
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

    def source_line(self, file: str, number: int) -> str | None:
        """A line of a source as it was read; lines count from 1."""
        return self._sources.source_line(file, number)

    def site(
        self,
        versions: Mapping[str, str],
        icons: Path,
        base: str = "",
        mark: str = "",
        *,
        for_paper: bool = False,
    ) -> Site:
        """The pages to publish. icons is a folder of SVG files; versions say what publishes them.

        base is the address of the site with a slash at its end, or empty where it has none. mark stands
        for the files that all pages share; without one, readers' devices keep no copy. for_paper says
        that every checklist will be there as a PDF, too: begin their printing.
        """
        from .outputs import pdf
        from .outputs.site import BuildInfo, Site

        time = self.now.astimezone(ZoneInfo(self.library.settings.time_zone)).replace(microsecond=0)
        is_kept = self.library.settings.offline == "yes"
        build = BuildInfo(time, self.today, versions, mark if is_kept else "")
        exports: dict[str, bytes | None] = dict(self._exports(base))
        if for_paper:
            exports |= dict.fromkeys(pdf.printed_file_paths(self.resolved_checklists, base))
        return Site(self.register, self.tracing, build, icons, exports)

    def _exports(self, base: str) -> Iterator[tuple[str, bytes]]:
        """What other programs read, each with its address on the site.

        The sources, too, but for the settings, which are nobody else's business.
        """
        from .domain import addresses
        from .outputs import feeds
        from .outputs.api import review_state_data
        from .outputs.api.files import api_files, api_schemas

        for file, text in self._sources.texts.items():
            if file != "policy/library.yml":
                yield addresses.source_path(file), text.encode()
        yield addresses.REVIEW_STATE, _json(review_state_data(self.register, base, self.now))
        yield addresses.FEED, feeds.atom_feed(self.register, base)
        yield from feeds.all_review_calendars(self.register, base)
        for path, data in (*api_files(self.register, self.tracing, base, self.now), *api_schemas()):
            yield path, _json(data, indent=None)

    def start_printing(self, base: str = "") -> PrintJob:
        """Begin to print the checklists for paper, beside whatever comes next. base is that of site."""
        from .outputs import pdf

        return pdf.PrintJob(
            pdf.printed_files(self.register, self.resolved_checklists.values(), base=base, built=self.now)
        )

    def publish(
        self, site: Site, printing: PrintJob, replacement: SiteReplacement, address: str = ""
    ) -> list[str]:
        """Complete a site whose pages are finished: its search index, its papers, its worker, its mark.

        Put it in place if it is whole; otherwise leave the last one and say why. address is that of
        the site with a slash at its end, or empty where it has none.
        """
        from concurrent.futures import ThreadPoolExecutor

        from . import publishing
        from .publishing import offline, search

        base = urlsplit(address or "/").path
        staging = replacement.staging
        promises = {f"{page.path}index.html": page.content_checks for page in site.pages}
        with ThreadPoolExecutor(1) as beside:
            indexing = beside.submit(search.index_site, staging)
            pages = publishing.parse_pages(staging, promises, base)
            unprinted = _put_down(printing, staging)
            found = indexing.result() + unprinted or publishing.broken_links(staging, pages)
        if not found:
            offline.write_service_worker(staging, site, base)
            publishing.write_manifest(staging)
            found = [
                f"{one.position.file}: {one.message}"
                for one in replacement.target.unknown_file_problems()
            ]
        if not found:
            replacement.swap_in()
        return found

    def remind(
        self,
        environment: Mapping[str, str],
        ledger: Path,
        clock: Clock,
        base: str = "",
        *,
        dry_run: bool = False,
    ) -> ReminderOutcome:
        """Tell the owners, or else the contact points, of documents whose review needs attention.

        base is the address of the site, or empty; environment holds what is secret.
        """
        from .domain import addresses
        from .outputs import feeds, notifications

        register = self.register
        outcome = notifications.send_reminders(
            register,
            base=base,
            now=self.now,
            environment=environment,
            ledger=ledger,
            clock=clock,
            calendar=lambda statuses: feeds.review_calendar(
                register,
                statuses,
                name=f"{self.library.settings.title}: review dates",
                base=base,
                path=addresses.CALENDAR,
            ),
            dry_run=dry_run,
        )
        return replace(outcome, has_errors=self.has_errors)


def _put_down(printing: PrintJob, staging: Path) -> list[str]:
    """Put the papers into a site; say what could not be printed."""
    from .outputs.pdf import UnprintableError

    try:
        papers = printing.results()
    except UnprintableError as error:
        return [str(error)]
    for path, content in papers.items():
        (staging / path).write_bytes(content)
    return []


def _json(data: Mapping[str, object], indent: int | None = 2) -> bytes:
    return f"{json.dumps(data, indent=indent, ensure_ascii=False)}\n".encode()
