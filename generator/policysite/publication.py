"""The publication of a project: makes the pages and files of its site, and puts the site in place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from .domain import addresses
from .outputs import feeds, pdf
from .outputs.api.files import api_files, api_schemas
from .outputs.api.review_state import review_state_file
from .outputs.site import BuildInfo, Site
from .project import Project
from .publishing import SiteReplacement
from .publishing.completion import complete_site


@dataclass(frozen=True)
class Publication:
    """A project, the address at which it is published, and where a build puts its site."""

    project: Project
    base: str
    """The absolute address of the site with a slash at its end; empty where it has none."""
    versions: Mapping[str, str]
    """The versions of the software that makes the site, by name."""
    icons: Path
    """A folder of SVG files, as Material for MkDocs bundles it."""
    assets: str = "assets/policysite"
    """The folder of the site for scripts, styles and fonts, named by their digest."""
    replacement: SiteReplacement | None = None
    """The staging folder and the target of a build; None where no site is put in place."""

    @cached_property
    def site(self) -> Site:
        """The pages to publish, and the files beside them.

        What replaces a site has PDFs, too, and devices may keep a copy of it.
        """
        project, settings = self.project, self.project.library.settings
        time = project.now.astimezone(ZoneInfo(settings.time_zone)).replace(microsecond=0)
        is_kept_offline = settings.offline == "yes" and self.replacement is not None
        exports: dict[str, bytes | None] = dict(self._exports())
        if self.replacement is not None:
            names = project.traceability.resolved_checklists
            exports |= dict.fromkeys(pdf.printed_file_paths(names, self.base))
        build = BuildInfo(time, project.today, self.versions, self.assets, is_kept_offline)
        return Site(project.register, project.traceability, build, self.icons, exports)

    def _exports(self) -> Iterator[tuple[str, bytes]]:
        """The files for other programs, each with its path on the site.

        They include the sources, but not the settings in policy/library.yml.
        """
        register, now = self.project.register, self.project.now
        for file, text in self.project.source_texts.items():
            if file != "policy/library.yml":
                yield addresses.source_path(file), text.encode()
        state = review_state_file(register, self.base, now)
        yield addresses.REVIEW_STATE, _json(state.model_dump(mode="json"))
        yield addresses.FEED, feeds.atom_feed(register, self.base)
        yield from feeds.all_review_calendars(register, self.base)
        for path, data in api_files(register, self.project.traceability, self.base, now):
            yield path, _json(data.model_dump(mode="json"), indent=None)
        for path, schema in api_schemas():
            yield path, _json(schema, indent=None)

    @contextmanager
    def printing(self) -> Iterator[pdf.PrintJob]:
        """Make the PDFs of checklists in parallel with the block; stop at its end."""
        project = self.project
        checklists = project.traceability.resolved_checklists.values()
        job = pdf.PrintJob(
            pdf.printed_files(project.register, checklists, base=self.base, built=project.now)
        )
        try:
            yield job
        finally:
            job.stop()

    def publish(self, print_job: pdf.PrintJob) -> list[str]:
        """Complete a site whose pages are in the staging folder, and put it in place if it is complete.

        Otherwise the last site stays. Returns the reasons, a line for each. Raises OSError.
        """
        assert self.replacement is not None
        path = urlsplit(self.base or "/").path
        return complete_site(self.site, print_job, self.replacement, path)


def _json(data: Mapping[str, object], indent: int | None = 2) -> bytes:
    return f"{json.dumps(data, indent=indent, ensure_ascii=False)}\n".encode()
