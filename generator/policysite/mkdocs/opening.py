"""The beginning of a build or a preview: the project is read, and nothing is in the way of its site."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger

from ..domain.addresses import with_trailing_slash
from ..domain.problems import Problem
from ..outputs import reports
from ..project import Project
from ..publication import Publication
from ..publishing import SiteReplacement, begin_replacement
from . import configuration
from .assets import assets_path

_log = get_plugin_logger("policysite")


def open_publication(config: MkDocsConfig, resources: ExitStack, *, is_preview: bool) -> Publication:
    """Read the project of a configuration, which is set as its library and the environment say.

    A build has its site until the resources are closed, and waits where another one has it; a preview
    replaces none. Raises PluginError with all problems where there are errors.
    """
    replacement: SiteReplacement | None = None
    problems: list[Problem] = []
    if not is_preview:
        configuration.set_from_environment(config)
        replacement, problems = _begin_replacement(config, resources)
    problems += configuration.configuration_problems(config)
    folder = configuration.file_of(config).parent
    project = Project.open(folder, configuration.build_time()).with_problems(problems)
    if project.errors:
        raise PluginError(_problem_report(project))
    _log.info(reports.summary_line(project.counts))
    settings = project.library.settings
    configuration.set_from_library(config, settings)
    return Publication(
        project,
        with_trailing_slash(config.site_url or ""),
        configuration.versions(),
        configuration.ICONS,
        assets_path(settings.accent),
        replacement,
    )


def _begin_replacement(
    config: MkDocsConfig, resources: ExitStack
) -> tuple[SiteReplacement | None, list[Problem]]:
    target = configuration.site_target(config)
    folder_name = target.display_path(target.folder)
    message = f"another build of {folder_name} is under way: waiting for it to end"
    sources = configuration.source_folders(config)
    return begin_replacement(target, sources, lambda: _log.info(message), resources)


def _problem_report(project: Project) -> str:
    colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    return "\n" + reports.problems_text(
        project.problems, project.counts, read_line=project.source_line, colour=colour
    )
