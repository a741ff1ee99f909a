"""The configuration and the log of the site engine, for the commands that start it."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError

from ..domain.problems import Problem, ProblemsError, SourcePosition
from ..domain.site_rules import SITE_SETTING
from ..publishing import restore_site, setting_position
from ..sources.file_tree import MISSING_FILE, UNREADABLE_FILE

CONFIGURATION_FILES = ("mkdocs.yml", "mkdocs.yaml")
EXAMPLE_CONFIGURATION = (
    "site_name: Policies, theme: {name: material, font: false} and plugins: [policysite]"
)
"""The settings that the file needs at least, each on a line of its own."""
NO_PAGES = Path(__file__).parents[1] / "mkdocs" / "no_pages"
"""An empty folder for projects without hand-written pages, as the site engine needs a folder."""
_DEFAULT_PAGES = "docs"
"""The folder of hand-written pages if docs_dir: is not set."""
_HINTS = {
    "site_name": "add it, as in site_name: Policies",
    "theme": "write theme: {name: material, font: false}",
    "plugins": "name policysite below plugins:, and nothing that is not installed",
    "site_dir": "name a folder of the site's own, as in site_dir: site",
}
_VARIABLES = {"site_url": "SITE_URL", "repo_url": "REPOSITORY_URL"}
"""The environment variables from which settings may come."""
_VARIABLE_HINT = "give it an address, as in https://example.org/, or leave it unset"


def load_configuration(folder: Path, **options: Any) -> MkDocsConfig:
    """The configuration of a project, with options of the command line.

    Raises ProblemsError if it cannot be used. A site that an interrupted build had moved aside is
    restored even then.
    """
    path = next(
        (folder / name for name in CONFIGURATION_FILES if (folder / name).exists()),
        folder / CONFIGURATION_FILES[0],
    )
    config = MkDocsConfig(config_file_path=str(path.absolute()))
    try:
        return _load(config, folder, path, options)
    except ProblemsError:
        _restore_site(folder, config)
        raise


def _restore_site(folder: Path, config: MkDocsConfig) -> None:
    """Restore the site that the configuration names, or site/ if it names none."""
    site_dir = config.get("site_dir")
    with suppress(OSError, ValueError):  # problems of this folder are not the ones to report
        restore_site(
            (folder / (site_dir if isinstance(site_dir, str) and site_dir else "site")).resolve()
        )


def _load(config: MkDocsConfig, folder: Path, path: Path, options: dict[str, Any]) -> MkDocsConfig:
    """Fill and validate the configuration. Raises ProblemsError."""
    start = SourcePosition(path.name)
    if path.exists() and not path.is_file():  # reading a pipe might never end
        raise ProblemsError([Problem(UNREADABLE_FILE, "this is not a file", start, "remove it")])
    try:
        with path.open("rb") as file:
            config.load_file(file)
    except FileNotFoundError:
        hint = f"run this in the folder of a project, or write the file, with {EXAMPLE_CONFIGURATION}"
        raise ProblemsError([Problem(MISSING_FILE, f"{path.name} is not there", start, hint)]) from None
    except OSError as error:
        message = f"it cannot be opened: {error.strerror}"
        raise ProblemsError(
            [Problem(UNREADABLE_FILE, message, start, "check what it is and who may read it")]
        ) from None
    except (ConfigurationError, RecursionError) as error:
        raise ProblemsError([_syntax_problem(error, path.name)]) from None
    config.load_dict({name: value for name, value in options.items() if value is not None})
    pages = _pages_folder(config, folder)
    failed, warned = config.validate()  # a failing setting hides later ones
    problems = [_setting_problem(key, str(error), path, config.get(key)) for key, error in failed]
    if not (folder / pages).exists():
        hint = (
            "make the folder, with pages written by hand, name another with docs_dir:, or leave that out"
        )
        problems = [problem for problem in problems if not problem.message.startswith("docs_dir:")]
        problems.append(Problem(MISSING_FILE, f"{pages}/ is not there", SourcePosition(pages), hint))
    for key, warning in warned:
        if config.strict:
            problems.append(_setting_problem(key, warning, path))
        else:
            click.echo(f"{path.name}: {key}: {warning}", err=True)
    if not problems and "policysite" not in config.plugins:
        problems = [_setting_problem("plugins", "policysite is not among them", path)]
    if problems:
        raise ProblemsError(problems)
    return config


def _pages_folder(config: MkDocsConfig, folder: Path) -> str:
    """The folder of the hand-written pages, which may be absent if the configuration names none."""
    pages = str(config.get("docs_dir") or _DEFAULT_PAGES)
    if pages == _DEFAULT_PAGES and not (folder / pages).exists():
        pages = str(NO_PAGES)
        config.load_dict({"docs_dir": pages})
    return pages


def _setting_problem(key: str, message: str, path: Path, value: object = None) -> Problem:
    hint = _HINTS.get(key, f"mend {key}:, or leave it out")
    variable = _VARIABLES.get(key, "")
    if value and value == os.environ.get(variable):
        hint = f"it is what the variable {variable} of the environment says; {_VARIABLE_HINT}"
    return Problem(SITE_SETTING, f"{key}: {message}", setting_position(key, path), hint)


def _syntax_problem(error: BaseException, name: str) -> Problem:
    """The problem of a file that is no YAML, from the parser's error behind that of the engine."""
    cause = error.__context__
    mark: Any = getattr(cause, "problem_mark", None)
    message = getattr(cause, "problem", None) or getattr(cause, "reason", None) or str(error)
    position = SourcePosition(name, mark.line + 1, mark.column + 1) if mark else SourcePosition(name)
    return Problem(
        SITE_SETTING,
        f"the file cannot be read: {message}",
        position,
        f"compare it with {EXAMPLE_CONFIGURATION}",
    )


def show_log() -> None:
    """Print the warnings of the site engine, and the messages of the plugin."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.WARNING)
    logger.addHandler(handler)
    logging.getLogger("mkdocs.plugins.policysite").setLevel(logging.INFO)
