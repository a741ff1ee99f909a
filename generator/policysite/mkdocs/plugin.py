"""The MkDocs plugin, which gives the pages of a policy project to MkDocs and its theme.

Its hooks only call other modules, and keep what later hooks need.
"""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from pathlib import Path

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as EnginePage

from .. import publishing
from ..outputs.escaping import escape_unprintable
from ..outputs.pdf import PrintJob
from ..outputs.site import PageFrame, cache_compiled_templates
from ..publication import Publication
from ..publishing import search
from . import configuration
from .assets import add_assets
from .opening import open_publication
from .pages import add_site, include_well_known, view_of

_log = get_plugin_logger("policysite")


class PolicySite(BasePlugin):  # type: ignore[type-arg,no-untyped-call]  # MkDocs: no configuration, untyped metaclass
    """Reads policy/ when a build begins, and puts the finished site in place when it ends."""

    def __init__(self) -> None:
        self._serving = False
        self._resources = ExitStack()
        """Closed when the build ends: the lock on the site, the staging folder, the printing."""
        self._publication: Publication
        self._print_job: PrintJob
        self._files: Files
        self._written_digests: dict[str, str] = {}
        """The digest of each page and template that was written, by path."""

    def on_startup(self, *, command: str, dirty: bool) -> None:  # noqa: ARG002  # MkDocs names them
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        self._publication = open_publication(config, self._resources, is_preview=self._serving)
        replacement = self._publication.replacement
        if replacement is not None:
            self._print_job = self._resources.enter_context(self._publication.printing())
            config.site_dir = str(replacement.staging)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        include_well_known(files)
        add_site(files, self._publication.site, config, self._publication.project.folder)
        add_assets(files, self._publication.assets, config)
        return files

    def on_env(
        self,
        env: jinja2.Environment,
        *,
        config: MkDocsConfig,  # noqa: ARG002
        files: Files,
    ) -> jinja2.Environment:
        self._files = files
        env.auto_reload = False
        cache_compiled_templates(env)
        site, paths = self._publication.site, {file.src_uri for file in files}
        frame = PageFrame(site, paths, self._publication.base)
        env.globals |= {**frame.wording, "frame": frame}
        env.globals["view_of"] = partial(view_of, site=site)
        return env

    def on_serve(
        self,
        server: LiveReloadServer,
        *,
        config: MkDocsConfig,  # noqa: ARG002
        builder: object,  # noqa: ARG002
    ) -> LiveReloadServer:
        for name in ("policy", "checklists"):
            folder = self._publication.project.folder / name
            if folder.is_dir():
                server.watch(str(folder))
        return server

    @event_priority(-100)
    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:  # noqa: ARG002
        self._record_digest(template_name, output)
        return output

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: EnginePage, config: MkDocsConfig) -> str:  # noqa: ARG002
        self._record_digest(page.file.dest_uri, output)
        return output

    def _record_digest(self, path: str, output: str) -> None:
        if not self._serving and output.strip():
            self._written_digests[path] = publishing.content_digest(
                output.encode(errors="xmlcharrefreplace")
            )

    @event_priority(100)
    def _check_files(self, *, config: MkDocsConfig) -> None:
        """Compare the files on the disk with what was to be written, before other plugins change them."""
        if self._serving:
            return
        verified_later = {file.path for file in self._publication.site.copied_files}
        copied = {
            file.dest_uri: publishing.content_digest(file.content_bytes)
            for file in self._files
            if not file.is_documentation_page()
            and file.inclusion.is_included()  # type: ignore[no-untyped-call]
            and file.dest_uri not in verified_later
        }
        _fail_if_any(publishing.incomplete_files(Path(config.site_dir), copied | self._written_digests))

    @event_priority(-100)
    def _publish(self, *, config: MkDocsConfig) -> None:
        replacement = self._publication.replacement
        if replacement is None:
            for problem in search.index_site(Path(config.site_dir), self._publication.assets):
                _log.warning(problem)
            return
        config.site_dir = str(replacement.target.folder)
        _fail_if_any(configuration.strict_warnings() or self._publication.publish(self._print_job))
        self._resources.close()
        page_count = len(self._publication.site.pages)
        _log.info(f"{config.site_dir} is in place, with {page_count} pages made from policy/")

    on_post_build = CombinedEvent(_check_files, _publish)

    def on_build_error(self, *, error: Exception) -> None:
        self.on_shutdown()
        if isinstance(error, OSError):
            reason = error.strerror or str(error)
            raise PluginError(
                f"the site could not be written, and the last one was left in place: {reason}"
            ) from None

    def on_shutdown(self) -> None:
        self._resources.close()


def _fail_if_any(problems: list[str]) -> None:
    if problems:
        listed = "\n".join(f"  {escape_unprintable(problem)}" for problem in problems)
        raise PluginError(f"the site is not whole, and the last one was left in place:\n{listed}")
