"""The command that makes the site."""

from __future__ import annotations

import click
from mkdocs.commands.build import build as build_site

from .mkdocs_configuration import load_configuration, show_log
from .project_command import Session, project_command


@project_command
@click.option("--strict", is_flag=True, help="Let warnings of the site engine fail the build.")
def build(session: Session, *, strict: bool) -> bool:
    """Build the site into site/, which changes only when the build is whole."""
    show_log()
    config = load_configuration(session.folder, strict=strict or None)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build_site(config)
    finally:
        config.plugins.on_shutdown()
    return True
