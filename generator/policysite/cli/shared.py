"""Options and checks that several commands share."""

from __future__ import annotations

from collections.abc import Collection

import click

from ..domain.addresses import with_trailing_slash
from ..domain.problems import similar_names_hint


def _with_slash(_context: click.Context, _option: click.Parameter, address: str) -> str:
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


def refuse_unknown(names: Collection[str], known: Collection[str], argument: str) -> None:
    """Raise click.BadParameter for the first unknown name, with a hint at similar names."""
    for name in names:
        if name not in known:
            hint = similar_names_hint(name, sorted(known), what="names")
            raise click.BadParameter(f"{name!r} is not there; {hint}", param_hint=argument)
