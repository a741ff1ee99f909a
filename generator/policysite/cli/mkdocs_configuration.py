"""The site engine as commands start it: its configuration, or what is wrong with that, and its log."""

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


def load_configuration(folder: Path, **options: Any) -> MkDocsConfig:
    """The configuration of a project, with options of the command line.

    Raises ProblemsError where it cannot be used. A site that a killed build had moved aside comes back
    even then.
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
    """Bring back the site that the configuration names, as far as it could be read."""
    named = config.get("site_dir")
    with suppress(OSError, ValueError):  # what is wrong with the folder is not what is wrong here
        restore_site((folder / (named if isinstance(named, str) and named else "site")).resolve())


def _load(config: MkDocsConfig, folder: Path, path: Path, options: dict[str, Any]) -> MkDocsConfig:
    """Fill and validate the configuration. Raises ProblemsError."""
    start = SourcePosition(path.name)
    if path.exists() and not path.is_file():  # a pipe would be read for ever
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
        raise ProblemsError([_of_syntax(error, path.name)]) from None
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
        raise ProblemsError(problems)
    return config


def _pages_folder(config: MkDocsConfig, folder: Path) -> str:
    """The folder of the pages written by hand; where no other is named, it need not be there."""
    pages = str(config.get("docs_dir") or _UNNAMED)
    if pages == _UNNAMED and not (folder / pages).exists():
        pages = str(NO_PAGES)
        config.load_dict({"docs_dir": pages})
    return pages


def _of_setting(key: str, message: str, path: Path, value: object = None) -> Problem:
    hint = _HINTS.get(key, f"mend {key}:, or leave it out")
    variable = _VARIABLES.get(key, "")
    if value and value == os.environ.get(variable):
        hint = f"it is what the variable {variable} of the environment says; {_VARIABLE_HINT}"
    return Problem(SITE_SETTING, f"{key}: {message}", setting_position(key, path), hint)


def _of_syntax(error: BaseException, name: str) -> Problem:
    """What is wrong with the form of the file: the engine holds what its YAML parser said."""
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


def show_log() -> None:
    """Show what the site engine warns of, and what the plugin says."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.WARNING)
    logger.addHandler(handler)
    logging.getLogger("mkdocs.plugins.policysite").setLevel(logging.INFO)
