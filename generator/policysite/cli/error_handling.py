"""Reports errors of the environment, as a full disk or a closed stream, in one line."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any, TextIO

import click

from .lazy_group import LazyGroup


class CommandGroup(LazyGroup):
    """A group whose commands report an OSError in one line, without a traceback, and exit with 1."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        _open_missing_streams()
        try:
            return super().main(*arguments, **options)
        except OSError as error:
            _print_error(_error_line(error))
            sys.exit(1)


def _open_missing_streams() -> None:
    """Replace the standard streams that the program was started without by empty ones."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115  # stays open as long as the program runs
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115


def _error_line(error: OSError) -> str:
    cause = error.strerror or str(error)
    if error.filename is not None:
        return f"{os.fsdecode(error.filename)}: {cause}"
    try:
        sys.stdout.flush()
    except OSError:
        _discard_output(sys.stdout)
        return f"what was to be printed could not be written: {cause}"
    return cause


def _discard_output(stream: TextIO) -> None:
    """Discard unwritten output, so that the interpreter's last flush succeeds."""
    with suppress(OSError, ValueError):
        null_device = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null_device, stream.fileno())
        os.close(null_device)


def _print_error(cause: str) -> None:
    try:
        click.echo(f"policysite: {cause}", err=True)
    except OSError:
        _discard_output(sys.stderr)
