"""The configuration of the site engine: loaded, or what is wrong with it, as problems."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from ..domain.site_rules import SITE_SETTING
from ..errors import PolicySiteError
from ..sources.file_tree import MISSING_FILE, UNREADABLE_FILE
from .shared import echo

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from ..domain.problems import Problem

CONFIGURATION_FILES = ("mkdocs.yml", "mkdocs.yaml")
EXAMPLE_CONFIGURATION = (
    "site_name: Policies, theme: {name: material, font: false} and plugins: [policysite]"
)
"""The least that the file has to hold, a setting a line."""
NO_PAGES = Path(__file__).parents[1] / "mkdocs" / "no_pages"
"""A folder without pages, for a project that has none: the site engine asks for a folder."""
_UNNAMED = "docs"
"""The folder of pages where docs_dir: names none."""
_HINTS = {
    "site_name": "add it, as in site_name: Policies",
    "theme": "write theme: {name: material, font: false}",
    "plugins": "name policysite below plugins:, and nothing that is not installed",
    "site_dir": "name a folder of the site's own, as in site_dir: site",
}
_VARIABLES = {"site_url": "SITE_URL", "repo_url": "REPOSITORY_URL"}
"""From which variable of the environment a setting may come."""
_VARIABLE_HINT = "give it an address, as in https://example.org/, or leave it unset"


class _NotUsableError(PolicySiteError):
    """There is no configuration to go on with, for these reasons."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__()
        self.problems = problems


def load_configuration(folder: Path, **options: Any) -> MkDocsConfig:
    """The configuration of a project, with options of the command line.

    Where it cannot be used, says why, with what else is wrong with the project, and exits with 1; a site
    that a killed build had moved aside comes back even so.
    """
    from mkdocs.config.defaults import MkDocsConfig

    path = next(
        (folder / name for name in CONFIGURATION_FILES if (folder / name).exists()),
        folder / CONFIGURATION_FILES[0],
    )
    config = MkDocsConfig(config_file_path=str(path.absolute()))
    try:
        return _load(config, folder, path, options)
    except _NotUsableError as error:
        _restore_site(folder, config)
        _refuse(folder, error.problems)


def _restore_site(folder: Path, config: MkDocsConfig) -> None:
    """Bring back the site that the configuration names, as far as it could be read."""
    from ..publishing import restore_site

    named = config.get("site_dir")
    with suppress(OSError, ValueError):  # what is wrong with the folder is not what is wrong here
        restore_site((folder / (named if isinstance(named, str) and named else "site")).resolve())


def _load(config: MkDocsConfig, folder: Path, path: Path, options: dict[str, Any]) -> MkDocsConfig:
    """Fill and validate the configuration. Raises _NotUsableError."""
    from mkdocs.exceptions import ConfigurationError

    from ..domain.problems import Problem, SourcePosition

    start = SourcePosition(path.name)
    if path.exists() and not path.is_file():  # a pipe would be read for ever
        raise _NotUsableError([Problem(UNREADABLE_FILE, "this is not a file", start, "remove it")])
    try:
        with path.open("rb") as file:
            config.load_file(file)
    except FileNotFoundError:
        hint = f"run this in the folder of a project, or write the file, with {EXAMPLE_CONFIGURATION}"
        raise _NotUsableError([Problem(MISSING_FILE, f"{path.name} is not there", start, hint)]) from None
    except OSError as error:
        message = f"it cannot be opened: {error.strerror}"
        raise _NotUsableError(
            [Problem(UNREADABLE_FILE, message, start, "check what it is and who may read it")]
        ) from None
    except (ConfigurationError, RecursionError) as error:
        raise _NotUsableError([_of_syntax(error, path.name)]) from None
    config.load_dict({name: value for name, value in options.items() if value is not None})
    pages = _pages_folder(config, folder)
    failed, warned = config.validate()  # it stops at the first setting that fails
    problems = [_of_setting(key, str(error), path, config.get(key)) for key, error in failed]
    if not (folder / pages).exists():
        hint = (
            "make the folder, with pages written by hand, name another with docs_dir:, or leave that out"
        )
        problems = [one for one in problems if not one.message.startswith("docs_dir:")]
        problems.append(Problem(MISSING_FILE, f"{pages}/ is not there", SourcePosition(pages), hint))
    for key, warning in warned:
        if config.strict:
            problems.append(_of_setting(key, warning, path))
        else:
            click.echo(f"{path.name}: {key}: {warning}", err=True)
    if not problems and "policysite" not in config.plugins:
        problems = [_of_setting("plugins", "policysite is not among them", path)]
    if problems:
        raise _NotUsableError(problems)
    return config


def _pages_folder(config: MkDocsConfig, folder: Path) -> str:
    """The folder of the pages written by hand; where no other is named, it need not be there."""
    pages = str(config.get("docs_dir") or _UNNAMED)
    if pages == _UNNAMED and not (folder / pages).exists():
        pages = str(NO_PAGES)
        config.load_dict({"docs_dir": pages})
    return pages


def _of_setting(key: str, message: str, path: Path, value: object = None) -> Problem:
    import os

    from ..domain.problems import Problem
    from ..publishing import setting_position

    hint = _HINTS.get(key, f"mend {key}:, or leave it out")
    variable = _VARIABLES.get(key, "")
    if value and value == os.environ.get(variable):
        hint = f"it is what the variable {variable} of the environment says; {_VARIABLE_HINT}"
    return Problem(SITE_SETTING, f"{key}: {message}", setting_position(key, path), hint)


def _of_syntax(error: BaseException, name: str) -> Problem:
    """What is wrong with the form of the file: the engine holds what its YAML parser said."""
    from ..domain.problems import Problem, SourcePosition

    said = error.__context__
    mark: Any = getattr(said, "problem_mark", None)
    message = getattr(said, "problem", None) or getattr(said, "reason", None) or str(error)
    at = SourcePosition(name, mark.line + 1, mark.column + 1) if mark else SourcePosition(name)
    return Problem(
        SITE_SETTING,
        f"the file cannot be read: {message}",
        at,
        f"compare it with {EXAMPLE_CONFIGURATION}",
    )


def _refuse(folder: Path, problems: list[Problem]) -> NoReturn:
    """Say what is wrong, with everything else that is wrong with the project, and exit with 1."""
    import os
    from datetime import UTC, datetime

    from ..outputs import reports
    from ..project import Project

    project = Project.open(folder, datetime.now(UTC)).with_problems(problems)
    colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    report = reports.problems_text(
        project.problems, project.counts, read_line=project.source_line, colour=colour
    )
    echo(report, err=True)
    sys.exit(1)
