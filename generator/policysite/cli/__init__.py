"""The command policysite. Each of its commands is the function of the same name in a module of that name.

The module of a command is imported only when the command is run or its help is shown.
"""

from __future__ import annotations

import gc

import click

from .. import __version__
from .error_handling import CommandGroup

COMMANDS = {
    "accept": "Record that you compared what is new or has changed; writes policy.lock only.",
    "build": "Build the site into site/, which changes only when the build is whole.",
    "check": "Say what is wrong with the sources. Writes nothing.",
    "explain": "Say what a problem is, why it matters, and what to write instead.",
    "remind": "Tell the owners of documents whose review needs attention, each of every stage once.",
    "review": "Say how each document stands with its review, the worst first. Writes nothing.",
    "schema": "Write the JSON Schemas that editors use to complete and check sources.",
    "seal": "Record what editions say, so that they never change; writes policy.lock only.",
    "serve": "Show the site while you edit: a saved change appears by itself.",
    "trace": "Say which item carries out which duty, and what has changed since somebody looked.",
    "verify": "Say whether records of use belong to sealed editions of this library. Writes nothing.",
}
"""The first paragraph of each command's help, so that the list of commands loads none of them."""

ENGINE_COMMANDS = ("build", "serve")
"""The commands that start the site engine, which needs Python's cycle collector."""


@click.group(
    cls=CommandGroup, summaries=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="policysite")
@click.pass_context
def main(context: click.Context) -> None:
    """Publish policy documents that are kept as YAML."""
    if context.invoked_subcommand not in ENGINE_COMMANDS and gc.isenabled():
        # Other commands are short and make almost no reference cycles. Collecting cycles takes 2 per cent
        # of the processor time of check and review with 100 documents, and 12 per cent with 1,000.
        gc.disable()
        context.call_on_close(gc.enable)
