"""What the commands share: options, and the way to the terminal."""

from __future__ import annotations

from pathlib import Path

import click

project_option = click.option(
    "--project",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    show_default="this folder",
    help="The folder that holds policy/.",
)


def _with_slash(_context: click.Context, _option: click.Parameter, address: str) -> str:
    from ..domain.addresses import with_trailing_slash

    return with_trailing_slash(address)


site_address_option = click.option(
    "--site-address",
    "base",
    envvar="SITE_URL",
    default="",
    metavar="URL",
    show_default="the environment variable SITE_URL",
    callback=_with_slash,
    help="Where the site is published, for links to it.",
)


def echo(report: str, *, err: bool = False) -> None:
    """Print; what the output's encoding lacks is shown by its number: a source may hold any character."""
    import sys

    encoding = (sys.stderr if err else sys.stdout).encoding or "utf-8"
    click.echo(report.encode(encoding, "backslashreplace").decode(encoding), nl=False, err=err)
