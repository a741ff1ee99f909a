"""A group of commands of which only the one that is asked for is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """Commands that are known by their names and summaries, and loaded to be run or explained.

    click's recipe ("Lazily Loading Subcommands") loads all of them for the list in --help. This list is
    made from the summaries, so that it comes at once, too.
    """

    def __init__(self, *arguments: Any, summaries: Mapping[str, str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name, summary in summaries.items():
            self.add_command(click.Command(name, help=summary))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, stand_in, rest = super().resolve_command(ctx, args)
        return name, stand_in and self.load(str(stand_in.name)), rest

    def load(self, name: str) -> click.Command:
        """The command of a name: the function of that name in the module of that name."""
        command: click.Command = getattr(import_module(f".{name}", __package__), name)
        return command
