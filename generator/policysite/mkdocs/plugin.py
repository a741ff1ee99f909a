"""The MkDocs plugin: hands the pages of a policy project to MkDocs and its theme.

A thin shell. It knows MkDocs, Material and the clock, and nothing of what policies are.
"""

from __future__ import annotations

import logging
import os
import platform
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jinja2
import mkdocs
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as EnginePage

from .. import __version__, publishing
from ..domain import addresses
from ..domain.problems import Problem, SourcePosition
from ..domain.site_rules import SITE_FOLDER_OCCUPIED, SITE_SETTING
from ..outputs import reports
from ..outputs.escaping import escape_unprintable
from ..outputs.pdf import PrintJob
from ..outputs.site import (
    Page,
    PageFrame,
    PageView,
    Site,
    accent_style,
    cache_compiled_templates,
)
from ..project import Project
from ..publishing import SiteReplacement, SiteTarget, offline, search
from ..sources import unsafe_entries

_log = get_plugin_logger("policysite")
_HERE = Path(__file__).parents[1].resolve()
_THEME = _HERE / "mkdocs" / "theme"


class PolicySite(BasePlugin):  # type: ignore[type-arg,no-untyped-call]  # MkDocs: no configuration, untyped metaclass
    """Reads policy/ when a build begins, and puts the finished site in place when it ends."""

    def __init__(self) -> None:
        self._serving = False
        self._project: Project
        self._site: Site
        self._address = ""
        self._printing: PrintJob | None = None
        self._building = ExitStack()
        """What ends with the build: its hold on the site, and the folder in which it works."""
        self._replacement: SiteReplacement
        self._files: Files
        self._written: dict[str, str] = {}
        """What pages and templates were written to hold: a digest by path."""

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002  # MkDocs names them
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if not self._serving:
            _set_from_environment(config)
        configuration = Path(config.config_file_path).resolve()
        folder = configuration.parent
        docs = Path(config.docs_dir)
        problems = [] if self._serving else self._hold_site(config, configuration, docs)
        if _MATERIAL not in (Path(one) for one in config.theme.dirs):
            problems.append(_no_theme(publishing.setting_position("theme", configuration)))
        custom = config.theme.custom_dir
        for read in (docs, *([Path(custom)] if custom else [])):
            problems += unsafe_entries(read, folder)
        self._project = Project.open(folder, build_time()).with_problems(problems)
        if self._project.has_errors:
            raise PluginError(_report(self._project))
        _log.info(reports.summary_line(self._project.counts))
        settings = self._project.library.settings
        style = accent_style(settings.accent) if settings.accent else ""
        mark = "" if self._serving else offline.shared_files_digest(*_brings_shared_files(), style)
        self._address = addresses.with_trailing_slash(config.site_url or "")
        self._site = self._project.site(
            _versions(), _MATERIAL / ".icons", self._address, mark, for_paper=not self._serving
        )
        config.site_name = settings.title
        config.site_description = settings.description
        config.use_directory_urls = True
        if not config.repo_url:
            config.edit_uri = None
        config.theme["language"] = _language_of_theme(settings.language)
        config.theme.dirs.insert(0, str(_THEME))
        if not self._serving:
            self._printing = self._project.start_printing(self._address)
            config.site_dir = str(self._replacement.staging)
        return config

    def _hold_site(self, config: MkDocsConfig, configuration: Path, docs: Path) -> list[Problem]:
        """Begin to replace the site, so that no other build does; or say what stands in the way."""
        folder = configuration.parent
        said = publishing.setting_position("site_dir", configuration)
        target = SiteTarget(Path(config.site_dir).resolve(), folder, said)
        sources = (*(folder / name for name in ("policy", "checklists", ".git")), docs, _HERE)
        problems = target.problems(sources)
        if any(one.rule is not SITE_FOLDER_OCCUPIED for one in problems):
            return problems
        waiting = (
            f"another build of {target.display_path(target.folder)} is under way: waiting for it to end"
        )
        holding = publishing.replace_site(target, lambda: _log.info(waiting))
        try:
            self._replacement = self._building.enter_context(holding)
        except OSError as error:
            return [target.unusable_problem(error.strerror or str(error), "mend that, then build again")]
        return target.unknown_file_problems()

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        for file in files:
            # MkDocs leaves out what begins with a dot; this folder is where RFC 8615 has others look.
            if file.src_uri.startswith(".well-known/") and not file.is_documentation_page():
                file.inclusion = InclusionLevel.NOT_IN_NAV
        taken = {file.dest_uri: file.src_uri for file in files}
        for page in self._site.pages:
            file = File.generated(
                config, f"{page.path}index.md", content="", inclusion=InclusionLevel.NOT_IN_NAV
            )
            if file.dest_uri in taken:
                raise PluginError(
                    f"{taken[file.dest_uri]}: the address {page.path!r} belongs to a page that is "
                    "made from the policies. Rename the file."
                )
            file.edit_uri = f"../{page.source}" if page.source else None
            PolicyPage(page, file, config)
            files.append(file)
        for published in self._site.files:
            files.append(File.generated(config, published.path, content=published.content))
        return files

    def on_env(
        self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        hand_written = {file.src_uri for file in files}
        self._files = files
        env.auto_reload = False
        cache_compiled_templates(env)
        spoken: str = config.theme["language"]
        env.globals["frame"] = PageFrame(self._site, hand_written, spoken, self._address)
        env.globals["view_of"] = partial(view_of, site=self._site)
        return env

    def on_serve(
        self,
        server: LiveReloadServer,
        *,
        config: MkDocsConfig,  # noqa: ARG002
        builder: object,  # noqa: ARG002
    ) -> LiveReloadServer:
        for name in ("policy", "checklists"):
            if (self._project.folder / name).is_dir():
                server.watch(str(self._project.folder / name))
        return server

    @event_priority(-100)
    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG002
        self._note(template_name, output)
        return output

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: EnginePage, config: MkDocsConfig) -> str:  # noqa: ARG002
        self._note(page.file.dest_uri, output)
        return output

    def _note(self, path: str, output: str) -> None:
        if not self._serving and output.strip():
            self._written[path] = publishing.content_digest(output.encode(errors="xmlcharrefreplace"))

    @event_priority(100)
    def _check_files(self, *, config: MkDocsConfig) -> None:
        """Compare what is on the disk with what was to be written, before other plugins change it."""
        if self._serving:
            return
        copied = {
            file.dest_uri: publishing.content_digest(file.content_bytes)
            for file in self._files
            if not file.is_documentation_page() and file.inclusion.is_included()  # type: ignore[no-untyped-call]
        }
        _refuse(publishing.incomplete_files(Path(config.site_dir), copied | self._written))

    @event_priority(-100)
    def _publish(self, *, config: MkDocsConfig) -> None:
        if self._serving:
            for fault in search.index_site(Path(config.site_dir)):
                _log.warning(fault)
            return
        target = self._replacement.target.folder
        config.site_dir = str(target)
        assert self._printing is not None
        _refuse(
            _warnings_of_strict_mode()
            or self._project.publish(self._site, self._printing, self._replacement, self._address)
        )
        self._building.close()
        _log.info(f"{target} is in place, with {len(self._site.pages)} pages made from policy/")

    on_post_build = CombinedEvent(_check_files, _publish)

    def on_build_error(self, *, error: Exception) -> None:
        self.on_shutdown()
        if isinstance(error, OSError):
            reason = error.strerror or str(error)
            raise PluginError(
                f"the site could not be written, and the last one was left in place: {reason}"
            ) from None

    def on_shutdown(self) -> None:
        if self._printing is not None:
            self._printing.stop()
        self._building.close()


