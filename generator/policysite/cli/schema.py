"""The command that writes what editors know of the sources."""

from __future__ import annotations

from pathlib import Path

import click

from ..sources.json_schemas import schema_text, source_schemas


@click.command()
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(__file__).parents[1] / "sources" / "schemas",
    show_default="the package's own folder",
    help="The folder to write to.",
)
def schema(into: Path) -> None:
    """Write the JSON Schemas that editors use to complete and check sources."""
    into.mkdir(parents=True, exist_ok=True)
    for name, document in source_schemas().items():
        (into / name).write_text(schema_text(document), encoding="utf-8")
        click.echo(into / name)
