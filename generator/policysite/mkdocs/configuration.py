"""The configuration of MkDocs: what is read from it and from the environment, and what is set in it."""

from __future__ import annotations

import logging
import os
import platform
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import mkdocs
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from .. import __version__
from ..domain import addresses
from ..domain.model import LibrarySettings
from ..domain.problems import Problem
from ..domain.site_rules import SITE_SETTING
from ..outputs.translations import translation_for
from ..publishing import SiteTarget, setting_position
from ..sources import unsafe_entries

_PACKAGE = Path(__file__).parents[1].resolve()
_THEME = Path(__file__).parent.resolve() / "theme"


def _material() -> Path:
    spec = find_spec("material")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "templates"


MATERIAL = _material()
"""The folder of the templates of Material for MkDocs."""
ICONS = MATERIAL / ".icons"


# --- reading --------------------------------------------------------------------------------------


def build_time() -> datetime:
    """The time of the build: SOURCE_DATE_EPOCH where it is set, for reproducible builds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise PluginError(
            f"SOURCE_DATE_EPOCH is {epoch!r}; it has to be a number of seconds since 1970"
        ) from None


def versions() -> Mapping[str, str]:
    """The versions of the software that makes a site, by name."""
    return {
        "policysite": __version__,
        mkdocs.__name__: mkdocs.__version__,
        "mkdocs-material": version("mkdocs-material"),
        "Python": platform.python_version(),
    }


def file_of(config: MkDocsConfig) -> Path:
    """The configuration file, which is in the project's folder."""
    return Path(config.config_file_path).resolve()


def site_target(config: MkDocsConfig) -> SiteTarget:
    """The folder in which the site is to be put."""
    file = file_of(config)
    return SiteTarget(Path(config.site_dir).resolve(), file.parent, setting_position("site_dir", file))


def source_folders(config: MkDocsConfig) -> Iterator[Path]:
    """The folders that a site must not replace."""
    folder = file_of(config).parent
    yield from (folder / name for name in ("policy", "checklists", ".git"))
    yield from (Path(config.docs_dir), _PACKAGE)


def configuration_problems(config: MkDocsConfig) -> Iterator[Problem]:
    """Problems of the configuration: another theme, or unsafe entries of the folders of pages."""
    file = file_of(config)
    if MATERIAL not in (Path(folder) for folder in config.theme.dirs):
        yield Problem(
            SITE_SETTING,
            "theme: the pages are made for the theme Material",
            setting_position("theme", file),
            "write theme: {name: material, font: false}",
        )
    yield from unsafe_entries(Path(config.docs_dir), file.parent)
    if config.theme.custom_dir:
        yield from unsafe_entries(Path(config.theme.custom_dir), file.parent)


def strict_warnings() -> list[str]:
    """The numbers of warnings and so on that MkDocs has counted, in words; none unless in strict mode.

    MkDocs itself fails only after the site would have been put in place.
    """
    counted: list[str] = []
    for name in ("mkdocs", "properdocs"):
        for handler in logging.getLogger(name).handlers:
            counts: Any = getattr(handler, "get_counts", list)()
            counted += [f"{count} {level.lower()}s in strict mode" for level, count in counts]
    return counted


# --- setting --------------------------------------------------------------------------------------


def set_from_environment(config: MkDocsConfig) -> None:
    """Apply the environment variables in docs/publishing.md, even if mkdocs.yml does not use them."""
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


def set_from_library(config: MkDocsConfig, settings: LibrarySettings) -> None:
    """Set the site's title, description and language from the library, and our theme before Material."""
    config.site_name = settings.title
    config.site_description = settings.description
    config.use_directory_urls = True
    if not config.repo_url:
        config.edit_uri = None
    config.theme["language"] = _theme_language(settings.language)
    config.theme.dirs.insert(0, str(_THEME))


def _theme_language(tag: str) -> str:
    """The language of the site's own words, as Material names it."""
    translation = translation_for(tag)
    return "en" if translation.is_english else translation.language