def _refuse(faults: list[str]) -> None:
    if faults:
        listed = "\n".join(f"  {escape_unprintable(fault)}" for fault in faults)
        raise PluginError(f"the site is not whole, and the last one was left in place:\n{listed}")


class PolicyPage(EnginePage):
    """A page of a policy site in MkDocs' list of pages. Its body is made while the theme writes it."""

    def __init__(self, page: Page, file: File, config: MkDocsConfig) -> None:
        super().__init__(escape(page.title), file, config)  # the theme takes a title for HTML
        self.policy = page

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002
        self.markdown = ""
        self.meta = {"title": self.policy.title, "description": self.policy.description}

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002
        """Nothing is parsed: the theme asks for the finished body when it writes the page."""
        self.content = ""


def view_of(page: EnginePage, site: Site) -> PageView:
    """A page for the theme, whether made from the policies or written by hand."""
    if isinstance(page, PolicyPage):
        return site.view(page.policy)
    headings = ((link.id, link.title) for top in page.toc for link in top.children)
    return PageView.of_html(page.content or "", headings)


def _language_of_theme(tag: str) -> str:
    """The language in which the theme speaks: the library's where it can, English otherwise."""
    known = {file.stem for file in (_MATERIAL / "partials" / "languages").glob("*.html")}
    return next((one for one in (tag, tag.partition("-")[0]) if one in known), "en")


def build_time() -> datetime:
    """The instant of the build: SOURCE_DATE_EPOCH where it is set, so that builds can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise PluginError(
            f"SOURCE_DATE_EPOCH is {epoch!r}; it has to be a number of seconds since 1970"
        ) from None


def _report(project: Project) -> str:
    colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    return "\n" + reports.problems_text(
        project.problems, project.counts, read_line=project.source_line, colour=colour
    )


def _versions() -> Mapping[str, str]:
    return {
        "policysite": __version__,
        mkdocs.__name__: mkdocs.__version__,
        "mkdocs-material": version("mkdocs-material"),
        "Python": platform.python_version(),
    }


def _brings_shared_files() -> Iterator[str]:
    """The versions of what else has its files on every page."""
    return (version(name) for name in ("policysite", "mkdocs-material", "pagefind"))


def _material() -> Path:
    found = find_spec("material")
    assert found is not None and found.origin is not None
    return Path(found.origin).parent / "templates"


_MATERIAL = _material()
"""The folder of Material's templates."""


def _no_theme(said: SourcePosition) -> Problem:
    return Problem(
        SITE_SETTING,
        "theme: the pages are made for the theme Material",
        said,
        "write theme: {name: material, font: false}",
    )


def _set_from_environment(config: MkDocsConfig) -> None:
    """Heed the variables that docs/publishing.md names, whether or not mkdocs.yml mentions them."""
    site = os.environ.get("SITE_URL")
    if site:
        if not addresses.is_web_address(site):
            raise PluginError(
                f"SITE_URL is {site!r}; it has to be an address, as in https://example.org/"
            )
        config.site_url = addresses.with_trailing_slash(site)
    config.repo_url = os.environ.get("REPOSITORY_URL") or config.repo_url
    edit_uri = os.environ.get("EDIT_URI") or config.edit_uri
    config.edit_uri = addresses.with_trailing_slash(edit_uri or "") or None


def _warnings_of_strict_mode() -> list[str]:
    """How many warnings MkDocs has counted; it counts in strict mode only, and looks after this."""
    counted: list[str] = []
    for name in ("mkdocs", "properdocs"):
        for handler in logging.getLogger(name).handlers:
            counts: Any = getattr(handler, "get_counts", list)()
            counted += [f"{count} {level.lower()}s in strict mode" for level, count in counts]
    return counted
