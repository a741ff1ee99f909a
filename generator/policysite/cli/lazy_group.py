"""A group of commands that loads only the command that is run."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """Commands that are listed by their summaries, and loaded only to run them or to show their help.

    Click's recipe ("Lazily Loading Subcommands") loads all commands for the list in --help. Here the list
    is made from the summaries, so that it is fast, too.
    """

    def __init__(self, *arguments: Any, summaries: Mapping[str, str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name, summary in summaries.items():
            self.add_command(click.Command(name, help=summary))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, placeholder, rest = super().resolve_command(ctx, args)
        return name, placeholder and self.load(str(placeholder.name)), rest

    def load(self, name: str) -> click.Command:
        """The command of a name: the function of that name in the module of that name."""
        command: click.Command = getattr(import_module(f".{name}", __package__), name)
        return command
