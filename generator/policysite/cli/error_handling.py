"""Faults of the environment, told in a line: a disk that is full, a stream that is closed."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any, TextIO

import click

from .lazy_group import LazyGroup


class CommandGroup(LazyGroup):
    """Commands that end in a line, and not in a traceback, when the system refuses them something."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        _open_what_is_closed()
        try:
            return super().main(*arguments, **options)
        except OSError as error:
            _say(_in_words(error))
            sys.exit(1)


def _open_what_is_closed() -> None:
    """Give the program streams that hold nothing in place of those that it was started without."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115  # as long as the program runs
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115


def _in_words(error: OSError) -> str:
    cause = error.strerror or str(error)
    if error.filename is not None:
        return f"{os.fsdecode(error.filename)}: {cause}"
    try:
        sys.stdout.flush()
    except OSError:
        _drop_what_was_not_written(sys.stdout)
        return f"what was to be printed could not be written: {cause}"
    return cause


def _drop_what_was_not_written(stream: TextIO) -> None:
    """Let the last flush succeed, which the interpreter makes when it ends."""
    with suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)


def _say(cause: str) -> None:
    try:
        click.echo(f"policysite: {cause}", err=True)
    except OSError:
        _drop_what_was_not_written(sys.stderr)
