"""Output to the terminal."""

from __future__ import annotations

import os
import sys
from typing import TextIO

import click


def echo(report: str, *, err: bool = False) -> None:
    """Print a report. Characters that the output's encoding lacks are shown as escape sequences."""
    encoding = (sys.stderr if err else sys.stdout).encoding or "utf-8"
    click.echo(report.encode(encoding, "backslashreplace").decode(encoding), nl=False, err=err)


def has_colours(stream: TextIO) -> bool:
    """Whether colours are to be used: at a terminal, unless NO_COLOR is set (no-color.org)."""
    return stream.isatty() and "NO_COLOR" not in os.environ
