"""Commands that make the site or show it."""

from __future__ import annotations

from pathlib import Path

import click

from .shared import in_project

CONFIGURATION = "mkdocs.yml"


@click.command()
@in_project
@click.option("--strict", is_flag=True, help="Let warnings of the site engine fail the build.")
def build(folder: Path, *, strict: bool) -> None:
    """Build the site into site/, which changes only when the build is whole."""
    from mkdocs.commands.build import build as build_site
    from mkdocs.config import load_config

    _show_log()
    config = load_config(_configuration(folder), strict=strict or None)
    if "policysite" not in config.plugins:
        raise click.UsageError(f"{CONFIGURATION} does not name policysite below plugins:")
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build_site(config)
    finally:
        config.plugins.on_shutdown()


@click.command()
@in_project
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where to serve.")
@click.option("--open", "open_browser", is_flag=True, help="Open the site in a browser.")
def serve(folder: Path, address: str, *, open_browser: bool) -> None:
    """Show the site while you edit: a saved change appears by itself."""
    from mkdocs.commands.serve import serve as serve_site

    _show_log()
    serve_site(_configuration(folder), dev_addr=address, open_in_browser=open_browser)


def _configuration(folder: Path) -> str:
    path = folder / CONFIGURATION
    if not path.is_file():
        raise click.UsageError(f"{path} is not there: run this in the folder of a project, or name it")
    return str(path)


def _show_log() -> None:
    """Show what the site engine warns of, and what the plugin says."""
    import logging
    import os
    import sys

    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.WARNING)
    logger.addHandler(handler)
    logging.getLogger("mkdocs.plugins.policysite").setLevel(logging.INFO)
