"""The command policysite: a thin shell over the project, with the terminal and the clock.

Its modules import only click at the top: `policysite --version` has to answer at once.
"""

from __future__ import annotations

import click

from .. import __version__
from .checking import check, schema
from .publishing import build, serve
from .reviewing import remind, review
from .tracing import accept, seal, trace, verify


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="policysite")
def main() -> None:
    """Publish policy documents that are kept as YAML."""


for command in (check, build, serve, review, remind, trace, accept, seal, verify, schema):
    main.add_command(command)
