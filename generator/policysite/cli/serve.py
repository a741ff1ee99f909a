"""The command that shows the site while one edits."""

from __future__ import annotations

from errno import EADDRINUSE

import click
from mkdocs.commands.serve import serve as serve_site

from .mkdocs_configuration import NO_PAGES, load_configuration, show_log
from .project_command import Session, project_command

_LAST_PORT = 65535


@project_command
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where to serve.")
@click.option("--open", "open_browser", is_flag=True, help="Open the site in a browser.")
def serve(session: Session, address: str, *, open_browser: bool) -> bool:
    """Show the site while you edit: a saved change appears by itself."""
    host, _, port = address.rpartition(":")
    if not (host and port.isascii() and port.isdecimal() and int(port) <= _LAST_PORT):
        raise click.BadParameter(
            f"{address!r} is no address with a port, as in 127.0.0.1:8000", param_hint="--address"
        )
    show_log()
    config = load_configuration(session.folder, dev_addr=address)
    without_pages = config.docs_dir if config.docs_dir == str(NO_PAGES) else None
    try:
        serve_site(
            config.config_file_path,
            dev_addr=address,
            open_in_browser=open_browser,
            docs_dir=without_pages,
        )
    except OSError as error:
        advice = "name an address of this machine, as in --address 127.0.0.1:8000"
        if error.errno == EADDRINUSE:
            advice = (
                f"end what else uses it, or name another port, as in --address {host}:{int(port) + 1}"
            )
        raise click.ClickException(
            f"nothing can be served at {address}: {error.strerror or error}. To mend it, {advice}"
        ) from None
    return True
