"""Commands that make the site or show it."""

from __future__ import annotations

from errno import EADDRINUSE
from pathlib import Path

import click

from .shared import project_option

_LAST_PORT = 65535


@click.command()
@project_option
@click.option("--strict", is_flag=True, help="Let warnings of the site engine fail the build.")
def build(folder: Path, *, strict: bool) -> None:
    """Build the site into site/, which changes only when the build is whole."""
    from mkdocs.commands.build import build as build_site

    from .mkdocs_configuration import load_configuration

    _show_log()
    config = load_configuration(folder, strict=strict or None)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build_site(config)
    finally:
        config.plugins.on_shutdown()


@click.command()
@project_option
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where to serve.")
@click.option("--open", "open_browser", is_flag=True, help="Open the site in a browser.")
def serve(folder: Path, address: str, *, open_browser: bool) -> None:
    """Show the site while you edit: a saved change appears by itself."""
    from mkdocs.commands.serve import serve as serve_site

    from .mkdocs_configuration import NO_PAGES, load_configuration

    host, _, port = address.rpartition(":")
    if not (host and port.isascii() and port.isdecimal() and int(port) <= _LAST_PORT):
        raise click.BadParameter(
            f"{address!r} is no address with a port, as in 127.0.0.1:8000", param_hint="--address"
        )
    _show_log()
    config = load_configuration(folder, dev_addr=address)
    without_pages = config.docs_dir if config.docs_dir == str(NO_PAGES) else None
    try:
        serve_site(
            config.config_file_path,
            dev_addr=address,
            open_in_browser=open_browser,
            docs_dir=without_pages,
        )
    except OSError as error:
        mend = "name an address of this machine, as in --address 127.0.0.1:8000"
        if error.errno == EADDRINUSE:
            mend = f"end what else uses it, or name another port, as in --address {host}:{int(port) + 1}"
        raise click.ClickException(
            f"nothing can be served at {address}: {error.strerror or error}. To mend it, {mend}"
        ) from None


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
