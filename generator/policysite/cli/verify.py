"""The command that compares records of use with the library."""

from __future__ import annotations

import json
from typing import Literal

import click

from ..outputs.escaping import json_text
from ..outputs.usage_records import MAX_RECORD_BYTES, verification_data, verification_text
from .project_command import Session, project_command
from .terminal import echo


@project_command
@click.argument(
    "records",
    nargs=-1,
    required=True,
    metavar="RECORD...",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print what is found.",
)
def verify(session: Session, records: tuple[str, ...], form: Literal["text", "json"]) -> bool:
    """Say whether records of use belong to sealed editions of this library. Writes nothing.

    A record is a file that somebody saved on the page of a checklist; - is standard input. Its words
    are compared with the checklist as it is, and as git has it from earlier. Exits with 1 when one is
    rejected, names an edition that is not sealed, or has words that no version had, or when the sources
    have errors. That the policy has changed since is said, and is no fault.
    """
    project = session.project
    verifications = []
    for name in records:
        try:
            with click.open_file(name, "rb") as file:
                verifications.append((name, project.verify_record(file.read(MAX_RECORD_BYTES + 1))))
        except OSError as error:
            raise click.ClickException(f"{name} could not be read: {error.strerror}") from None
    if form == "json":
        data = verification_data(verifications).model_dump(mode="json")
        echo(json_text(json.dumps(data, indent=2, ensure_ascii=False)) + "\n")
    else:
        echo("\n".join(verification_text(name, verification) for name, verification in verifications))
    if project.errors:
        click.echo("the sources have errors: see policysite check", err=True)
    return not project.errors and all(verification.belongs for _, verification in verifications)
