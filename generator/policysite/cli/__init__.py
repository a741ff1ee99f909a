"""The command policysite: a thin shell over the project, with the terminal and the clock.

Its modules import only click at the top: `policysite --version` has to answer at once.
"""

from __future__ import annotations

import gc

import click

from .. import __version__
from .build import build, serve
from .check import check, explain, schema
from .error_handling import CommandGroup
from .review import remind, review
from .trace import (
    accept,
    seal,
    trace,
    verify,
)

ENGINE_COMMANDS = ("build", "serve")
"""The commands that start the site engine, which makes rings of objects."""


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="policysite")
@click.pass_context
def main(context: click.Context) -> None:
    """Publish policy documents that are kept as YAML."""
    if context.invoked_subcommand not in ENGINE_COMMANDS and gc.isenabled():
        # A command makes many objects and no rings of them, and ends. Looking for rings takes 2 per cent
        # of the processor time of check and review with 100 documents, and 12 per cent with 1,000.
        gc.disable()
        context.call_on_close(gc.enable)


for command in (check, explain, build, serve, review, remind, trace, accept, seal, verify, schema):
    main.add_command(command)
